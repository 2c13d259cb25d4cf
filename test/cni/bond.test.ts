import { BOND } from '../../lib/cni/bond';
import { SOME_IPAM, layer2, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const RIGHT = { type: 'bond', mode: 'active-backup', miimon: '100', linksInContainer: true, links: [{ name: 'net1' }, { name: 'net2' }] };
const lines = (conf: object) => linesOfPlugin(BOND, { ...RIGHT, ...conf });
const LINKS = (got: string) => `error: bond-links-invalid 'links' is not a list of two links: got ${got}; expected at least two objects with the 'name' of an interface, such as [{ "name": "net1" }, { "name": "net2" }]; name the interfaces that the bond is made of`;
const MIIMON = (got: string) => `error: bond-miimon-invalid 'miimon' is not a number of milliseconds: got ${got}; expected a whole number in a string, such as "100", of at most "2147483647"; write how often the links are looked at`;
const MODE = (got: string) => `error: mode-unknown 'mode' is not a mode: got ${got}; expected "active-backup", "802.3ad", "balance-rr", "balance-xor", "broadcast" or 2 more; write one of them, in lower case`;

test.each<[string, object]>([
  ['the smallest one', {}],
  ...['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb'].map((mode): [string, object] => [`mode ${mode}`, { mode }]),
  ['every key', { failOverMac: 1, mtu: 1300, xmitHashPolicy: 'layer2+3', allSlavesActive: 1, ipam: SOME_IPAM }],
  ['three links', { links: [{ name: 'net1' }, { name: 'net2' }, { name: 'net3' }] }],
  ['failOverMac 0 and no MTU', { failOverMac: 0, mtu: 0 }],
  ['allSlavesActive 0', { allSlavesActive: 0 }],
  ['the balance of the load', { mode: 'balance-alb', tlbDynamicLb: 0 }],
  ['the longest miimon', { miimon: '2147483647' }],
  ...['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'].map((xmitHashPolicy): [string, object] => [`policy ${xmitHashPolicy}`, { xmitHashPolicy }]),
  ['failOverMac 2', { failOverMac: 2, miimon: '0' }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no mode', { mode: undefined }, MODE('nothing')],
  ['the number of a mode', { mode: '1' }, MODE('"1"')],
  ['one link', { links: [{ name: 'net1' }] }, LINKS('[{"name":"net1"}]')],
  ['no links', { links: undefined }, LINKS('nothing')],
  ['links without a name', { links: ['net1', 'net2'] }, LINKS('["net1","net2"]')],
  ['a link without a name beside one with it', { links: [{ name: 'net1' }, {}] }, LINKS('[{"name":"net1"},{}]')],
  ['no miimon', { miimon: undefined }, MIIMON('nothing')],
  ['a miimon with a unit', { miimon: '100ms' }, MIIMON('"100ms"')],
  ['a miimon with a sign', { miimon: '+100' }, MIIMON('"+100"')],
  ['a miimon that is a number', { miimon: 100 }, "error: key-type 'miimon' has the wrong type: got 100; expected a string; correct the value"],
  ['failOverMac -1', { failOverMac: -1 }, "error: number-range 'failOverMac' is out of range: got -1; expected a whole number from 0 to 2; correct it"],
  ['failOverMac 3', { failOverMac: 3 }, "error: number-range 'failOverMac' is out of range: got 3; expected a whole number from 0 to 2; correct it"],
  ['allSlavesActive -1', { allSlavesActive: -1 }, "error: number-range 'allSlavesActive' is out of range: got -1; expected a whole number from 0 to 1; correct it"],
  ['allSlavesActive 2', { allSlavesActive: 2 }, "error: number-range 'allSlavesActive' is out of range: got 2; expected a whole number from 0 to 1; correct it"],
  ['a policy that no kernel has', { xmitHashPolicy: 'layer9' }, 'error: value-unknown \'xmitHashPolicy\' is not a value that bond knows: got "layer9"; expected "layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4" or 1 more; write one of them'],
  ['an empty policy', { xmitHashPolicy: '' }, 'error: value-unknown \'xmitHashPolicy\' is not a value that bond knows: got ""; expected "layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4" or 1 more; write one of them'],
  ['allSlavesActive in a text', { allSlavesActive: '1' }, "error: key-type 'allSlavesActive' has the wrong type: got \"1\"; expected a whole number; correct the value"],
  ['a balance of the load that is none', { mode: 'balance-tlb', tlbDynamicLb: 2 }, "error: number-range 'tlbDynamicLb' is out of range: got 2; expected a whole number from 0 to 1; correct it"],
  ['a balance of the load in another mode', { tlbDynamicLb: 0 }, 'error: bond-option-refused \'tlbDynamicLb\' is an option that bond refuses in the mode "active-backup": got 0; expected the mode "balance-tlb", "balance-alb"; remove it, or choose such a mode'],
  ['a miimon that no kernel counts to', { miimon: '2147483648' }, MIIMON('"2147483648"')],
  ['a link twice', { links: [{ name: 'net1' }, { name: 'net2' }, { name: 'net1' }] },
    LINKS('[{"name":"net1"},{"name":"net2"},{"name":"net1"}]').replace('is not a list of two links', 'names "net1" twice')],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of a name, which is that of the attachment', () => {
  expect(lines({ ifname: 'bond0' })).toEqual([expect.stringMatching(/^warning: key-unknown 'ifname' is not a key of bond, which ignores it: got "bond0"; /)]);
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ ipam: { subnet: '10.0.0.0/24' } })).toEqual([layer2('bond', '{"subnet":"10.0.0.0/24"}')]);
});
