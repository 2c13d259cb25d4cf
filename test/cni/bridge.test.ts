import { BRIDGE } from '../../lib/cni/bridge';
import { knownPlugin } from '../../lib/cni/known-plugins';
import { SOME_IPAM, layer2, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(BRIDGE, { type: 'bridge', bridge: 'br1', ...conf });
const RANGE = (key: string, got: number, first: number) => `error: vlan-id-range '${key}' is not a VLAN ID: got ${got}; expected a whole number from ${first} to 4094; correct it`;

const ranges = (...sets: string[][]) => ({ type: 'host-local', ranges: sets.map((set) => set.map((subnet) => ({ subnet }))) });
const CONFLICT = (first: string, second: string) => `error: bridge-address-conflict 'bridge' is to have the addresses ${first} and ${second} as gateways of its pods: got "br1"; expected one IPv4 subnet with one gateway, and IPv6 subnets that do not overlap; make a network with a bridge of its own for each subnet`;

test.each<[string, object]>([
  ['layer 2 without a word of an IPAM', {}],
  ['an empty IPAM', { ipam: {} }],
  ['a name of 15 bytes', { bridge: 'a23456789012345' }],
  ['a gateway', { isGateway: true, ipMasq: true, ipMasqBackend: 'nftables', forceAddress: true, ipam: SOME_IPAM }],
  ['gateways of both families, and of two IPv6 subnets', { isGateway: true, ipam: ranges(['10.0.0.0/24'], ['fd00::/64'], ['fd01::/64']) }],
  ['one gateway of two sets', { isGateway: true, ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.9' }], [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.10' }]] } }],
  ['two subnets of a bridge that is no gateway', { ipam: ranges(['10.0.0.0/24'], ['10.1.0.0/24']) }],
  ['a gateway of another family, of which nobody knows what it means', { isGateway: true, ipam: { type: 'static', addresses: [{ address: '10.0.0.5/24', gateway: 'fd00::1' }, { address: '10.1.0.5/24' }] } }],
  ['a link-local gateway in its own subnet', { isGateway: true, ipam: { type: 'static', addresses: [{ address: 'fe80::5/64', gateway: 'fe80::1' }] } }],
  ['a link-local gateway of a bridge that is none', { ipam: { type: 'host-local', subnet: 'fd00::/64', gateway: 'fe80::1' } }],
  ['a gateway in a VLAN, with an interface of 15 bytes', { bridge: 'a2345678901', vlan: 100, isGateway: true, ipam: SOME_IPAM }],
  ['a longer bridge in a VLAN that is no gateway, and a gateway in none', { bridge: 'a23456789012', vlan: 100, ipam: SOME_IPAM }],
  ['a gateway in VLAN 0', { bridge: 'a23456789012345', vlan: 0, isGateway: true, ipam: SOME_IPAM }],
  ['gateway options that are off', { isGateway: false, isDefaultGateway: false, ipMasq: false }],
  ['a backend that nobody looks at', { ipMasqBackend: 'ipfw' }],
  ['hairpin alone', { hairpinMode: true, promiscMode: false }],
  ['VLAN 0', { vlan: 0 }],
  ['VLAN 4094', { vlan: 4094, preserveDefaultVlan: false }],
  ['a trunk', { vlanTrunk: [{ minID: 1, maxID: 4094 }, { id: 1 }, { minID: 5, maxID: 5, id: 4094 }] }],
  ['an empty trunk beside a VLAN', { vlan: 5, vlanTrunk: [] }],
  ['what OpenShift Virtualization has', { macspoofchk: true, disableContainerInterface: true, preserveDefaultVlan: false, vlan: 100, enabledad: true, portIsolation: true, mtu: 1400 }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each(['isGateway', 'isDefaultGateway', 'ipMasq'])('warns of %s without an IPAM', (key) => {
  expect(lines({ [key]: true })).toEqual([`warning: bridge-option-without-ipam '${key}' has no effect, because 'ipam' names no plugin: got true; expected an 'ipam' with a 'type' beside it; say where the addresses come from, or remove the option`]);
});

test('warns of a link-local gateway: the node has no route to the pods then', () => {
  expect(lines({ isGateway: true, ipam: { type: 'host-local', subnet: 'fd00::/64', gateway: 'fe80::1' } })).toEqual([
    "warning: gateway-not-on-link 'ipam.gateway' is in no subnet of this interface: got \"fe80::1\"; expected an address of \"fd00::/64\"; correct it, or leave it out",
  ]);
});

test('warns of the default route that it makes', () => {
  expect(lines({ isDefaultGateway: true, ipam: SOME_IPAM })).toEqual([
    'warning: default-route-in-network \'isDefaultGateway\' makes a default route: got true; expected false, and in \'routes\' of the \'ipam\' the destinations that this network leads to, such as "10.0.0.0/8"; '
    + 'name those destinations, or ask for the default route where a pod is attached',
  ]);
});

test.each<[string, object]>([
  ['nobody knows whether there is such an address', { ipam: { type: 'dhcp', routes: [{ dst: '0.0.0.0/0' }] } }],
  ['there is no address of the family', { ipam: { ...ranges(['10.0.0.0/24']), routes: [{ dst: '::/0' }] } }],
  ['it has a gateway, a priority or a table', {
    ipam: { ...ranges(['10.0.0.0/24']), routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }, { dst: '0.0.0.0/0', priority: 5 }, { dst: '0.0.0.0/0', table: 100 }] },
  }],
])('passes a default route beside isDefaultGateway where %s', (_, conf) => {
  expect(lines({ isDefaultGateway: true, ...conf }).filter((line) => !line.includes('default-route-in') && !line.includes('key-unknown'))).toEqual([]);
});

test('fails on a default route that isDefaultGateway makes too', () => {
  const routes = [{ dst: '0.0.0.0/0' }, { dst: '10.9.0.0/16' }, { dst: '::/0', gw: '' }];
  const twice = (i: number, dst: string) => `error: route-duplicate 'ipam.routes[${i}].dst' is the destination of the route that 'isDefaultGateway' makes already: got "${dst}"; expected each route once; remove it, or the other route`;
  expect(lines({ isDefaultGateway: true, ipam: { ...ranges(['10.0.0.0/24'], ['fd00::/64']), routes } }).filter((line) => line.startsWith('error'))).toEqual([twice(0, '0.0.0.0/0'), twice(2, '::/0')]);
});

test('warns of the gateway that the bridge takes where whereabouts gives it to a pod', () => {
  const gatewayOf = (ipam: object, conf: object = { isGateway: true }) => lines({ ...conf, ipam: { type: 'whereabouts', ...ipam } }).filter((line) => line.includes('gateway-in-range'));
  const taken = (first: string, range: string, exclude: string) => `warning: whereabouts-gateway-in-range 'ipam.gateway' is missing, so that bridge takes "${first}", which is in the range ${range} that pods get addresses from: `
    + `got nothing; expected a gateway that no pod can get; add "${exclude}" to 'exclude'`;
  expect(gatewayOf({ range: '10.0.0.0/24' })).toEqual([taken('10.0.0.1', '10.0.0.1-10.0.0.254', '10.0.0.1/32')]);
  expect(gatewayOf({ range: '10.0.0.0/24', exclude: ['10.0.0.1'], ipRanges: [{ range: 'fd00::/64' }] }, { isDefaultGateway: true })).toEqual([
    taken('fd00::1', 'fd00::1-fd00::ffff:ffff:ffff:fffe', 'fd00::1/128'),
  ]);
  for (const ipam of [{ range: '10.0.0.0/24', range_start: '10.0.0.2' }, { range: '10.0.0.0/24', gateway: '10.0.0.1', exclude: ['10.0.0.1'] }, { range: 'x' }]) {
    expect(gatewayOf(ipam)).toEqual([]);
  }
  expect(gatewayOf({ range: '10.0.0.0/24' }, {})).toEqual([]);
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ ipam: { subnet: '10.0.0.0/24' } })).toEqual([layer2('bridge', '{"subnet":"10.0.0.0/24"}')]);
});

test.each<[string, object, string[]]>([
  ['a name of 16 bytes', { bridge: 'a234567890123456' }, ['error: bridge-name-invalid \'bridge\' is not the name of a bridge: got "a234567890123456"; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "br1"; choose such a name']],
  ['a VLAN with which the interface has 16 bytes', { bridge: 'a23456789012', vlan: 100, isGateway: true, ipam: SOME_IPAM }, ['error: bridge-name-invalid \'bridge\' is too long for a bridge that is a gateway in a VLAN, whose interface would be "a23456789012.100": got "a23456789012"; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "br1", together with the VLAN; choose such a name']],
  ['a gateway of two IPv4 subnets, also with force', { isGateway: true, forceAddress: true, ipam: ranges(['10.0.0.0/24'], ['10.1.0.0/24']) }, [CONFLICT('10.0.0.1/24', '10.1.0.1/24')]],
  ['a gateway of a subnet, and of another one once it is full', { isGateway: true, ipam: ranges(['10.0.0.0/24', '10.1.0.0/24']) }, [CONFLICT('10.0.0.1/24', '10.1.0.1/24')]],
  ['two gateways of one subnet', { isGateway: true, ipam: { type: 'static', addresses: [{ address: '10.0.0.5/24' }, { address: '10.0.0.6/24', gateway: '10.0.0.2' }] } }, [CONFLICT('10.0.0.1/24', '10.0.0.2/24')]],
  ['two gateways of IPv6 subnets that overlap', { isGateway: true, ipam: { type: 'static', addresses: [{ address: 'fd00::5/64' }, { address: 'fd00::6/48', gateway: 'fd00::2' }] } }, [CONFLICT('fd00::2/48', 'fd00::1/64')]],
  ['hairpin and promiscuous mode', { hairpinMode: true, promiscMode: true }, ["error: options-exclusive 'hairpinMode' is given beside 'promiscMode': got true; expected one of the two; remove it, or remove 'promiscMode'"]],
  ['an IPAM for no interface', { disableContainerInterface: true, ipam: SOME_IPAM }, ["error: options-exclusive 'disableContainerInterface' is given beside 'ipam': got true; expected one of the two; remove it, or remove 'ipam'"]],
  ['an unknown backend', { ipMasq: true, ipMasqBackend: 'ipfw', ipam: SOME_IPAM }, ["error: value-unknown 'ipMasqBackend' is not a value that bridge knows: got \"ipfw\"; expected \"iptables\", \"nftables\"; write one of them"]],
  ['an MTU below', { mtu: 67 }, [mtuInvalid(67)]],
  ['VLAN -1', { vlan: -1 }, [RANGE('vlan', -1, 0)]],
  ['VLAN 4095', { vlan: 4095 }, [RANGE('vlan', 4095, 0)]],
  ['a VLAN beside a trunk', { vlan: 5, vlanTrunk: [{ id: 6 }] }, ["error: options-exclusive 'vlan' is given beside 'vlanTrunk': got 5; expected one of the two; remove it, or remove 'vlanTrunk'"]],
  ['a trunk with VLAN 0', { vlanTrunk: [{ id: 0 }] }, [RANGE('vlanTrunk[0].id', 0, 1)]],
  ['a trunk with VLAN 4095', { vlanTrunk: [{ id: 1 }, { minID: 1, maxID: 4095 }] }, [RANGE('vlanTrunk[1].maxID', 4095, 1)]],
  ['a trunk from VLAN 0', { vlanTrunk: [{ minID: 0, maxID: 1 }] }, [RANGE('vlanTrunk[0].minID', 0, 1)]],
  ['a trunk without an end', { vlanTrunk: [{ minID: 5 }] }, ["error: vlan-trunk-incomplete 'vlanTrunk[0].maxID' is missing beside 'minID': got nothing; expected both ends of the range, or one VLAN, such as { \"minID\": 100, \"maxID\": 105 } or { \"id\": 100 }; give both, or 'id' alone"]],
  ['a trunk without a beginning', { vlanTrunk: [{ maxID: 5, minID: null }] }, [
    "error: key-type 'vlanTrunk[0].minID' has the wrong type: got null; expected a whole number; correct the value",
    "error: vlan-trunk-incomplete 'vlanTrunk[0].minID' is missing beside 'maxID': got null; expected both ends of the range, or one VLAN, such as { \"minID\": 100, \"maxID\": 105 } or { \"id\": 100 }; give both, or 'id' alone",
  ]],
  ['a trunk that is reversed', { vlanTrunk: [{ minID: 6, maxID: 5 }] }, ["error: vlan-trunk-reversed 'vlanTrunk[0].maxID' comes before 'minID' 6: got 5; expected 6 or more; swap 'minID' and 'maxID'"]],
  ['a trunk of numbers', { vlanTrunk: [100] }, ['error: key-type \'vlanTrunk[0]\' has the wrong type: got 100; expected an object such as { "id": 100 } or { "minID": 100, "maxID": 105 }; correct the value']],
])('fails on %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual(expected);
});

test.each([{ vlanTrunk: [{}] }, { vlan: 5, vlanTrunk: [{}] }])('warns of an entry of a trunk that names no VLAN: %j', (conf) => {
  const got = JSON.stringify(conf.vlanTrunk[0]);
  expect(lines(conf)).toEqual([
    `warning: vlan-trunk-entry-empty 'vlanTrunk[0]' names no VLAN: got ${got}; expected one VLAN or a range of them, such as { "id": 100 } or { "minID": 100, "maxID": 105 }; name them, or remove the entry`,
  ]);
});

test('warns of a misspelt key of a trunk', () => {
  expect(lines({ vlanTrunk: [{ ID: 5 }] })).toEqual(['warning: key-unknown \'vlanTrunk[0].ID\' is not a key of an entry of vlanTrunk, which ignores it: got 5; expected "id"; did you mean "id"?']);
});

test('warns of no name, which is cni0', () => {
  expect(lines({ bridge: undefined })).toEqual(['warning: bridge-name-missing \'bridge\' is missing, so that the plugin takes "cni0": got nothing; expected the name of a bridge for this network, such as "br1"; name the bridge, also if "cni0" is meant']);
});

test('is checked under the name that KubeVirt gives it too', () => {
  const { keys, check } = knownPlugin('cnv-bridge')!;
  const lines = (conf: object) => linesOfPlugin({ type: 'cnv-bridge', keys, check }, { type: 'cnv-bridge', ...conf });
  expect(lines({ bridge: 'br1', vlan: 100, macspoofchk: true, preserveDefaultVlan: false, disableContainerInterface: true })).toEqual([]);
  expect(lines({ bridge: 'br 1', vlan: 4095, disableContainerInterface: 'true', preserveDefaultVLANs: false })).toEqual([
    "error: key-type 'disableContainerInterface' has the wrong type: got \"true\"; expected true or false; correct the value",
    "warning: key-unknown 'preserveDefaultVLANs' is not a key of cnv-bridge, which ignores it: got false; expected \"preserveDefaultVlan\"; did you mean \"preserveDefaultVlan\"?",
    "error: bridge-name-invalid 'bridge' is not the name of a bridge: got \"br 1\"; expected 1 to 15 bytes without space, \"/\", \":\" or \"%\", and not \"all\" or \"default\", such as \"br1\"; choose such a name",
    RANGE('vlan', 4095, 0),
  ]);
});
