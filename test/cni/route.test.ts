import { Ip, Subnet } from '../../lib/address';
import { checkRouteKeys, checkRoutes } from '../../lib/cni/route';
import { linesOf } from '../support/messages';

const SUBNETS = ['192.168.1.0/24', 'fd00:1::/64'];
const lines = (routes: unknown, subnets = SUBNETS, gateways = ['192.168.1.1', 'fd00:1::1']) => linesOf(checkRoutes({ routes }, {
  subnets: subnets.map((text) => Subnet.parse(text) as Subnet), gateways: gateways.map((text) => Ip.parse(text) as Ip),
}, ['ipam']));

test.each<[string, unknown]>([
  ['no routes', undefined],
  ['an empty list', []],
  ['a destination', [{ dst: '10.0.0.0/8' }]],
  ['a host', [{ dst: '10.0.0.1/32' }, { dst: 'fd00::1/128' }]],
  ['host bits in IPv6, which the kernel clears', [{ dst: 'fd00:2::1/64' }]],
  ['a gateway of the subnet', [{ dst: '10.0.0.0/8', gw: '192.168.1.254' }]],
  ['an IPv6 gateway of the subnet', [{ dst: 'fd00:2::/64', gw: 'fd00:1::fe' }]],
  ['a link-local gateway', [{ dst: 'fd00:2::/64', gw: 'fe80::1' }]],
  ['the last link-local gateway', [{ dst: 'fd00:2::/64', gw: 'febf:ffff::1' }]],
  ['one destination in two tables, or with two priorities', [{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8', table: 100 }, { dst: '10.0.0.0/8', priority: 10 }]],
  ['0.0.0.0, which is no gateway to the kernel', [{ dst: '10.0.0.0/8', gw: '0.0.0.0' }]],
  ['a gateway that the route before puts on the link', [{ dst: '10.9.9.0/24', gw: '0.0.0.0', scope: 253 }, { dst: '10.0.0.0/8', gw: '10.9.9.9' }]],
  ['the scope of the link without a gateway, and another scope with one', [{ dst: '10.0.0.0/8', gw: '0.0.0.0', scope: 253 }, { dst: '10.0.0.0/8', priority: 5, scope: 252 }]],
  ['any scope in IPv6, which has none', [{ dst: 'fd00:2::/64', scope: 253 }]],
  ['two gateways of an IPv6 destination, between which the traffic is shared', [{ dst: 'fd00:2::/64' }, { dst: 'fd00:2::/64', gw: 'fd00:1::fe' }]],
])('passes %s', (_, routes) => {
  expect(lines(routes)).toEqual([]);
});

test('fails on a key of a route of the wrong type, and warns of one that is none', () => {
  expect(lines([{ dst: '10.0.0.0/8', table: '100', gateway: '192.168.1.1' }])).toEqual([
    'error: key-type \'ipam.routes[0].table\' has the wrong type: got "100"; expected a whole number; correct the value',
    'warning: key-unknown \'ipam.routes[0].gateway\' is not a key of a route, which ignores it: got "192.168.1.1"; expected one of "dst", "gw", "priority", "table", "scope" or 2 more; remove it, or correct its name',
  ]);
});

test.each<[string, number, number]>([['table', 4294967295, 4294967296], ['priority', 4294967295, 4294967296], ['scope', 254, 255]])('fails on a %s out of range', (key, last, above) => {
  const words = (value: number) => `error: number-range 'ipam.routes[0].${key}' is out of range: got ${value}; expected a whole number from 0 to ${last}; correct it`;
  expect([-1, 0, last, above].flatMap((value) => lines([{ dst: 'fd00:2::/64', [key]: value }]))).toEqual([words(-1), words(above)]);
});

describe('keys that get lost', () => {
  const lost = (route: object, version: string | undefined) => linesOf(checkRouteKeys({ routes: [{ dst: '10.0.0.0/8' }, { dst: '0.0.0.0/0', ...route }] }, version, ['ipam']));
  const BY_RESULTS = 'gets lost between the IPAM and the plugin before CNI version 0.3.0: got 100; expected a configuration with "cniVersion": "0.3.1" or later; set \'cniVersion\' to "0.3.1"';
  const BY_ALL = 'is in the result of the IPAM, and no plugin sets it on the route: got 100; expected no such key; remove it; the \'mtu\' of the plugin is for all of the interface';

  test.each(['0.1.0', '0.2.0'])('warns with version %s', (version) => {
    for (const key of ['table', 'priority', 'scope']) {
      expect(lost({ [key]: 100 }, version)).toEqual([`warning: route-key-ignored 'ipam.routes[1].${key}' ${BY_RESULTS}`]);
    }
  });

  test.each(['0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0', undefined, 'bogus'])('passes with version %s', (version) => {
    expect(lost({ table: 100, priority: 10, scope: 253 }, version)).toEqual([]);
  });

  test.each(['mtu', 'advmss'])('warns of %s with any version, because nobody sets it', (key) => {
    for (const version of ['0.3.1', '1.1.0', undefined]) {
      expect(lost({ [key]: 100 }, version)).toEqual([`warning: route-key-ignored 'ipam.routes[1].${key}' ${BY_ALL}`]);
    }
  });

  test('passes keys that say nothing, and what is no route', () => {
    expect(lost({ table: 254 }, '0.2.0')).toEqual([]);
    expect(lost({ table: 0, priority: 0, mtu: 0, scope: null, gw: '10.0.0.1', odd: 1 }, '0.2.0')).toEqual([]);
    expect([undefined, null, 'x', [null, 'x']].flatMap((routes) => checkRouteKeys({ routes }, '0.2.0', []))).toEqual([]);
  });
});

describe('two routes to one destination', () => {
  const twice = (i: number, dst: string, first = 0) => `error: route-duplicate 'ipam.routes[${i}].dst' is the destination of 'ipam.routes[${first}]' already: got "${dst}"; expected each route once; remove it, or the other route`;
  const overridden = (i: number) => `warning: route-overridden 'ipam.routes[${i}].dst' is the destination of 'ipam.routes[0]' too, which this route takes the place of: got "10.0.0.0/8"; expected one gateway for each destination; remove one of the two, or give each a 'priority', of which the smaller one comes first`;

  test('fail where they are the same', () => {
    expect(lines([{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8', gw: '192.168.1.1', table: 254, scope: 0 }])).toEqual([twice(1, '10.0.0.0/8')]);
    expect(lines([{ dst: 'fd00:2::/64' }, { dst: 'FD00:2:0::1/64' }])).toEqual([twice(1, 'FD00:2:0::1/64')]);
    expect(lines([{ dst: '10.0.0.0/8', table: 100 }, { dst: '10.0.0.0/8', table: 100 }])).toEqual([twice(1, '10.0.0.0/8')]);
  });

  test('warn in IPv4 where only the gateway is another one', () => {
    expect(lines([{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8', gw: '192.168.1.9' }, { dst: '10.0.0.0/8' }])).toEqual([overridden(1), twice(2, '10.0.0.0/8')]);
    expect(lines([{ dst: '10.0.0.0/8', gw: '0.0.0.0' }, { dst: '10.0.0.0/8' }])).toEqual([overridden(1)]);
  });
});

test('names each subnet once', () => {
  expect(lines([{ dst: '10.0.0.0/8', gw: '10.9.9.9' }], [SUBNETS[0], SUBNETS[0]])).toEqual([
    'error: route-gateway-unreachable \'ipam.routes[0].gw\' is in no subnet of this network: got "10.9.9.9"; expected an address of "192.168.1.0/24"; correct \'gw\', or leave it out to use the network\'s own gateway',
  ]);
});

test('passes any gateway where the subnets are not known', () => {
  expect(lines([{ dst: '10.0.0.0/8', gw: '10.9.9.9' }], [])).toEqual([]);
});

const NO_DESTINATION = "error: route-invalid 'ipam.routes[0].dst' is not a destination: got";
const NOT_A_DESTINATION = 'expected an address and a prefix length, such as "10.0.0.0/8"; add the prefix length; a single host is "/32" or "/128"';
const otherFamily = (i: number, family: number, got: string) => `error: route-gateway-unreachable 'ipam.routes[${i}].gw' is the gateway of an IPv${family} destination, and of the other family: got "${got}"; expected an IPv${family} address; correct 'gw' or 'dst'`;
const outside = (subnet: string) => `expected an address of "${subnet}"; correct 'gw', or leave it out to use the network's own gateway`;
const [OUTSIDE, OUTSIDE_V6] = [outside('192.168.1.0/24'), outside('fd00:1::/64')];

test.each<[string, unknown, string[]]>([
  ['an object', { dst: '10.0.0.0/8' }, [
    "error: key-type 'ipam.routes' has the wrong type: got {\"dst\":\"10.0.0.0/8\"}; expected a list of objects with a 'dst'; correct the value",
  ]],
  ['text', '10.0.0.0/8', ["error: key-type 'ipam.routes' has the wrong type: got \"10.0.0.0/8\"; expected a list of objects with a 'dst'; correct the value"]],
  ['null', null, ["error: key-type 'ipam.routes' has the wrong type: got null; expected a list of objects with a 'dst'; correct the value"]],
  ['a list of text', ['10.0.0.0/8'], [
    'error: key-type \'ipam.routes[0]\' has the wrong type: got "10.0.0.0/8"; expected an object with a \'dst\', such as { "dst": "10.0.0.0/8" }; correct the value',
  ]],
  ['no destination', [{}], [`${NO_DESTINATION} nothing; ${NOT_A_DESTINATION}`]],
  ['a destination without a mask', [{ dst: '10.0.0.0' }], [`${NO_DESTINATION} "10.0.0.0"; ${NOT_A_DESTINATION}`]],
  ['a destination of null', [{ dst: null }], [`${NO_DESTINATION} null; ${NOT_A_DESTINATION}`]],
  ['host bits', [{ dst: '10.0.0.1/8' }], [
    'error: route-invalid \'ipam.routes[0].dst\' has host bits set: got "10.0.0.1/8"; expected a network address with its prefix length; write "10.0.0.0/8"',
  ]],
  ['the second one, and its gateway', [{ dst: '10.0.0.0/8' }, { dst: 'x', gw: 'y' }], [
    `error: route-invalid 'ipam.routes[1].dst' is not a destination: got "x"; ${NOT_A_DESTINATION}`,
    'error: address-invalid \'ipam.routes[1].gw\' is not an IP address: got "y"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
  ]],
  ['a gateway just outside', [{ dst: '10.0.0.0/8', gw: '192.168.2.0' }], [
    `error: route-gateway-unreachable 'ipam.routes[0].gw' is in no subnet of this network: got "192.168.2.0"; ${OUTSIDE}`,
  ]],
  ['the broadcast address of a subnet', [{ dst: '10.0.0.0/8', gw: '192.168.1.255' }], [
    'error: route-gateway-unreachable \'ipam.routes[0].gw\' is the broadcast address of 192.168.1.0/24: got "192.168.1.255"; expected the address of a router; '
    + "correct 'gw', or leave it out to use the network's own gateway",
  ]],
  ['::, which is a gateway to the kernel', [{ dst: '10.0.0.0/8', gw: '::' }, { dst: 'fd00:2::/64', gw: '::' }, { dst: 'fd00:3::/64', gw: '0.0.0.0' }], [
    otherFamily(0, 4, '::'),
    `error: route-gateway-unreachable 'ipam.routes[1].gw' is in no subnet of this network: got "::"; ${OUTSIDE_V6}`,
    otherFamily(2, 6, '0.0.0.0'),
  ]],
  ['a gateway of the other family, link-local or not', [{ dst: '10.0.0.0/8', gw: 'fd00:1::1' }, { dst: 'fd00:2::/64', gw: '192.168.1.1' }, { dst: '172.16.0.0/12', gw: 'fe80::1' }], [
    otherFamily(0, 4, 'fd00:1::1'), otherFamily(1, 6, '192.168.1.1'), otherFamily(2, 4, 'fe80::1'),
  ]],
  ['the scope of the link with a gateway, also with that of the network', [{ dst: '10.0.0.0/8', gw: '192.168.1.1', scope: 253 }, { dst: '172.16.0.0/12', scope: 254 }], [
    'error: route-gateway-unreachable \'ipam.routes[0].gw\' is a gateway, and \'scope\' 253 says that there is none: got "192.168.1.1"; expected "0.0.0.0", which stands for none; write it, or remove \'scope\'',
    'error: route-gateway-unreachable \'ipam.routes[1].gw\' is missing, so that the plugin takes the gateway "192.168.1.1", and \'scope\' 254 says that there is none: got nothing; expected "0.0.0.0", which stands for none; write it, or remove \'scope\'',
  ]],
  ['a gateway that a later route puts on the link, or one before without its scope or in another table', [
    { dst: '10.9.8.0/24', gw: '0.0.0.0' }, { dst: '10.9.7.0/24', gw: '0.0.0.0', scope: 253, table: 100 },
    { dst: '10.1.0.0/16', gw: '10.9.9.9' }, { dst: '10.2.0.0/16', gw: '10.9.8.9' }, { dst: '10.3.0.0/16', gw: '10.9.7.9' }, { dst: '10.9.9.0/24', gw: '0.0.0.0', scope: 253 },
  ], [
    `error: route-gateway-unreachable 'ipam.routes[2].gw' is in no subnet of this network: got "10.9.9.9"; ${OUTSIDE}`,
    `error: route-gateway-unreachable 'ipam.routes[3].gw' is in no subnet of this network: got "10.9.8.9"; ${OUTSIDE}`,
    `error: route-gateway-unreachable 'ipam.routes[4].gw' is in no subnet of this network: got "10.9.7.9"; ${OUTSIDE}`,
  ]],
  ['a gateway just behind the link-local ones', [{ dst: '::/1', gw: 'fec0::1' }], [
    `error: route-gateway-unreachable 'ipam.routes[0].gw' is in no subnet of this network: got "fec0::1"; ${OUTSIDE_V6}`,
  ]],
  ['a gateway with a mask', [{ dst: '10.0.0.0/8', gw: '192.168.1.1/24' }], [
    'error: address-invalid \'ipam.routes[0].gw\' is not an IP address: got "192.168.1.1/24"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
  ]],
])('fails on %s', (_, routes, expected) => {
  expect(lines(routes)).toEqual(expected);
});

test('fails on the broadcast address of a small subnet, and passes the last address of one that has none', () => {
  const routes = [{ dst: '10.0.0.0/8', gw: '192.168.5.3' }, { dst: '172.16.0.0/12', gw: '192.168.6.1' }];
  expect(lines(routes, ['192.168.5.0/30', '192.168.6.0/31'])).toEqual([
    'error: route-gateway-unreachable \'ipam.routes[0].gw\' is the broadcast address of 192.168.5.0/30: got "192.168.5.3"; expected the address of a router; '
    + "correct 'gw', or leave it out to use the network's own gateway",
  ]);
});

test.each(['0.0.0.0/0', '::/0'])('warns of the default route %s', (dst) => {
  expect(lines([{ dst }])).toEqual([
    `warning: default-route-in-network 'ipam.routes[0].dst' is the default route: got "${dst}"; expected the destinations that this network leads to, such as "10.0.0.0/8"; name those destinations, or ask for the default route where a pod is attached`,
  ]);
});
