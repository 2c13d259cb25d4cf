import { VLAN } from '../../lib/cni/vlan';
import { SOME_IPAM, ipamMissing, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(VLAN, { type: 'vlan', master: 'eth1', vlanId: 5, ipam: SOME_IPAM, ...conf });

test.each([1, 2, 4093, 4094])('passes the VLAN %d', (vlanId) => {
  expect(lines({ vlanId })).toEqual([]);
});

test('passes every key', () => {
  expect(lines({ mtu: 1500, linkInContainer: true, dns: {} })).toEqual([]);
});

test.each([-1, 4095])('fails on the VLAN %d', (vlanId) => {
  expect(lines({ vlanId })).toEqual([`error: vlan-id-range 'vlanId' is not a VLAN ID: got ${vlanId}; expected a whole number from 1 to 4094; correct it`]);
});

test.each<[unknown, string]>([[undefined, 'nothing'], [0, '0']])('warns of the VLAN %s', (vlanId, got) => {
  expect(lines({ vlanId })).toEqual([`warning: vlan-id-missing 'vlanId' names no VLAN: got ${got}; expected a whole number from 1 to 4094; write the number of the VLAN`]);
});

test.each<[string, object, string]>([
  ['a VLAN in a string', { vlanId: '5' }, "error: key-type 'vlanId' has the wrong type: got \"5\"; expected a whole number; correct the value"],
  ['no master', { master: undefined }, "error: vlan-master-missing 'master' is missing, and vlan needs it: got nothing; expected the name of the interface on the node, such as \"eth1\"; name the interface"],
  ['an empty master', { master: '' }, "error: vlan-master-missing 'master' is missing, and vlan needs it: got \"\"; expected the name of the interface on the node, such as \"eth1\"; name the interface"],
  ['the loopback interface', { master: 'lo' }, "error: master-invalid 'master' is not the name of a network card: got \"lo\"; expected the name of the interface on the node, 1 to 15 bytes without space, \"/\", \":\" or \"%\", and not \"all\" or \"default\", nor \"lo\", such as \"eth1\"; write the name that `ip link` shows on the node"],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['no IPAM', { ipam: undefined }, ipamMissing('vlan', 'nothing')],
  ['an empty IPAM', { ipam: {} }, ipamMissing('vlan', '{}')],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of an InfiniBand interface, which carries none', () => {
  expect(lines({ master: 'ib0' })).toEqual(['warning: master-infiniband \'master\' is the name of an InfiniBand interface, on which vlan can make none: got "ib0"; expected the name of an Ethernet interface, such as "eth1"; use the plugin "ipoib" on it, or "ib-sriov" with a virtual function']);
});
