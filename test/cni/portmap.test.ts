import { PORTMAP } from '../../lib/cni/portmap';
import { linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(PORTMAP, { type: 'portmap', capabilities: { portMappings: true }, ...conf });

test.each<[string, object]>([
  ['the smallest one', {}],
  ['every key but one', { backend: 'iptables', snat: true, conditionsV4: ['!', '-d', '192.0.2.0/24'], conditionsV6: [], masqAll: false, markMasqBit: 0 }],
  ['the last bit', { markMasqBit: 31, backend: 'iptables' }],
  ['conditions for nftables', { backend: 'nftables', conditionsV4: ['ip daddr != 192.0.2.0/24'], conditionsV6: ['ip6', 'daddr', '!=', '2001:db8::/32'], markMasqBit: 5 }],
  ['any conditions where the node chooses the backend', { conditionsV4: ['ip daddr != 192.0.2.0/24'], conditionsV6: ['-d', '2001:db8::/32'] }],
  ['a chain of its own', { externalSetMarkChain: 'KUBE-MARK-MASQ' }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['bit -1', { markMasqBit: -1 }, "error: number-range 'markMasqBit' is out of range: got -1; expected a whole number from 0 to 31; correct it"],
  ['bit 32', { markMasqBit: 32 }, "error: number-range 'markMasqBit' is out of range: got 32; expected a whole number from 0 to 31; correct it"],
  ['an unknown backend', { backend: 'ipfw' }, "error: value-unknown 'backend' is not a value that portmap knows: got \"ipfw\"; expected \"iptables\", \"nftables\"; write one of them"],
  ['an empty backend', { backend: '' }, "error: value-unknown 'backend' is not a value that portmap knows: got \"\"; expected \"iptables\", \"nftables\"; write one of them"],
  ['conditions for nftables beside iptables', { backend: 'iptables', conditionsV6: ['ip6 daddr != 2001:db8::/32'] }, 'error: key-type \'conditionsV6\' is not written for the backend "iptables": got ["ip6 daddr != 2001:db8::/32"]; expected conditions such as ["!", "-d", "192.0.2.0/24"]; correct the value'],
  ['conditions for iptables beside nftables', { backend: 'nftables', conditionsV4: ['-d', '192.0.2.0/24'] }, 'error: key-type \'conditionsV4\' is not written for the backend "nftables": got ["-d","192.0.2.0/24"]; expected conditions such as ["ip daddr != 192.0.2.0/24"]; correct the value'],
  ['a chain of iptables beside nftables', { backend: 'nftables', externalSetMarkChain: 'X' }, "error: options-exclusive 'externalSetMarkChain' is given beside 'backend': got \"X\"; expected one of the two; remove it, or remove 'backend'"],
  ['a bit and a chain', { markMasqBit: 0, externalSetMarkChain: 'X' }, "error: options-exclusive 'markMasqBit' is given beside 'externalSetMarkChain': got 0; expected one of the two; remove it, or remove 'externalSetMarkChain'"],
  ['a chain without a name', { externalSetMarkChain: '' }, "error: key-type 'externalSetMarkChain' is empty: got \"\"; expected the name of a chain, such as \"KUBE-MARK-MASQ\"; correct the value"],
  ['a condition in a string', { conditionsV4: '-d 192.0.2.0/24' }, "error: key-type 'conditionsV4' has the wrong type: got \"-d 192.0.2.0/24\"; expected a list of strings; correct the value"],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns where it never does anything', () => {
  expect(lines({ capabilities: undefined })).toEqual(['warning: plugin-without-effect \'capabilities\' do not declare "portMappings", so that portmap does nothing: got nothing; expected { "portMappings": true }; add it, or remove the plugin']);
});

test('capabilities of a wrong type are left to the check of the types', () => {
  expect(lines({ capabilities: ['portMappings'] })).toEqual(['error: key-type \'capabilities\' has the wrong type: got ["portMappings"]; expected an object of true and false; correct the value']);
  expect(lines({ capabilities: { portMappings: 'true' } })).toEqual(['error: key-type \'capabilities\' has the wrong type: got {"portMappings":"true"}; expected an object of true and false; correct the value']);
});
