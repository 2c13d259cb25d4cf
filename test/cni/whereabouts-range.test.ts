import { readRange, withoutLeadingZeros } from '../../lib/cni/whereabouts-range';
import { Fault } from '../../lib/diagnostics';
import { linesOf } from '../support/messages';

const read = (conf: Record<string, unknown>, isRouted = false) => {
  const faults: Fault[] = [];
  const range = readRange(conf, { networkName: '', isRouted, isCompared: true, isSliced: false }, [], faults);
  return { range: range && `${range.range} ${range.size}`, lines: linesOf(faults) };
};
const INVALID = (got: string, problem = 'is not a range') => `error: whereabouts-range-invalid 'range' ${problem}: got ${got}; expected a subnet, or the first and the last address with the prefix length of their subnet, such as "192.168.2.0/24" or "192.168.2.10-192.168.2.20/24"; correct it`;
const SMALL = (got: string, longest: number) => `error: whereabouts-range-too-small 'range' is too small to allocate from: got "${got}"; expected a prefix length of at most ${longest}; give the subnet that the master is in; narrow the pool with 'range_start' and 'range_end'`;
const IGNORED = (key: string, what: string, got: string, expected: string) => `error: whereabouts-bound-ignored '${key}' ${what}, so that whereabouts ignores it: got "${got}"; expected ${expected}`;

const OUTSIDE = (got: string) => `warning: whereabouts-exclude-outside 'exclude[0]' has no address of the range "10.0.0.0/24", so that it excludes nothing: got "${got}"; expected addresses of the range; correct it, or remove it`;

test.each<[Record<string, unknown>, string]>([
  [{ range: '10.0.0.0/24' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '10.0.0.77/24' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '010.00.0.0/24' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '10.0.0.0/30' }, '10.0.0.1-10.0.0.2 2'],
  [{ range: 'fd00::/126' }, 'fd00::1-fd00::2 2'],
  [{ range: '10.0.0.10-10.0.0.20/24' }, '10.0.0.10-10.0.0.20 11'],
  [{ range: '10.0.0.10-10.0.0.10/24' }, '10.0.0.10-10.0.0.10 1'],
  [{ range: 'fd00::a-fd00::b/64' }, 'fd00::a-fd00::b 2'],
  [{ range: '10.0.0.0-10.0.0.255/24' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '10.0.0.10-10.0.0.20/24', range_start: '10.0.0.10', range_end: '10.0.0.020' }, '10.0.0.10-10.0.0.20 11'],
  [{ range: '10.0.0.0/24', range_start: '10.0.0.5', range_end: '10.0.0.5' }, '10.0.0.5-10.0.0.5 1'],
  [{ range: '10.0.0.0/24', range_start: '10.0.0.0', range_end: '10.0.0.255' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '10.0.0.0/24', range_start: '', range_end: '' }, '10.0.0.1-10.0.0.254 254'],
  [{ range: '10.0.0.0/24', exclude: ['10.0.0.0/25', '10.0.0.64/26', '10.0.0.200'] }, '10.0.0.1-10.0.0.254 126'],
  [{ range: '10.0.0.0/24', exclude: ['10.0.0.200', '10.0.0.64/26', '10.0.0.0/25'] }, '10.0.0.1-10.0.0.254 126'],
  [{ range: '10.0.0.0/29', exclude: ['10.0.0.0/30', '10.0.0.4', '10.0.0.5'] }, '10.0.0.1-10.0.0.6 1'],
  [{ range: '10.0.0.10-10.0.0.20/24', exclude: ['10.0.0.0', '10.0.0.1/32', '10.0.0.21', '10.0.0.255'] }, '10.0.0.10-10.0.0.20 11'],
  [{ range: '10.0.0.0/25', exclude: ['10.0.0.64/26', '10.0.0.0/32'] }, '10.0.0.1-10.0.0.126 63'],
])('reads %j', (conf, expected) => {
  expect(read(conf)).toEqual({ range: expected, lines: [] });
});

test('a routed range hands out every address', () => {
  expect(read({ range: '10.0.0.4/31' }, true)).toEqual({ range: '10.0.0.4-10.0.0.5 2', lines: [] });
  expect(read({ range: '10.0.0.5/32' }, true)).toEqual({ range: '10.0.0.5-10.0.0.5 1', lines: [] });
});

const UNUSABLE = (got: string, what: string) => `error: subnet-unusable 'range' is a subnet of ${what}: got "${got}"; expected a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"; write the subnet that the pods are to be in`;

test.each(['223.255.255.0/24', '240.0.0.0/24', '126.0.0.0/8', '128.0.0.0/8', 'fe00::/8', 'fd00::/8'])('reads %s, whose neighbour no machine can have', (text) => {
  expect(read({ range: text }).lines).toEqual([]);
});

test.each<[Record<string, unknown>, string]>([
  [{ range: '224.0.0.0/24' }, UNUSABLE('224.0.0.0/24', 'multicast addresses')],
  [{ range: '239.0.0.10-239.0.0.20/24' }, UNUSABLE('239.0.0.10-239.0.0.20/24', 'multicast addresses')],
  [{ range: 'ff00::/8' }, UNUSABLE('ff00::/8', 'multicast addresses')],
  [{ range: '127.0.0.0/8' }, UNUSABLE('127.0.0.0/8', 'loopback addresses')],
  [{ range: '0.0.0.0/24' }, UNUSABLE('0.0.0.0/24', 'addresses that no machine has')],
  [{ range: '::/64' }, UNUSABLE('::/64', 'addresses that no machine has')],
  [{ range: '10.0.0.0' }, INVALID('"10.0.0.0"')],
  [{ range: undefined }, INVALID('nothing')],
  [{ range: '10.0.0.10-10.0.0.20' }, INVALID('"10.0.0.10-10.0.0.20"')],
  [{ range: '10.0.0.10/24-10.0.0.20/24' }, INVALID('"10.0.0.10/24-10.0.0.20/24"')],
  [{ range: '10.0.0.10 - 10.0.0.20/24' }, INVALID('"10.0.0.10 - 10.0.0.20/24"')],
  [{ range: '10.0.1.10-10.0.0.20/24' }, INVALID('"10.0.1.10-10.0.0.20/24"', 'begins outside the subnet "10.0.0.0/24"')],
  [{ range: '10.0.0.0/31' }, SMALL('10.0.0.0/31', 30)],
  [{ range: '10.0.0.0/32' }, SMALL('10.0.0.0/32', 30)],
  [{ range: 'fd00::/127' }, SMALL('fd00::/127', 126)],
  [{ range: '10.0.0.0/24', exclude: ['10.0.0.1', 'x'] }, 'error: whereabouts-exclude-invalid \'exclude[1]\' is not what whereabouts can leave out: got "x"; expected an address or a subnet, such as "192.168.2.1" or "192.168.2.0/28"; correct it; a range from one address to another is several subnets'],
  [{ range: '10.0.0.0/24', exclude: ['10.0.0.1-10.0.0.9'] }, 'error: whereabouts-exclude-invalid \'exclude[0]\' is not what whereabouts can leave out: got "10.0.0.1-10.0.0.9"; expected an address or a subnet, such as "192.168.2.1" or "192.168.2.0/28"; correct it; a range from one address to another is several subnets'],
  [{ range: '10.0.0.0/24', exclude: '10.0.0.1' }, 'error: key-type \'exclude\' has the wrong type: got "10.0.0.1"; expected a list of addresses and subnets, such as ["192.168.2.0/28"]; correct the value'],
])('fails on %j', (conf, line) => {
  expect(read(conf)).toEqual({ range: undefined, lines: [line] });
});

test('fails where nothing is left', () => {
  expect(read({ range: '10.0.0.0/29', exclude: ['10.0.0.0/30', '10.0.0.4/31', '10.0.0.6'] }).lines).toEqual(['error: whereabouts-pool-empty \'exclude\' leaves no address of the range 10.0.0.1-10.0.0.6: got ["10.0.0.0/30","10.0.0.4/31","10.0.0.6"]; expected a range with at least one address that is not excluded; exclude less, or widen the range']);
});

test.each<[Record<string, unknown>, string, string]>([
  [{ range_start: '10.0.1.5' }, '10.0.0.1-10.0.0.254 254', `${IGNORED('range_start', 'is outside the range "10.0.0.0/24"', '10.0.1.5', 'an address from "10.0.0.1" to "10.0.0.254"')}; correct it`],
  [{ range_end: 'fd00::5' }, '10.0.0.1-10.0.0.254 254', `${IGNORED('range_end', 'is outside the range "10.0.0.0/24"', 'fd00::5', 'an address from "10.0.0.1" to "10.0.0.254"')}; correct it`],
  [{ range_start: '10.0.0.300' }, '10.0.0.1-10.0.0.254 254', `${IGNORED('range_start', 'is not an IP address', '10.0.0.300', 'an address from "10.0.0.1" to "10.0.0.254"')}; correct it`],
  [{ range_start: '10.0.0.9', range_end: '10.0.0.8' }, '10.0.0.9-10.0.0.254 246', `${IGNORED('range_end', 'comes before \'range_start\' "10.0.0.9"', '10.0.0.8', '"10.0.0.9" or a later address')}; swap 'range_start' and 'range_end'`],
  [{ range: '10.0.0.9-10.0.0.8/24' }, '10.0.0.9-10.0.0.254 246', `${IGNORED('range', 'ends before it begins', '10.0.0.9-10.0.0.8/24', '"10.0.0.9" or a later address at the end')}; swap the two addresses`],
  [{ range: '10.0.0.5-10.0.0.8/24', range_start: '10.0.0.6' }, '10.0.0.5-10.0.0.8 4', `${IGNORED('range_start', 'is given beside a \'range\' that says "10.0.0.5"', '10.0.0.6', 'one of the two')}; remove it, or write the subnet alone into 'range'`],
])('fails on %j, and reads what whereabouts makes of it', (conf, range, line) => {
  expect(read({ range: '10.0.0.0/24', ...conf })).toEqual({ range, lines: [line] });
});

test.each<[Record<string, unknown>, string, string]>([
  [{ exclude: ['10.0.1.1', '10.0.0.1'] }, '10.0.0.1-10.0.0.254 253', OUTSIDE('10.0.1.1')],
  [{ exclude: ['9.0.0.0/8'] }, '10.0.0.1-10.0.0.254 254', OUTSIDE('9.0.0.0/8')],
  [{ exclude: ['fd00::1'] }, '10.0.0.1-10.0.0.254 254', OUTSIDE('fd00::1')],
])('warns of %j, and reads what whereabouts makes of it', (conf, range, line) => {
  expect(read({ range: '10.0.0.0/24', ...conf })).toEqual({ range, lines: [line] });
});

test('leading zeros go, and zeros stay', () => {
  expect(['010.001.000.0', '10.0.0.0/08', 'fd00::0a', '010.0.0.1-010.0.0.2/24'].map(withoutLeadingZeros)).toEqual(['10.1.0.0', '10.0.0.0/08', 'fd00::0a', '10.0.0.1-10.0.0.2/24']);
});
