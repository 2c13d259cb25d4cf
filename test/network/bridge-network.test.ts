import { BridgeNetwork, Ipam } from '../../lib';
import { POOL, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(BridgeNetwork);

test('renders the defaults', () => {
  expect(configOf({})).toBe('{"cniVersion":"0.3.1","type":"bridge"}');
});

test('renders a trunk in the keys of the plugin', () => {
  expect(configOf({ bridge: 'br1', vlanTrunk: [{ id: 5 }, { maxId: 20, minId: 10 }], ipam: Ipam.none() }))
    .toBe('{"cniVersion":"0.3.1","type":"bridge","bridge":"br1","vlanTrunk":[{"id":5},{"minID":10,"maxID":20}],"ipam":{}}');
});

test.each<[string, unknown, string]>([
  ['two modes of the port', { hairpinMode: true, promiscMode: true }, "options-exclusive 'hairpinMode' is given beside 'promiscMode': got true; expected one of the two; remove it, or remove 'promiscMode'"],
  ['addresses of an interface that is down', { disableContainerInterface: true, ipam: POOL },
    "options-exclusive 'disableContainerInterface' is given beside 'ipam': got true; expected one of the two; remove it, or remove 'ipam'"],
  ['half a range of VLANs', { vlanTrunk: [{ minId: 10 }] },
    "vlan-trunk-incomplete 'vlanTrunk[0].maxId' is missing beside 'minId': got nothing; expected both ends of the range, or one VLAN, such as { \"minId\": 100, \"maxId\": 105 } or { \"id\": 100 }; give both, or 'id' alone"],
  ['a range that is turned round', { vlanTrunk: [{ minId: 10, maxId: 5 }] }, "vlan-trunk-reversed 'vlanTrunk[0].maxId' comes before 'minId' 10: got 5; expected 10 or more; swap 'minId' and 'maxId'"],
  ['a trunk that is none', { vlanTrunk: [5] }, 'key-type \'vlanTrunk[0]\' has the wrong type: got 5; expected an object such as { "id": 100 } or { "minId": 100, "maxId": 105 }; correct the value'],
  ['VLAN 4095', { vlan: 4095 }, "vlan-id-range 'vlan' is not a VLAN ID: got 4095; expected a whole number from 0 to 4094; correct it"],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('bridge', 'isGateway', 'ipMasq', 'ipMasqBackend', 'vlan', 'vlanTrunk', 'disableContainerInterface', 'hairpinMode', 'promiscMode');
});
