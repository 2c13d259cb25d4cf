import { existsSync, mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork, CniPluginsInstall, Ipam, IpvlanNetwork, MultiHomedPod } from '../../lib';
import { chartOf, existing, ipvlan, stderrOf, synthFailure } from '../support/app';
import { messageThrownBy } from '../support/messages';

const CONTAINERS = [{ image: 'app:1' }];
/** Where all pods have to run, for each node hands out the addresses of host-local by itself. */
const NODE = kplus.Node.named('worker-1');
const BY_HAND = "expected no annotation of this name; remove the annotation, and attach its networks with 'attach' (a network defined elsewhere: 'CniNetwork.fromNetworkName')";

test('an app in which nothing is wrong is written, in silence', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  try {
    const app = new App({ outdir });
    const network = ipvlan(new Chart(app, 'networks', { namespace: 'default' }), 'storage');
    new MultiHomedPod(new Chart(app, 'apps', { namespace: 'default' }), 'app', { containers: CONTAINERS, networks: [network] }).scheduling.assign(NODE);
    expect(stderrOf(() => app.synth())).toBe('');
    expect(readdirSync(outdir).sort()).toEqual(['apps.k8s.yaml', 'networks.k8s.yaml']);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test('fails with all findings of one run, each behind the path of its construct once, and writes nothing', () => {
  const message = synthFailure((app) => {
    const networks = new Chart(app, 'networks', { namespace: 'default' });
    const apps = new Chart(app, 'apps', { namespace: 'default' });
    const storage = ipvlan(networks, 'storage');
    ipvlan(networks, 'twin', { name: 'storage' });
    const a = new MultiHomedPod(apps, 'a', { containers: CONTAINERS, hostNetwork: true });
    a.attach(storage, { interfaceName: 'eth0' });
    a.scheduling.assign(NODE);
    const b = new MultiHomedPod(apps, 'b', { containers: CONTAINERS, networks: [storage] });
    b.podMetadata.addAnnotation('k8s.v1.cni.cncf.io/networks', 'other');
  });
  expect(message).toBe([
    'Validation failed with the following errors:',
    '[networks/twin] network-name-duplicate \'name\' is already the name of the network "networks/storage" in the namespace "default": got "storage"; expected a name of its own for each network of a namespace; change \'name\' or \'namespace\' of one of the two',
    '[apps/a] annotation-on-host-network \'hostNetwork\' is set on pods that are attached to "storage": got true; expected a pod with a network namespace of its own; remove \'hostNetwork\', or the attachments',
    '[apps/a] interface-name-duplicate \'attachments[0].interfaceName\' is already the name of the interface in the cluster network: got "eth0"; expected a name of its own, such as "net1"; name this interface, or the other one, differently',
    `[apps/b] annotation-set-by-hand 'k8s.v1.cni.cncf.io/networks' is set by hand on a workload that has attachments: got "other"; ${BY_HAND.replace('no annotation of this name', '"storage"')}`,
    '[apps/b] host-local-across-nodes \'networks\' attaches 1 of 2 pods, beside Pod "apps/a", to the network "networks/storage", whose pods can run on different nodes, and each node hands out the same addresses: got "networks/storage"; expected pods on one node, or an IPAM for the whole cluster such as whereabouts; keep the pods on the node whose network card has the addresses (\'nodes\' of the network, or a node affinity on \'kubernetes.io/hostname\'), give each node addresses of its own (Ipam.perNode), use another IPAM, or acknowledge the finding if there is one node',
  ].join('\n  '));
});

test('fails the same when only one chart is synthesized, and again', () => {
  const chart = chartOf('networks');
  ipvlan(chart, 'a', { name: 'storage' });
  ipvlan(chart, 'b', { name: 'storage' });
  const message = messageThrownBy(() => Testing.synth(chart));
  expect(message).toBe('Validation failed with the following errors:\n  [networks/b] network-name-duplicate \'name\' is already the name of the network "networks/a" in the namespace "default": got "storage"; expected a name of its own for each network of a namespace; change \'name\' or \'namespace\' of one of the two');
  expect(messageThrownBy(() => Testing.synth(chart))).toBe(message);
});

test('findings of one app are none of another', () => {
  const [broken, sound] = [chartOf('networks'), chartOf('networks')];
  ipvlan(broken, 'a', { name: 'storage' });
  ipvlan(broken, 'b', { name: 'storage' });
  ipvlan(sound, 'a', { name: 'storage' });
  expect(() => Testing.synth(broken)).toThrow();
  expect(Testing.synth(sound)).toHaveLength(1);
});

test('what is made or attached after a synth is looked at in the next', () => {
  const chart = chartOf();
  const pod = new MultiHomedPod(chart, 'app', { containers: CONTAINERS, networks: [ipvlan(chart, 'a')] });
  expect(Testing.synth(chart)).toHaveLength(2);
  pod.attach(existing(chart, 'b'), { interfaceName: 'net1' });
  expect(messageThrownBy(() => Testing.synth(chart))).toBe('Validation failed with the following errors:\n  [apps/app] interface-name-duplicate \'attachments[1].interfaceName\' is already the name of the interface in "a": got "net1"; expected a name of its own, such as "net2"; name this interface, or the other one, differently');
});

test('an annotation that is written by hand after a synth is found in the next', () => {
  const chart = chartOf();
  const pod = new MultiHomedPod(chart, 'app', { containers: CONTAINERS, networks: [existing(chart, 'a')] });
  expect(Testing.synth(chart)).toHaveLength(1);
  pod.podMetadata.addAnnotation('k8s.v1.cni.cncf.io/networks', 'b');
  expect(() => Testing.synth(chart)).toThrow(/^Validation failed with the following errors:\n {2}\[apps\/app\] annotation-set-by-hand /);
  expect(() => Testing.synth(chart)).toThrow(/^Validation failed with the following errors:\n {2}\[apps\/app\] annotation-set-by-hand /);
});

test('the order in which an app is built does not change what is found', () => {
  const build = (reverse: boolean) => synthFailure((app) => {
    const charts = { apps: new Chart(app, 'apps'), networks: new Chart(app, 'networks', { namespace: 'default' }) };
    const steps = [
      () => ipvlan(charts.networks, 'a'),
      () => new MultiHomedPod(charts.apps, 'x', { containers: CONTAINERS }).attach(existing(charts.apps, 'a', 'default'), { interfaceName: 'lo' }),
      () => new MultiHomedPod(charts.apps, 'y', { containers: CONTAINERS, hostNetwork: true }).attach(existing(charts.apps, 'b')),
    ];
    (reverse ? steps.reverse() : steps).forEach((step) => step());
  }).split('\n').sort();
  expect(build(true)).toEqual(build(false));
});

describe('an object that was written by hand', () => {
  const pod = (chart: Chart, annotation: string) => new ApiObject(chart, 'by-hand', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'by-hand', annotations: { 'k8s.v1.cni.cncf.io/networks': annotation } },
    spec: { nodeName: 'worker-1', containers: [{ name: 'app', image: 'app:1' }] },
  });

  test('passes where it is right', () => {
    const chart = chartOf();
    ipvlan(chart, 'storage');
    pod(chart, 'storage@up');
    expect(stderrOf(() => expect(Testing.synth(chart)).toHaveLength(2))).toBe('');
  });

  test('fails at its own path, in the words of the annotation', () => {
    const chart = chartOf();
    ipvlan(chart, 'storage');
    pod(chart, 'storage@eth0');
    expect(messageThrownBy(() => Testing.synth(chart))).toBe(
      'Validation failed with the following errors:\n  [apps/by-hand] interface-name-duplicate \'k8s.v1.cni.cncf.io/networks[0].interface\' is already the name of the interface in the cluster network: got "eth0"; expected a name of its own, such as "net1"; name this interface, or the other one, differently',
    );
  });

  test('is looked at once, where attachments are added to it', () => {
    const chart = chartOf();
    const plain = new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'plain' }, spec: { containers: [{ name: 'app', image: 'app:1' }] } });
    Attachments.of(plain).attach(ipvlan(chart, 'storage'), { interfaceName: 'lo' });
    expect(messageThrownBy(() => Testing.synth(chart)).split('\n  ').map((line) => line.split(':')[0])).toEqual([
      'Validation failed with the following errors',
      "[apps/plain] interface-name-duplicate 'attachments[0].interfaceName' is already the name of the loopback interface",
    ]);
  });
});

test('fails where the installation leaves out a plugin that a network needs', () => {
  const chart = chartOf();
  new CniPluginsInstall(chart, 'plugins', { plugins: ['macvlan', 'host-local'] });
  ipvlan(chart, 'storage');
  expect(messageThrownBy(() => Testing.synth(chart))).toBe(
    'Validation failed with the following errors:\n  [apps/storage] plugin-not-installed \'type\' is needed by the network, and "apps/plugins" does not install it: got "ipvlan"; expected a plugin that it installs: "host-local", "macvlan"; add it to \'plugins\' of the installation or leave \'plugins\' out there, and take a release that has it as the \'source\'',
  );
});

describe('a warning', () => {
  test('is one line on stderr, once, however many charts there are and however often they are synthesized', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk8s-multus-')) });
    try {
      const [networks, apps, more] = ['networks', 'apps', 'more'].map((id) => new Chart(app, id, id === 'apps' ? { namespace: 'web' } : {}));
      const network = ipvlan(networks, 'storage', { rawConfig: { moed: 'l3' } });
      new MultiHomedPod(apps, 'app', { containers: CONTAINERS, networks: [network] });
      const written = stderrOf(() => {
        app.synth();
        app.synth();
        new MultiHomedPod(more, 'later', { containers: CONTAINERS }).attach(existing(more, 'other'));
        app.synthYaml();
      });
      expect(written).toBe([
        'warning: [networks/storage] key-unknown \'moed\' is not a key of ipvlan, which ignores it: got "l3"; expected "mode"; did you mean "mode"?',
        'warning: [apps/app] network-namespace-unknown \'attachments[0].namespace\' of the network "storage" is not known, and the pod takes it from "web": got nothing; expected a namespace for the network; set \'namespace\' on the network or its chart, for instance "web"',
        '',
      ].join('\n'));
      expect(readdirSync(app.outdir)).toHaveLength(3);
    } finally {
      rmSync(app.outdir, { recursive: true });
    }
  });

  test('of each app is its own', () => {
    const build = () => {
      const chart = chartOf();
      ipvlan(chart, 'storage', { rawConfig: { moed: 'l3' } });
      return stderrOf(() => Testing.synth(chart));
    };
    expect([build(), build()]).toEqual([build(), build()]);
    expect(build()).toContain('key-unknown');
  });

  test('is there beside errors', () => {
    const chart = chartOf();
    ipvlan(chart, 'a', { name: 'storage', rawConfig: { moed: 'l3' } });
    ipvlan(chart, 'b', { name: 'storage' });
    expect(stderrOf(() => expect(() => Testing.synth(chart)).toThrow(/network-name-duplicate/))).toContain('key-unknown');
  });
});

describe('the cost', () => {
  /** How often each network and workload is asked for its facts in one synth of an app with so many charts. */
  function calls(charts: number, change: (app: App) => void = () => undefined): { networks: number; workloads: number } {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk8s-multus-')) });
    const networks = jest.spyOn(CniNetwork.prototype, '_networkFact');
    const workloads = jest.spyOn(Attachments.prototype, '_workloadFact');
    try {
      for (let i = 0; i < charts; i++) {
        const chart = new Chart(app, `chart-${i}`, { namespace: 'default' });
        const network = ipvlan(chart, 'storage', { name: `storage-${i}`, master: `eth${i}` });
        new MultiHomedPod(chart, 'pod', { containers: CONTAINERS, networks: [network] }).scheduling.assign(NODE);
        const spec = { nodeName: 'worker-1' };
        const plain = new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'Pod', spec });
        Attachments.of(plain).attach(network);
        const deployment = new ApiObject(chart, 'deployment', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } });
        Attachments.of(deployment).attach(network);
      }
      change(app);
      app.synth();
      return { networks: networks.mock.calls.length / charts, workloads: workloads.mock.calls.length / charts / 3 };
    } finally {
      jest.restoreAllMocks();
      rmSync(app.outdir, { recursive: true });
    }
  }

  test.each([1, 10])('of %d charts is one look at each network and each workload', (charts) => {
    expect(calls(charts)).toEqual({ networks: 1, workloads: 1 });
  });

  test('of patches for other things is three looks at the most', () => {
    const { networks, workloads } = calls(10, (app) => app.node.findAll().filter(ApiObject.isApiObject)
      .forEach((object) => object.addJsonPatch({ _toJson: () => ({ op: 'add', path: '/metadata/labels', value: {} }) } as any)));
    expect(Math.max(networks, workloads)).toBeLessThanOrEqual(3);
  });
});

describe('each way of failing writes nothing', () => {
  const ipam = Ipam.hostLocal({ subnet: '192.168.1.0/24' });
  test.each<[string, (app: App) => void, string]>([
    ['in a factory', (app) => {
      new IpvlanNetwork(new Chart(app, 'networks'), 'storage', { master: 'eth1', ipam: Ipam.hostLocal({ subnet: '192.168.1.7/24' }) });
    }, '[Ipam.hostLocal] subnet-host-bits \'subnet\' has host bits set: got "192.168.1.7/24"; expected a network address; write "192.168.1.0/24", and set \'rangeStart\' to "192.168.1.7" if allocation should begin there'],
    ['in the constructor of a network', (app) => {
      new IpvlanNetwork(new Chart(app, 'networks'), 'storage', { master: 'eth1', mtu: 0, ipam });
    }, '[networks/storage] mtu-invalid \'mtu\' is not an MTU: got 0; expected a whole number of bytes from 68 to 65535; correct it, or leave it out'],
    ['where attachments begin', (app) => {
      const pod = new kplus.Pod(new Chart(app, 'apps'), 'app', { containers: CONTAINERS, metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'a' } } });
      Attachments.of(pod);
    }, `[apps/app] annotation-set-by-hand 'k8s.v1.cni.cncf.io/networks' is set by hand on a workload that has attachments: got "a"; ${BY_HAND}`],
    ['where a network is attached', (app) => {
      const chart = new Chart(app, 'apps');
      new MultiHomedPod(chart, 'app', { containers: CONTAINERS }).attach(ipvlan(chart, 'storage'), { mac: 'x' });
    }, '[apps/app] mac-invalid \'mac\' is not a MAC address: got "x"; expected six octets, such as "02:00:00:00:00:01"; correct it'],
    ['at synth', (app) => {
      const chart = new Chart(app, 'apps');
      new MultiHomedPod(chart, 'app', { containers: CONTAINERS }).attach(ipvlan(chart, 'storage'), { interfaceName: 'lo' });
    }, 'Validation failed with the following errors:\n  [apps/app] interface-name-duplicate \'attachments[0].interfaceName\' is already the name of the loopback interface: got "lo"; expected a name of its own, such as "net1"; name this interface, or the other one, differently'],
  ])('%s', (_, build, message) => {
    expect(synthFailure(build)).toBe(message);
  });
});

test('a folder that is not there stays so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  try {
    expect(() => new IpvlanNetwork(new Chart(new App({ outdir: join(folder, 'dist') }), 'networks'), 'storage', {} as any)).toThrow(/property-missing/);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
