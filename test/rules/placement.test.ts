import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Acknowledgements, Attachments, CniNetwork, Ipam } from '../../lib';
import { messageOf } from '../../lib/diagnostics';
import { AppFacts } from '../../lib/facts';
import { checkPlacement } from '../../lib/rules/placement';
import { resolve } from '../../lib/rules/resolve';
import { networkText, rulesIn } from '../manifests/support';
import { chartOf, ipvlan } from '../support/app';

const CONTAINERS = [{ image: 'app:1' }];

/** What the rules say of where the pods of an app are. */
function lines(chart: Chart): string[] {
  return checkPlacement(resolve(AppFacts.of(chart).facts())).map(({ subject, fault }) => `[${subject.construct?.node.path}] ${messageOf(fault)}`);
}

const acrossNodes = (id: string, pods: string) =>
  `[apps/${id}] host-local-across-nodes 'networks' attaches ${pods} to the network "apps/storage", whose pods can run on different nodes, and each node hands out the same addresses: got "apps/storage"; `
  + 'expected pods on one node, or an IPAM for the whole cluster such as whereabouts; '
  + "keep the pods on the node whose network card has the addresses ('nodes' of the network, or a node affinity on 'kubernetes.io/hostname'), give each node addresses of its own (Ipam.perNode), use another IPAM, or acknowledge the finding if there is one node";

type Kind = 'Pod' | 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';

/** A workload by hand, so that its pods can be told in all ways. */
function workload(chart: Chart, id: string, kind: Kind, pods: object = {}, spec: object = {}): Attachments {
  const template = { spec: { containers: [{ name: 'app', image: 'app:1' }], ...pods } };
  const inner = { template, ...spec };
  const specs = { Pod: template.spec, CronJob: { jobTemplate: { spec: inner } } } as Partial<Record<Kind, object>>;
  return Attachments.of(new ApiObject(chart, id, { apiVersion: 'v1', kind, metadata: { name: id }, spec: specs[kind] ?? inner }));
}

const HERE = { nodeName: 'worker-1' };
const inHost = (...hosts: string[]) => ({ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: hosts }] });
const affinity = (...nodeSelectorTerms: object[]) =>
  ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });

/** The affinity of pods to those with the labels. */
const beside = (matchLabels: object, { selector = {}, ...term }: { selector?: object; topologyKey?: string; namespaces?: string[] } = {}) => ({
  affinity: {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels, ...selector }, ...term }] },
  },
});

describe('pods with addresses of whereabouts', () => {
  const exhausted = (id: string, pods: number, size: number) => `[apps/${id}] pool-exhausted 'networks' brings the interfaces in the network "apps/storage" to ${pods}: got "apps/storage"; `
    + `expected at most ${size}, as many as the pool has addresses; widen the pool, or run fewer pods`;
  const storage = (chart: Chart, options: object) => ipvlan(chart, 'storage', { ipam: Ipam.whereabouts({ range: '10.0.0.0/29', ...options }) });

  test.each<[string, object, string[]]>([
    ['as many as there are', { replicas: 6 }, []],
    ['one more', { replicas: 7 }, [exhausted('app', 7, 6)]],
  ])('%s', (_, spec, expected) => {
    const chart = chartOf();
    workload(chart, 'app', 'Deployment', {}, spec).attach(storage(chart, {}));
    expect(lines(chart)).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    ['those that are left out are not given out', { exclude: ['10.0.0.0/30'] }, [exhausted('app', 7, 3)]],
    ['the smallest range counts', { ipRanges: [{ range: '10.0.1.0/30' }] }, [exhausted('app', 7, 2)]],
    ['each node has a slice', { networkName: 'storage', nodeSliceSize: '/30' }, []],
  ])('%s', (_, options, expected) => {
    const chart = chartOf();
    workload(chart, 'app', 'Deployment', {}, { replicas: 7 }).attach(storage(chart, options));
    expect(lines(chart)).toEqual(expected);
  });

  test('in all networks that share a pool', () => {
    const chart = chartOf();
    const [a, b, other] = [['a', '10.0.0.0/29'], ['b', '10.0.0.0/29'], ['other', '10.0.1.0/29']].map(([id, cidr]) => ipvlan(chart, id, { ipam: Ipam.whereabouts({ range: cidr }) }));
    workload(chart, 'one', 'Deployment', {}, { replicas: 4 }).attach(a).attach(other);
    workload(chart, 'two', 'StatefulSet', {}, { replicas: 2 }).attach(b);
    expect(lines(chart)).toEqual([]);
    workload(chart, 'three', 'Pod').attach(b);
    expect(lines(chart)).toEqual([
      exhausted('three', 7, 6).replace('"apps/storage" to', '"apps/a", with those in "apps/b" of the same pool, to').replace('got "apps/storage"', 'got "apps/a"'),
    ]);
  });

  test('of several workloads, with pods of a DaemonSet as far as its nodes are known', () => {
    const chart = chartOf();
    const network = storage(chart, {});
    workload(chart, 'agents', 'DaemonSet').attach(network);
    workload(chart, 'app', 'Deployment', {}, { replicas: 4 }).attach(network);
    workload(chart, 'pair', 'Pod').attach(network, { interfaceName: 'a' }).attach(network, { interfaceName: 'b' });
    expect(lines(chart)).toEqual([]);
    workload(chart, 'here', 'DaemonSet', HERE).attach(network);
    expect(lines(chart)).toEqual([exhausted('here', 7, 6)]);
  });
});

describe('pods with addresses of host-local', () => {
  test.each<[string, Kind, object, object]>([
    ['a Pod', 'Pod', {}, {}],
    ['a Deployment that does not say how many', 'Deployment', {}, {}],
    ['one replica', 'StatefulSet', {}, { replicas: 1 }],
    ['no replica', 'Deployment', {}, { replicas: 0 }],
    ['one at a time', 'CronJob', {}, { parallelism: 1 }],
    ['several on a named node', 'Deployment', HERE, { replicas: 3 }],
    ['several with the label of a node', 'Deployment', { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } }, { replicas: 3 }],
    ['several with the affinity to a node', 'Job', affinity(inHost('worker-1')), { parallelism: 3 }],
    ['several with the affinity to a node or to none, as a term without conditions is', 'Job', affinity(inHost('worker-1'), {}), { parallelism: 3 }],
    ['several with two ways to one node', 'Job', affinity(inHost('worker-1'), inHost('worker-1')), { parallelism: 3 }],
    ['one on each node, of which there is one', 'DaemonSet', HERE, {}],
    ['several that need the node of one of them', 'Deployment', beside({ app: 'a' }), { replicas: 3, selector: { matchLabels: { app: 'a' } } }],
  ])('pass: %s', (_, kind, pods, spec) => {
    const chart = chartOf();
    workload(chart, 'app', kind, pods, spec).attach(ipvlan(chart, 'storage'));
    expect(lines(chart)).toEqual([]);
  });

  test('pass: one pod with two interfaces in the network', () => {
    const chart = chartOf();
    const storage = ipvlan(chart, 'storage');
    workload(chart, 'app', 'Pod').attach(storage, { interfaceName: 'a' }).attach(storage, { interfaceName: 'b' });
    expect(lines(chart)).toEqual([]);
  });

  test('pass: pods on one node, beside a workload that has none and may be anywhere', () => {
    const chart = chartOf();
    const storage = ipvlan(chart, 'storage');
    workload(chart, 'off', 'Deployment', {}, { replicas: 0 }).attach(storage);
    workload(chart, 'app', 'Deployment', HERE, { replicas: 2 }).attach(storage);
    expect(lines(chart)).toEqual([]);
  });

  test.each<[string, Kind, object, object, string]>([
    ['two replicas', 'Deployment', {}, { replicas: 2 }, '2 pods'],
    ['two at a time', 'CronJob', {}, { parallelism: 2 }, '2 pods'],
    ['one on each node', 'DaemonSet', {}, {}, 'a pod on each node'],
    ['some that may be on two nodes', 'Deployment', affinity(inHost('worker-1', 'worker-2')), { replicas: 2 }, '2 pods'],
    ['some that may be on either node', 'Deployment', affinity(inHost('worker-1'), inHost('worker-2')), { replicas: 2 }, '2 pods'],
    ['some that may be on a node or elsewhere', 'Deployment', affinity(inHost('worker-1'), { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }), { replicas: 2 }, '2 pods'],
    ['some that are not on a node', 'Deployment', affinity({ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['worker-1'] }] }), { replicas: 2 }, '2 pods'],
    ['some that need the node of others', 'Deployment', beside({ app: 'b' }), { replicas: 2, selector: { matchLabels: { app: 'a' } } }, '2 pods'],
    ['some that need the node of any pod', 'Deployment', beside({}), { replicas: 2, selector: { matchLabels: { app: 'a' } } }, '2 pods'],
    ['some that need the zone of one of them', 'Deployment', beside({ app: 'a' }, { topologyKey: 'topology.kubernetes.io/zone' }), { replicas: 2, selector: { matchLabels: { app: 'a' } } }, '2 pods'],
    ['some that need the node of such pods in another namespace', 'Deployment', beside({ app: 'a' }, { namespaces: ['b'] }), { replicas: 2, selector: { matchLabels: { app: 'a' } } }, '2 pods'],
    ['some that need the node of those of one version', 'Deployment', beside({ app: 'a' }, { selector: { matchExpressions: [{ key: 'version', operator: 'In', values: ['1'] }] } }), { replicas: 2, selector: { matchLabels: { app: 'a' } } }, '2 pods'],
  ])('fail: %s', (_, kind, pods, spec, text) => {
    const chart = chartOf();
    workload(chart, 'app', kind, pods, spec).attach(ipvlan(chart, 'storage'));
    expect(lines(chart)).toEqual([acrossNodes('app', text)]);
  });

  test('fail at each workload that is not on the node of the first, but where it has no pods', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage');
    workload(chart, 'anywhere', 'Deployment', {}, { replicas: 2 }).attach(network);
    workload(chart, 'here', 'Pod', HERE).attach(network);
    workload(chart, 'also-here', 'Pod', HERE).attach(network);
    workload(chart, 'there', 'Pod', { nodeName: 'worker-2' }).attach(network);
    workload(chart, 'nowhere', 'Deployment', {}, { replicas: 0 }).attach(network);
    expect(lines(chart)).toEqual([acrossNodes('anywhere', '2 of 5 pods, beside Pod "apps/here",'), acrossNodes('there', '1 of 5 pods, beside Deployment "apps/anywhere",')]);
  });

  test.each<[Kind, object, string]>([
    ['Deployment', { replicas: 2 }, '2 pods'],
    ['Pod', {}, '1 pod'],
  ])('fail without a number of all where some have one pod on each node: a %s', (kind, spec, text) => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage');
    workload(chart, 'each', 'DaemonSet').attach(network);
    workload(chart, 'app', kind, {}, spec).attach(network);
    expect(lines(chart)).toEqual([acrossNodes('each', 'a pod on each node'), acrossNodes('app', text)]);
  });

  test('pass on different nodes where the IPAM hands out for the whole cluster', () => {
    const chart = chartOf();
    const config = { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'whereabouts', range: '192.168.1.0/24' } };
    workload(chart, 'app', 'DaemonSet').attach(new CniNetwork(chart, 'storage', { name: 'storage', config }));
    expect(lines(chart)).toEqual([]);
  });

  test('are told from a workload of cdk8s-plus, as it is at synth', () => {
    const chart = chartOf();
    const deployment = new kplus.Deployment(chart, 'app', { containers: CONTAINERS, replicas: 2 });
    Attachments.of(deployment).attach(ipvlan(chart, 'storage'));
    expect(lines(chart)).toEqual([acrossNodes('app', '2 pods')]);
    deployment.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('kubernetes.io/hostname', 'worker-1')));
    expect(lines(chart)).toEqual([]);
  });

  test('pass where those of a workload of cdk8s-plus are colocated', () => {
    const chart = chartOf();
    const deployment = new kplus.Deployment(chart, 'app', { containers: CONTAINERS, replicas: 2 });
    Attachments.of(deployment).attach(ipvlan(chart, 'storage'));
    deployment.scheduling.colocate(deployment);
    expect(lines(chart)).toEqual([]);
  });

  test('fail where two workloads are each together, and not with each other', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage');
    ['a', 'b'].forEach((app) => workload(chart, app, 'Deployment', beside({ app }), { replicas: 2, selector: { matchLabels: { app } } }).attach(network));
    expect(lines(chart)).toEqual([acrossNodes('a', '2 of 4 pods, beside Deployment "apps/b",'), acrossNodes('b', '2 of 4 pods, beside Deployment "apps/a",')]);
  });
});

describe('the pods of a network', () => {
  const THREE = Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.15' });
  const exhausted = (id: string, pods: number, size: number) =>
    `[apps/${id}] pool-exhausted 'networks' brings the interfaces in the network "apps/storage" to ${pods}: got "apps/storage"; expected at most ${size}, as many as the pool has addresses; widen the pool, or run fewer pods`;

  test.each<[number, number, string[]]>([
    [1, 1, []],
    [1, 2, []],
    [1, 3, [exhausted('b', 4, 3)]],
    [3, 0, []],
    [4, 0, [exhausted('a', 4, 3)]],
  ])('%d and %d on one node, from a pool of three', (a, b, expected) => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: THREE });
    workload(chart, 'a', 'StatefulSet', HERE, { replicas: a }).attach(network);
    workload(chart, 'b', 'StatefulSet', HERE, { replicas: b }).attach(network);
    expect(lines(chart)).toEqual(expected);
  });

  test('take an address from each set, so that the smallest counts', () => {
    const chart = chartOf();
    const ipam = Ipam.hostLocal({ ranges: [[{ subnet: 'fd00:1::/64' }], [{ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.14' }]] });
    workload(chart, 'a', 'Deployment', HERE, { replicas: 3 }).attach(ipvlan(chart, 'storage', { ipam }));
    expect(lines(chart)).toEqual([exhausted('a', 3, 2)]);
  });

  test('are not counted against a set in which a mistake leaves nothing to count', () => {
    const reversed = { subnet: '10.0.0.0/24', rangeStart: '10.0.0.20', rangeEnd: '10.0.0.10' };
    const rules = (...ranges: object[][]) => rulesIn([
      networkText({ cniVersion: '0.3.1', type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: { type: 'host-local', ranges } }),
      'kind: Pod\nmetadata: { name: app, namespace: default, annotations: { k8s.v1.cni.cncf.io/networks: net } }\nspec: { nodeName: w1 }',
    ].join('\n---\n'));
    expect(rules([reversed])).toEqual(['error range-reversed']);
    expect(rules([reversed], [{ subnet: 'fd00:1::/64' }])).toEqual(['error range-reversed']);
  });

  test('are counted together where they need the node of one of them', () => {
    const chart = chartOf();
    workload(chart, 'a', 'Deployment', beside({ app: 'a' }), { replicas: 4, selector: { matchLabels: { app: 'a' } } }).attach(ipvlan(chart, 'storage', { ipam: THREE }));
    expect(lines(chart)).toEqual([exhausted('a', 4, 3)]);
  });

  test('are counted together where somebody has said that there is one node', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: THREE });
    Acknowledgements.of(network).add('host-local-across-nodes', 'one worker');
    workload(chart, 'a', 'Deployment', {}, { replicas: 4 }).attach(network);
    expect(lines(chart)).toEqual([acrossNodes('a', '4 pods'), exhausted('a', 4, 3)]);
  });

  test('are not counted where there is one on each node', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: THREE });
    Acknowledgements.of(network).add('host-local-across-nodes', 'one worker');
    workload(chart, 'a', 'DaemonSet').attach(network);
    expect(lines(chart)).toEqual([acrossNodes('a', 'a pod on each node')]);
  });
});

describe('the pods of a node whose addresses stay there', () => {
  const THREE = { type: 'host-local', subnet: '10.0.0.0/24', rangeStart: '10.0.0.20', rangeEnd: '10.0.0.22' };
  const on = (node: string) => ({ nodeName: node });
  const network = (chart: Chart, name: string, config: object) => new CniNetwork(chart, name, { name, config: { cniVersion: '0.3.1', ipam: THREE, ...config } });
  const exhausted = (id: string, where: string, pods: number) => `[apps/${id}] pool-exhausted 'networks' brings the interfaces in ${where} to ${pods}`;
  const found = (chart: Chart) => lines(chart).map((line) => line.split(': got')[0]);

  test.each<[string, object]>([
    ['a bridge that is their gateway', { type: 'bridge', bridge: 'br0', isGateway: true }],
    ['a bridge that is their default gateway', { type: 'bridge', bridge: 'br0', isDefaultGateway: true }],
    ['a bridge that hides them behind their node', { type: 'bridge', bridge: 'br0', ipMasq: true }],
    ['a bridge without a name', { type: 'bridge' }],
    ['ptp', { type: 'ptp' }],
  ])('share the pool of %s', (_, config) => {
    const chart = chartOf();
    const lan = network(chart, 'lan', config);
    workload(chart, 'a', 'StatefulSet', on('w1'), { replicas: 3 }).attach(lan);
    workload(chart, 'b', 'StatefulSet', on('w2'), { replicas: 3 }).attach(lan);
    workload(chart, 'anywhere', 'StatefulSet', {}, { replicas: 9 }).attach(lan);
    expect(found(chart)).toEqual([]);
    workload(chart, 'c', 'Pod', on('w2')).attach(lan);
    expect(found(chart)).toEqual([exhausted('c', 'the network "apps/lan" on the node "w2"', 4)]);
  });

  test.each<[string, object, object, boolean]>([
    ['one name and one pool', { name: 'lan' }, { name: 'lan' }, true],
    ['one name and one folder, however it is written', { name: 'lan', ipam: { ...THREE, dataDir: '' } }, { name: 'lan', ipam: { ...THREE, dataDir: '/var/lib/cni/networks/' } }, true],
    ['one name in different folders', { name: 'lan' }, { name: 'lan', ipam: { ...THREE, dataDir: '/run/lan' } }, false],
    ['one name and different pools', { name: 'lan' }, { name: 'lan', ipam: { ...THREE, rangeEnd: '10.0.0.23' } }, false],
    ['different names', { name: 'lan' }, { name: 'lan-2' }, false],
  ])('share it in two networks with %s', (_, one, other, isShared) => {
    const chart = chartOf();
    const macvlan = { type: 'macvlan', master: 'eth1' };
    workload(chart, 'a', 'StatefulSet', on('w1'), { replicas: 2 }).attach(network(chart, 'one', { ...macvlan, ...one }));
    workload(chart, 'b', 'StatefulSet', on('w1'), { replicas: 2 }).attach(network(chart, 'other', { ...macvlan, ...other }));
    expect(found(chart)).toEqual(isShared ? [exhausted('b', 'the network "apps/one", with those in "apps/other" of the same pool,', 4)] : []);
  });
});

describe('a Deployment that is changed', () => {
  const full = (id: string, needed: number, free: number, size: number) => `[apps/${id}] pool-full-at-rollout 'networks' needs ${needed} more in the network "apps/storage" `
    + `whenever the Deployment is changed, and ${free} of ${size} addresses are free: got "apps/storage"; `
    + 'expected enough addresses, or a \'strategy\' of the Deployment that ends the old pod first: of the type "Recreate", or with a \'maxSurge\' of 0; '
    + 'set the \'strategy\' to { "type": "Recreate" }, or widen the pool';
  const rolling = (rollingUpdate: object) => ({ strategy: { type: 'RollingUpdate', rollingUpdate } });
  const hostLocal = (size: number) => Ipam.hostLocal({ subnet: '10.0.0.0/24', rangeStart: '10.0.0.10', rangeEnd: `10.0.0.${9 + size}` });

  test.each<[string, number, object, boolean]>([
    ['of one pod', 1, {}, true],
    ['of three', 3, {}, true],
    ['of four, of which one may be missing', 4, {}, false],
    ['of four, of which none may be missing', 4, rolling({ maxUnavailable: 0 }), true],
    ['of four, of which a fifth may be missing', 4, rolling({ maxUnavailable: '20%' }), true],
    ['of two, of which half may be missing', 2, rolling({ maxUnavailable: '50%' }), false],
    ['of two, of which one may be missing', 2, rolling({ maxUnavailable: 1 }), false],
    ['of two, without a pod more', 2, rolling({ maxSurge: 0 }), false],
    ['of two, without a pod more, in percent', 2, rolling({ maxSurge: '0%' }), false],
    ['of two, whose pods are ended first', 2, { strategy: { type: 'Recreate' } }, false],
    ['of two, with nonsense for a strategy', 2, rolling({ maxSurge: 'x', maxUnavailable: [] }), false],
  ])('waits for an address where all are in use: %s', (_, replicas, spec, waits) => {
    for (const ipam of [hostLocal(replicas), Ipam.whereabouts({ range: '10.0.0.0/24', rangeStart: '10.0.0.10', rangeEnd: `10.0.0.${9 + replicas}` })]) {
      const chart = chartOf();
      workload(chart, 'app', 'Deployment', HERE, { replicas, ...spec }).attach(ipvlan(chart, 'storage', { ipam }));
      expect(lines(chart)).toEqual(waits ? [full('app', 1, 0, replicas)] : []);
    }
  });

  test.each<[string, number, string[]]>([['five', 5, []], ['four', 4, []], ['three', 3, [full('app', 2, 1, 3)]]])('needs as many addresses as its pods have interfaces: of %s', (_, size, expected) => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: hostLocal(size) });
    workload(chart, 'app', 'Deployment', HERE, { replicas: 1 }).attach(network, { interfaceName: 'a' }).attach(network, { interfaceName: 'b' });
    expect(lines(chart)).toEqual(expected);
  });

  test('a DaemonSet needs one where it starts the new pod first', () => {
    const chart = chartOf();
    const surging = { updateStrategy: { rollingUpdate: { maxSurge: 1 } } };
    workload(chart, 'app', 'DaemonSet', HERE, surging).attach(ipvlan(chart, 'storage', { ipam: hostLocal(1) }));
    expect(lines(chart)).toEqual([
      full('app', 1, 0, 1).replace(/Deployment/g, 'DaemonSet').replace(/expected .*, or widen/,
        "expected enough addresses, or an 'updateStrategy' of the DaemonSet that ends the old pod first: with a 'maxSurge' of 0; remove 'maxSurge' from the 'updateStrategy', or widen"),
    ]);
  });

  test('may find an address on another node', () => {
    const chart = chartOf();
    workload(chart, 'app', 'Deployment', {}, { replicas: 1 }).attach(ipvlan(chart, 'storage', { ipam: hostLocal(1) }));
    expect(lines(chart)).toEqual([]);
  });

  test('has addresses as long as others leave some', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: hostLocal(3) });
    workload(chart, 'app', 'Deployment', HERE, { replicas: 1 }).attach(network);
    workload(chart, 'one', 'Pod', HERE).attach(network);
    expect(lines(chart)).toEqual([]);
    workload(chart, 'two', 'Pod', HERE).attach(network);
    expect(lines(chart)).toEqual([full('app', 1, 0, 3)]);
  });

  test('is judged as cdk8s-plus makes it', () => {
    const chart = chartOf();
    const network = ipvlan(chart, 'storage', { ipam: hostLocal(2) });
    const deployment = (id: string, strategy?: kplus.DeploymentStrategy) => {
      const app = new kplus.Deployment(chart, id, { replicas: 1, containers: CONTAINERS, strategy });
      app.scheduling.assign(kplus.Node.named('worker-1'));
      Attachments.of(app).attach(network);
    };
    deployment('app');
    deployment('other', kplus.DeploymentStrategy.rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.absolute(1), maxUnavailable: kplus.PercentOrAbsolute.percent(100) }));
    expect(lines(chart)).toEqual([full('app', 1, 0, 2)]);
  });
});

describe('a device that the pod does not ask for', () => {
  const rulesOf = (spec: object) => rulesIn([
    JSON.stringify({
      apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', spec,
      metadata: { name: 'net', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'example.com/nic' } },
    }),
    'kind: Pod\nmetadata: { name: app, namespace: default, annotations: { k8s.v1.cni.cncf.io/networks: net } }\nspec: { containers: [{ name: app }] }',
  ].join('\n---\n'));
  const OVS = { type: 'ovs', vlan: 5 };

  test.each<[string, object]>([
    ['for one plugin of several', { plugins: [{ type: 'sriov' }, { type: 'tuning', mtu: 1400 }] }],
    ['for a plugin that finds its bridge by it', OVS],
    ['for a plugin that would take what is none', { type: 'sriov', deviceID: '3b:02.0' }],
  ])('is missing: %s', (_, config) => {
    expect(rulesOf({ config: JSON.stringify({ cniVersion: '0.3.1', ...config }) })).toEqual(['error device-not-requested']);
  });

  test.each<[string, object]>([
    ['for a plugin that knows its bridge', { config: JSON.stringify({ cniVersion: '0.3.1', ...OVS, bridge: 'br1' }) }],
    ['for a network whose configuration is on the node', {}],
  ])('is left out: %s', (_, spec) => {
    expect(rulesOf(spec)).toEqual(['warning device-left-out']);
  });
});
