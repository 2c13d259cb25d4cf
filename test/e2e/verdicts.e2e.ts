import * as fc from 'fast-check';
import { canonicalConfig } from '../../lib/cni/canonical';
import { readConfig } from '../../lib/cni/config';
import { Fault } from '../../lib/diagnostics';
import { Machine, Node, Pod } from '../vm';

/** What we know of the node on which the verdicts are asked for. */
const MASTER = { addresses: ['192.168.0.12/24'], mtu: 1500 };

let machine: Machine;
let node: Node;
let pod: Pod;
beforeAll(async () => {
  machine = await Machine.boot();
  node = await Node.in(machine, 'worker-1', { interfaces: { eth1: { addresses: MASTER.addresses, mtu: MASTER.mtu } } });
  // what takes a missing master for granted
  await node.runOk('ip route add default via 192.168.0.1 dev eth1');
  pod = await node.pod('pod');
});
afterAll(() => machine?.close());

/** What the real plugin says to a pod: the addresses, or why there are none. Nothing of it is left afterwards. */
async function verdict(config: any): Promise<string> {
  const { error, result } = await pod.call({ command: 'ADD', type: config.type, interfaceName: 'net1', config: JSON.stringify(config) });
  await machine.run(`ip -n ${pod.namespace} link delete net1; rm -rf /nodes/${node.name}/lib/networks`);
  const addresses = result?.ips?.map(({ address }: any) => address).join(', ') ?? result?.ip4?.ip;
  return error ? `refused: ${error.msg.replace(/0x[0-9a-f]+/, 'ADDRESS').replace(/Ifindex: \d+/, 'Ifindex: INDEX')}` : `accepted: ${addresses || 'no address'}`;
}

function findings(config: any): string[] {
  return readConfig(config, MASTER).faults.map(({ severity, rule }) => `${severity}: ${rule}`);
}

const POOL = { type: 'host-local', subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17', gateway: '192.168.0.1' };
const ipvlan = (more: object) => ({ cniVersion: '0.3.1', name: 'network', type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: POOL, ...more });
const macvlan = (more: object) => ({ cniVersion: '0.3.1', name: 'network', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: POOL, ...more });
const pool = (more: object) => ipvlan({ ipam: { ...POOL, ...more } });
const fixed = (address: string, gateway: string, ...routes: object[]) => ipvlan({ ipam: { type: 'static', addresses: [{ address, gateway }], routes } });
const bridge = (name: string, more: object) => ({ cniVersion: '0.3.1', name: 'network', type: 'bridge', bridge: name, ipam: POOL, ...more });
const ptp = (ipam: object) => ({ cniVersion: '0.3.1', name: 'network', type: 'ptp', ipam });
const TWO_SUBNETS = { type: 'static', addresses: [{ address: '10.1.0.5/24' }, { address: '10.2.0.5/24' }] };
const ranges = (...sets: unknown[]) => ipvlan({ ipam: { type: 'host-local', ranges: sets } });

test.each<[string, any, string, string[]]>([
  ['a right one', ipvlan({}), 'accepted: 192.168.0.13/24', []],
  ['a link-local gateway', ipvlan({ ipam: { type: 'host-local', subnet: 'fd00:1::/64', rangeStart: 'fd00:1::13', gateway: 'fe80::1', routes: [{ dst: 'fd00:2::/64' }] } }),
    'accepted: fd00:1::13/64', []],
  ['a right one, macvlan', macvlan({}), 'accepted: 192.168.0.13/24', []],
  ['rangeStart outside the subnet', pool({ rangeStart: '192.168.1.13' }), 'refused: invalid range set 0: RangeStart 192.168.1.13 not in network 192.168.0.0/24', ['error: range-outside-subnet']],
  ['rangeEnd outside the subnet', pool({ rangeEnd: '192.168.1.17' }), 'refused: invalid range set 0: RangeEnd 192.168.1.17 not in network 192.168.0.0/24', ['error: range-outside-subnet']],
  ['rangeStart behind rangeEnd', pool({ rangeStart: '192.168.0.18' }), 'refused: invalid range set 0: RangeStart 192.168.0.18 not in network 192.168.0.0/24', ['error: range-reversed']],
  ['host bits', pool({ subnet: '192.168.0.5/24' }), 'refused: invalid range set 0: Network has host bits set. For a subnet mask of length 24 the network address is 192.168.0.0', ['error: subnet-host-bits']],
  ['an unknown mode', ipvlan({ mode: 'l4' }), 'refused: unknown ipvlan mode: "l4"', ['error: mode-unknown']],
  ['a mode in capitals', ipvlan({ mode: 'L3' }), 'refused: unknown ipvlan mode: "L3"', ['error: mode-unknown']],
  ['an unknown mode of macvlan', macvlan({ mode: 'l3' }), 'refused: unknown macvlan mode: "l3"', ['error: mode-unknown']],
  ['a misspelt IPAM', ipvlan({ ipam: { ...POOL, type: 'hostlocal' } }), 'refused: failed to find plugin "hostlocal" in path [/opt/cni/bin]', ['error: ipam-unknown']],
  ['no subnet', ipvlan({ ipam: { type: 'host-local' } }), 'refused: no IP ranges specified', ['error: subnet-missing']],
  ['an empty set', ranges([]), 'refused: invalid range set 0: empty range set', ['error: ranges-malformed']],
  ['a subnet without a mask', pool({ subnet: '192.168.0.0' }), 'refused: invalid CIDR address: 192.168.0.0', ['error: subnet-invalid']],
  ['a subnet of two addresses', ipvlan({ ipam: { type: 'host-local', subnet: '192.168.0.0/31' } }), 'refused: invalid range set 0: Network 192.168.0.0/31 too small to allocate from', ['error: subnet-too-small']],
  ['no address', pool({ rangeStart: '192.168.0.300' }), 'refused: invalid IP address: 192.168.0.300', ['error: address-invalid']],
  ['ranges that are not nested', ranges({ subnet: '192.168.0.0/24' }), 'refused: json: cannot unmarshal object into Go struct field IPAMConfig.ipam.ranges of type allocator.RangeSet', ['error: ranges-malformed']],
  ['both families in one set', ranges([{ subnet: '192.168.0.16/28' }, { subnet: 'fd00:1::/64' }]), 'refused: invalid range set 0: mixed address families', ['error: ranges-mixed-families']],
  ['sets that overlap', ranges([{ subnet: '192.168.0.16/28' }], [{ subnet: '192.168.0.16/28' }]), 'refused: range set 0 overlaps with 1', ['error: ranges-overlap']],
  ['ipvlan without ipam', ipvlan({ ipam: undefined }), 'refused: no plugin name provided', ['error: ipam-missing']],
  ['a pool of only the gateway', pool({ rangeEnd: '192.168.0.13', gateway: '192.168.0.13' }), 'refused: failed to allocate for range 0: no IP addresses available in range set: 192.168.0.13-192.168.0.13', ['error: pool-empty']],
  ['an MTU above the master\'s, macvlan', macvlan({ mtu: 9000 }), 'refused: invalid MTU 9000, must be [0, master MTU(1500)]', ['error: mtu-above-master']],
  ['an MTU that is text', ipvlan({ mtu: '1400' }), 'refused: failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.mtu of type int', ['error: key-type']],
  ['a route without a mask', pool({ routes: [{ dst: '10.0.0.0' }] }), 'refused: invalid CIDR address: 10.0.0.0', ['error: route-invalid']],
  ['a route through a gateway elsewhere', pool({ routes: [{ dst: '10.0.0.0/8', gw: '192.168.9.1' }] }), 'refused: failed to add route \'{10.0.0.0 ff000000} via 192.168.9.1 dev net1\': network is unreachable', ['error: route-gateway-unreachable']],
  ['static without a mask', ipvlan({ ipam: { type: 'static', addresses: [{ address: '192.168.0.50' }] } }), 'refused: the \'address\' field is expected to be in CIDR notation, got: \'192.168.0.50\'', ['error: address-not-cidr']],
  ['the loopback interface as master', ipvlan({ master: 'lo' }), 'refused: failed to create ipvlan: invalid argument', ['error: master-invalid']],
  ['a version that never was', ipvlan({ cniVersion: '0.3.2' }), 'refused: incompatible CNI versions', ['error: cni-version-unsupported']],
  ['a version that knows no interface without addresses', macvlan({ cniVersion: '0.2.0', ipam: {} }), 'refused: cannot convert: no valid IP addresses', ['error: cni-version-needs-address']],
  ['no version, and no addresses', macvlan({ cniVersion: undefined, ipam: {} }), 'refused: cannot convert: no valid IP addresses', ['error: cni-version-needs-address']],
  ['a multicast pool of IPv6', ipvlan({ ipam: { type: 'host-local', subnet: 'ff05::/64', gateway: 'ff05::1' } }),
    'refused: failed to add IP addr {Interface:ADDRESS Address:{IP:ff05::2 Mask:ffffffffffffffff0000000000000000} Gateway:ff05::1} to "net1": cannot assign requested address', ['error: subnet-unusable']],
  ['a route through the broadcast address', pool({ routes: [{ dst: '10.0.0.0/8', gw: '192.168.0.255' }] }),
    'refused: failed to add route \'{10.0.0.0 ff000000} via 192.168.0.255 dev net1\': invalid argument', ['error: route-gateway-unreachable']],
  ['a route through a gateway of the other family', pool({ routes: [{ dst: '10.0.0.0/8', gw: 'fe80::1' }] }),
    'refused: failed to add route \'{10.0.0.0 ff000000} via fe80::1 dev net1\': gateway, source, and destination ip are not the same IP family', ['error: route-gateway-unreachable']],
  ['a route through the gateway of an address alone', fixed('10.5.0.1/32', '10.5.0.254', { dst: '10.0.0.0/8' }),
    'refused: failed to add route \'{10.0.0.0 ff000000} via 10.5.0.254 dev net1\': network is unreachable', ['error: route-gateway-unreachable']],
  ['a gateway that a route without a scope leads to', fixed('10.5.0.1/24', '10.5.0.254', { dst: '10.6.0.0/24', gw: '0.0.0.0' }, { dst: '172.16.0.0/12', gw: '10.6.0.1' }),
    'refused: failed to add route \'{172.16.0.0 fff00000} via 10.6.0.1 dev net1\': network is unreachable', ['error: route-gateway-unreachable']],
  ['one route twice', pool({ routes: [{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8', gw: '192.168.0.1' }] }),
    'refused: failed to add route \'{10.0.0.0 ff000000} via 192.168.0.1 dev net1\': file exists', ['error: route-duplicate']],
  ['two static addresses of one family in an old version', ipvlan({ cniVersion: '0.2.0', ipam: { type: 'static', addresses: [{ address: '192.168.0.50/24' }, { address: '192.168.0.51/24' }] } }),
    'refused: CNI version 0.2.0 does not support more than 1 address per family', ['error: cni-version-one-address']],
  ['an MTU below that of IPv6', ipvlan({ mtu: 1279, ipam: { type: 'host-local', subnet: 'fd00:1::/64' } }),
    'refused: failed to add IP addr {Interface:ADDRESS Address:{IP:fd00:1::2 Mask:ffffffffffffffff0000000000000000} Gateway:fd00:1::1} to "net1": invalid argument', ['error: mtu-invalid']],
  ['a bridge that is the gateway of two subnets', bridge('br-two', { isGateway: true, ipam: TWO_SUBNETS }), 'refused: failed to set bridge addr: "br-two" already has an IP address different from 10.2.0.1/24', ['error: bridge-address-conflict']],
  ['a bridge whose interface in the VLAN has a name too long', bridge('br-storage-net', { isGateway: true, vlan: 100 }),
    'refused: failed to create vlan interface: failed to find interface "br-storage-net.100": numerical result out of range', ['error: bridge-name-invalid']],
  ['a default route that the bridge makes too', bridge('br-default', { isDefaultGateway: true, ipam: { ...POOL, routes: [{ dst: '0.0.0.0/0' }] } }),
    'refused: failed to add route \'{0.0.0.0 00000000000000000000ffff00000000} via 192.168.0.1 dev net1\': file exists', ['warning: default-route-in-network', 'error: route-duplicate', 'warning: default-route-in-network']],
  ['a bridge with the name of the kernel\'s settings', bridge('all', {}), 'refused: failed to create bridge "all": could not add "all": invalid argument', ['error: bridge-name-invalid']],
  ['a bridge with a name that the kernel numbers', bridge('br%d', {}), 'refused: failed to create bridge "br%d": could not lookup "br%d": Link not found', ['error: bridge-name-invalid']],
  ['two addresses of ptp with one gateway', ptp({ type: 'static', addresses: [{ address: '10.5.0.5/24', gateway: '10.5.0.1' }, { address: '10.5.0.6/24', gateway: '10.5.0.1' }] }),
    'refused: failed to add route {Ifindex: INDEX Dst: 10.5.0.1/32 Src: 10.5.0.6 Gw: <nil> Flags: [] Table: 0 Realm: 0}: file exists', ['error: ptp-gateway-shared']],
  ['an address alone of ptp', ptp({ type: 'static', addresses: [{ address: '10.5.0.5/32', gateway: '10.5.0.1' }] }),
    'refused: failed to delete route {Ifindex: INDEX Dst: 10.5.0.5/32 Src: <nil> Gw: <nil> Flags: [] Table: 0 Realm: 0}: no such process', ['error: ptp-address-alone']],
  ['a prefix length with a zero in front, and a range without an address beside another', ranges([{ subnet: '192.168.0.0/024', rangeStart: '192.168.0.1', rangeEnd: '192.168.0.1' }, { subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17' }]),
    'accepted: 192.168.0.13/24', []],
  ['a name with a slash', ipvlan({ name: 'a/b' }), 'refused: invalid characters found in network name', ['error: config-name-invalid']],
])('refused or right: %s', async (_, config, expected, rules) => {
  expect([await verdict(config), findings(config)]).toEqual([expected, rules]);
});

test.each<[string, any, string, string[]]>([
  ['a gateway outside the subnet', pool({ gateway: '192.168.1.1' }), 'accepted: 192.168.0.13/24', ['error: gateway-outside-subnet']],
  ['the network address as gateway', pool({ gateway: '192.168.0.0' }), 'accepted: 192.168.0.13/24', ['error: gateway-unusable']],
  ['the broadcast address as gateway', pool({ gateway: '192.168.0.255' }), 'accepted: 192.168.0.13/24', ['error: gateway-unusable']],
  ['no master', ipvlan({ master: undefined }), 'accepted: 192.168.0.13/24', ['warning: master-missing']],
  ['no mode', ipvlan({ mode: undefined }), 'accepted: 192.168.0.13/24', ['warning: mode-missing']],
  ['a misspelt key', ipvlan({ mode: undefined, moed: 'l3' }), 'accepted: 192.168.0.13/24', ['warning: key-unknown', 'warning: mode-missing']],
  ['a pool that begins at the network address', pool({ rangeStart: '192.168.0.0', rangeEnd: '192.168.0.0' }), 'accepted: 192.168.0.0/24', ['error: range-reserved-address']],
  ['a pool that ends at the broadcast address', pool({ rangeStart: '192.168.0.255', rangeEnd: '192.168.0.255' }), 'accepted: 192.168.0.255/24', ['error: range-reserved-address']],
  ['a pool with the node\'s address', macvlan({ ipam: { ...POOL, rangeStart: '192.168.0.12' } }), 'accepted: 192.168.0.12/24', ['error: node-address-in-pool']],
  ['a subnet that is not the master\'s', ipvlan({ ipam: { type: 'host-local', subnet: '10.9.0.0/24' } }), 'accepted: 10.9.0.2/24', ['warning: subnet-not-on-master']],
  ['a gateway in the pool', pool({ gateway: '192.168.0.13' }), 'accepted: 192.168.0.14/24', ['warning: gateway-in-pool']],
  ['ranges beside a subnet', pool({ ranges: [[{ ...POOL, type: undefined, rangeStart: '192.168.0.20', rangeEnd: '192.168.0.25' }]] }), 'accepted: 192.168.0.13/24, 192.168.0.20/24', ['warning: second-pool']],
  ['a second gateway of a destination', pool({ routes: [{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8', gw: '192.168.0.254' }] }), 'accepted: 192.168.0.13/24', ['warning: route-overridden']],
  ['a default route', pool({ routes: [{ dst: '0.0.0.0/0' }] }), 'accepted: 192.168.0.13/24', ['warning: default-route-in-network']],
  ['an MTU above the master\'s, ipvlan', ipvlan({ mtu: 9000 }), 'accepted: 192.168.0.13/24', ['error: mtu-above-master']],
  ['a multicast pool', ipvlan({ ipam: { type: 'host-local', subnet: '224.0.0.0/24' } }), 'accepted: 224.0.0.2/24', ['error: subnet-unusable']],
  ['a loopback pool', macvlan({ ipam: { type: 'host-local', subnet: '127.1.0.0/24' } }), 'accepted: 127.1.0.2/24', ['error: subnet-unusable']],
  ['macvlan without ipam', macvlan({ ipam: undefined }), 'accepted: no address', ['warning: ipam-missing-layer-2']],
])('accepted in silence by the plugin, and found by us: %s', async (_, config, expected, rules) => {
  expect([await verdict(config), findings(config)]).toEqual([expected, rules]);
});

/** Refused on purpose though the plugins take it: ipvlan checks no MTU. */
function isStricter({ rule }: Fault): boolean {
  return rule === 'mtu-above-master' || rule === 'mtu-invalid';
}

const common = {
  cniVersion: fc.constantFrom<unknown>('0.3.1', '1.0.0', '0.3.1', '', '0.9.0', 3),
  name: fc.constantFrom('network', 'network', 'network', 'a b', '-a'),
  master: fc.constantFrom<unknown>('eth1', 'eth1', 'eth1', '', 'lo', 'a/b', 7, null),
  mtu: fc.constantFrom<unknown>(0, 1400, 1500, 68, 67, -1, 9000, 70000, '1400', 1.5, null),
  ipam: fc.constantFrom<unknown>(POOL, POOL, POOL, {}, { type: '' }, { type: 'hostlocal' }, [], 'host-local'),
};
const anyConfig = fc.oneof(
  fc.record({ type: fc.constant('ipvlan'), mode: fc.constantFrom<unknown>('l2', 'l2', '', 'l4', 'L2', 2, null), ...common }, { requiredKeys: ['type', 'name', 'ipam'] }),
  fc.record({
    type: fc.constant('macvlan'),
    mode: fc.constantFrom<unknown>('bridge', 'bridge', 'private', 'vepa', '', 'l2', true),
    mac: fc.constantFrom<unknown>('', '02:00:00:00:00:0c', '02:00', '01:00:00:00:00:01', 'mac', 5),
    ...common,
  }, { requiredKeys: ['type', 'name', 'ipam'] }),
);

test('ipvlan, macvlan and we agree on generated configurations', async () => {
  const seed = Number(process.env.FAST_CHECK_SEED ?? 20261123);
  const disagreements: string[] = [];
  for (const config of fc.sample(anyConfig, { numRuns: 40, seed })) {
    const errors = readConfig(canonicalConfig(config as any), MASTER).faults.filter(({ severity }) => severity === 'error');
    const real = await verdict(config);
    if (real.startsWith('refused') ? errors.length === 0 : errors.some((fault) => !isStricter(fault))) {
      disagreements.push(`${JSON.stringify(config)}: ${real}; ${errors.map(({ rule }) => rule).join(', ') || 'we say nothing'} (seed ${seed})`);
    }
  }
  expect(disagreements).toEqual([]);
});
