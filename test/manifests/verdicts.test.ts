import { networkText, rulesIn } from './support';

// The verdicts are those of the real plugins at the ADD of a pod. What they refuse is an error here. What they accept is
// nothing where it is meant, and a finding where nobody means it.

const POOL = { type: 'host-local', subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17' };
const V6 = { type: 'host-local', subnet: 'fd00:1::/64', rangeStart: 'fd00:1::13', rangeEnd: 'fd00:1::17' };
const SUBNET = { type: 'host-local', subnet: '192.168.0.0/24' };
const TWO_SETS = { type: 'host-local', ranges: [[{ subnet: '192.168.0.0/24' }], [{ subnet: '192.168.5.0/24' }]] };

/** A configuration of ipvlan; a key that is given as undefined is left out. */
function ipvlan(changes: object = {}): object {
  return { cniVersion: '0.3.1', type: 'ipvlan', master: 'eth1', mode: 'l3', ipam: POOL, ...changes };
}

function macvlan(changes: object = {}): object {
  return ipvlan({ type: 'macvlan', mode: 'bridge', ...changes });
}

function pool(changes: object): object {
  return ipvlan({ ipam: { ...POOL, ...changes } });
}

function chain(...plugins: object[]): object {
  return { cniVersion: '1.0.0', name: 'chain', plugins };
}

const BRIDGE = { type: 'bridge', bridge: 'br1', ipam: SUBNET };
const MACVLAN = { type: 'macvlan', master: 'eth1', ipam: SUBNET };

describe('what the plugins accept, and is meant, is no finding', () => {
  test.each<[string, unknown]>([
    ['ipvlan l2', ipvlan({ mode: 'l2' })],
    ['ipvlan l3', ipvlan()],
    ['ipvlan l3s', ipvlan({ mode: 'l3s' })],
    ['macvlan bridge', macvlan()],
    ['macvlan private', macvlan({ mode: 'private' })],
    ['macvlan vepa', macvlan({ mode: 'vepa' })],
    ['macvlan passthru', macvlan({ mode: 'passthru' })],
    ['macvlan without a mode, which is bridge', macvlan({ mode: undefined })],
    ['IPv6', ipvlan({ ipam: V6 })],
    ['both families', ipvlan({ ipam: { type: 'host-local', ranges: [[{ subnet: '192.168.0.0/24' }], [{ subnet: 'fd00:1::/64' }]] } })],
    ['both families before 0.3.0', ipvlan({ cniVersion: '0.2.0', ipam: { type: 'host-local', ranges: [[{ subnet: '192.168.0.0/24' }], [{ subnet: 'fd00:1::/64' }]] } })],
    ['two pools of one family from 0.3.0 on', ipvlan({ cniVersion: '0.3.0', ipam: TWO_SETS })],
    ...['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'].map((version): [string, unknown] => [`cniVersion ${version}`, ipvlan({ cniVersion: version })]),
    ['a subnet of four addresses', ipvlan({ ipam: { type: 'host-local', subnet: '192.168.0.0/30' } })],
    ['a gateway in the subnet and outside of the pool', pool({ gateway: '192.168.0.1' })],
    ['keys in another case', ipvlan({ master: undefined, Master: 'eth1', ipam: { ...POOL, rangeStart: undefined, rangestart: '192.168.0.13' } })],
    ['null for what is not there', ipvlan({ mtu: null, dns: null })],
    ['a route through the gateway', pool({ routes: [{ dst: '10.0.0.0/8' }] })],
    ['a route by an address in the subnet', pool({ routes: [{ dst: '10.0.0.0/8', gw: '192.168.0.254' }] })],
    ['no gateway', pool({ gateway: undefined })],
    ['ranges that are empty, beside a subnet', pool({ ranges: [] })],
    ['macvlan with an ipam that is empty on purpose', macvlan({ ipam: {} })],
    ['static with an address', macvlan({ ipam: { type: 'static', addresses: [{ address: '10.1.0.5/24', gateway: '10.1.0.1' }] } })],
    ['static without an address, for the pod to name', macvlan({ ipam: { type: 'static' }, capabilities: { ips: true } })],
    ['dhcp on macvlan', macvlan({ ipam: { type: 'dhcp' } })],
    ['an mtu within bounds', macvlan({ mtu: 1400 })],
    ['macvlan, tuning', chain(MACVLAN, { type: 'tuning', sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1' } })],
    ['bridge, bandwidth', chain(BRIDGE, { type: 'bandwidth', ingressRate: 1e6, ingressBurst: 1e6 })],
    ['bridge, portmap', chain(BRIDGE, { type: 'portmap', capabilities: { portMappings: true } })],
    ['macvlan, sbr', chain(MACVLAN, { type: 'sbr' })],
    ['macvlan with a default route, sbr', chain({ ...MACVLAN, ipam: { type: 'static', routes: [{ dst: '0.0.0.0/0' }], addresses: [{ address: '10.1.0.5/24', gateway: '10.1.0.1' }] } }, { type: 'sbr' })],
    ['bridge as default gateway, vrf', chain({ ...BRIDGE, isDefaultGateway: true }, { type: 'vrf', vrfname: 'blue' })],
    ['a default route in a table of its own', macvlan({ cniVersion: '1.1.0', ipam: { type: 'host-local', subnet: '10.5.0.0/24', routes: [{ dst: '0.0.0.0/0', table: 100 }] } })],
    ['macvlan, vrf', chain(MACVLAN, { type: 'vrf', vrfname: 'blue' })],
    ['bridge, firewall', chain(BRIDGE, { type: 'firewall', ingressPolicy: 'same-bridge' })],
    ['vlan', ipvlan({ type: 'vlan', mode: undefined, vlanId: 100 })],
    ['ptp', { cniVersion: '1.0.0', type: 'ptp', ipMasq: true, ipam: SUBNET }],
    ['dummy', { cniVersion: '1.0.0', type: 'dummy', ipam: SUBNET }],
    ['host-device', { cniVersion: '1.0.0', type: 'host-device', device: 'eth2' }],
    ['whereabouts', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.0/24', exclude: ['192.168.2.1/32'], gateway: '192.168.2.1' } })],
    ['whereabouts from an address to another', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.10-192.168.2.20/24' } })],
    ['no configuration, so that the node has it', ''],
  ])('%s', (_, config) => {
    expect(rulesIn(networkText(config))).toEqual([]);
  });
});

describe('what the plugins refuse is an error', () => {
  test.each<[string, unknown, ...string[]]>([
    // the nine
    ['a beginning outside of the subnet', pool({ rangeStart: '192.168.1.13' }), 'range-outside-subnet'],
    ['an end outside of the subnet', pool({ rangeEnd: '192.168.1.17' }), 'range-outside-subnet'],
    ['a beginning behind the end', pool({ rangeStart: '192.168.0.17', rangeEnd: '192.168.0.13' }), 'range-reversed'],
    ['host bits', pool({ subnet: '192.168.0.5/24' }), 'subnet-host-bits'],
    ['host bits of IPv6', ipvlan({ ipam: { ...V6, subnet: 'fd00:1::5/64' } }), 'subnet-host-bits'],
    ['a master that no kernel has', ipvlan({ master: 'eth1/2' }), 'master-invalid'],
    ['a mode of no plugin', ipvlan({ mode: 'l4' }), 'mode-unknown'],
    ['a mode in upper case', ipvlan({ mode: 'L3' }), 'mode-unknown'],
    ['a mode of macvlan that is none', macvlan({ mode: 'l4' }), 'mode-unknown'],
    ...['a/b', 'a b', '-a'].map((name): [string, unknown, string] => [`the name ${name}`, ipvlan({ name }), 'config-name-invalid']),
    ['a misspelt IPAM', pool({ type: 'hostlocal' }), 'ipam-unknown'],
    // others
    ['no subnet', ipvlan({ ipam: { type: 'host-local' } }), 'subnet-missing'],
    ['ranges that are empty', ipvlan({ ipam: { type: 'host-local', ranges: [] } }), 'subnet-missing'],
    ['a set that is empty', ipvlan({ ipam: { type: 'host-local', ranges: [[]] } }), 'ranges-malformed'],
    ['a subnet without a prefix length', pool({ subnet: '192.168.0.0' }), 'subnet-invalid'],
    ['a subnet /31', ipvlan({ ipam: { type: 'host-local', subnet: '192.168.0.0/31' } }), 'subnet-too-small'],
    ['a subnet /32', ipvlan({ ipam: { type: 'host-local', subnet: '192.168.0.0/32' } }), 'subnet-too-small'],
    ['a subnet /127', ipvlan({ ipam: { type: 'host-local', subnet: 'fd00::/127' } }), 'subnet-too-small'],
    ['a beginning that is no address', pool({ rangeStart: '192.168.0.300' }), 'address-invalid'],
    ['a gateway that is no address', pool({ gateway: '192.168.0.300' }), 'address-invalid'],
    ['ranges that are not nested', ipvlan({ ipam: { type: 'host-local', ranges: [{ subnet: '192.168.0.0/24' }] } }), 'ranges-malformed'],
    ['two families in one set', ipvlan({ ipam: { type: 'host-local', ranges: [[{ subnet: '192.168.0.0/24' }, { subnet: 'fd00::/64' }]] } }), 'ranges-mixed-families'],
    ['sets that overlap', ipvlan({ ipam: { type: 'host-local', ranges: [[{ subnet: '192.168.0.0/24' }], [{ subnet: '192.168.0.0/24' }]] } }), 'ranges-overlap'],
    ['two pools of one family before 0.3.0', ipvlan({ cniVersion: '0.2.0', ipam: TWO_SETS }), 'cni-version-one-address'],
    ['ipvlan without ipam', ipvlan({ ipam: undefined }), 'ipam-missing'],
    ['ipvlan with an ipam that is empty', ipvlan({ ipam: {} }), 'ipam-missing'],
    ['ipvlan with an ipam without a type', pool({ type: undefined }), 'ipam-missing'],
    ['a pool of the gateway alone', pool({ rangeEnd: '192.168.0.13', gateway: '192.168.0.13' }), 'pool-empty'],
    ['an mtu below zero', macvlan({ mtu: -1 }), 'mtu-invalid'],
    ['an mtu that is a text', ipvlan({ mtu: '1400' }), 'key-type'],
    ['a master that is a list', ipvlan({ master: ['eth1'] }), 'key-type'],
    ['an ipam that is a list', ipvlan({ ipam: [POOL] }), 'key-type'],
    ['a text that is not JSON', '{ "cniVersion": "0.3.1", "type": "ipvlan"', 'config-not-json'],
    ['a comma behind the last member', '{ "cniVersion": "0.3.1", "type": "ipvlan", }', 'config-not-json'],
    ['a list instead of an object', '[]', 'config-not-json'],
    ['a route without a prefix length', pool({ routes: [{ dst: '10.0.0.0' }] }), 'route-invalid'],
    ['a route by an address that is not reachable', pool({ routes: [{ dst: '10.0.0.0/8', gw: '10.9.9.9' }] }), 'route-gateway-unreachable'],
    ['static without a prefix length', macvlan({ ipam: { type: 'static', addresses: [{ address: '192.168.0.50' }] } }), 'address-not-cidr'],
    ['the master lo', ipvlan({ master: 'lo' }), 'master-invalid'],
    ...['0.3.2', '0.5.0', '1.0', '1.2.0', 'bogus'].map((version): [string, unknown, string] => [`cniVersion ${version}`, ipvlan({ cniVersion: version }), 'cni-version-unsupported']),
    ['a cniVersion that is a number', ipvlan({ cniVersion: 0.3 }), 'key-type'],
    ['no type', { cniVersion: '0.3.1' }, 'plugin-type-missing'],
    ['plugins that are empty', { cniVersion: '0.3.1', plugins: [] }, 'plugin-type-missing'],
    ['a plugin without a type', chain({}), 'plugin-type-missing'],
    ['tuning alone', { cniVersion: '0.3.1', type: 'tuning' }, 'chain-order'],
    ['bandwidth behind macvlan', chain(MACVLAN, { type: 'bandwidth', ingressRate: 1e6, ingressBurst: 1e6 }), 'bandwidth-needs-veth'],
    ['a rate without a burst', chain(BRIDGE, { type: 'bandwidth', ingressRate: 1e6 }), 'bandwidth-incomplete'],
    ['sbr behind a plugin without addresses', chain({ ...MACVLAN, ipam: {} }, { type: 'sbr' }), 'sbr-needs-addresses'],
    ['vrf without a name', chain(MACVLAN, { type: 'vrf' }), 'vrf-name-invalid'],
    ['a sysctl outside of net', chain(MACVLAN, { type: 'tuning', sysctl: { 'kernel.msgmax': '1' } }), 'sysctl-outside-net'],
    ['a MAC address for ipvlan', chain({ ...MACVLAN, type: 'ipvlan', mode: 'l2' }, { type: 'tuning', mac: '02:00:00:00:00:01' }), 'mac-on-ipvlan'],
    ['firewall before 0.4.0', { cniVersion: '0.3.1', name: 'a', plugins: [BRIDGE, { type: 'firewall' }] }, 'cni-version-too-old'],
    ['vlan without a master', ipvlan({ type: 'vlan', mode: undefined, master: undefined, vlanId: 5 }), 'vlan-master-missing'],
    ['a VLAN 4095', ipvlan({ type: 'vlan', mode: undefined, vlanId: 4095 }), 'vlan-id-range'],
    ['ptp without ipam', { cniVersion: '1.0.0', type: 'ptp' }, 'ipam-missing'],
    ['dummy without ipam', { cniVersion: '1.0.0', type: 'dummy' }, 'ipam-missing'],
    ['hairpin and promiscuous mode', { cniVersion: '1.0.0', type: 'bridge', bridge: 'br1', hairpinMode: true, promiscMode: true, ipam: SUBNET }, 'options-exclusive'],
    ['whereabouts without a range', macvlan({ ipam: { type: 'whereabouts' } }), 'whereabouts-range-missing'],
    ['whereabouts with /31', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.0/31' } }), 'whereabouts-range-too-small'],
    ['whereabouts excluding no subnet', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.0/24', exclude: ['x'] } }), 'whereabouts-exclude-invalid'],
    ['dhcp on ipvlan', ipvlan({ ipam: { type: 'dhcp' } }), 'dhcp-on-ipvlan'],
  ])('%s', (_, config, ...rules) => {
    expect(rulesIn(networkText(config))).toEqual(rules.map((rule) => `error ${rule}`));
  });
});

describe('what the plugins accept in silence, and nobody means, is a finding', () => {
  test.each<[string, unknown, ...string[]]>([
    ['a gateway outside of the subnet', pool({ gateway: '192.168.1.1' }), 'error gateway-outside-subnet'],
    ['a gateway of the other family', pool({ gateway: 'fd00::1' }), 'error gateway-unusable'],
    ['a list of plugins beside a type', ipvlan({ plugins: [MACVLAN] }), 'warning key-unknown'],
    ['a beginning beside ranges', ipvlan({ ipam: { type: 'host-local', rangeStart: '192.168.0.9', ranges: [[{ subnet: '192.168.0.0/24' }]] } }), 'warning range-key-ignored'],
    ['a misspelt capability', macvlan({ capabilities: { IPs: true, portMapping: true } }), 'warning capability-unknown', 'warning capability-unknown'],
    ['what the runtime writes', macvlan({ runtimeConfig: { mac: '02:00:00:00:00:01' } }), 'warning key-reserved'],
    ['the network address as gateway', pool({ gateway: '192.168.0.0' }), 'error gateway-unusable'],
    ['the broadcast address as gateway', pool({ gateway: '192.168.0.255' }), 'error gateway-unusable'],
    ['a gateway in the pool', pool({ gateway: '192.168.0.15' }), 'warning gateway-in-pool'],
    ['no master', ipvlan({ master: undefined }), 'warning master-missing'],
    ['an empty master', macvlan({ master: '' }), 'warning master-missing'],
    ['no mode of ipvlan', ipvlan({ mode: undefined }), 'warning mode-missing'],
    ['a misspelt mode', ipvlan({ mode: undefined, moed: 'l3' }), 'warning key-unknown', 'warning mode-missing'],
    ['a key of whereabouts for host-local', pool({ rangeStart: undefined, range_start: '192.168.0.13' }), 'warning key-unknown'],
    ['a key of host-local for whereabouts', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.0/24', rangeStart: '192.168.2.9' } }), 'warning key-unknown'],
    ['the network address in the pool', pool({ rangeStart: '192.168.0.0' }), 'error range-reserved-address'],
    ['the broadcast address in the pool', pool({ rangeEnd: '192.168.0.255' }), 'error range-reserved-address'],
    ['ranges beside a subnet', pool({ ranges: [[{ subnet: '10.5.0.0/24' }]] }), 'warning second-pool'],
    ['a default route', pool({ routes: [{ dst: '0.0.0.0/0' }] }), 'warning default-route-in-network'],
    ['a default route in the main table', macvlan({ cniVersion: '1.1.0', ipam: { type: 'host-local', subnet: '10.5.0.0/24', routes: [{ dst: '0.0.0.0/0', table: 254 }] } }), 'warning default-route-in-network'],
    ['a default route whose table gets lost', macvlan({ cniVersion: '0.2.0', ipam: { type: 'host-local', subnet: '10.5.0.0/24', routes: [{ dst: '0.0.0.0/0', table: 100 }] } }), 'warning route-key-ignored'],
    ['a metric that gets lost, of static', macvlan({ cniVersion: '0.2.0', ipam: { type: 'static', addresses: [{ address: '10.5.0.5/24' }], routes: [{ dst: '10.6.0.0/16', priority: 50 }] } }), 'warning route-key-ignored'],
    ['the MTU of a route, of whereabouts', macvlan({ cniVersion: '1.1.0', ipam: { type: 'whereabouts', range: '10.5.0.0/24', routes: [{ dst: '10.6.0.0/16', mtu: 1400 }] } }), 'warning route-key-ignored'],
    ['a default route behind sbr', chain({ type: 'host-device', device: 'eth2', ipam: MACVLAN.ipam }, { type: 'sbr' }, { ...BRIDGE, isDefaultGateway: true }), 'warning default-route-in-network'],
    ['no cniVersion', ipvlan({ cniVersion: undefined }), 'warning cni-version-missing'],
    ['an empty cniVersion', ipvlan({ cniVersion: '' }), 'warning cni-version-missing'],
    ['macvlan without ipam', macvlan({ ipam: undefined }), 'warning ipam-missing-layer-2'],
    ['macvlan with an ipam without a type', macvlan({ ipam: { subnet: '192.168.0.0/24' } }), 'warning ipam-missing-layer-2'],
    ['a plugin that nobody knows', { cniVersion: '0.3.1', type: 'macvlam' }, 'warning plugin-unknown'],
    ['whereabouts handing out its gateway', macvlan({ ipam: { type: 'whereabouts', range: '192.168.2.0/24', gateway: '192.168.2.1' } }), 'warning whereabouts-gateway-in-range'],
    ['VLAN 0', ipvlan({ type: 'vlan', mode: undefined, vlanId: 0 }), 'warning vlan-id-missing'],
    ['portmap that nobody can ask', chain(BRIDGE, { type: 'portmap' }), 'warning plugin-without-effect'],
  ])('%s', (_, config, ...rules) => {
    expect(rulesIn(networkText(config))).toEqual(rules);
  });
});

test.each<[object, string[]]>([
  [{ cniVersion: '1.0.0', name: null, type: 'macvlan', master: 'eth1', ipam: {} }, ['error key-type']],
  [{ cniVersion: '1.0.0', disableCheck: null, disableGC: null, plugins: [{ type: 'macvlan', master: 'eth1', ipam: {} }] }, ['error key-type', 'error key-type']],
  [{ cniVersion: '1.0.0', disableCheck: null, type: 'macvlan', master: 'eth1', ipam: {} }, []],
  [{ cniVersion: '1.0.0', cniVersions: ['0.4.0', '1.0.0'], plugins: [{ type: 'macvlan', master: 'eth1', ipam: {} }] }, []],
  [{ cniVersion: '1.0.0', cniVersions: ['1', 5], plugins: [{ type: 'macvlan', master: 'eth1', ipam: {} }] }, ['error cni-version-unsupported', 'error cni-version-unsupported']],
  [{ cniVersion: '1.0.0', type: '../macvlan', ipam: {} }, ['error key-type']],
])('what libcni and Multus refuse of %j', (config, expected) => {
  expect(rulesIn(networkText(config)).filter((rule) => rule.startsWith('error') || expected.length === 0)).toEqual(expected);
});
