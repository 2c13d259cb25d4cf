import { SRIOV } from '../../lib/cni/sriov';
import { SOME_IPAM, layer2, linesOfPlugin, macInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(SRIOV, { type: 'sriov', ...conf });
const NEEDS = (key: string, vlan: string, got: string) => `error: sriov-vlan-missing '${key}' needs a VLAN, and 'vlan' is ${vlan}: got ${got}; expected a 'vlan' from 1 to 4094 beside it; set 'vlan', or remove this`;

test.each<[string, object]>([
  ['the smallest one', {}],
  ['what the SR-IOV network operator writes', {
    vlan: 0, vlanQoS: 0, vlanProto: '802.1q', spoofchk: 'on', trust: 'off', link_state: 'auto', min_tx_rate: 0, max_tx_rate: 0, logLevel: 'info', capabilities: { mac: true, ips: true }, ipam: {},
  }],
  ['every key', {
    deviceID: '0000:03:02.0', mac: 'CA:FE:C0:FF:EE:00', vlan: 1000, vlanQoS: 4, vlanProto: '802.1ad', min_tx_rate: 100, max_tx_rate: 200, link_state: 'enable', logFile: '/tmp/sriov.log', ipam: SOME_IPAM,
  }],
  ['a protocol in upper case', { vlan: 5, vlanProto: '802.1Q' }],
  ['VLAN 4094, quality 7', { vlan: 4094, vlanQoS: 7 }],
  ['a level of the log in upper case', { logLevel: 'DEBUG' }],
  ['equal rates', { min_tx_rate: 100, max_tx_rate: 100 }],
  ['the highest rate', { max_tx_rate: 4294967295 }],
  ['a lower rate without an upper one', { min_tx_rate: 100, max_tx_rate: 0 }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['VLAN -1', { vlan: -1 }, ["error: vlan-id-range 'vlan' is not a VLAN ID: got -1; expected a whole number from 0 to 4094; correct it"]],
  ['VLAN 4095', { vlan: 4095 }, ["error: vlan-id-range 'vlan' is not a VLAN ID: got 4095; expected a whole number from 0 to 4094; correct it"]],
  ['quality -1', { vlan: 5, vlanQoS: -1 }, ["error: number-range 'vlanQoS' is out of range: got -1; expected a whole number from 0 to 7; correct it"]],
  ['quality 8', { vlan: 5, vlanQoS: 8 }, ["error: number-range 'vlanQoS' is out of range: got 8; expected a whole number from 0 to 7; correct it"]],
  ['quality 0 without a VLAN', { vlanQoS: 0 }, [NEEDS('vlanQoS', 'missing', '0')]],
  ['quality 1 in VLAN 0', { vlan: 0, vlanQoS: 1 }, [NEEDS('vlanQoS', '0', '1')]],
  ['a protocol without a VLAN', { vlanProto: '802.1q' }, [NEEDS('vlanProto', 'missing', '"802.1q"')]],
  ['802.1ad in VLAN 0', { vlan: 0, vlanProto: '802.1ad' }, [NEEDS('vlanProto', '0', '"802.1ad"')]],
  ['an unknown protocol', { vlan: 5, vlanProto: '802.1x' }, ["error: value-unknown 'vlanProto' is not a value that sriov knows: got \"802.1x\"; expected \"802.1q\", \"802.1ad\"; write one of them"]],
  ['an unknown state of the link', { link_state: 'on' }, ["error: value-unknown 'link_state' is not a value that sriov knows: got \"on\"; expected \"auto\", \"enable\", \"disable\"; write one of them"]],
  ['reversed rates', { min_tx_rate: 101, max_tx_rate: 100 }, ["error: sriov-rate-reversed 'min_tx_rate' is above 'max_tx_rate' 100: got 101; expected at most 100 Mbps; lower it, or raise 'max_tx_rate'; 0 there is no limit"]],
  ['a rate below 0', { min_tx_rate: -1 }, ["error: number-range 'min_tx_rate' is out of range: got -1; expected a whole number from 0 to 4294967295; correct it"]],
  ['a rate of more than 32 bits', { max_tx_rate: 4294967296 }, ["error: number-range 'max_tx_rate' is out of range: got 4294967296; expected a whole number from 0 to 4294967295; correct it"]],
  ['a multicast address', { mac: '01:00:00:00:00:01' }, [macInvalid('01:00:00:00:00:01')]],
  ...['02-00-00-00-00-01', '0200.0000.0001', '2:0:0:0:0:1'].map((mac): [string, object, string[]] => [`${mac}, which the kernel writes otherwise`, { mac }, [expect.stringMatching(
    new RegExp(`^error: hardware-address-invalid 'mac' .*: got "${mac}"; expected six octets`),
  )]]),
  ['a switch that is a flag', { trust: true }, ["error: key-type 'trust' has the wrong type: got true; expected a string; correct the value"]],
])('fails on %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual(expected);
});

test.each(['spoofchk', 'trust'])('warns of a %s that is neither on nor off', (key) => {
  expect(lines({ [key]: 'ON' })).toEqual([`warning: value-ignored '${key}' is not a value that sriov knows, so that it takes "off": got "ON"; expected "on", "off"; write one of them, in lower case`]);
});

test('warns of a log where nobody looks for it, or of a level that there is not', () => {
  expect(lines({ logFile: 'sriov.log', logLevel: 'foo' })).toEqual([
    'warning: log-file-relative \'logFile\' is not an absolute path: got "sriov.log"; expected a path on the node that begins with "/", such as "/var/log/plugin.log"; write the whole path',
    'warning: value-ignored \'logLevel\' is not a value that sriov knows, so that it logs as if none were given: got "foo"; expected "panic", "error", "warning", "info", "debug"; write one of them, in lower case',
  ]);
});

test('warns of what only other builds read, and of what the MTU of the card takes the place of', () => {
  expect(lines({ vlan_trunk: '1,200-210', mtu: 9000 })).toEqual(['vlan_trunk', 'mtu'].map((key) => expect.stringMatching(new RegExp(`^warning: key-unknown '${key}' is not a key of sriov, which ignores it: `))));
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ ipam: { subnet: '10.0.0.0/24' } })).toEqual([layer2('sriov', '{"subnet":"10.0.0.0/24"}')]);
});
