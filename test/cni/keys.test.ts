import { ANY, FLAG, FLAGS, INTEGER, LIST, OBJECT, TEXT, checkKeys, checkTypes, isConf, isInterfaceName, isListOf, jsonCopy, nearest } from '../../lib/cni/keys';
import { linesOf, messageThrownBy } from '../support/messages';

const KEYS = { master: TEXT, mtu: INTEGER, linkInContainer: FLAG, ipam: OBJECT, capabilities: FLAGS, routes: LIST, ranges: ANY };

test.each<[string, unknown, string]>([
  ['master', 1, 'a string'],
  ['master', null, 'a string'],
  ['mtu', '1400', 'a whole number'],
  ['mtu', 1.5, 'a whole number'],
  ['mtu', NaN, 'a whole number'],
  ['linkInContainer', 'true', 'true or false'],
  ['linkInContainer', 0, 'true or false'],
  ['ipam', [], 'an object'],
  ['ipam', null, 'an object'],
  ['capabilities', { ips: 'true' }, 'an object of true and false'],
  ['capabilities', ['ips'], 'an object of true and false'],
  ['routes', { dst: '10.0.0.0/8' }, 'a list'],
])('fails where %s is %j', (key, value, expected) => {
  const shown = JSON.stringify(value);
  const faults = checkTypes({ [key]: value }, KEYS, ['plugins', 0]);
  expect(linesOf(faults)).toEqual([`error: key-type 'plugins[0].${key}' has the wrong type: got ${Number.isNaN(value) ? 'NaN' : shown}; expected ${expected}; correct the value`]);
});

test('passes values of the right type, and keys that are not given', () => {
  expect(checkTypes({ master: '', mtu: 0, linkInContainer: false, ipam: {}, capabilities: { ips: true, mac: null }, routes: [], ranges: null }, KEYS, [])).toEqual([]);
  expect(checkTypes({ master: undefined, mtu: undefined, ranges: undefined }, KEYS, [])).toEqual([]);
  expect(checkKeys({ master: undefined, moed: undefined }, KEYS, 'ipvlan', [])).toEqual([]);
});

test.each([
  ['masterr', '"master"; did you mean "master"?'],
  ['Master', '"master"; did you mean "master"?'],
  ['link_in_container', '"linkInContainer"; did you mean "linkInContainer"?'],
  ['LINK-IN-CONTAINER', '"linkInContainer"; did you mean "linkInContainer"?'],
  ['mut', '"mtu"; did you mean "mtu"?'],
  ['mtx', '"mtu"; did you mean "mtu"?'],
  ['mt', 'one of "master", "mtu", "linkInContainer", "ipam", "capabilities" or 2 more; remove it, or correct its name'],
  ['vlan', 'one of "master", "mtu", "linkInContainer", "ipam", "capabilities" or 2 more; remove it, or correct its name'],
  ['__proto__', 'one of "master", "mtu", "linkInContainer", "ipam", "capabilities" or 2 more; remove it, or correct its name'],
  ['constructor', 'one of "master", "mtu", "linkInContainer", "ipam", "capabilities" or 2 more; remove it, or correct its name'],
  ['toString', 'one of "master", "mtu", "linkInContainer", "ipam", "capabilities" or 2 more; remove it, or correct its name'],
])('warns of the unknown key %s', (key, expected) => {
  const conf = JSON.parse(`{ ${JSON.stringify(key)}: 1 }`);
  expect(linesOf(checkKeys(conf, KEYS, 'ipvlan', [])))
    .toEqual([`warning: key-unknown '${key}' is not a key of ipvlan, which ignores it: got 1; expected ${expected}`]);
});

const OF = {
  vlanId: INTEGER, isDefaultGateway: FLAG, mac: TEXT, mtu: INTEGER, cniVersion: TEXT, name: TEXT, ipam: OBJECT, link_state: TEXT, publishPfGuid: FLAG,
  txRate: INTEGER, rxRate: INTEGER,
};

test.each<[string, string | undefined]>([
  ['vlan', 'vlanId'], ['default_gateway', 'isDefaultGateway'], ['version', 'cniVersion'], ['mac_address', 'mac'], ['macAddress', 'mac'], ['mtuSize', 'mtu'], ['ipam-config', 'ipam'],
  // one of two, letters that are no word, too little of it, and what anything can begin with
  ['rate', undefined], ['macvlan', undefined], ['link', undefined], ['guid', undefined], ['id', undefined], ['nameServers', undefined], ['namespace', undefined], ['networkName', undefined],
])('%s is a part of %s, or the reverse', (key, near) => {
  const [line] = linesOf(checkKeys({ [key]: 1 }, OF, 'ipvlan', []));
  expect(line).toMatch(near === undefined ? /; remove it, or correct its name$/ : new RegExp(`; did you mean "${near}"\\?$`));
});

test.each(['_comment', '//', '#', '$schema', 'comment', 'NOTE1', 'description'])('the key %s is a comment', (key) => {
  expect(checkKeys({ [key]: 'the storage network' }, KEYS, 'ipvlan', [])).toEqual([]);
});

test('a key of the runtime passes', () => {
  expect(checkKeys({ 'cni.dev/valid-attachments': [] }, KEYS, 'ipvlan', [])).toEqual([]);
});

test('a key with a line break stays on one line', () => {
  expect(linesOf(checkKeys({ 'a\nb': 1 }, { mtu: INTEGER }, 'ipvlan', ['ipam'])))
    .toEqual(['warning: key-unknown \'ipam["a\\nb"]\' is not a key of ipvlan, which ignores it: got 1; expected one of "mtu"; remove it, or correct its name']);
});

test.each([
  ['subnte', ['type', 'subnet'], 'subnet'],
  ['range_start', ['rangeStart', 'rangeEnd'], 'rangeStart'],
  ['gw', ['gateway'], undefined],
  ['x', [], undefined],
  ['x'.repeat(10_000), ['subnet'], undefined],
])('the nearest word to %.20s in %j is %s', (word, known, near) => {
  expect(nearest(word, known)).toBe(near);
});

test.each<[unknown, boolean]>([
  ['eth1', true], ['e', true], ['a23456789012345', true], ['a234567890123456', false], ['ééééééé', true], ['éééééééé', false],
  ['', false], ['.', false], ['..', false], ['...', true], ['a/b', false], ['a:b', false], ['a b', false], ['a\tb', false], ['a\n', false],
  ['à', false], ['a\u0085', false], ['á', true], ['all', false], ['all1', true], ['default', false], ['a%d', false], ['%', false],
  ['a\u0000', false], [undefined, false], [null, false], [1, false], [['eth1'], false],
])('%j as the name of an interface: %p', (name, valid) => {
  expect(isInterfaceName(name)).toBe(valid);
});

test('objects are objects, and lists, null and text are not', () => {
  expect([{}, Object.create(null), [], null, undefined, 'x', 1, () => 1].map(isConf)).toEqual([true, true, false, false, false, false, false, false]);
});

test('a hole in a list is an item', () => {
  expect(isListOf([1, , 2], (item) => item !== undefined)).toBe(false);
  expect(isListOf([1, 2], (item) => item !== undefined)).toBe(true);
  expect(isListOf({ length: 0 }, () => true)).toBe(false);
});

describe('jsonCopy', () => {
  test('is what JSON carries, and later changes do not reach it', () => {
    const conf = { a: { b: [1, undefined] }, c: undefined, d: NaN, e: new Date(0) };
    const copy = jsonCopy('apps/net', 'config', conf);
    conf.a.b.push(2);
    expect(copy).toEqual({ a: { b: [1, null] }, d: null, e: '1970-01-01T00:00:00.000Z' });
    expect(Object.keys(copy)).toEqual(['a', 'd', 'e']);
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  test.each<[string, any, string]>([
    ['a cycle', cycle, 'an object of type Object'],
    ['a bigint', { a: 1n }, '{"a":"1"}'],
    ['a function, which would be left out', { a: [() => 'eth1'] }, '{"a":[null]}'],
    ['a symbol, which would be left out', { a: Symbol('eth1') }, '{}'],
    ['what makes text of itself', { toJSON: () => 'x' }, '"x"'],
    ['what makes nothing of itself', { toJSON: () => undefined }, 'an object of type Object'],
    ['what throws', { toJSON: () => { throw new TypeError('boom'); } }, 'an object of type Object'],
  ])('fails on %s', (_, conf, got) => {
    expect(messageThrownBy(() => jsonCopy('apps/net', 'config', conf)))
      .toBe(`[apps/net] key-type 'config' has the wrong type: got ${got}; expected values that JSON can carry, without a cycle, a function or a bigint; correct the value`);
  });
});
