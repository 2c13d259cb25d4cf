import { ApiObject, Chart } from 'cdk8s';
import { Attachments, CniNetwork, Ipam, NodeSet } from '../../lib';
import { messageOf } from '../../lib/diagnostics';
import { AppFacts } from '../../lib/facts';
import { check } from '../../lib/rules/check';
import { chartOf, ipvlan } from '../support/app';

/** What all rules say of an app. */
function lines(chart: Chart): string[] {
  return check(AppFacts.of(chart).facts()).map(({ subject, fault }) => `[${subject.construct?.node.path}] ${messageOf(fault)}`);
}

function pod(chart: Chart, spec: object = {}): Attachments {
  return Attachments.of(new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec } }));
}

const DISJOINT = (index: number, name: string, nodes: string, other: string, otherNodes: string) =>
  `[apps/app] node-sets-disjoint 'attachments[${index}].name' is on the nodes ${JSON.stringify(nodes)}, of which none is among those of ${other}: got "${name}"; `
  + `expected a network on nodes among ${JSON.stringify(otherNodes)}; attach the pods to one of the two, or correct the 'nodes' of the network or the placement of the pods`;

const network = (chart: Chart, id: string, nodes: NodeSet) => ipvlan(chart, id, { master: `eth-${id}`, nodes });

test('networks pass where a node has all of them', () => {
  const chart = chartOf();
  pod(chart)
    .attach(network(chart, 'a', NodeSet.named('w1', 'w2')))
    .attach(network(chart, 'b', NodeSet.named('w2', 'w3')))
    .attach(network(chart, 'c', NodeSet.labeled({ nic: 'storage' })))
    .attach(network(chart, 'd', NodeSet.all()));
  expect(lines(chart)).toEqual([]);
});

test('fails where two networks have no node in common, also one that exists already', () => {
  const chart = chartOf();
  const elsewhere = CniNetwork.fromNetworkName(chart, 'reference', 'b', { nodes: NodeSet.named('w2') });
  pod(chart).attach(network(chart, 'a', NodeSet.named('w1'))).attach(elsewhere);
  expect(lines(chart)).toEqual([DISJOINT(1, 'b', 'kubernetes.io/hostname in (w2)', 'the network "apps/a"', 'kubernetes.io/hostname in (w1)')]);
});

test('fails where three networks have no node in common, and each two have', () => {
  const chart = chartOf();
  pod(chart)
    .attach(network(chart, 'a', NodeSet.named('w1', 'w2')))
    .attach(network(chart, 'b', NodeSet.named('w2', 'w3')))
    .attach(network(chart, 'c', NodeSet.named('w1', 'w3')));
  expect(lines(chart)).toEqual([DISJOINT(2, 'c', 'kubernetes.io/hostname in (w1, w3)', 'the networks before it',
    'kubernetes.io/hostname in (w1, w2), kubernetes.io/hostname in (w2, w3)')]);
});

test.each<[string, object, string]>([
  ['their node', { nodeName: 'w2' }, 'metadata.name in (w2)'],
  ['their node selector', { nodeSelector: { 'kubernetes.io/hostname': 'w2' } }, 'kubernetes.io/hostname in (w2)'],
  ['their affinity', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
    { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['w1'] }] }, { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w3'] }] },
  ] } } } }, 'kubernetes.io/hostname notin (w1) or metadata.name in (w3)'],
])('fails where the pods may not run on the nodes of the network by %s', (_, spec, nodes) => {
  const chart = chartOf();
  pod(chart, spec).attach(network(chart, 'a', NodeSet.named('w1')));
  expect(lines(chart)).toEqual([DISJOINT(0, 'a', 'kubernetes.io/hostname in (w1)', "the pods' own placement", nodes)]);
});

test('fails where the pods may not run on the one node that their networks share, at the last that is not on all nodes', () => {
  const chart = chartOf();
  pod(chart, { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
    { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['w2'] }] },
  ] } } } })
    .attach(network(chart, 'a', NodeSet.named('w1', 'w2')))
    .attach(network(chart, 'b', NodeSet.named('w2', 'w3')))
    .attach(network(chart, 'c', NodeSet.all()));
  expect(lines(chart)).toEqual([DISJOINT(1, 'b', 'kubernetes.io/hostname in (w2, w3)', "the pods' own placement", 'kubernetes.io/hostname notin (w2)')]);
});

describe('networks on different nodes have nothing to do with each other', () => {
  const block = (first: number, last = first + 9) => Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: `192.168.1.${first}`, rangeEnd: `192.168.1.${last}` });

  test('pass with one name of leases and other modes', () => {
    const chart = chartOf();
    const one = ipvlan(chart, 'a', { nodes: NodeSet.named('w1'), rawConfig: { name: 'shared' }, ipam: block(10) });
    ipvlan(chart, 'b', { nodes: NodeSet.named('w2'), rawConfig: { name: 'shared', mode: 'l3' }, ipam: block(20) });
    new CniNetwork(chart, 'c', { nodes: NodeSet.named('w3'), config: { type: 'macvlan', master: 'eth1', ipam: block(30) } });
    pod(chart).attach(one);
    expect(lines(chart)).toEqual([]);
  });

  test('pass with labels that no node has both of', () => {
    const chart = chartOf();
    ipvlan(chart, 'a', { nodes: NodeSet.labeled({ rack: 'a' }) });
    ipvlan(chart, 'b', { nodes: NodeSet.labeled({ rack: 'b' }) });
    expect(lines(chart)).toEqual([]);
  });

  test('warn with one pool, because their links may be one', () => {
    const chart = chartOf();
    const shared = (id: string, range: string, other: string) => `[apps/${id}] pools-overlap-across-nodes 'ipam.subnet' overlaps with the pool of the network "apps/a" `
      + `on the master "eth1" of other nodes: got "${range}"; expected addresses outside ${other}; give each node addresses of its own, or acknowledge the finding where the nodes have links of their own`;
    ipvlan(chart, 'a', { nodes: NodeSet.named('w1'), rawConfig: { name: 'shared' }, ipam: block(10, 19) });
    ipvlan(chart, 'b', { nodes: NodeSet.named('w2'), rawConfig: { name: 'shared' }, ipam: block(10, 19) });
    ipvlan(chart, 'c', { nodes: NodeSet.named('w3', 'w4'), ipam: block(19, 20) });
    ipvlan(chart, 'd', { nodes: NodeSet.named('w5'), ipam: Ipam.staticAddresses({ addresses: [{ address: '192.168.1.15/24' }] }) });
    expect(lines(chart)).toEqual([
      shared('b', '192.168.1.10-192.168.1.19', '192.168.1.10-192.168.1.19'),
      shared('d', '192.168.1.15', '192.168.1.10-192.168.1.19').replace('ipam.subnet', 'ipam.addresses[0].address'),
      shared('c', '192.168.1.19-192.168.1.20', '192.168.1.10-192.168.1.19'),
    ]);
  });

  test.each<[string, (id: string, node: string) => object]>([
    ['on masters of other names', (id) => ({ type: 'ipvlan', master: id, mode: 'l2', ipam: block(10) })],
    ['that whereabouts hands out', () => ({ type: 'macvlan', master: 'eth1', ipam: Ipam.whereabouts({ range: '192.168.1.0/24' }) })],
    ['behind a gateway on the node', () => ({ type: 'bridge', bridge: 'br1', isGateway: true, ipam: block(10) })],
  ])('pass with one pool %s', (_, configOf) => {
    const chart = chartOf();
    for (const [id, node] of [['a', 'w1'], ['b', 'w2']]) {
      new CniNetwork(chart, id, { nodes: NodeSet.named(node), config: configOf(id, node) as { [key: string]: any } });
    }
    expect(lines(chart).filter((line) => !line.includes('whereabouts-not-installed'))).toEqual([]);
  });

  test.each<[string, NodeSet | undefined, NodeSet | undefined]>([
    ['a node that both name', NodeSet.named('w1', 'w2'), NodeSet.named('w2', 'w3')],
    ['all nodes and a named one', undefined, NodeSet.named('w1')],
    ['a named node and all', NodeSet.named('w1'), undefined],
    ['a labelled node that may be the named one', NodeSet.labeled({ rack: 'a' }), NodeSet.named('w1')],
    ['nodes with different labels', NodeSet.labeled({ rack: 'a' }), NodeSet.labeled({ nic: 'storage' })],
  ])('fail with one pool on %s', (_, a, b) => {
    const chart = chartOf();
    ipvlan(chart, 'a', { nodes: a });
    ipvlan(chart, 'b', { nodes: b });
    expect(lines(chart).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['[apps/b] pools-overlap']);
  });
});

describe('pods with addresses of host-local', () => {
  test('pass on the one node that the network is on', () => {
    const chart = chartOf();
    const storage = ipvlan(chart, 'storage', { nodes: NodeSet.named('w1') });
    const deployment = new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 3, template: { spec: { containers: [] } } } });
    const agents = new ApiObject(chart, 'agents', { apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: { spec: { containers: [] } } } });
    Attachments.of(deployment).attach(storage);
    Attachments.of(agents).attach(storage);
    expect(lines(chart)).toEqual([]);
  });

  test('fail where a pool on one node is smaller than the pods', () => {
    const chart = chartOf();
    const storage = ipvlan(chart, 'storage', { nodes: NodeSet.named('w1'), rawConfig: { ipam: { type: 'host-local', subnet: '192.168.1.0/29' } } });
    const deployment = new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 6, template: { spec: { containers: [] } } } });
    Attachments.of(deployment).attach(storage);
    expect(lines(chart)).toEqual([
      '[apps/web] pool-exhausted \'networks\' brings the interfaces in the network "apps/storage" to 6: got "apps/storage"; expected at most 5, as many as the pool has addresses; widen the pool, or run fewer pods',
    ]);
  });

  test('fail where the network is on two nodes', () => {
    const chart = chartOf();
    const deployment = new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 2, template: { spec: { containers: [] } } } });
    Attachments.of(deployment).attach(ipvlan(chart, 'storage', { nodes: NodeSet.named('w1', 'w2') }));
    expect(lines(chart).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['[apps/web] host-local-across-nodes']);
  });
});
