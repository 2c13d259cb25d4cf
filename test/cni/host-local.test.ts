import * as fc from 'fast-check';
import { ANY } from '../../lib/cni/keys';
import { RANGE_KEYS, readHostLocal } from '../../lib/cni/host-local';
import { linesOf } from '../support/messages';

const read = (conf: Record<string, unknown>) => readHostLocal({ type: 'host-local', ...conf }, ['ipam']);
const lines = (conf: Record<string, unknown>) => linesOf(read(conf).faults);
const sets = (conf: Record<string, unknown>) => read(conf).sets.map((set) => set.map((pool) => String(pool.range)));

const V4 = { subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17' };
const V4_LATER = { subnet: '192.168.1.0/24', rangeStart: '192.168.1.18', rangeEnd: '192.168.1.20' };
const V6 = { subnet: 'fd00:1::/64', rangeStart: 'fd00:1::13', rangeEnd: 'fd00:1::17' };

test.each<[string, Record<string, unknown>, string[][]]>([
  ['one range', V4, [['192.168.1.13-192.168.1.17']]],
  ['one set', { ranges: [[V4]] }, [['192.168.1.13-192.168.1.17']]],
  ['dual stack', { ranges: [[V4], [V6]] }, [['192.168.1.13-192.168.1.17'], ['fd00:1::13-fd00:1::17']]],
  ['a set of two ranges', { ranges: [[V4, V4_LATER]] }, [['192.168.1.13-192.168.1.17', '192.168.1.18-192.168.1.20']]],
  ['an empty list beside the one range', { ...V4, ranges: [] }, [['192.168.1.13-192.168.1.17']]],
  ['the other keys', { ...V4, routes: [], dns: {}, dataDir: '/run/cni', resolvConf: '/etc/resolv.conf' }, [['192.168.1.13-192.168.1.17']]],
])('passes %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual([]);
  expect(sets(conf)).toEqual(expected);
});

const IN_POOL = (route: number, range: string, got: string) => `warning: route-gateway-in-pool 'ipam.routes[${route}].gw' is in the range ${range} that pods get addresses from: got "${got}"; expected a router whose address no pod can get; leave it out of the range, or make it the 'gateway', which host-local gives to no pod`;
test.each<[string, Record<string, unknown>, string[]]>([
  ['the gateway', { subnet: '192.168.1.0/24', gateway: '192.168.1.254', routes: [{ dst: '10.0.0.0/8', gw: '192.168.1.254' }] }, []],
  ['the gateway that nobody has written', { subnet: '192.168.1.0/24', routes: [{ dst: '10.0.0.0/8', gw: '192.168.1.1' }] }, []],
  ['before the range', { ...V4, routes: [{ dst: '10.0.0.0/8', gw: '192.168.1.12' }] }, []],
  ['behind the range', { ...V4, routes: [{ dst: '10.0.0.0/8', gw: '192.168.1.18' }] }, []],
  ['the first of the range', { ...V4, routes: [{ dst: '10.0.0.0/8', gw: '192.168.1.13' }] }, [IN_POOL(0, '192.168.1.13-192.168.1.17', '192.168.1.13')]],
  ['the last of a range among others, of two routes', {
    ranges: [[V4], [V6]], routes: [{ dst: '10.0.0.0/8' }, { dst: 'fd09::/48', gw: 'fd00:1::17' }, { dst: 'fd10::/48', gw: 'fd00:1:0::17' }],
  }, [IN_POOL(1, 'fd00:1::13-fd00:1::17', 'fd00:1::17')]],
])('of a router that is %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual(expected);
});

test('a range that is not known leaves its set unknown, and what may be in it', () => {
  const conf = { ranges: [[V4], [V6, { subnet: 'x' }]], routes: [{ dst: '10.0.0.0/8', gw: '10.1.1.1' }] };
  expect(sets(conf)).toEqual([['192.168.1.13-192.168.1.17'], []]);
  expect(lines(conf)).toEqual([
    'error: subnet-invalid \'ipam.ranges[1][1].subnet\' is not a subnet: got "x"; expected an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"; write the network address of the master\'s subnet with its prefix length',
  ]);
});

test('fails where a set has no address, and passes a range without any beside another one', () => {
  const empty = { subnet: '10.0.0.0/24', rangeStart: '10.0.0.1', rangeEnd: '10.0.0.1' };
  expect(lines({ ranges: [[empty, V4]] })).toEqual([]);
  expect(lines({ ranges: [[V4], [empty]] }).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(["error: pool-empty 'ipam.ranges[1][0].gateway'"]);
});

test('a range beside ranges is a set in front of them, and a warning', () => {
  expect(sets({ ...V4, ranges: [[V6]] })).toEqual([['192.168.1.13-192.168.1.17'], ['fd00:1::13-fd00:1::17']]);
  expect(lines({ ...V4, ranges: [[V6]] })).toEqual([
    'warning: second-pool \'ipam.subnet\' is given beside \'ranges\': got "192.168.1.0/24"; expected either \'subnet\' or \'ranges\'; move the subnet into \'ranges\'',
  ]);
});

test('warns of keys that have no effect beside ranges', () => {
  expect(sets({ gateway: '192.168.1.1', rangeStart: '192.168.1.13', ranges: [[V6]] })).toEqual([['fd00:1::13-fd00:1::17']]);
  expect(lines({ gateway: '192.168.1.1', rangeStart: '192.168.1.13', ranges: [[V6]] })).toEqual([
    'warning: range-key-ignored \'ipam.gateway\' has no effect beside \'ranges\' and without \'subnet\': got "192.168.1.1"; expected the key in a range of \'ranges\'; move it into the range that it is meant for',
    'warning: range-key-ignored \'ipam.rangeStart\' has no effect beside \'ranges\' and without \'subnet\': got "192.168.1.13"; expected the key in a range of \'ranges\'; move it into the range that it is meant for',
  ]);
});

test('secondary IPs are not a key of the plugin: they say nothing', () => {
  const conf = { subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.13'] };
  expect(sets(conf)).toEqual([['192.168.1.1-192.168.1.254']]);
  expect(lines(conf)).toEqual([
    'warning: key-unknown \'ipam.secondaryIps\' is not a key of host-local, which ignores it: got ["192.168.1.13"]; expected one of "type", "subnet", "rangeStart", "rangeEnd", "gateway" or 4 more; remove it, or correct its name',
  ]);
  expect(lines({ ranges: [[conf]] })).toEqual([
    'warning: key-unknown \'ipam.ranges[0][0].secondaryIps\' is not a key of a range of host-local, which ignores it: got ["192.168.1.13"]; expected one of "subnet", "rangeStart", "rangeEnd", "gateway"; remove it, or correct its name',
  ]);
});

test('secondary IPs are the range where they are known', () => {
  const keys = { ...RANGE_KEYS, secondaryIps: ANY };
  const conf = { subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.14', '192.168.1.13'] };
  for (const both of [conf, { ranges: [[conf]] }]) {
    const { sets: read, faults } = readHostLocal({ type: 'host-local', ...both }, [], keys);
    expect([read.map((set) => set.map((pool) => String(pool.range))), faults]).toEqual([[['192.168.1.13-192.168.1.14']], []]);
  }
  expect(linesOf(readHostLocal({ secondaryIps: ['192.168.1.13'], ranges: [[{ subnet: '192.168.1.0/24' }]] }, [], keys).faults)).toEqual([
    'error: subnet-missing \'subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
  ]);
});

const MALFORMED = (got: string) => [
  `error: ranges-malformed 'ipam.ranges' is not a list of range sets: got ${got}; expected a list of lists of ranges, such as [[{ "subnet": "192.168.1.0/24" }]], none of them empty; put each pool in a list of its own: a pod gets one address from every inner list`,
];
test.each<[string, Record<string, unknown>, string[]]>([
  ['no pool', {}, [
    'error: subnet-missing \'ipam.subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
  ]],
  ['an empty list', { ranges: [] }, [
    'error: subnet-missing \'ipam.subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
  ]],
  ['an empty set', { ranges: [[]] }, MALFORMED('[[]]')],
  ['an empty set behind another', { ranges: [[V6], []] }, MALFORMED(`[[${JSON.stringify(V6)}],[]]`)],
  ['one list only', { ranges: [{ subnet: '10.0.0.0/8' }] }, MALFORMED('[{"subnet":"10.0.0.0/8"}]')],
  ['text', { ranges: '10.0.0.0/8' }, MALFORMED('"10.0.0.0/8"')],
  ['null', { ranges: null }, MALFORMED('null')],
  ['a hole for a set', { ranges: [, [V6]] }, MALFORMED(`[null,[${JSON.stringify(V6)}]]`)],
  ['a hole for a range', { ranges: [[, V6]] }, MALFORMED(`[[null,${JSON.stringify(V6)}]]`)],
  ['a range of null', { ranges: [[null]] }, MALFORMED('[[null]]')],
  ['a range without a subnet', { ranges: [[{}]] }, [
    'error: subnet-missing \'ipam.ranges[0][0].subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
  ]],
  ['two families in one set', { ranges: [[V4, V6]] }, [
    'error: ranges-mixed-families \'ipam.ranges[0][1].subnet\' is IPv6, but the first range of the set, "192.168.1.0/24", is IPv4: got "fd00:1::/64"; expected one family in one range set; for dual stack give two sets: ranges: [[{ subnet: "192.168.1.0/24" }], [{ subnet: "fd00:1::/64" }]]',
  ]],
  ['an overlap within a set', { ranges: [[V4, V4]] }, [
    'error: ranges-overlap \'ipam.ranges[0][1]\' overlaps with \'ipam.ranges[0][0]\': got "192.168.1.13-192.168.1.17"; expected addresses outside 192.168.1.13-192.168.1.17; give each range addresses of its own',
  ]],
  ['an overlap of two sets', { ranges: [[V4], [{ subnet: '192.168.1.0/24' }]] }, [
    'error: ranges-overlap \'ipam.ranges[0][0]\' overlaps with \'ipam.ranges[1][0]\': got "192.168.1.13-192.168.1.17"; expected addresses outside 192.168.1.1-192.168.1.254; give each range addresses of its own',
  ]],
  ['routes that are none', { ...V4, routes: '10.0.0.0/8' }, [
    "error: key-type 'ipam.routes' has the wrong type: got \"10.0.0.0/8\"; expected a list of objects with a 'dst'; correct the value",
  ]],
  ['a relative path', { ...V4, dataDir: 'run/cni', resolvConf: './resolv.conf' }, [
    'error: path-not-absolute \'ipam.dataDir\' is not an absolute path: got "run/cni"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path',
    'error: path-not-absolute \'ipam.resolvConf\' is not an absolute path: got "./resolv.conf"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path',
  ]],
  ['a wrong type', { ...V4, dataDir: 1 }, [
    "error: key-type 'ipam.dataDir' has the wrong type: got 1; expected a string; correct the value",
  ]],
])('fails on %s', (_, conf, expected) => {
  expect(lines(conf)).toEqual(expected);
});

test('warns of name servers, which it leaves to resolvConf', () => {
  expect(lines({ ...V4, dns: { nameservers: ['10.0.0.2'] } })).toEqual([
    'warning: key-unknown \'ipam.dns\' is not a key of host-local, which ignores it: got {"nameservers":["10.0.0.2"]}; expected one of "type", "subnet", "rangeStart", "rangeEnd", "gateway" or 4 more; remove it, or correct its name',
  ]);
});

test('warns of a misspelt key, which leaves the whole subnet to pods', () => {
  const conf = { subnet: '192.168.1.0/24', range_start: '192.168.1.13' };
  expect(sets(conf)).toEqual([['192.168.1.1-192.168.1.254']]);
  expect(lines(conf)).toEqual([
    'warning: key-unknown \'ipam.range_start\' is not a key of host-local, which ignores it: got "192.168.1.13"; expected "rangeStart"; did you mean "rangeStart"?',
  ]);
});

/** Configurations with the right keys and any values. */
const anyConf = fc.record({
  subnet: fc.oneof(fc.constantFrom('192.168.1.0/24', 'fd00:1::/64'), fc.anything()),
  rangeStart: fc.anything(),
  rangeEnd: fc.oneof(fc.constant('192.168.1.9'), fc.anything()),
  gateway: fc.anything(),
  secondaryIps: fc.anything(),
  ranges: fc.oneof(fc.anything({ withSparseArray: true }), fc.array(fc.array(fc.object({ key: fc.constantFrom('subnet', 'gateway') })))),
  routes: fc.oneof(fc.anything(), fc.array(fc.anything())),
  dataDir: fc.anything(),
}, { requiredKeys: [] });

test('never throws, whatever the values', () => {
  fc.assert(fc.property(fc.oneof(anyConf, fc.object()), (conf) => {
    for (const line of linesOf(readHostLocal(conf, [], { ...RANGE_KEYS, secondaryIps: ANY }).faults)) {
      expect(line).toMatch(/^(error|warning): [a-z-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+$/);
    }
  }), { numRuns: 500 });
});
