import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Acknowledgements, ClusterCidrs, ClusterCidrsOptions, CniNetwork, Ipam } from '../../lib';
import { IpRange, Subnet } from '../../lib/address';
import { readCluster } from '../../lib/facts/cluster';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';
import { chartOf, ipvlan, stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

/** The findings in a network with this IPAM, without the rest of their words. */
function findings(cluster: ClusterCidrsOptions, ipam: object): string[] {
  const check = new ManifestCheck({ cluster: readCluster(cluster, []).cluster });
  check.add('network.json', networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam }));
  return check.finish().findings.map(({ severity, message }) => `${severity} ${message.split(': got')[0]}`);
}

const hostLocal = (subnet: string, more: object = {}) => ({ type: 'host-local', subnet, ...more });
const PODS = { pods: ['10.244.0.0/16', 'fd00:10:244::/56'] };

test.each<[string, object, string | undefined]>([
  ['the subnet before', hostLocal('10.243.255.0/24'), undefined],
  ['the subnet behind', hostLocal('10.245.0.0/24'), undefined],
  ['the first part', hostLocal('10.244.0.0/24'), "'ipam.subnet' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['the last part', hostLocal('10.244.255.0/24'), "'ipam.subnet' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['all and more', hostLocal('10.0.0.0/8'), "'ipam.subnet' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['a subnet whose pool is elsewhere', hostLocal('10.0.0.0/8', { rangeStart: '10.1.0.1', rangeEnd: '10.1.0.9' }),
    "'ipam.subnet' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['IPv6', hostLocal('fd00:10:244:ff::/64'), "'ipam.subnet' overlaps with the addresses of the cluster's pods, \"fd00:10:244::/56\""],
  ['IPv6 behind', hostLocal('fd00:10:244:100::/64'), undefined],
  ['one of several ranges', { type: 'host-local', ranges: [[{ subnet: '192.168.1.0/24' }], [{ subnet: 'fd00:10:244::/64' }]] },
    "'ipam.ranges[1][0]' overlaps with the addresses of the cluster's pods, \"fd00:10:244::/56\""],
  ['whereabouts', { type: 'whereabouts', range: '10.244.3.7-10.244.3.9/24' }, "'ipam.range' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['a fixed address', { type: 'static', addresses: [{ address: '192.168.1.5/24' }, { address: '10.244.3.7/24' }] },
    "'ipam.addresses[1].address' overlaps with the addresses of the cluster's pods, \"10.244.0.0/16\""],
  ['an IPAM without addresses', { type: 'dhcp' }, undefined],
])('the subnet of a network and the pods: %s', (_, ipam, words) => {
  expect(findings(PODS, ipam)).toEqual(words === undefined ? [] : [`error subnet-overlaps-cluster ${words}`]);
});

test.each<[string, string, string[]]>([
  ['a part', '10.96.1.0/24', ["error route-overlaps-cluster 'ipam.routes[0].dst' takes traffic to the cluster's services, \"10.96.0.0/12\", to the second interface"]],
  ['all and more', '10.0.0.0/8', ["error route-overlaps-cluster 'ipam.routes[0].dst' takes traffic to the cluster's services, \"10.96.0.0/12\", to the second interface"]],
  ['nothing of it', '10.112.0.0/12', []],
  // said by a rule of its own
  ['everything', '0.0.0.0/0', ["warning default-route-in-network 'ipam.routes[0].dst' is the default route"]],
])('a route of a network and the services: %s', (_, dst, words) => {
  expect(findings({ services: ['10.96.0.0/12'] }, hostLocal('192.168.1.0/24', { routes: [{ dst }] }))).toEqual(words);
});

const POOL = { rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' };

test.each<[string, string, object, string | undefined]>([
  ['the address before', '192.168.1.12/32', hostLocal('192.168.1.0/24', POOL), undefined],
  ['the first address', '192.168.1.13/32', hostLocal('192.168.1.0/24', POOL),
    "error pool-has-node-address 'ipam.subnet' hands out 192.168.1.13-192.168.1.17, and \"192.168.1.13\" is the address of a node"],
  ['the last address', '192.168.1.17/32', hostLocal('192.168.1.0/24', POOL),
    "error pool-has-node-address 'ipam.subnet' hands out 192.168.1.13-192.168.1.17, and \"192.168.1.17\" is the address of a node"],
  ['the address behind', '192.168.1.18/32', hostLocal('192.168.1.0/24', POOL), undefined],
  ['the range before', '192.168.1.8/30', hostLocal('192.168.1.0/24', POOL), undefined],
  ['a range with the first address', '192.168.1.12/31', hostLocal('192.168.1.0/24', POOL),
    "warning pool-overlaps-nodes 'ipam.subnet' hands out 192.168.1.13-192.168.1.17, of which nodes can have the addresses in \"192.168.1.12/31\""],
  ['a node that is the gateway', '192.168.1.1/32', hostLocal('192.168.1.0/24'), undefined],
  ['a node that is another one\'s gateway', '192.168.1.2/32', hostLocal('192.168.1.0/24', { gateway: '192.168.1.1' }),
    "error pool-has-node-address 'ipam.subnet' hands out 192.168.1.1-192.168.1.254, and \"192.168.1.2\" is the address of a node"],
  ['what whereabouts leaves out', '192.168.1.12/32', { type: 'whereabouts', range: '192.168.1.0/24', exclude: ['192.168.1.8/29'] }, undefined],
  ['more than whereabouts leaves out', '192.168.1.0/28', { type: 'whereabouts', range: '192.168.1.0/24', exclude: ['192.168.1.8/29'] },
    "warning pool-overlaps-nodes 'ipam.range' hands out 192.168.1.1-192.168.1.254, of which nodes can have the addresses in \"192.168.1.0/28\""],
  ['a fixed address', '192.168.1.12/32', { type: 'static', addresses: [{ address: '192.168.1.12/24' }] },
    "error pool-has-node-address 'ipam.addresses[0].address' hands out 192.168.1.12-192.168.1.12, and \"192.168.1.12\" is the address of a node"],
])('the pool of a network and the nodes: %s', (_, cidr, ipam, words) => {
  expect(findings({ nodes: [cidr] }, ipam)).toEqual(words === undefined ? [] : [words]);
});

test('the guide\'s network, in the subnet of the nodes, passes where its addresses are kept for pods', () => {
  const chart = chartOf('networks');
  ClusterCidrs.of(chart).add({ pods: ['198.18.0.0/16'], services: ['198.19.0.0/16'] }).add({ nodes: ['192.168.1.104/32', '192.168.1.105/32'] });
  ipvlan(chart, 'storage', { ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' }) });
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test('what is found can be acknowledged on the network, and what is said of another app has nothing to do with it', () => {
  const chart = chartOf('networks');
  ClusterCidrs.of(chart).add({ nodes: ['192.168.1.0/24'] });
  ClusterCidrs.of(chartOf()).add({ pods: ['192.168.0.0/16'] });
  const storage = ipvlan(chart, 'storage');
  expect(stderrOf(() => Testing.synth(chart))).toContain('warning: [networks/storage] pool-overlaps-nodes ');
  Acknowledgements.of(storage).add('pool-overlaps-nodes', 'the cloud keeps them for pods');
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test('the pools of each node are compared', () => {
  const chart = chartOf('networks');
  ClusterCidrs.of(chart).add({ nodes: ['192.168.1.24/32'] });
  const pool = (first: string, last: string) => Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: first, rangeEnd: last });
  ipvlan(chart, 'storage', {
    ipam: Ipam.perNode({ 'worker-1': pool('192.168.1.13', '192.168.1.15'), 'worker-2': pool('192.168.1.23', '192.168.1.25') }),
  });
  expect(messageThrownBy(() => Testing.synth(chart)).split(': got')[0].split('\n')[1].trim()).toBe(
    "[networks/storage] pool-has-node-address 'ipam.worker-2.subnet' hands out 192.168.1.23-192.168.1.25, and \"192.168.1.24\" is the address of a node",
  );
});

test('networks without addresses, or whose configuration is on the nodes, say nothing', () => {
  const chart = chartOf('networks');
  ClusterCidrs.of(chart).add({ pods: ['0.0.0.0/0'], nodes: ['::/0'] });
  new CniNetwork(chart, 'layer-2', { config: { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: {} } });
  new ApiObject(chart, 'on-nodes', { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'on-nodes' }, spec: {} });
  expect(() => Testing.synth(chart)).not.toThrow();
});

test('subnets are found by search, not compared with each CIDR of the cluster', () => {
  const overlaps = jest.spyOn(IpRange.prototype, 'overlaps');
  const pods = Array.from({ length: 2000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
  const check = new ManifestCheck({ cluster: readCluster({ pods, nodes: pods }, []).cluster });
  for (let i = 0; i < 500; i++) {
    const ipam = hostLocal(`11.${i >> 8}.${i & 255}.0/24`);
    check.add(`${i}.json`, networkText({ cniVersion: '0.3.1', type: 'macvlan', master: `eth${i}`, mode: 'bridge', ipam }, { name: `n${i}` }));
  }
  expect(check.finish().findings).toEqual([]);
  expect(overlaps.mock.calls.length).toBeLessThanOrEqual(2 * 500);
  jest.restoreAllMocks();
});

test('what is found is what comparing each with each would find', () => {
  const cidr = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 18, max: 30 }))
    .map(([octet, prefix]) => String(Subnet.parse(`10.0.${octet}.0/${prefix}`)));
  fc.assert(fc.property(fc.array(cidr, { maxLength: 6 }), cidr, (pods, subnet) => {
    const own = Subnet.parse(subnet);
    const touches = pods.map((text) => Subnet.parse(text))
      .some((other) => other && own && (other.contains(own.network) || own.contains(other.network)));
    expect(findings({ pods }, hostLocal(subnet)).length).toBe(Number(touches));
  }));
});

describe('an address that a pod asks for', () => {
  function lines(cluster: ClusterCidrsOptions, ips: string[], ipam: object = { type: 'static' }): string[] {
    const check = new ManifestCheck({ cluster: readCluster(cluster, []).cluster });
    check.add('network.json', networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', capabilities: { ips: true }, ipam }, { name: 'storage' }));
    const annotations = { 'k8s.v1.cni.cncf.io/networks': JSON.stringify([{ name: 'storage', ips }]) };
    check.add('pod.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations }, spec: { containers: [] } }));
    return check.finish().findings.map(({ severity, name, message }) => `${severity} ${name} ${message.replace("'k8s.v1.cni.cncf.io/networks[0].", "'")}`);
  }

  test.each<[string, ClusterCidrsOptions, string[]]>([
    ['of a node', { nodes: ['10.0.0.8/32'] }, ["error app pool-has-node-address 'ips[1]' is the address of a node: got \"10.0.0.8/24\"; expected an address that no node has; choose another address"]],
    ['that a node can have', { nodes: ['10.0.0.8/29'] }, [
      "warning app pool-overlaps-nodes 'ips[1]' is one of the addresses that nodes can have, \"10.0.0.8/29\": got \"10.0.0.8/24\"; expected an address outside of \"10.0.0.8/29\"; "
      + 'choose another address, or name for the nodes only what they can have; acknowledge it where the addresses are kept for the pods',
    ]],
    ['of the pods', { pods: ['10.0.0.0/16'] }, [
      'error app subnet-overlaps-cluster \'ips[1]\' overlaps with the addresses of the cluster\'s pods, "10.0.0.0/16": got "10.0.0.8/24"; expected a subnet without addresses of "10.0.0.0/16"; use other addresses for the network',
    ]],
    ['of nobody', { pods: ['10.1.0.0/16'], services: ['10.2.0.0/16'], nodes: ['10.0.0.7/32', '10.0.0.9/32'] }, []],
  ])('%s', (_, cluster, expected) => {
    expect(lines(cluster, ['192.168.1.5/24', '10.0.0.8/24'])).toEqual(expected);
  });

  test('of host-local is in its pool, which is compared', () => {
    const ipam = { type: 'host-local', subnet: '10.0.0.0/24', rangeStart: '10.0.0.8', rangeEnd: '10.0.0.9' };
    expect(lines({ nodes: ['10.0.0.8/32'] }, ['10.0.0.8/24'], ipam).map((line) => line.split(' ', 3).join(' '))).toEqual(['error storage pool-has-node-address']);
  });
});
