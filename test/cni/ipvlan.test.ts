import { COMMON_KEYS, checkKeys } from '../../lib/cni/keys';
import { IPVLAN } from '../../lib/cni/ipvlan';
import { linesOf } from '../support/messages';
import { linesOfPlugin } from '../support/plugin-lines';

const RIGHT = { type: 'ipvlan', master: 'eth1', mode: 'l3', ipam: { type: 'host-local' } };
const lines = (conf: Record<string, unknown>, path: readonly (string | number)[] = []) => linesOf(IPVLAN.check({ ...RIGHT, ...conf }, path));

test.each<[string, Record<string, unknown>]>([
  ['what the guide has', {}],
  ['mode l2', { mode: 'l2' }],
  ['mode l3s', { mode: 'l3s' }],
  ['a name of 15 bytes', { master: 'a23456789012345' }],
  ['the smallest MTU', { mtu: 68 }],
  ['the largest MTU', { mtu: 65535 }],
  ['an MTU of 0, which the plugin takes for none', { mtu: 0 }],
  ['any IPAM but DHCP', { ipam: { type: 'whereabouts' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

const MASTER = "error: master-invalid 'master' is not the name of a network card: got";
const CARD = 'expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node';
const MODES = 'expected "l2", "l3", "l3s"';
const MTU = 'expected a whole number of bytes from 68 to 65535; correct it, or leave it out';
const IPAM = 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }; say where the addresses come from';

test.each<[string, Record<string, unknown>, string]>([
  ['no master', { master: undefined }, "warning: master-missing 'master' is missing: got nothing; expected the name of the interface on the node, such as \"eth1\"; name the interface"],
  ['an empty master', { master: '' }, "warning: master-missing 'master' is missing: got \"\"; expected the name of the interface on the node, such as \"eth1\"; name the interface"],
  ['no mode', { mode: undefined }, `warning: mode-missing 'mode' is missing, so that the plugin takes "l2": got nothing; ${MODES}; write "l2" if it is meant`],
  ['an empty mode', { mode: '' }, `warning: mode-missing 'mode' is missing, so that the plugin takes "l2": got ""; ${MODES}; write "l2" if it is meant`],
])('warns of %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a master of 16 bytes', { master: 'a234567890123456' }, `${MASTER} "a234567890123456"; ${CARD}`],
  ['the loopback interface', { master: 'lo' }, `${MASTER} "lo"; ${CARD}`],
  ['a master with a colon', { master: 'eth1:0' }, `${MASTER} "eth1:0"; ${CARD}`],
  ['another mode', { mode: 'l4' }, `error: mode-unknown 'mode' is not a mode: got "l4"; ${MODES}; write one of them, in lower case`],
  ['a mode in upper case', { mode: 'L3' }, `error: mode-unknown 'mode' is not a mode: got "L3"; ${MODES}; write one of them, in lower case`],
  ['a mode of macvlan', { mode: 'bridge' }, `error: mode-unknown 'mode' is not a mode: got "bridge"; ${MODES}; write one of them, in lower case`],
  ['an MTU below', { mtu: 67 }, `error: mtu-invalid 'mtu' is not an MTU: got 67; ${MTU}`],
  ['an MTU above', { mtu: 65536 }, `error: mtu-invalid 'mtu' is not an MTU: got 65536; ${MTU}`],
  ['a negative MTU', { mtu: -1 }, `error: mtu-invalid 'mtu' is not an MTU: got -1; ${MTU}`],
  ['no IPAM', { ipam: undefined }, `error: ipam-missing 'ipam' names no plugin for the addresses, and ipvlan needs one: got nothing; ${IPAM}`],
  ['an empty IPAM', { ipam: {} }, `error: ipam-missing 'ipam' names no plugin for the addresses, and ipvlan needs one: got {}; ${IPAM}`],
  ['an IPAM with an empty type', { ipam: { type: '' } }, `error: ipam-missing 'ipam' names no plugin for the addresses, and ipvlan needs one: got {"type":""}; ${IPAM}`],
  ['DHCP', { ipam: { type: 'dhcp' } }, "error: dhcp-on-ipvlan 'ipam.type' cannot work on ipvlan: got \"dhcp\"; expected an IPAM that does not depend on the MAC address, such as \"host-local\"; use another IPAM, or macvlan"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('behind another plugin of a list it gets its master and its addresses from there', () => {
  expect(lines({ master: undefined, ipam: undefined }, ['plugins', 1])).toEqual([]);
  expect(lines({ master: undefined, ipam: undefined }, ['plugins', 0])).toEqual([
    "warning: master-missing 'plugins[0].master' is missing: got nothing; expected the name of the interface on the node, such as \"eth1\"; name the interface",
    `error: ipam-missing 'plugins[0].ipam' names no plugin for the addresses, and ipvlan needs one: got nothing; ${IPAM}`,
  ]);
  expect(lines({ master: 'lo' }, ['plugins', 1])).toEqual([`error: master-invalid 'plugins[1].master' is not the name of a network card: got "lo"; ${CARD}`]);
});

test('values of a wrong type are left to the check of the types', () => {
  const conf = { master: 1, mode: 2, mtu: '1400', ipam: 'host-local', linkInContainer: 'yes' };
  expect(lines(conf)).toEqual([]);
  expect(linesOf(checkKeys(conf, { ...COMMON_KEYS, ...IPVLAN.keys }, 'ipvlan', []))).toEqual([
    "error: key-type 'master' has the wrong type: got 1; expected a string; correct the value",
    "error: key-type 'mode' has the wrong type: got 2; expected a string; correct the value",
    "error: key-type 'mtu' has the wrong type: got \"1400\"; expected a whole number; correct the value",
    "error: key-type 'ipam' has the wrong type: got \"host-local\"; expected an object; correct the value",
    "error: key-type 'linkInContainer' has the wrong type: got \"yes\"; expected true or false; correct the value",
  ]);
});

test('warns of an InfiniBand interface, which carries none', () => {
  expect(lines({ master: 'ib0' })).toEqual(['warning: master-infiniband \'master\' is the name of an InfiniBand interface, on which ipvlan can make none: got "ib0"; expected the name of an Ethernet interface, such as "eth1"; use the plugin "ipoib" on it, or "ib-sriov" with a virtual function']);
});

test.each(['vlan', 'vlanId', 'vlan_id', 'VLAN-tag'])('warns of %s, because ipvlan does not tag', (key) => {
  expect(linesOfPlugin(IPVLAN, { ...RIGHT, [key]: 100 })).toEqual([
    `warning: key-unknown '${key}' is not a key of ipvlan, which ignores it: got 100; expected no such key, because ipvlan does not tag; name a VLAN interface as 'master', such as "eth1.100", or use the plugin "vlan"`,
  ]);
});
