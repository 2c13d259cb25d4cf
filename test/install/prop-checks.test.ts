import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { CiliumPatch, CniPluginsInstall, DhcpDaemonInstall, Ipam, IpvlanNetwork, MultusInstall, MultusVariant, WhereaboutsInstall } from '../../lib';
import { messageOf } from '../../lib/diagnostics/rule';
import { affinityFaults, jsonFaults, nodeSelectorFaults, pullSecretFaults, quantityFaults, tolerationFaults } from '../../lib/install/prop-checks';
import { chartOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

const wrong = (property: string, got: string, expected: string) =>
  `install-type '${property}' has a wrong value: got ${got}; expected ${expected}; pass such a value, or leave the property out`;
const SECRET = 'what the Kubernetes API has at this place, such as {"name":"registry"}';
const TOLERATION = 'what the Kubernetes API has at this place, such as {"operator":"Exists"}';
const AFFINITY = 'what the Kubernetes API has at this place, such as {"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{…}]}}}';
const RESOURCES = 'what the Kubernetes API has at this place, such as {"limits":{"memory":k8s.Quantity.fromString("128Mi")}}';
const NAME = 'the name of a Secret, such as "registry"';

describe('secrets of images', () => {
  test.each<[unknown, string[]]>([
    [undefined, []], [[], []], [[{ name: 'registry' }, { name: 'other.registry' }], []],
    [{ name: 'registry' }, [wrong('s', '{"name":"registry"}', 'a list such as [{"name":"registry"}]')]],
    [['registry'], [wrong('s[0]', '"registry"', 'an object, in a list such as [{"name":"registry"}]')]],
    [[{ name: 'registry' }, { secretName: 'reg' }], [wrong('s[1].secretName', '"reg"', SECRET), wrong('s[1].name', 'nothing', NAME)]],
    [[{ name: '' }], ['install-name-invalid \'s[0].name\' is not a name of a Kubernetes object: got ""; expected lower case letters, digits and hyphens, such as "kube-system"; write the name as kubectl prints it']],
    [[cycle], [wrong('s[0].self', 'an object of type Object', SECRET), wrong('s[0].name', 'nothing', NAME)]],
  ])('%p', (value, messages) => {
    expect(pullSecretFaults('s', value).map(messageOf)).toEqual(messages);
  });
});

describe('tolerations', () => {
  test.each<[unknown, string[]]>([
    [undefined, []], [[{ operator: 'Exists' }, { key: 'a', operator: 'Equal', value: '', effect: 'NoExecute', tolerationSeconds: -1 }], []],
    [[{ operator: 'exists', effect: 'noschedule' }], [
      wrong('t[0].operator', '"exists"', 'one of "Exists", "Equal", "Lt", "Gt"'), wrong('t[0].effect', '"noschedule"', 'one of "NoSchedule", "PreferNoSchedule", "NoExecute"'),
    ]],
    [[{ key: 5, value: true }], [wrong('t[0].key', '5', 'a text'), wrong('t[0].value', 'true', 'a text')]],
    [[{ tolerationSeconds: 1.5 }], [wrong('t[0].tolerationSeconds', '1.5', 'a whole number')]],
    [[{ opertor: 'Exists' }], [wrong('t[0].opertor', '"Exists"', TOLERATION)]],
    [[cycle], [wrong('t[0].self', 'an object of type Object', TOLERATION)]],
  ])('%p', (value, messages) => {
    expect(tolerationFaults('t', value).map(messageOf)).toEqual(messages);
  });
});

describe('affinities', () => {
  const terms = (...nodeSelectorTerms: unknown[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } });
  const apart = (labelSelector: unknown) => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector }] } });

  test.each<[unknown, string[]]>([
    [undefined, []], [{}, []], [terms({ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }), []], [{ nodeAffinity: undefined }, []],
    [apart({ matchLabels: { app: 'a' } }), []], [apart({}), []],
    [[], [wrong('a', '[]', `an object such as ${AFFINITY.split('such as ')[1]}`)]],
    [{ nodeAffinitty: {} }, [wrong('a.nodeAffinitty', '{}', AFFINITY)]],
    [{ nodeAffinity: { requiredDuringScheduling: {} } }, [wrong('a.nodeAffinity.requiredDuringScheduling', '{}', AFFINITY)]],
    [terms({ matchExpresions: [] }), [wrong('a.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpresions', '[]', AFFINITY)]],
    [apart({ matchLabels: cycle }), [wrong('a.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.self', 'an object of type Object', AFFINITY)]],
    [{ nodeAffinity: null }, [wrong('a', '{"nodeAffinity":null}', AFFINITY)]],
    [{ nodeAffinity: [] }, [wrong('a.nodeAffinity', '[]', AFFINITY)]],
    [{ nodeAffinity: 'worker-1' }, [wrong('a.nodeAffinity', '"worker-1"', AFFINITY)]],
  ])('%p', (value, messages) => {
    expect(affinityFaults('a', value).map(messageOf)).toEqual(messages);
  });
});

describe('resources', () => {
  const memory = k8s.Quantity.fromString('128Mi');

  test.each<[unknown, string[]]>([
    [undefined, []], [{}, []], [{ limits: { memory }, requests: { cpu: k8s.Quantity.fromNumber(1), memory: undefined }, claims: [{ name: 'gpu' }] }, [
      wrong('r.requests.memory', 'nothing', 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)'),
    ]],
    [{ limits: { memory: '128Mi' } }, [wrong('r.limits.memory', '"128Mi"', 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)')]],
    [{ limits: 5 }, [wrong('r.limits', '5', RESOURCES)]],
    [{ limit: { memory } }, [wrong('r.limit', '{"memory":{"value":"128Mi"}}', RESOURCES)]],
    [{ claims: 'gpu' }, [wrong('r', '{"claims":"gpu"}', RESOURCES)]],
    [cycle, [wrong('r.self', 'an object of type Object', RESOURCES)]],
  ])('%p', (value, messages) => {
    expect(quantityFaults('r', value).map(messageOf)).toEqual(messages);
  });
});

test('every install runs on Linux', () => {
  const reserved = 'install-label-reserved \'nodeSelector\' has a label that the construct sets itself: got {"kubernetes.io/os":"windows"}; expected no other value than "linux" for this key; take another key, or leave it out';
  expect(nodeSelectorFaults('nodeSelector', { 'zone': 'a', 'kubernetes.io/os': 'linux' })).toEqual([]);
  [MultusInstall, CniPluginsInstall, WhereaboutsInstall, DhcpDaemonInstall].forEach((install) =>
    expect(messageThrownBy(() => new install(chartOf(), 'x', { nodeSelector: { 'kubernetes.io/os': 'windows' } }))).toBe(`[apps/x] ${reserved}`));
});

test('what is to be written as JSON has no cycle, and no function', () => {
  expect(jsonFaults('j', { a: () => 1 }, '{}').map(messageOf)).toEqual([wrong('j', '{}', 'values that JSON can carry, without a cycle, a function or a bigint')]);
  expect(jsonFaults('j', { a: [1] }, '{}')).toEqual([]);
  expect(jsonFaults('j', [], '{}').map(messageOf)).toEqual([wrong('j', '[]', 'an object such as {}')]);
  expect(jsonFaults('j', cycle, '{}').map(messageOf)).toEqual([wrong('j', 'an object of type Object', 'values that JSON can carry, without a cycle, a function or a bigint')]);
});

describe('every install says the same', () => {
  const MAKERS: Record<string, (chart: Chart, props: any) => unknown> = {
    MultusInstall: (chart, props) => new MultusInstall(chart, 'x', { ...props, variant: MultusVariant.THICK }),
    CniPluginsInstall: (chart, props) => new CniPluginsInstall(chart, 'x', props),
    WhereaboutsInstall: (chart, props) => new WhereaboutsInstall(chart, 'x', props),
    DhcpDaemonInstall: (chart, props) => new DhcpDaemonInstall(chart, 'x', props),
    CiliumPatch: (chart, props) => new CiliumPatch(chart, 'x', props),
    nodeConfigWriter: (chart, props) => new IpvlanNetwork(chart, 'x', {
      master: 'eth1', ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: '10.0.0.0/24' }) }), nodeConfigWriter: props,
    }),
  };

  test.each(Object.keys(MAKERS))('%s', (name) => {
    const of = name === 'nodeConfigWriter' ? 'nodeConfigWriter.' : '';
    const thrown = (props: object) => messageThrownBy(() => MAKERS[name](chartOf(), props));
    expect(thrown({ imagePullSecrets: [{ secretName: 'reg' }] })).toBe(`[apps/x] ${wrong(`${of}imagePullSecrets[0].secretName`, '"reg"', SECRET)}`);
    expect(thrown({ tolerations: [cycle] })).toBe(`[apps/x] ${wrong(`${of}tolerations[0].self`, 'an object of type Object', TOLERATION)}`);
    expect(thrown({ resources: { limits: 5 } })).toBe(`[apps/x] ${wrong(`${of}resources.limits`, '5', RESOURCES)}`);
  });

  test('MultusInstall has an affinity and a configuration of the daemon besides', () => {
    expect(messageThrownBy(() => MAKERS.MultusInstall(chartOf(), { affinity: { nodeAffinitty: {} } }))).toBe(`[apps/x] ${wrong('affinity.nodeAffinitty', '{}', AFFINITY)}`);
    expect(messageThrownBy(() => MAKERS.MultusInstall(chartOf(), { rawDaemonConfig: cycle })))
      .toBe(`[apps/x] ${wrong('rawDaemonConfig', 'an object of type Object', 'values that JSON can carry, without a cycle, a function or a bigint')}`);
  });
});
