import { BOND } from '../../lib/cni/bond';
import { SOME_IPAM, layer2, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const RIGHT = { type: 'bond', mode: 'active-backup', miimon: '100', linksInContainer: true, links: [{ name: 'net1' }, { name: 'net2' }] };
const lines = (conf: object) => linesOfPlugin(BOND, { ...RIGHT, ...conf });
const LINKS = (got: string) => `error: bond-links-invalid 'links' is not a list of two links: got ${got}; expected at least two objects with the 'name' of an interface, such as [{ "name": "net1" }, { "name": "net2" }]; name the interfaces that the bond is made of`;
const MIIMON = (got: string) => `error: bond-miimon-invalid 'miimon' is not a number of milliseconds: got ${got}; expected a whole number in a string, such as "100"; write how often the links are looked at`;
const MODE = (got: string) => `error: mode-unknown 'mode' is not a mode: got ${got}; expected "active-backup", "802.3ad", "balance-rr", "balance-xor", "broadcast" or 2 more; write one of them, in lower case`;

test.each<[string, object]>([
  ['the smallest one', {}],
  ...['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb'].map((mode): [string, object] => [`mode ${mode}`, { mode }]),
  ['every key', { ifname: 'bond0', failOverMac: 1, mtu: 1300, xmitHashPolicy: 'layer2+3', allSlavesActive: 1, ipam: SOME_IPAM }],
  ['three links', { links: [{ name: 'net1' }, { name: 'net2' }, { name: 'net3' }] }],
  ['failOverMac 0 and no MTU', { failOverMac: 0, mtu: 0, ifname: '' }],
  ['allSlavesActive 0', { allSlavesActive: 0 }],
  ...['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac', ''].map((xmitHashPolicy): [string, object] => [`policy ${xmitHashPolicy}`, { xmitHashPolicy }]),
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
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['a name of 16 bytes', { ifname: 'a234567890123456' }, 'error: interface-name-invalid \'ifname\' is not the name of an interface: got "a234567890123456"; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "net1"; choose such a name'],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ ipam: { subnet: '10.0.0.0/24' } })).toEqual([layer2('bond', '{"subnet":"10.0.0.0/24"}')]);
});
