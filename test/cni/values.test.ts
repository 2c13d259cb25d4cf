import { TEXTS, TEXT_LIST, UINT32, UINT64, checkMac, checkOneOf, checkWithin, isAbsent, isGiven, octetsOf } from '../../lib/cni/values';
import { linesOf } from '../support/messages';

test.each<[unknown, boolean, boolean]>([
  [undefined, true, false], [null, true, false], ['', true, true], [0, true, true], [false, true, true],
  ['x', false, true], [1, false, true], [true, false, true], [[], false, true], [{}, false, true],
])('%j is absent: %s, given: %s', (value, absent, given) => {
  expect([isAbsent(value), isGiven(value)]).toEqual([absent, given]);
});

test('the types are those of the plugins', () => {
  const accepted = (type: typeof UINT32, values: readonly unknown[]) => values.filter((value) => type.accepts(value));
  expect(accepted(UINT32, [-1, 0, 1.5, 4294967295, 4294967296, '1', NaN])).toEqual([0, 4294967295]);
  expect(accepted(UINT64, [-1, 0, 1.5, 2 ** 60, 2 ** 64 - 2048, 2 ** 65, Infinity, '1'])).toEqual([0, 2 ** 60, 2 ** 64 - 2048]);
  expect(accepted(TEXT_LIST, [[], ['a'], ['a', 1], 'a', {}, null])).toEqual([[], ['a']]);
  expect(accepted(TEXTS, [{}, { a: 'b' }, { a: 1 }, ['a'], 'a', null])).toEqual([{}, { a: 'b' }]);
});

test.each<[string, number | undefined]>([
  ['02:00:00:00:00:01', 6], ['02-00-00-00-00-01', 6], ['0200.0000.0001', 6], ['AA:bb:00:00:00:01', 6],
  ['00:11:22:33:44:55:66:77', 8], [Array(20).fill('01').join(':'), 20],
  ['', undefined], ['02:00:00:00:00', undefined], ['02:00-00:00:00:01', undefined], ['020000000001', undefined],
  ['02:00:00:00:00:0g', undefined], ['02:00:00:00:00:01 ', undefined], ['02:00:00:00:00:01:02', undefined],
  ['x02-00-00-00-00-01', undefined], ['02-00-00-00-00-01x', undefined], ['x0200.0000.0001', undefined], ['0200.0000.0001x', undefined],
])('the hardware address %j has octets: %s', (text, octets) => {
  expect(octetsOf(text)?.length).toBe(octets);
});

const MAC = 'is not the hardware address of an interface: got %; expected six octets, the first of them even, such as "02:00:00:00:00:01"; correct it, or leave it out';

test.each(['03:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', '00:11:22:33:44:55:66:77', 'eth0'])('fails on the MAC address %s', (mac) => {
  expect(linesOf(checkMac({ mac }, 'mac', []))).toEqual([`error: hardware-address-invalid 'mac' ${MAC.replace('%', JSON.stringify(mac))}`]);
});

test.each([undefined, null, '', 5, '02:00:00:00:00:01', '00:00:00:00:00:01', '0200.0000.0001'])('passes the MAC address %j', (mac) => {
  expect(checkMac({ mac }, 'mac', [])).toEqual([]);
});

test('a number is checked at its limits', () => {
  const lines = (n: unknown) => linesOf(checkWithin({ n }, 'n', 0, 7, ['plugins', 1]));
  expect([0, 7, undefined, '8', 1.5].flatMap(lines)).toEqual([]);
  expect([-1, 8].flatMap(lines)).toEqual([-1, 8].map((n) => `error: number-range 'plugins[1].n' is out of range: got ${n}; expected a whole number from 0 to 7; correct it`));
});

test('a value is one of those that the plugin knows, or empty', () => {
  const lines = (mode: unknown) => linesOf(checkOneOf({ mode }, 'mode', ['a', 'b'], 'x', []));
  expect(['a', 'b', '', undefined, 5].flatMap(lines)).toEqual([]);
  expect(lines('A')).toEqual(["error: value-unknown 'mode' is not a value that x knows: got \"A\"; expected \"a\", \"b\"; write one of them"]);
});
