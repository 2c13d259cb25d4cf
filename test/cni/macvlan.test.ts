import { MACVLAN } from '../../lib/cni/macvlan';
import { SOME_IPAM, layer2, linesOfPlugin, macInvalid, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(MACVLAN, { type: 'macvlan', master: 'eth1', ipam: SOME_IPAM, ...conf });

test.each<[string, object]>([
  ['the smallest one', {}],
  ['no mode, which is bridge', { mode: '' }],
  ...['bridge', 'private', 'vepa', 'passthru'].map((mode): [string, object] => [`mode ${mode}`, { mode }]),
  ['every key', { mode: 'bridge', mtu: 1500, mac: '02:00:00:00:00:01', linkInContainer: true, bcqueuelen: 1000, capabilities: { ips: true, mac: true } }],
  ['DHCP', { ipam: { type: 'dhcp' } }],
  ['layer 2 that is said', { ipam: {} }],
  ['the smallest MTU', { mtu: 68 }],
  ['the largest MTU', { mtu: 65535 }],
  ['the smallest MTU of IPv6', { mtu: 1280, ipam: { type: 'host-local', subnet: 'fd00::/64' } }],
  ['an MTU below that of IPv6, where the IPAM does not say whether there is any', { mtu: 1279, ipam: { type: 'dhcp' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no master', { master: undefined }, "warning: master-missing 'master' is missing: got nothing; expected the name of the interface on the node, such as \"eth1\"; name the interface"],
  ['no IPAM', { ipam: undefined }, layer2('macvlan', 'nothing')],
  ['an IPAM without a type', { ipam: { subnet: '10.0.0.0/24' } }, layer2('macvlan', '{"subnet":"10.0.0.0/24"}')],
])('warns of %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test.each<[string, object, string]>([
  ['a mode in upper case', { mode: 'Bridge' }, 'error: mode-unknown \'mode\' is not a mode: got "Bridge"; expected "bridge", "private", "vepa", "passthru"; write one of them, in lower case'],
  ['a mode of ipvlan', { mode: 'l2' }, 'error: mode-unknown \'mode\' is not a mode: got "l2"; expected "bridge", "private", "vepa", "passthru"; write one of them, in lower case'],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['an MTU above', { mtu: 65536 }, mtuInvalid(65536)],
  ['a multicast address', { mac: '01:00:00:00:00:01' }, macInvalid('01:00:00:00:00:01')],
  ['a negative length of the queue', { bcqueuelen: -1 }, "error: key-type 'bcqueuelen' has the wrong type: got -1; expected a whole number from 0 to 4294967295; correct the value"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test.each<[string, object]>([
  ['pool', { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24' }], [{ subnet: 'fd00::/64' }]] }],
  ['address', { type: 'static', addresses: [{ address: 'fd00::5/64' }] }],
  ['range', { type: 'whereabouts', range: 'fd00::/64' }],
  ['route', { type: 'host-local', subnet: '10.0.0.0/24', routes: [{ dst: 'fd00::/64', gw: 'fe80::1' }] }],
])('fails on an MTU with which an IPv6 %s has no interface', (_, ipam) => {
  expect(lines({ mtu: 1279, ipam })).toEqual(["error: mtu-invalid 'mtu' is too small for IPv6, which the kernel takes from such an interface: got 1279; expected a whole number of bytes from 1280 to 65535; correct it, or leave it out, or take IPv6 from the 'ipam'"]);
});

test('warns of an InfiniBand interface, which carries none', () => {
  expect(lines({ master: 'ib0' })).toEqual(['warning: master-infiniband \'master\' is the name of an InfiniBand interface, on which macvlan can make none: got "ib0"; expected the name of an Ethernet interface, such as "eth1"; use the plugin "ipoib" on it, or "ib-sriov" with a virtual function']);
});

test.each(['vlan', 'vlanId', 'vlan_id', 'VLAN-tag'])('warns of %s, because macvlan does not tag', (key) => {
  expect(lines({ [key]: 100 })).toEqual([
    `warning: key-unknown '${key}' is not a key of macvlan, which ignores it: got 100; expected no such key, because macvlan does not tag; name a VLAN interface as 'master', such as "eth1.100", or use the plugin "vlan"`,
  ]);
});
