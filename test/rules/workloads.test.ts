import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AttachmentOptions, Attachments, MultusInstall, MultusInstallProps } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { checkWorkloads } from '../../lib/rules/workloads';
import { chartOf, existing } from '../support/app';
import { linesOf } from '../support/messages';

const CONTAINERS = [{ image: 'app:1' }];
const ANNOTATION = 'k8s.v1.cni.cncf.io/networks';

/** What the rules say of the workloads of a chart. */
function lines(chart: ReturnType<typeof chartOf>): string[] {
  return linesOf(checkWorkloads(AppFacts.of(chart).facts()).map((finding) => finding.fault));
}

/** What the rules say of a pod with these attachments, to the networks n1, n2, … */
function linesWith(...options: AttachmentOptions[]): string[] {
  const chart = chartOf();
  const attachments = Attachments.of(new kplus.Pod(chart, 'app', { containers: CONTAINERS }));
  options.forEach((each, i) => attachments.attach(existing(chart, `n${i + 1}`), each));
  return lines(chart);
}

describe('interface names', () => {
  test.each<[string, AttachmentOptions[]]>([
    ['none', []],
    ['automatic ones', [{}, {}, {}]],
    ['own ones', [{ interfaceName: 'up' }, { interfaceName: 'down' }]],
    ['net2 at its place', [{}, { interfaceName: 'net2' }]],
    ['net1 in the place of another', [{ interfaceName: 'net2' }, { interfaceName: 'net1' }]],
  ])('pass: %s', (_, options) => {
    expect(linesWith(...options)).toEqual([]);
  });

  const DIFFERENT = 'name this interface, or the other one, differently';
  test.each<[string, AttachmentOptions[], string[]]>([
    ['the same twice', [{ interfaceName: 'up' }, { interfaceName: 'up' }], [
      `error: interface-name-duplicate 'attachments[1].interfaceName' is already the name of the interface in "n1": got "up"; expected a name of its own, such as "net1"; ${DIFFERENT}`,
    ]],
    ['an own net2, and an automatic one behind', [{ interfaceName: 'net2' }, {}], [
      `error: interface-name-duplicate 'attachments[1].interfaceName' is already the name of the interface in "n1": got "net2"; expected a name of its own, such as "net1"; ${DIFFERENT}`,
    ]],
    ['an automatic net1, and an own one behind', [{}, { interfaceName: 'net1' }], [
      `error: interface-name-duplicate 'attachments[1].interfaceName' is already the name of the interface in "n1": got "net1"; expected a name of its own, such as "net2"; ${DIFFERENT}`,
    ]],
    ['eth0', [{ interfaceName: 'eth0' }], [
      `error: interface-name-duplicate 'attachments[0].interfaceName' is already the name of the interface in the cluster network: got "eth0"; expected a name of its own, such as "net1"; ${DIFFERENT}`,
    ]],
    ['lo', [{}, { interfaceName: 'lo' }], [
      `error: interface-name-duplicate 'attachments[1].interfaceName' is already the name of the loopback interface: got "lo"; expected a name of its own, such as "net2"; ${DIFFERENT}`,
    ]],
    ['the same three times', [{ interfaceName: 'up' }, { interfaceName: 'up' }, { interfaceName: 'up' }], [1, 2].map(
      (i) => `error: interface-name-duplicate 'attachments[${i}].interfaceName' is already the name of the interface in "n1": got "up"; expected a name of its own, such as "net1"; ${DIFFERENT}`,
    )],
  ])('fail: %s', (_, options, expected) => {
    expect(linesWith(...options)).toEqual(expected);
  });
});

describe('default routes', () => {
  test.each<[string, AttachmentOptions[]]>([
    ['one', [{ defaultRoute: ['192.168.1.1'] }]],
    ['one of each family', [{ defaultRoute: ['192.168.1.1', 'fd00:1::1'] }]],
    ['one of each family on two interfaces', [{ defaultRoute: ['192.168.1.1'] }, {}, { defaultRoute: ['fd00:1::1'] }]],
  ])('pass: %s', (_, options) => {
    expect(linesWith(...options)).toEqual([]);
  });

  const ONE = 'expected at most one gateway of each family in all attachments of a pod; keep one of the two';
  test.each<[string, AttachmentOptions[], string]>([
    ['two of one family', [{ defaultRoute: ['192.168.1.1', '192.168.1.2'] }],
      `error: default-route-many 'attachments[0].defaultRoute[1]' is a second default route for IPv4, beside 'attachments[0].defaultRoute[0]': got "192.168.1.2"; ${ONE}`],
    ['the same twice', [{ defaultRoute: ['192.168.1.1', '192.168.1.1'] }],
      `error: default-route-many 'attachments[0].defaultRoute[1]' is a second default route for IPv4, beside 'attachments[0].defaultRoute[0]': got "192.168.1.1"; ${ONE}`],
    ['two of one family on two interfaces', [{ defaultRoute: ['192.168.1.1', 'fd00:1::1'] }, { defaultRoute: ['fd00:1::2'] }],
      `error: default-route-many 'attachments[1].defaultRoute[0]' is a second default route for IPv6, beside 'attachments[0].defaultRoute[1]': got "fd00:1::2"; ${ONE}`],
  ])('fail: %s', (_, options, line) => {
    expect(linesWith(...options)).toEqual([line]);
  });

  test('are all gone where the list is empty, which is a warning', () => {
    expect(linesWith({}, { defaultRoute: [] })).toEqual([
      "warning: default-route-empty 'attachments[1].defaultRoute' is empty, so that the pod loses its default route: got []; expected the gateway of this network, such as [\"192.168.1.1\"]; name the gateway, or leave it out",
    ]);
  });
});

describe('pods in the host network', () => {
  const spec = { hostNetwork: true, containers: [{ name: 'app', image: 'app:1' }] };
  const make: Array<[string, (chart: ReturnType<typeof chartOf>, hostNetwork: boolean) => any]> = [
    ['a Pod of cdk8s-plus', (chart, hostNetwork) => new kplus.Pod(chart, 'app', { containers: CONTAINERS, hostNetwork })],
    ['a Deployment of cdk8s-plus', (chart, hostNetwork) => new kplus.Deployment(chart, 'app', { containers: CONTAINERS, hostNetwork })],
    ['a patched Pod of cdk8s-plus', (chart, hostNetwork) => {
      const pod = new kplus.Pod(chart, 'app', { containers: CONTAINERS, hostNetwork: !hostNetwork });
      ApiObject.of(pod).addJsonPatch(JsonPatch.replace('/spec/hostNetwork', hostNetwork));
      return pod;
    }],
    ['a plain Pod', (chart, hostNetwork) => new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', spec: { ...spec, hostNetwork } })],
    ['a plain Deployment', (chart, hostNetwork) => new ApiObject(chart, 'app', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: { ...spec, hostNetwork } } } })],
    ['a plain CronJob', (chart, hostNetwork) => new ApiObject(chart, 'app', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: { ...spec, hostNetwork } } } } } })],
  ];
  test.each(make)('fail: %s', (_, workload) => {
    const chart = chartOf();
    Attachments.of(workload(chart, true)).attach(existing(chart, 'a')).attach(existing(chart, 'b'));
    expect(lines(chart)).toEqual([
      'error: annotation-on-host-network \'hostNetwork\' is set on pods that are attached to "a", "b": got true; expected a pod with a network namespace of its own; remove \'hostNetwork\', or the attachments',
    ]);
  });

  test.each(make)('pass where there is no attachment, or no host network: %s', (_, workload) => {
    const [unattached, own] = [chartOf(), chartOf()];
    Attachments.of(workload(unattached, true));
    Attachments.of(workload(own, false)).attach(existing(own, 'a'));
    expect([lines(unattached), lines(own)]).toEqual([[], []]);
  });
});

describe('the annotation', () => {
  const FIX = "remove the annotation, and attach its networks with 'attach' (a network defined elsewhere: 'CniNetwork.fromNetworkName')";
  const byHand = (got: string, expected: string) => [`error: annotation-set-by-hand '${ANNOTATION}' is set by hand on a workload that has attachments: got ${got}; expected ${expected}; ${FIX}`];
  const AT = ANNOTATION.replace('/', '~1');
  const pod = (chart: ReturnType<typeof chartOf>) => new kplus.Pod(chart, 'app', { containers: CONTAINERS });
  const deployment = (chart: ReturnType<typeof chartOf>) => new kplus.Deployment(chart, 'app', { containers: CONTAINERS });
  const plainPod = (chart: ReturnType<typeof chartOf>) => new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', spec: {} });
  const plainJob = (chart: ReturnType<typeof chartOf>) => new ApiObject(chart, 'app', { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: {} } } });

  const WAYS: Array<[string, (chart: ReturnType<typeof chartOf>) => any, (workload: any, text: string) => void]> = [
    ['added to a Pod of cdk8s-plus', pod, (workload, text) => workload.podMetadata.addAnnotation(ANNOTATION, text)],
    ['added to the pods of a Deployment', deployment, (workload, text) => workload.podMetadata.addAnnotation(ANNOTATION, text)],
    ['patched into a Pod of cdk8s-plus', pod, (workload, text) => ApiObject.of(workload).addJsonPatch(JsonPatch.add(`/metadata/annotations/${AT}`, text))],
    ['patched into the pods of a Deployment', deployment, (workload, text) => ApiObject.of(workload).addJsonPatch(JsonPatch.add(`/spec/template/metadata/annotations/${AT}`, text))],
    ['added to a plain Pod', plainPod, (workload, text) => workload.metadata.addAnnotation(ANNOTATION, text)],
    ['patched into a plain Pod', plainPod, (workload, text) => workload.addJsonPatch(JsonPatch.add(`/metadata/annotations/${AT}`, text))],
    ['patched into a plain Job', plainJob, (workload, text) => workload.addJsonPatch(JsonPatch.add(`/spec/template/metadata/annotations/${AT}`, text))],
  ];

  test.each(WAYS)('fails where it was %s, and another attachment does not overwrite it', (_, make, write) => {
    const chart = chartOf();
    const workload = make(chart);
    Attachments.of(workload).attach(existing(chart, 'a'));
    write(workload, 'b');
    expect(() => Attachments.of(workload).attach(existing(chart, 'c'))).toThrow(new Error(`[apps/app] ${byHand('"b"', '"a"')[0].replace('error: ', '')}`));
    expect(lines(chart)).toEqual(byHand('"b"', '"a"'));
    expect(lines(chart)).toEqual(byHand('"b"', '"a"'));
  });

  test.each(WAYS)('passes where it was %s, but says the same', (_, make, write) => {
    const chart = chartOf();
    const workload = make(chart);
    Attachments.of(workload).attach(existing(chart, 'a'));
    write(workload, 'a');
    expect(lines(chart)).toEqual([]);
  });

  test.each(WAYS.filter(([title]) => title.startsWith('added')))('fails where it was %s before anything was attached', (_, make, write) => {
    const chart = chartOf();
    const workload = make(chart);
    Attachments.of(workload);
    write(workload, 'b');
    expect(lines(chart)).toEqual(byHand('"b"', 'no annotation of this name'));
    expect(() => Attachments.of(workload).attach(existing(chart, 'a'))).toThrow(/^\[apps\/app\] annotation-set-by-hand /);
  });

  test('fails where a patch takes it away', () => {
    const chart = chartOf();
    const workload = plainJob(chart);
    Attachments.of(workload).attach(existing(chart, 'a'));
    workload.addJsonPatch(JsonPatch.remove(`/spec/template/metadata/annotations/${AT}`));
    expect(lines(chart)).toEqual([
      `error: annotation-set-by-hand '${ANNOTATION}' was removed from a workload that has attachments: got nothing; expected "a"; keep the annotation, or attach no network`,
    ]);
  });

  test('can be asked for before a workload is complete, in spite of patches', () => {
    const chart = chartOf();
    const workload = new kplus.Deployment(chart, 'app');
    ApiObject.of(workload).addJsonPatch(JsonPatch.replace('/spec/replicas', 1));
    Attachments.of(workload).attach(existing(chart, 'a'));
    workload.addContainer(CONTAINERS[0]);
    expect(lines(chart)).toEqual([]);
  });
});

describe('default routes, where Multus leaves a pod the one that it has', () => {
  /** What the rules say of a pod with a default route, and of one without, beside this Multus. */
  function linesBeside(multus: MultusInstallProps): string[] {
    const chart = chartOf();
    new MultusInstall(chart, 'multus', { patchCilium: false, installCniPlugins: false, ...multus });
    Attachments.of(new kplus.Pod(chart, 'app', { containers: CONTAINERS })).attach(existing(chart, 'n1')).attach(existing(chart, 'n2'), { defaultRoute: ['10.0.0.1'] });
    Attachments.of(new kplus.Pod(chart, 'other', { containers: CONTAINERS })).attach(existing(chart, 'n3'));
    return lines(chart);
  }

  test.each(['4.2.2', '4.2.4', '4.3.0', '4.3.1', '4.10.0'])('are warned of with %s', (version) => {
    expect(linesBeside({ version })).toEqual([
      `warning: default-route-kept 'attachments[1].defaultRoute' has no effect with Multus ${version} of "apps/multus", which leaves the pod the default route that it has: got ["10.0.0.1"]; `
      + 'expected Multus 4.2.1 or older: no release mends it yet; install one of these, or write the destinations of this network in the \'routes\' of its IPAM',
    ]);
  });

  test.each(['4.0.2', '4.2.1'])('pass with %s', (version) => {
    expect(linesBeside({ version })).toEqual([]);
  });

  test('pass with an image that names another release', () => {
    expect(linesBeside({ image: 'registry.example.com/multus-cni:v4.2.1' })).toEqual([]);
  });
});
