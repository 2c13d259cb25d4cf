import { ApiObject, App, Chart, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Acknowledgements, Attachments, CniPluginsInstall, IpvlanNetwork, MultiHomedPod, MultusInstall } from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { chartOf, existing, ipvlan, stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const CONTAINERS = [{ image: 'app:1' }];
const ANNOTATION = 'cdk8s-multus/acknowledge';
const ACROSS_NODES = 'host-local-across-nodes';

interface Storage {
  readonly chart: Chart;
  readonly network: IpvlanNetwork;
  readonly pods: readonly MultiHomedPod[];
}

/** A network, and two pods in it that can run on different nodes, which two findings say. */
function storage(): Storage {
  const chart = chartOf();
  const network = ipvlan(chart, 'storage');
  const pods = ['a', 'b'].map((id) => new MultiHomedPod(chart, id, { metadata: { name: id }, containers: CONTAINERS, networks: [network] }));
  return { chart, network, pods };
}

/** The findings at synth, as `path rule-id`, errors and warnings. */
function findings(chart: Chart): string[] {
  let errors = '';
  const warnings = stderrOf(() => {
    try {
      Testing.synth(chart);
    } catch (error) {
      errors = (error as Error).message;
    }
  });
  return [...`${errors}\n${warnings}`.matchAll(/^(?: {2}|warning: )\[(.*?)\] ([a-z-]+) '/gm)].map(([, path, rule]) => `${path} ${rule}`);
}

/** The findings in the manifests of a chart, as `kind/name rule-id`. */
function findingsInManifests(chart: Chart): string[] {
  const check = new ManifestCheck();
  const objects = chart.node.findAll().filter(ApiObject.isApiObject);
  check.add('apps.k8s.yaml', Yaml.stringify(...objects.map((object) => object.toJson())));
  return check.finish().findings.map(({ kind, name, rule }) => `${kind}/${name} ${rule}`);
}

test('what is acknowledged on a network is found in none of its pods', () => {
  const { chart, network } = storage();
  expect(findings(chart)).toEqual([`apps/a ${ACROSS_NODES}`, `apps/b ${ACROSS_NODES}`]);
  expect(findingsInManifests(chart)).toEqual([`Pod/a ${ACROSS_NODES}`, `Pod/b ${ACROSS_NODES}`]);
  Acknowledgements.of(network).add(ACROSS_NODES, 'eth1 is on one worker');
  expect(findings(chart)).toEqual([]);
  expect(findingsInManifests(chart)).toEqual([]);
});

test('what is acknowledged on a pod is found in the others', () => {
  const { chart, pods: [a] } = storage();
  Acknowledgements.of(a).add(ACROSS_NODES, 'it is the only one with traffic');
  expect(findings(chart)).toEqual([`apps/b ${ACROSS_NODES}`]);
  expect(findingsInManifests(chart)).toEqual([`Pod/b ${ACROSS_NODES}`]);
});

test('what is acknowledged of one rule is found of the others', () => {
  const { chart, network, pods: [a] } = storage();
  Acknowledgements.of(network).add(ACROSS_NODES, 'one worker');
  Attachments.of(a).attach(existing(chart, 'more'), { interfaceName: 'eth0' });
  expect(findings(chart)).toEqual(['apps/a interface-name-duplicate']);
});

test('a warning can be acknowledged too', () => {
  const chart = chartOf();
  const network = ipvlan(chart, 'storage', { rawConfig: { mtuu: 1 } });
  expect(findingsInManifests(chart)).toEqual(['NetworkAttachmentDefinition/storage key-unknown']);
  Acknowledgements.of(network).add('key-unknown', 'our own build of the plugin reads it');
  expect([findings(chart), findingsInManifests(chart)]).toEqual([[], []]);
});

describe('the annotation', () => {
  const annotationsOf = (chart: Chart, kind: string) => Testing.synth(chart).find((object) => object.kind === kind).metadata.annotations;

  test('has a line for each rule, in the order in which they were acknowledged', () => {
    const { chart, network } = storage();
    const acknowledgements = Acknowledgements.of(network).add(ACROSS_NODES, 'eth1 is on one worker: "worker-1"');
    expect(acknowledgements.add('pools-overlap', 'the other one is empty')).toBe(acknowledgements);
    stderrOf(() => expect(annotationsOf(chart, 'NetworkAttachmentDefinition')).toEqual({
      [ANNOTATION]: `${ACROSS_NODES}: eth1 is on one worker: "worker-1"\npools-overlap: the other one is empty`,
    }));
  });

  test('has the last reason of a rule', () => {
    const { chart, network } = storage();
    Acknowledgements.of(network).add(ACROSS_NODES, 'one worker');
    Acknowledgements.of(network).add(ACROSS_NODES, 'two workers, one with eth1');
    expect(annotationsOf(chart, 'NetworkAttachmentDefinition')).toEqual({ [ANNOTATION]: `${ACROSS_NODES}: two workers, one with eth1` });
  });

  test('is on the workload, not on its pods, beside what is there', () => {
    const chart = chartOf();
    const deployment = new kplus.Deployment(chart, 'web', { containers: CONTAINERS, replicas: 2, metadata: { annotations: { team: 'web' } } });
    Attachments.of(deployment).attach(ipvlan(chart, 'storage'));
    Acknowledgements.of(deployment).add(ACROSS_NODES, 'one worker');
    const { metadata, spec } = Testing.synth(chart).find(({ kind }) => kind === 'Deployment');
    expect(metadata.annotations).toEqual({ team: 'web', [ANNOTATION]: `${ACROSS_NODES}: one worker` });
    expect(spec.template.metadata.annotations).toEqual({ 'k8s.v1.cni.cncf.io/networks': 'storage' });
  });

  test.each<[string, (chart: Chart) => Construct, string]>([
    ['Multus', (chart) => new MultusInstall(chart, 'multus', { image: 'multus-cni:latest', installCniPlugins: false, patchCilium: false }), 'kube-multus-ds'],
    ['the plugins', (chart) => new CniPluginsInstall(chart, 'plugins'), 'cni-plugins'],
  ])('of the installation of %s is on its DaemonSet', (_, make, name) => {
    const chart = chartOf();
    Acknowledgements.of(make(chart)).add('image-tag-moves', 'our mirror pins it');
    stderrOf(() => {
      const carriers = Testing.synth(chart).filter(({ metadata }) => metadata.annotations?.[ANNOTATION]);
      expect(carriers.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['DaemonSet', name]]);
    });
  });

  test('that somebody writes by hand counts as well', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { annotations: { [ANNOTATION]: `${ACROSS_NODES}: one worker` } });
    ['a', 'b'].forEach((id) => new MultiHomedPod(chart, id, { metadata: { name: id }, containers: CONTAINERS, networks: [network] }));
    expect([findings(chart), findingsInManifests(chart)]).toEqual([[], []]);
  });
});

test('the object of a workload, and the workload, have one acknowledgement', () => {
  const { chart, pods } = storage();
  pods.forEach((pod) => Acknowledgements.of(ApiObject.of(pod)).add(ACROSS_NODES, 'one worker'));
  expect([findings(chart), findingsInManifests(chart)]).toEqual([[], []]);
});

test('objects that were written by hand can carry acknowledgements', () => {
  const { chart, network } = storage();
  const plain = new ApiObject(chart, 'c', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'storage@eth0' } },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
  });
  Acknowledgements.of(network).add(ACROSS_NODES, 'one worker');
  expect(findings(chart)).toEqual(['apps/c interface-name-duplicate']);
  Acknowledgements.of(plain).add('interface-name-duplicate', 'a test of the message');
  expect([findings(chart), findingsInManifests(chart)]).toEqual([[], []]);
});

test('an acknowledgement that nothing needs is a warning, also in the manifests', () => {
  const chart = chartOf();
  const network = ipvlan(chart, 'storage');
  Acknowledgements.of(network).add(ACROSS_NODES, 'one worker');
  // the pods may be in another app
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
  expect(findingsInManifests(chart)).toEqual([]);

  new MultiHomedPod(chart, 'one', { networks: [network], containers: [{ image: 'app:1' }] });
  expect(stderrOf(() => Testing.synth(chart))).toBe(
    "warning: [apps/storage] acknowledgement-unused 'metadata.annotations.cdk8s-multus/acknowledge' is acknowledged, and no finding of this rule is here: "
    + 'got "host-local-across-nodes"; expected the id of a rule that finds something on this object; remove the acknowledgement\n',
  );
  expect(findingsInManifests(chart)).toEqual(['NetworkAttachmentDefinition/storage acknowledgement-unused']);
});

describe('fails', () => {
  const of = (scope: unknown) => messageThrownBy(() => Acknowledgements.of(scope as Construct));
  const add = (rule: unknown, reason: unknown) => messageThrownBy(() => Acknowledgements.of(storage().network).add(rule as string, reason as string));
  const NO_OBJECT = 'has no Kubernetes object of its own: got';
  const OBJECT = 'expected a network, a workload or an ApiObject; pass the construct that the finding names';

  test.each<[string, unknown, string]>([
    ['a chart', chartOf(), `[apps] acknowledgement-invalid 'scope' ${NO_OBJECT} "Chart"; ${OBJECT}`],
    ['an app', new App(), `[] acknowledgement-invalid 'scope' ${NO_OBJECT} "App"; ${OBJECT}`],
    ['a network that is defined elsewhere', existing(chartOf(), 'a'), `[apps/reference-a-] acknowledgement-invalid 'scope' ${NO_OBJECT} "ReferencedNetwork"; ${OBJECT}`],
    ['nothing', undefined, `[Acknowledgements.of] acknowledgement-invalid 'scope' ${NO_OBJECT} nothing; ${OBJECT}`],
    ['null', null, `[Acknowledgements.of] acknowledgement-invalid 'scope' ${NO_OBJECT} nothing; ${OBJECT}`],
    ['a text', 'storage', `[Acknowledgements.of] acknowledgement-invalid 'scope' ${NO_OBJECT} "String"; ${OBJECT}`],
  ])('on %s', (_, scope, message) => {
    expect(of(scope)).toBe(message);
  });

  const RULE = "[apps/storage] acknowledgement-invalid 'rule' is not the id of a rule: got";
  const COPY = 'copy the id from the finding';
  test.each<[unknown, string]>([
    ['host-local-across-node', `${RULE} "host-local-across-node"; expected "${ACROSS_NODES}"; ${COPY}`],
    ['HostLocalAcrossNodes', `${RULE} "HostLocalAcrossNodes"; expected "${ACROSS_NODES}"; ${COPY}`],
    ['everything', `${RULE} "everything"; expected an id such as "${ACROSS_NODES}"; ${COPY}`],
    ['', `${RULE} ""; expected an id such as "${ACROSS_NODES}"; ${COPY}`],
    ['__proto__', `${RULE} "__proto__"; expected an id such as "${ACROSS_NODES}"; ${COPY}`],
    [undefined, `${RULE} nothing; expected an id such as "${ACROSS_NODES}"; ${COPY}`],
    [5, `${RULE} 5; expected an id such as "${ACROSS_NODES}"; ${COPY}`],
  ])('on the rule %j', (rule, message) => {
    expect(add(rule, 'one worker')).toBe(message);
  });

  test.each<[unknown, string]>([
    ['', '""'], [' one worker', '" one worker"'], [' ', '" "'], ['one\nworker', '"one\\nworker"'], ['one worker\n', '"one worker\\n"'], ['one\rworker', '"one\\rworker"'],
    [undefined, 'nothing'], [null, 'null'], [5, '5'],
  ])('on the reason %j', (reason, got) => {
    expect(add(ACROSS_NODES, reason)).toBe(
      `[apps/storage] acknowledgement-invalid 'reason' is not a reason: got ${got}; expected one line of text; say why the finding may pass`,
    );
  });

  test('and acknowledges nothing', () => {
    const { chart, network } = storage();
    expect(() => Acknowledgements.of(network).add(ACROSS_NODES, '')).toThrow();
    expect(findings(chart)).toEqual([`apps/a ${ACROSS_NODES}`, `apps/b ${ACROSS_NODES}`]);
    expect(network.metadata.toJson().annotations).toBeUndefined();
  });
});
