import * as fc from 'fast-check';
import { IpRange, Pool, PoolOptions, Subnet, overlaps, readPool } from '../../lib/address';
import { Fault } from '../../lib/diagnostics';
import { linesOf } from '../support/messages';

/** A pool and everything that was said of it. */
function read(options: PoolOptions, path: readonly string[] = []): { pool?: Pool; lines: string[] } {
  const faults: Fault[] = [];
  const pool = readPool(options, path, faults);
  return { pool, lines: linesOf(faults) };
}

/** `range size gateway` of a pool that nothing is said of. */
function summary(options: PoolOptions): string {
  const { pool, lines } = read(options);
  expect(lines).toEqual([]);
  return `${pool?.range} ${pool?.size} ${pool?.gateway}`;
}

const V4 = '192.168.1.0/24';
const V6 = 'fd00:1::/64';

describe('a pool that is right', () => {
  test.each<[string, PoolOptions, string]>([
    ['the whole subnet', { subnet: V4 }, '192.168.1.1-192.168.1.254 253 192.168.1.1'],
    ['the whole IPv6 subnet', { subnet: V6 }, 'fd00:1::1-fd00:1::ffff:ffff:ffff:ffff 18446744073709551614 fd00:1::1'],
    ['the smallest subnet', { subnet: '192.168.1.0/30' }, '192.168.1.1-192.168.1.2 1 192.168.1.1'],
    ['the smallest IPv6 subnet', { subnet: 'fd00:1::/126' }, 'fd00:1::1-fd00:1::3 2 fd00:1::1'],
    ['a router of IPv6, which has a link-local address', { subnet: V6, rangeEnd: 'fd00:1::9', gateway: 'fe80::1' }, 'fd00:1::1-fd00:1::9 9 fe80::1'],
    ['the largest subnet', { subnet: '128.0.0.0/1' }, '128.0.0.1-255.255.255.254 2147483645 128.0.0.1'],
    ['the guide', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' }, '192.168.1.13-192.168.1.17 5 192.168.1.1'],
    ['a beginning', { subnet: V4, rangeStart: '192.168.1.250' }, '192.168.1.250-192.168.1.254 5 192.168.1.1'],
    ['an end', { subnet: V4, rangeEnd: '192.168.1.5' }, '192.168.1.1-192.168.1.5 4 192.168.1.1'],
    ['the first usable address', { subnet: V4, rangeStart: '192.168.1.1', gateway: '192.168.1.254', rangeEnd: '192.168.1.253' }, '192.168.1.1-192.168.1.253 253 192.168.1.254'],
    ['one address', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.13' }, '192.168.1.13-192.168.1.13 1 192.168.1.1'],
    ['the end before the broadcast address', { subnet: V4, rangeStart: '192.168.1.254' }, '192.168.1.254-192.168.1.254 1 192.168.1.1'],
    ['the last IPv6 address', { subnet: V6, rangeStart: 'fd00:1::ffff:ffff:ffff:ffff' }, 'fd00:1::ffff:ffff:ffff:ffff-fd00:1::ffff:ffff:ffff:ffff 1 fd00:1::1'],
    ['another gateway in the whole subnet', { subnet: V4, gateway: '192.168.1.254' }, '192.168.1.1-192.168.1.254 253 192.168.1.254'],
    ['secondary IPs in any order', { subnet: V4, secondaryIps: ['192.168.1.15', '192.168.1.13', '192.168.1.14'] }, '192.168.1.13-192.168.1.15 3 192.168.1.1'],
    ['one secondary IP', { subnet: V4, secondaryIps: ['192.168.1.13'] }, '192.168.1.13-192.168.1.13 1 192.168.1.1'],
    ['IPv6 secondary IPs in any form', { subnet: V6, secondaryIps: ['FD00:1::14', 'fd00:1:0:0::13'] }, 'fd00:1::13-fd00:1::14 2 fd00:1::1'],
    ['secondary IPs up to the gateway', { subnet: V4, secondaryIps: ['192.168.1.2', '192.168.1.3'], gateway: '192.168.1.1' }, '192.168.1.2-192.168.1.3 2 192.168.1.1'],
  ])('passes: %s', (_, options, text) => {
    expect(summary(options)).toBe(text);
  });
});

describe('a pool that cannot be', () => {
  test.each<[string, PoolOptions, string[]]>([
    ['no subnet', {}, [
      'error: subnet-missing \'subnet\' is missing: got nothing; expected a subnet in CIDR notation, such as "192.168.1.0/24"; set \'subnet\', or give one or more pools in \'ranges\'',
    ]],
    ['a subnet that is none', { subnet: '192.168.1.0' }, [
      'error: subnet-invalid \'subnet\' is not a subnet: got "192.168.1.0"; expected an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"; write the network address of the master\'s subnet with its prefix length',
    ]],
    ['a subnet of null', { subnet: null }, [
      'error: subnet-invalid \'subnet\' is not a subnet: got null; expected an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"; write the network address of the master\'s subnet with its prefix length',
    ]],
    ['a subnet in which host-local cannot count', { subnet: '0.0.0.0/0' }, [
      'error: subnet-invalid \'subnet\' is not a subnet: got "0.0.0.0/0"; expected an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"; write the network address of the master\'s subnet with its prefix length',
    ]],
    ['a subnet of multicast addresses, 224.0.0.0/24', { subnet: '224.0.0.0/24' }, [
      'error: subnet-unusable \'subnet\' is a subnet of multicast addresses: got "224.0.0.0/24"; expected a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"; write the subnet that the pods are to be in',
    ]],
    ['a subnet of multicast addresses, 239.255.255.0/24', { subnet: '239.255.255.0/24' }, [
      'error: subnet-unusable \'subnet\' is a subnet of multicast addresses: got "239.255.255.0/24"; expected a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"; write the subnet that the pods are to be in',
    ]],
    ['a subnet of multicast addresses, ff00::/8', { subnet: 'ff00::/8' }, [
      'error: subnet-unusable \'subnet\' is a subnet of multicast addresses: got "ff00::/8"; expected a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"; write the subnet that the pods are to be in',
    ]],
    ['a subnet of loopback addresses, 127.0.0.0/8', { subnet: '127.0.0.0/8' }, [
      'error: subnet-unusable \'subnet\' is a subnet of loopback addresses: got "127.0.0.0/8"; expected a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"; write the subnet that the pods are to be in',
    ]],
    ['a /31', { subnet: '192.168.1.0/31' }, [
      'error: subnet-too-small \'subnet\' is too small to allocate from: got "192.168.1.0/31"; expected a prefix length of at most 30; give the subnet that the master is in; narrow the pool with \'rangeStart\' and \'rangeEnd\'',
    ]],
    ['a /127', { subnet: 'fd00:1::/127' }, [
      'error: subnet-too-small \'subnet\' is too small to allocate from: got "fd00:1::/127"; expected a prefix length of at most 126; give the subnet that the master is in; narrow the pool with \'rangeStart\' and \'rangeEnd\'',
    ]],
    ['host bits', { subnet: '192.168.1.7/24' }, [
      'error: subnet-host-bits \'subnet\' has host bits set: got "192.168.1.7/24"; expected a network address; write "192.168.1.0/24", and set \'rangeStart\' to "192.168.1.7" if allocation should begin there',
    ]],
    ['a beginning that is no address', { subnet: V4, rangeStart: '192.168.1.300' }, [
      'error: address-invalid \'rangeStart\' is not an IP address: got "192.168.1.300"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
    ]],
    ['an end of null', { subnet: V4, rangeEnd: null }, [
      'error: address-invalid \'rangeEnd\' is not an IP address: got null; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
    ]],
    ['a beginning before the subnet', { subnet: V4, rangeStart: '192.168.0.255' }, [
      'error: range-outside-subnet \'rangeStart\' is outside the subnet "192.168.1.0/24": got "192.168.0.255"; expected an address from "192.168.1.1" to "192.168.1.254"; correct the address, or widen \'subnet\'',
    ]],
    ['an end behind the subnet', { subnet: V6, rangeEnd: 'fd00:1:0:1::' }, [
      'error: range-outside-subnet \'rangeEnd\' is outside the subnet "fd00:1::/64": got "fd00:1:0:1::"; expected an address from "fd00:1::1" to "fd00:1::ffff:ffff:ffff:ffff"; correct the address, or widen \'subnet\'',
    ]],
    ['ends of the other family', { subnet: V4, rangeStart: 'fd00:1::5', rangeEnd: 'fd00:1::6' }, [
      'error: ranges-mixed-families \'rangeStart\' is IPv6, but the subnet "192.168.1.0/24" is IPv4: got "fd00:1::5"; expected one family in one range set; for dual stack give two sets: ranges: [[{ subnet: "192.168.1.0/24" }], [{ subnet: "fd00:1::/64" }]]',
      'error: ranges-mixed-families \'rangeEnd\' is IPv6, but the subnet "192.168.1.0/24" is IPv4: got "fd00:1::6"; expected one family in one range set; for dual stack give two sets: ranges: [[{ subnet: "192.168.1.0/24" }], [{ subnet: "fd00:1::/64" }]]',
    ]],
    ['a range backwards', { subnet: V4, rangeStart: '192.168.1.17', rangeEnd: '192.168.1.16' }, [
      'error: range-reversed \'rangeEnd\' comes before \'rangeStart\' "192.168.1.17": got "192.168.1.16"; expected "192.168.1.17" or a later address of the subnet; swap \'rangeStart\' and \'rangeEnd\'',
    ]],
    ['the network address as the beginning', { subnet: V4, rangeStart: '192.168.1.0' }, [
      'error: range-reserved-address \'rangeStart\' is the network address of the subnet: got "192.168.1.0"; expected an address from "192.168.1.1" to "192.168.1.254"; write "192.168.1.1"',
    ]],
    ['the broadcast address as the end', { subnet: V4, rangeEnd: '192.168.1.255' }, [
      'error: range-reserved-address \'rangeEnd\' is the broadcast address of the subnet: got "192.168.1.255"; expected an address from "192.168.1.1" to "192.168.1.254"; write "192.168.1.254"',
    ]],
    ['the broadcast address as the beginning', { subnet: V4, rangeStart: '192.168.1.255' }, [
      'error: range-reserved-address \'rangeStart\' is the broadcast address of the subnet: got "192.168.1.255"; expected an address from "192.168.1.1" to "192.168.1.254"; correct or remove it',
    ]],
    ['the network address as the end', { subnet: V4, rangeEnd: '192.168.1.0' }, [
      'error: range-reserved-address \'rangeEnd\' is the network address of the subnet: got "192.168.1.0"; expected an address from "192.168.1.1" to "192.168.1.254"; correct or remove it',
    ]],
    ['the network address as both', { subnet: V4, rangeStart: '192.168.1.0', rangeEnd: '192.168.1.0' }, [
      'error: range-reserved-address \'rangeStart\' is the network address of the subnet: got "192.168.1.0"; expected an address from "192.168.1.1" to "192.168.1.254"; write "192.168.1.1"',
    ]],
    ['both reserved addresses', { subnet: V4, rangeStart: '192.168.1.0', rangeEnd: '192.168.1.255' }, [
      'error: range-reserved-address \'rangeStart\' is the network address of the subnet: got "192.168.1.0"; expected an address from "192.168.1.1" to "192.168.1.254"; write "192.168.1.1"',
      'error: range-reserved-address \'rangeEnd\' is the broadcast address of the subnet: got "192.168.1.255"; expected an address from "192.168.1.1" to "192.168.1.254"; write "192.168.1.254"',
    ]],
    ['the anycast address of IPv6', { subnet: V6, rangeStart: 'fd00:1::', rangeEnd: 'fd00:1::5' }, [
      'error: range-reserved-address \'rangeStart\' is the subnet-router anycast address of the subnet: got "fd00:1::"; expected an address from "fd00:1::1" to "fd00:1::ffff:ffff:ffff:ffff"; write "fd00:1::1"',
    ]],
  ])('fails: %s', (_, options, lines) => {
    expect(read(options).lines).toEqual(lines);
  });
});

describe('secondary IPs that cannot be', () => {
  const missing = (text: string) => `error: range-not-contiguous 'secondaryIps' leaves out ${text}`;
  test.each<[string, PoolOptions, string[]]>([
    ['one address missing', { subnet: V4, secondaryIps: ['192.168.1.13', '192.168.1.14', '192.168.1.16'] }, [
      missing('1 address between the first and the last: got ["192.168.1.13","192.168.1.14","192.168.1.16"]; expected addresses that follow each other without a gap; add "192.168.1.15" to the network card and to the list, or use one of the contiguous runs: "192.168.1.13-192.168.1.14", "192.168.1.16"'),
    ]],
    ['two gaps', { subnet: V4, secondaryIps: ['192.168.1.20', '192.168.1.13', '192.168.1.15', '192.168.1.16'] }, [
      missing('4 addresses between the first and the last: got ["192.168.1.20","192.168.1.13","192.168.1.15","192.168.1.16"]; expected addresses that follow each other without a gap; add "192.168.1.14", "192.168.1.17", "192.168.1.18", "192.168.1.19" to the network card and to the list, or use one of the contiguous runs: "192.168.1.13", "192.168.1.15-192.168.1.16", "192.168.1.20"'),
    ]],
    ['many missing', { subnet: V6, secondaryIps: ['fd00:1::1:0:0:0', 'fd00:1::2'] }, [
      missing('281474976710653 addresses between the first and the last: got ["fd00:1::1:0:0:0","fd00:1::2"]; expected addresses that follow each other without a gap; add "fd00:1::3", "fd00:1::4", "fd00:1::5", "fd00:1::6", "fd00:1::7" and 281474976710648 more to the network card and to the list, or use one of the contiguous runs: "fd00:1::2", "fd00:1:0:0:1::"'),
    ]],
    ['a duplicate, in another form', { subnet: V6, secondaryIps: ['fd00:1::13', 'fd00:1::14', 'FD00:1:0::13'] }, [
      "error: secondary-ip-duplicate 'secondaryIps[2]' repeats 'secondaryIps[0]': got \"FD00:1:0::13\"; expected each address once; remove one of the two, or correct it",
    ]],
    ['one three times', { subnet: V4, secondaryIps: ['192.168.1.13', '192.168.1.13', '192.168.1.13'] }, [
      "error: secondary-ip-duplicate 'secondaryIps[1]' repeats 'secondaryIps[0]': got \"192.168.1.13\"; expected each address once; remove one of the two, or correct it",
      "error: secondary-ip-duplicate 'secondaryIps[2]' repeats 'secondaryIps[0]': got \"192.168.1.13\"; expected each address once; remove one of the two, or correct it",
    ]],
    ['one outside, one of the other family, one that is none', { subnet: V4, secondaryIps: ['192.168.2.13', 'fd00:1::13', 'x', undefined] }, [
      'error: range-outside-subnet \'secondaryIps[0]\' is outside the subnet "192.168.1.0/24": got "192.168.2.13"; expected an address from "192.168.1.1" to "192.168.1.254"; correct the address, or widen \'subnet\'',
      'error: ranges-mixed-families \'secondaryIps[1]\' is IPv6, but the subnet "192.168.1.0/24" is IPv4: got "fd00:1::13"; expected one family in one range set; for dual stack give two sets: ranges: [[{ subnet: "192.168.1.0/24" }], [{ subnet: "fd00:1::/64" }]]',
      'error: address-invalid \'secondaryIps[2]\' is not an IP address: got "x"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
      'error: address-invalid \'secondaryIps[3]\' is not an IP address: got nothing; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
    ]],
    ['a hole', { subnet: V4, secondaryIps: [, '192.168.1.13'] }, [
      'error: address-invalid \'secondaryIps[0]\' is not an IP address: got nothing; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
    ]],
    ['none', { subnet: V4, secondaryIps: [] }, [
      'error: secondary-ips-empty \'secondaryIps\' has no address: got []; expected the secondary IPs of the network card, such as ["192.168.1.13", "192.168.1.14"]; list the addresses, or leave \'secondaryIps\' out to use the whole subnet',
    ]],
    ['text', { subnet: V4, secondaryIps: '192.168.1.13' }, [
      'error: key-type \'secondaryIps\' has the wrong type: got "192.168.1.13"; expected a list of addresses, such as ["192.168.1.13", "192.168.1.14"]; correct the value',
    ]],
    ['null', { subnet: V4, secondaryIps: null }, [
      'error: key-type \'secondaryIps\' has the wrong type: got null; expected a list of addresses, such as ["192.168.1.13", "192.168.1.14"]; correct the value',
    ]],
    ['the network address, for which there is no other', { subnet: V4, secondaryIps: ['192.168.1.1', '192.168.1.0'] }, [
      'error: range-reserved-address \'secondaryIps[1]\' is the network address of the subnet: got "192.168.1.0"; expected an address from "192.168.1.1" to "192.168.1.254"; correct or remove it',
    ]],
    ['the broadcast address', { subnet: V4, secondaryIps: ['192.168.1.255', '192.168.1.254'] }, [
      'error: range-reserved-address \'secondaryIps[0]\' is the broadcast address of the subnet: got "192.168.1.255"; expected an address from "192.168.1.1" to "192.168.1.254"; correct or remove it',
    ]],
    ['a range beside them', { subnet: V4, secondaryIps: ['192.168.1.13'], rangeStart: '192.168.1.13', rangeEnd: '192.168.1.13' }, [
      'error: range-given-twice \'secondaryIps\' is given beside \'rangeStart\': got ["192.168.1.13"]; expected either \'secondaryIps\' or \'rangeStart\' and \'rangeEnd\'; remove \'rangeStart\'',
      'error: range-given-twice \'secondaryIps\' is given beside \'rangeEnd\': got ["192.168.1.13"]; expected either \'secondaryIps\' or \'rangeStart\' and \'rangeEnd\'; remove \'rangeEnd\'',
    ]],
  ])('fails: %s', (_, options, lines) => {
    expect(read(options).lines).toEqual(lines);
  });
});

describe('a gateway', () => {
  const outside = (fallback: string) => `correct the address, or leave it out: host-local then takes "${fallback}"`;
  test.each<[string, PoolOptions, string[]]>([
    ['that is no address fails', { subnet: V4, gateway: '192.168.1.1/24' }, [
      'error: address-invalid \'gateway\' is not an IP address: got "192.168.1.1/24"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone',
    ]],
    ['outside the subnet fails', { subnet: V4, gateway: '192.168.2.1' }, [
      `error: gateway-outside-subnet 'gateway' is outside the subnet "192.168.1.0/24": got "192.168.2.1"; expected an address of "192.168.1.0/24", such as "192.168.1.1"; ${outside('192.168.1.1')}`,
    ]],
    ['of the other family fails', { subnet: V6, gateway: '192.168.1.1' }, [
      `error: gateway-unusable 'gateway' cannot be a gateway: it is IPv4 in the IPv6 subnet "fd00:1::/64": got "192.168.1.1"; expected the address of a router, such as "fd00:1::1"; ${outside('fd00:1::1')}`,
    ]],
    ['that is the network address fails', { subnet: V4, gateway: '192.168.1.0' }, [
      `error: gateway-unusable 'gateway' cannot be a gateway: it is the network address of "192.168.1.0/24": got "192.168.1.0"; expected the address of a router, such as "192.168.1.1"; ${outside('192.168.1.1')}`,
    ]],
    ['that is the broadcast address fails', { subnet: V4, gateway: '192.168.1.255' }, [
      `error: gateway-unusable 'gateway' cannot be a gateway: it is the broadcast address of "192.168.1.0/24": got "192.168.1.255"; expected the address of a router, such as "192.168.1.1"; ${outside('192.168.1.1')}`,
    ]],
    ['that is the anycast address fails', { subnet: V6, gateway: 'fd00:1::' }, [
      `error: gateway-unusable 'gateway' cannot be a gateway: it is the subnet-router anycast address of "fd00:1::/64": got "fd00:1::"; expected the address of a router, such as "fd00:1::1"; ${outside('fd00:1::1')}`,
    ]],
    ['before the broadcast address passes', { subnet: V4, gateway: '192.168.1.254' }, []],
    ['behind the network address passes', { subnet: V4, gateway: '192.168.1.1' }, []],
    ['that is the last IPv6 address passes', { subnet: V6, gateway: 'fd00:1::ffff:ffff:ffff:ffff' }, []],
    ['before the range passes', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.12' }, []],
    ['behind the range passes', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.18' }, []],
    ['at the beginning of the range is a warning', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.13' }, [
      'warning: gateway-in-pool \'gateway\' lies in the pool 192.168.1.13-192.168.1.17: got "192.168.1.13"; expected an address outside the pool; leave the gateway out of the range; 4 addresses remain for pods',
    ]],
    ['that leaves one address is a warning', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.14', gateway: '192.168.1.14' }, [
      'warning: gateway-in-pool \'gateway\' lies in the pool 192.168.1.13-192.168.1.14: got "192.168.1.14"; expected an address outside the pool; leave the gateway out of the range; 1 address remains for pods',
    ]],
    ['that leaves no address fails', { subnet: V4, rangeStart: '192.168.1.13', rangeEnd: '192.168.1.13', gateway: '192.168.1.13' }, [
      'error: pool-empty \'gateway\' leaves no address in the pool 192.168.1.13-192.168.1.13: got "192.168.1.13"; expected a pool with at least one address besides the gateway; widen the pool, or correct \'gateway\'',
    ]],
    ['that nobody gave, and that leaves no address, fails', { subnet: V4, rangeEnd: '192.168.1.1' }, [
      'error: pool-empty \'gateway\' is by default "192.168.1.1", which leaves no address in the pool 192.168.1.1-192.168.1.1: got nothing; expected a pool with at least one address besides the gateway; widen the pool, or correct \'gateway\'',
    ]],
    ['among the secondary IPs fails', { subnet: V4, secondaryIps: ['192.168.1.13', '192.168.1.14'], gateway: '192.168.1.14' }, [
      'error: gateway-is-secondary-ip \'gateway\' is also in \'secondaryIps\': got "192.168.1.14"; expected the address of the router, such as "192.168.1.1"; correct \'gateway\', or remove the address from \'secondaryIps\'',
    ]],
  ])('%s', (_, options, lines) => {
    expect(read(options).lines).toEqual(lines);
  });
});

test('fails with everything that is wrong with a range at once, under its path', () => {
  expect(read({ subnet: V4, rangeStart: 'x', rangeEnd: '192.168.2.1', gateway: '192.168.2.1' }, ['ipam']).lines.map((line) => line.split("' ")[0])).toEqual([
    "error: address-invalid 'ipam.rangeStart",
    "error: range-outside-subnet 'ipam.rangeEnd",
    "error: gateway-outside-subnet 'ipam.gateway",
  ]);
});

test('the size is what a list of the addresses without the gateway has', () => {
  const octet = fc.integer({ min: 0, max: 15 });
  fc.assert(fc.property(octet, octet, fc.option(octet, { nil: undefined }), (start, end, router) => {
    const [first, last, gateway] = [start, end, router].map((n) => (n === undefined ? undefined : `10.0.0.${n}`));
    const { pool } = read({ subnet: '10.0.0.0/28', rangeStart: first, rangeEnd: last, gateway });
    fc.pre(pool !== undefined);
    const handedOut = Array.from({ length: end - start + 1 }, (_, n) => start + n).filter((n) => n !== (router ?? 1));
    expect(pool?.size).toBe(BigInt(handedOut.length));
  }));
});

describe('overlaps', () => {
  const poolAt = (path: readonly (string | number)[], first: number, last: number, v6 = false): Pool => {
    const subnet = Subnet.parse(v6 ? 'fd00:1::/64' : '10.0.0.0/16') as Subnet;
    const range = new IpRange(subnet.network.plus(BigInt(first)), subnet.network.plus(BigInt(last)));
    return { path, subnet, range, gateway: subnet.network, size: range.size };
  };

  test.each<[string, Pool[], string[]]>([
    ['none in nothing', [], []],
    ['none in one pool', [poolAt([], 1, 9)], []],
    ['none where one begins behind the other', [poolAt(['ranges', 0, 0], 5, 9), poolAt(['ranges', 1, 0], 10, 12)], []],
    ['none across families', [poolAt(['ranges', 0, 0], 5, 9), poolAt(['ranges', 1, 0], 5, 9, true)], []],
    ['one common address', [poolAt(['ranges', 0, 0], 5, 9), poolAt(['ranges', 1, 0], 9, 12)], [
      "error: ranges-overlap 'ranges[1][0]' overlaps with 'ranges[0][0]': got \"10.0.0.9-10.0.0.12\"; expected addresses outside 10.0.0.5-10.0.0.9; give each range addresses of its own",
    ]],
    ['the pool given by subnet', [poolAt([], 5, 9), poolAt(['ranges', 0, 0], 1, 5)], [
      "error: ranges-overlap 'subnet' overlaps with 'ranges[0][0]': got \"10.0.0.5-10.0.0.9\"; expected addresses outside 10.0.0.1-10.0.0.5; give each range addresses of its own",
    ]],
    ['two within a wide one', [poolAt(['a'], 1, 100), poolAt(['b'], 5, 6), poolAt(['c'], 50, 60)], [
      "error: ranges-overlap 'b' overlaps with 'a': got \"10.0.0.5-10.0.0.6\"; expected addresses outside 10.0.0.1-10.0.0.100; give each range addresses of its own",
      "error: ranges-overlap 'c' overlaps with 'a': got \"10.0.0.50-10.0.0.60\"; expected addresses outside 10.0.0.1-10.0.0.100; give each range addresses of its own",
    ]],
  ])('finds %s', (_, pools, lines) => {
    expect(linesOf(overlaps(pools))).toEqual(lines);
  });

  test('finds a pool exactly where a comparison of all pairs does, and another one that it really overlaps with', () => {
    const pools = fc.array(fc.tuple(fc.nat(60), fc.nat(8), fc.boolean()), { maxLength: 15 })
      .map((parts) => parts.map(([first, more, v6], i) => poolAt(['ranges', i], first, first + more, v6)));
    fc.assert(fc.property(pools, (all) => {
      const found = overlaps(all);
      const overlapping = (pool: Pool) => all.filter((other) => other !== pool && other.range.overlaps(pool.range));
      // the first of those that overlap is not at fault: every cluster of n has n-1 findings
      const later = all.filter((pool) => overlapping(pool).some((other) => {
        const order = other.range.first.compare(pool.range.first);
        return order < 0 || (order === 0 && all.indexOf(other) < all.indexOf(pool));
      }));
      expect(found.map((fault) => fault.path[1]).sort()).toEqual(later.map((pool) => all.indexOf(pool)).sort());
      for (const fault of found) {
        const other = Number(/'ranges\[(\d+)\]'/.exec(fault.words.problem)?.[1]);
        expect(all[other].range.overlaps(all[Number(fault.path[1])].range)).toBe(true);
      }
    }));
  });
});
