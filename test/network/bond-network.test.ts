import { BondMode, BondNetwork } from '../../lib';
import { POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(BondNetwork);
const RIGHT = { mode: BondMode.ACTIVE_BACKUP, links: ['net1', 'net2'] };

test('renders the defaults: links that Multus has made, looked at every 100 ms', () => {
  expect(configOf({ ...RIGHT, ipam: POOL })).toBe(
    `{"cniVersion":"0.3.1","type":"bond","mode":"active-backup","linksInContainer":true,"miimon":"100","links":[{"name":"net1"},{"name":"net2"}],${POOL_TEXT}}`,
  );
});

test.each([0, 2 ** 31 - 1])('looks at the links every %d ms', (miimon) => {
  expect(JSON.parse(configOf({ ...RIGHT, miimon })).miimon).toBe(String(miimon));
});

const LINKS = (got: string) => `bond-links-invalid 'links' is not a list of two links: got ${got}; expected at least two names of interfaces, such as ["net1", "net2"]; name the interfaces that the bond is made of`;
const MIIMON = (got: string) => `number-range 'miimon' is out of range: got ${got}; expected a whole number from 0 to 2147483647; correct it`;
test.each<[string, unknown, string]>([
  ['no links', { mode: 'active-backup' }, LINKS('nothing')],
  ['one link', { ...RIGHT, links: ['net1'] }, LINKS('["net1"]')],
  ['links as objects', { ...RIGHT, links: [{ name: 'net1' }, { name: 'net2' }] }, LINKS('[{"name":"net1"},{"name":"net2"}]')],
  ['a link that no kernel has', { ...RIGHT, links: ['net1', 'a/b'] }, LINKS('["net1","a/b"]')],
  ['a link twice', { ...RIGHT, links: ['net1', 'net1'] }, LINKS('["net1","net1"]').replace('is not a list of two links', 'names "net1" twice')],
  ['no mode', { links: RIGHT.links }, 'mode-unknown \'mode\' is not a mode: got nothing; expected "active-backup", "802.3ad", "balance-rr", "balance-xor", "broadcast" or 2 more; write one of them, in lower case'],
  ...[-1, 1.5, 2 ** 31, '100', null].map((miimon): [string, unknown, string] => [`a miimon of ${miimon}`, { ...RIGHT, miimon }, MIIMON(JSON.stringify(miimon))]),
  ['allSlavesActive 2', { ...RIGHT, allSlavesActive: 2 }, "number-range 'allSlavesActive' is out of range: got 2; expected a whole number from 0 to 1; correct it"],
  ...['x', {}, true, 0.5].map((value): [string, unknown, string] => [
    `${JSON.stringify(value)} for allSlavesActive`, { ...RIGHT, allSlavesActive: value },
    `key-type 'allSlavesActive' has the wrong type: got ${JSON.stringify(value)}; expected a whole number; correct the value`,
  ]),
  ['failOverMac 3', { ...RIGHT, failOverMac: 3 }, "number-range 'failOverMac' is out of range: got 3; expected a whole number from 0 to 2; correct it"],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('links', 'mode', 'miimon', 'linksInContainer', 'failOverMac', 'xmitHashPolicy', 'tlbDynamicLb');
});
