import { Ipam, VlanNetwork } from '../../lib';
import { NO_IPAM, NO_MASTER, POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(VlanNetwork);

test('renders the defaults', () => {
  expect(configOf({ master: 'eth1', vlanId: 4094, ipam: POOL })).toBe(`{"cniVersion":"0.3.1","type":"vlan","master":"eth1","vlanId":4094,${POOL_TEXT}}`);
});

test.each<[string, unknown, string]>([
  ['no master', { vlanId: 100, ipam: POOL }, NO_MASTER],
  ['no VLAN', { master: 'eth1', ipam: POOL }, "property-missing 'vlanId' is required: got nothing; expected a whole number from 1 to 4094; set it"],
  ['VLAN 4095', { master: 'eth1', vlanId: 4095, ipam: POOL }, "vlan-id-range 'vlanId' is not a VLAN ID: got 4095; expected a whole number from 1 to 4094; correct it"],
  ['no IPAM', { master: 'eth1', vlanId: 100 }, NO_IPAM('vlan')],
  ['no addresses on purpose', { master: 'eth1', vlanId: 100, ipam: Ipam.none() }, NO_IPAM('vlan', '{}')],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('master', 'vlanId', 'linkInContainer');
});
