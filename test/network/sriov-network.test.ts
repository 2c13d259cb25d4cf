import { SriovNetwork, SriovVlanProtocol } from '../../lib';
import { POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(SriovNetwork);
const resourceName = 'intel.com/sriov_net_a';

test('renders the defaults', () => {
  expect(configOf({ resourceName, ipam: POOL })).toBe(`{"cniVersion":"0.3.1","type":"sriov",${POOL_TEXT}}`);
});

test('renders switches in the words of the plugin', () => {
  expect(configOf({ resourceName, spoofchk: true, trust: false })).toBe('{"cniVersion":"0.3.1","type":"sriov","spoofchk":"on","trust":"off"}');
});

const RESOURCE = (got: string) => `key-type 'resourceName' is not the name of a resource: got ${got}; expected the name of an extended resource, such as "intel.com/sriov_net_a"; correct the value`;
test.each<[string, unknown, string]>([
  ['no resource', {}, "property-missing 'resourceName' is required: got nothing; expected the name of an extended resource, such as \"intel.com/sriov_net_a\"; set it"],
  ...['', 'sriov', '/sriov', 'intel.com/', 'intel.com/a/b', 'intel.com/-a', 'Intel.com/a', `intel.com/${'a'.repeat(64)}`, 5, null]
    .map((name): [string, unknown, string] => [`the resource ${JSON.stringify(name)}`, { resourceName: name }, RESOURCE(JSON.stringify(name))]),
  ['a switch in the words of the plugin', { resourceName, spoofchk: 'on' }, "key-type 'spoofchk' has the wrong type: got \"on\"; expected true or false; correct the value"],
  ['rates that are turned round', { resourceName, minTxRate: 5, maxTxRate: 2 },
    "sriov-rate-reversed 'minTxRate' is above 'maxTxRate' 2: got 5; expected at most 2 Mbps; lower it, or raise 'maxTxRate'; 0 there is no limit"],
  ['a rate below 0', { resourceName, minTxRate: -1 }, "number-range 'minTxRate' is out of range: got -1; expected a whole number from 0 to 4294967295; correct it"],
  ['a protocol without a VLAN', { resourceName, vlanProto: SriovVlanProtocol.DOT1AD },
    "sriov-vlan-missing 'vlanProto' needs a VLAN, and 'vlan' is missing: got \"802.1ad\"; expected a 'vlan' from 1 to 4094 beside it; set 'vlan', or remove this"],
  ['the number of a model', { resourceName, deviceId: '154c' },
    'pci-address-invalid \'deviceId\' is not the PCI address of a device: got "154c"; expected domain, bus, device and function, in lower case, such as "0000:3b:02.0"; write what `lspci -D` shows on the node, or leave it out and name the resource of a device plugin'],
  ['another state of the link', { resourceName, linkState: 'up' }, 'value-unknown \'linkState\' is not a value that sriov knows: got "up"; expected "auto", "enable", "disable"; write one of them'],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('a resource of the longest name passes', () => {
  expect(configOf({ resourceName: `intel.com/${'a'.repeat(63)}` })).toBe('{"cniVersion":"0.3.1","type":"sriov"}');
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('vlan', 'vlanQoS', 'vlanProto', 'spoofchk', 'trust', 'linkState', 'minTxRate', 'maxTxRate', 'deviceId');
});
