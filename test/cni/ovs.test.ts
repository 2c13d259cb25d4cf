import { OVS } from '../../lib/cni/ovs';
import { SOME_IPAM, layer2, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(OVS, { type: 'ovs', bridge: 'br1', ...conf });
const RANGE = (key: string, got: number, last = 4095) => `error: number-range '${key}' is out of range: got ${got}; expected a whole number from 0 to ${last}; correct it`;
const NO_VLAN = (got: string) => `error: vlan-trunk-without-vlan 'trunk' names no VLAN: got ${got}; expected VLANs, such as [{ "minID": 100, "maxID": 105 }, { "id": 200 }]; name them, or remove it: the port then carries all VLANs`;

test.each<[string, object]>([
  ['a bridge alone', {}],
  ['addresses', { ipam: SOME_IPAM }],
  ['layer 2', { ipam: {} }],
  ['VLAN 0', { vlan: 0 }],
  ['VLAN 4095', { vlan: 4095 }],
  ['a trunk', { trunk: [{ id: 42 }, { minID: 1000, maxID: 1010 }, { minID: 5, maxID: 5, id: 0 }] }],
  ['the ends of a trunk', { trunk: [{ minID: 1, maxID: 4095 }, { id: 4095 }] }],
  ['half a range beside a VLAN', { trunk: [{ minID: 5 }, { id: 6 }] }],
  ['an empty trunk', { trunk: [] }],
  ['every other key', {
    mtu: 9000, deviceID: '0000:3b:02.0', ofport_request: 65279, interface_type: 'dpdk', configuration_path: '/etc/ovs.conf',
    socket_file: 'unix:/var/run/openvswitch/db.sock', link_state_check_retries: 5, link_state_check_interval: 1000,
  }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['a VLAN in a string', { vlan: '1000' }, ["error: key-type 'vlan' has the wrong type: got \"1000\"; expected a whole number; correct the value"]],
  ['VLAN -1', { vlan: -1 }, [RANGE('vlan', -1)]],
  ['VLAN 4096', { vlan: 4096 }, [RANGE('vlan', 4096)]],
  ['an MTU below', { mtu: 67 }, [mtuInvalid(67)]],
  ['a port number that no port can have', { ofport_request: 65280 }, [RANGE('ofport_request', 65280, 65279)]],
  ['a trunk that is no list', { trunk: { id: 5 } }, ["error: key-type 'trunk' has the wrong type: got {\"id\":5}; expected a list; correct the value"]],
  ['a trunk of numbers', { trunk: [100] }, ['error: key-type \'trunk[0]\' has the wrong type: got 100; expected an object such as { "id": 100 } or { "minID": 100, "maxID": 105 }; correct the value']],
  ['VLAN 4096 in a trunk', { trunk: [{ id: 4096 }, { minID: 1, maxID: 4096 }] }, [RANGE('trunk[0].id', 4096), RANGE('trunk[1].maxID', 4096)]],
  ['a range that is reversed', { trunk: [{ minID: 6, maxID: 5 }] }, ["error: vlan-trunk-reversed 'trunk[0].maxID' comes before 'minID' 6: got 5; expected 6 or more; swap 'minID' and 'maxID'"]],
  ['half a range alone', { trunk: [{ minID: 5 }] }, [NO_VLAN('[{"minID":5}]')]],
  ['a range from 0 alone', { trunk: [{ minID: 0, maxID: 5 }] }, [NO_VLAN('[{"minID":0,"maxID":5}]')]],
  ['an empty entry alone', { trunk: [{}] }, [NO_VLAN('[{}]')]],
])('fails on %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual(expected);
});

test('warns of a misspelt key, and of an IPAM that names no plugin', () => {
  expect(lines({ vlanTag: 5 })).toEqual(["warning: key-unknown 'vlanTag' is not a key of ovs, which ignores it: got 5; expected \"vlan\"; did you mean \"vlan\"?"]);
  expect(lines({ ipam: { range: '10.0.0.0/24' } })).toEqual([layer2('ovs', '{"range":"10.0.0.0/24"}')]);
});

test('warns of a VLAN beside a trunk, which takes its place', () => {
  const dropped = (vlan: number) => `warning: ovs-vlan-dropped 'vlan' has no effect beside 'trunk': got ${vlan}; expected one of the two: 'vlan' for a port in one VLAN, or 'trunk' for the VLANs whose tagged frames it takes; remove it, or remove 'trunk'`;
  for (const vlan of [100, 0]) {
    expect(lines({ vlan, trunk: [{ id: 5 }] })).toEqual([dropped(vlan)]);
  }
  expect(lines({ vlan: 100, trunk: [] })).toEqual([]);
});
