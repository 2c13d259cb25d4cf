import * as fc from 'fast-check';
import { Family, Ip, IpRange, Subnet, contiguousRuns, gapsBetween } from '../../lib/address';

const BITS = { 4: 32, 6: 128 };

/** The address with this number, through its text: the only way in. */
function ipOf(family: Family, value: bigint): Ip {
  const text = family === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
    : Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
  const ip = Ip.parse(text);
  if (!ip) {
    throw new Error(`${text} is refused`);
  }
  return ip;
}

const ip4 = (text: string) => Ip.parse(text) as Ip;
const subnet = (text: string) => Subnet.parse(text) as Subnet;

/** Every address of either family, but for IPv4-mapped ones. */
const anyIp = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value) => ipOf(4, value)),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).filter((value) => value >> 32n !== 0xffffn).map((value) => ipOf(6, value)),
);
/** Addresses that are near each other. */
const nearIp = fc.tuple(fc.constantFrom<Family>(4, 6), fc.bigInt({ min: 0n, max: 40n })).map(([family, n]) => ipOf(family, (10n << 24n) + n));

describe('Ip.parse', () => {
  test.each([
    ['0.0.0.0', 4, 0n, '0.0.0.0'],
    ['192.168.1.13', 4, 0xc0a8010dn, '192.168.1.13'],
    ['255.255.255.255', 4, 0xffffffffn, '255.255.255.255'],
    ['::', 6, 0n, '::'],
    ['::1', 6, 1n, '::1'],
    ['fd00:1::13', 6, 0xfd000001000000000000000000000013n, 'fd00:1::13'],
    ['FD00:0001:0:0::0013', 6, 0xfd000001000000000000000000000013n, 'fd00:1::13'],
    ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n, '1:2:3:4:5:6:7:0'],
    ['64:ff9b::192.0.2.33', 6, 0x0064ff9b0000000000000000c0000221n, '64:ff9b::c000:221'],
    ['::192.168.1.5', 6, 0xc0a80105n, '::c0a8:105'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 6, (1n << 128n) - 1n, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('reads %s', (text, family, value, canonical) => {
    const ip = Ip.parse(text);
    expect(ip).toMatchObject({ family, value });
    expect(String(ip)).toBe(canonical);
    expect(ip?.hostCidr).toBe(`${canonical}/${family === 4 ? 32 : 128}`);
  });

  test.each<[string, unknown]>([
    ['a leading zero', '192.168.1.01'],
    ['a leading zero in front', '010.0.0.1'],
    ['an octet above 255', '192.168.0.300'],
    ['three octets', '10.0.1'],
    ['five octets', '10.0.0.1.1'],
    ['one number', '3232235777'],
    ['a hexadecimal octet', '0x0a.0.0.1'],
    ['a negative octet', '10.0.0.-1'],
    ['a space in front', ' 10.0.0.1'],
    ['a space behind', '10.0.0.1 '],
    ['a line break behind', '10.0.0.1\n'],
    ['a mask', '10.0.0.1/24'],
    ['a port', '10.0.0.1:80'],
    ['a zone', 'fe80::1%eth1'],
    ['brackets', '[::1]'],
    ['two double colons', '1::2::3'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['eight groups and a double colon', '1:2:3:4:5:6:7::8:9'],
    ['five digits', '12345::'],
    ['an IPv4-mapped address', '::ffff:10.0.0.1'],
    ['an IPv4-mapped address in hexadecimal', '::ffff:a00:1'],
    ['nothing', ''],
    ['a name', 'localhost'],
    ['other digits', '１０.0.0.1'],
    ['a very long text', '1'.repeat(1_000_000)],
    ['a very long address', `${'0:'.repeat(500_000)}1`],
    ['undefined', undefined],
    ['null', null],
    ['a number', 10],
    ['a bigint', 10n],
    ['a list', ['10.0.0.1']],
    ['an object that looks like text', { toString: () => '10.0.0.1' }],
  ])('fails on %s', (_, value) => {
    expect(Ip.parse(value)).toBeUndefined();
  });

  test('reads its own text', () => {
    fc.assert(fc.property(anyIp, (ip) => {
      expect(Ip.parse(String(ip))).toEqual(ip);
    }));
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.ipV4Extended(), fc.ipV6()), (value) => {
      const ip = Ip.parse(value);
      expect(ip === undefined || ip.equals(Ip.parse(String(ip)) as Ip)).toBe(true);
    }));
  });
});

test('addresses are ordered by family, then by number', () => {
  fc.assert(fc.property(anyIp, anyIp, (a, b) => {
    const key = (ip: Ip) => (BigInt(ip.family) << 128n) + ip.value;
    expect(Math.sign(a.compare(b))).toBe(key(a) < key(b) ? -1 : Number(key(a) > key(b)));
    expect(a.equals(b)).toBe(a.compare(b) === 0);
  }));
});

describe('Subnet.parse', () => {
  test.each([
    ['192.168.1.0/24', '192.168.1.0', '192.168.1.255', 256n, false],
    ['192.168.1.77/24', '192.168.1.0', '192.168.1.255', 256n, true],
    ['10.0.0.1/32', '10.0.0.1', '10.0.0.1', 1n, false],
    ['10.0.0.0/31', '10.0.0.0', '10.0.0.1', 2n, false],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', 1n << 32n, false],
    ['fd00:1::/64', 'fd00:1::', 'fd00:1::ffff:ffff:ffff:ffff', 1n << 64n, false],
    ['fd00:1::5/64', 'fd00:1::', 'fd00:1::ffff:ffff:ffff:ffff', 1n << 64n, true],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 1n << 128n, false],
    ['::1/128', '::1', '::1', 1n, false],
    ['10.0.0.0/0024', '10.0.0.0', '10.0.0.255', 256n, false],
  ])('reads %s', (text, network, last, size, hasHostBits) => {
    const read = subnet(text);
    expect([String(read.network), String(read.last), read.size, read.hasHostBits]).toEqual([network, last, size, hasHostBits]);
    expect(String(read.address)).toBe(text.split('/')[0]);
    expect(String(read)).toBe(`${network}/${Number(text.split('/')[1])}`);
  });

  test.each<[string, unknown]>([
    ['a prefix too long for IPv4', '10.0.0.0/33'],
    ['a prefix too long for IPv6', 'fd00::/129'],
    ['a prefix that is too long behind a leading zero', '10.0.0.0/033'],
    ['a sign in the prefix', '10.0.0.0/+24'],
    ['a negative prefix', '10.0.0.0/-1'],
    ['a fraction', '10.0.0.0/24.0'],
    ['an exponent', '10.0.0.0/1e1'],
    ['a mask', '10.0.0.0/255.0.0.0'],
    ['a shortened address', '10/8'],
    ['no prefix', '10.0.0.0'],
    ['an empty prefix', '10.0.0.0/'],
    ['no address', '/24'],
    ['two prefixes', '10.0.0.0/8/8'],
    ['a text in front', 'x/10.0.0.0/8'],
    ['a leading zero', '010.0.0.0/8'],
    ['a zone', 'fe80::%eth1/64'],
    ['a zone behind', 'fe80::/64%eth1'],
    ['an IPv4-mapped network', '::ffff:10.0.0.0/120'],
    ['a space in front', ' 10.0.0.0/8'],
    ['a line break behind', '10.0.0.0/8\n'],
    ['a space before the prefix', '10.0.0.0 /8'],
    ['a huge prefix', `10.0.0.0/${'9'.repeat(100_000)}`],
    ['a huge text', `${'1'.repeat(1_000_000)}/8`],
    ['undefined', undefined],
    ['null', null],
    ['a number', 8],
    ['a list', ['10.0.0.0/8']],
  ])('fails on %s', (_, value) => {
    expect(Subnet.parse(value)).toBeUndefined();
  });

  test('reads its own text', () => {
    fc.assert(fc.property(anyIp, fc.nat(128), (ip, bits) => {
      const read = subnet(`${ip}/${bits % (BITS[ip.family] + 1)}`);
      expect(String(subnet(String(read)))).toBe(String(read));
      expect(subnet(String(read)).hasHostBits).toBe(false);
    }));
  });
});

test('a subnet contains the addresses from its first to its last', () => {
  fc.assert(fc.property(nearIp, fc.integer({ min: 0, max: 8 }), nearIp, (base, hostBits, ip) => {
    const block = subnet(`${base}/${BITS[base.family] - hostBits}`);
    const members = Array.from({ length: Number(block.size) }, (_, n) => String(ipOf(base.family, block.network.value + BigInt(n))));
    expect(block.contains(ip)).toBe(members.includes(String(ip)));
    expect([members[0], members.at(-1)]).toEqual([String(block.network), String(block.last)]);
  }));
});

const nearRange = fc.tuple(nearIp, fc.nat(10)).map(([first, more]) => new IpRange(first, first.plus(BigInt(more))));
const membersOf = (range: IpRange) => Array.from({ length: Number(range.size) }, (_, n) => `${range.first.plus(BigInt(n))}`);

test('ranges contain and overlap as the lists of their addresses do', () => {
  fc.assert(fc.property(nearRange, nearRange, nearIp, (a, b, ip) => {
    expect(a.contains(ip)).toBe(membersOf(a).includes(String(ip)));
    expect(a.overlaps(b)).toBe(membersOf(a).some((member) => membersOf(b).includes(member)));
  }));
});

test('a range is written with both ends', () => {
  expect(String(new IpRange(ip4('10.0.0.1'), ip4('10.0.0.9')))).toBe('10.0.0.1-10.0.0.9');
});

describe('contiguousRuns', () => {
  test('of nothing are none', () => {
    expect(contiguousRuns([])).toEqual([]);
  });

  test('keep families apart, in ascending order, and count duplicates once', () => {
    const ips = ['192.168.1.16', 'fd00::2', '192.168.1.13', '192.168.1.14', '192.168.1.13', 'fd00::1', '192.168.1.15', '192.168.1.20'].map(ip4);
    expect(contiguousRuns(ips).map(String)).toEqual(['192.168.1.13-192.168.1.16', '192.168.1.20-192.168.1.20', 'fd00::1-fd00::2']);
  });

  test('rebuild the set, shuffled and with duplicates, and are as few as possible', () => {
    fc.assert(fc.property(fc.array(nearIp, { maxLength: 30 }), (ips) => {
      const runs = contiguousRuns(ips);
      expect(runs.flatMap(membersOf)).toEqual([...new Set([...ips].sort((a, b) => a.compare(b)).map(String))]);
      runs.slice(1).forEach((run, i) => {
        expect(run.first.family !== runs[i].last.family || run.first.value > runs[i].last.value + 1n).toBe(true);
      });
    }));
  });
});

describe('gapsBetween', () => {
  test.each([
    [['10.0.0.1', '10.0.0.2'], [], 0n],
    [['10.0.0.1', '10.0.0.3'], ['10.0.0.2'], 1n],
    [['10.0.0.1', '10.0.0.3', '10.0.0.6'], ['10.0.0.2', '10.0.0.4', '10.0.0.5'], 3n],
    [['10.0.0.1', '10.0.0.6'], ['10.0.0.2', '10.0.0.3', '10.0.0.4'], 4n],
    [['fd00::', 'fd00::1:0:0:0:0'], ['fd00::1', 'fd00::2', 'fd00::3'], (1n << 64n) - 1n],
  ])('of %j are %j, of which three are listed', (texts, listed, count) => {
    const gaps = gapsBetween(contiguousRuns(texts.map(ip4)), 3);
    expect([gaps.listed.map(String), gaps.count]).toEqual([listed, count]);
  });

  test('and the runs make up everything from the first address to the last', () => {
    fc.assert(fc.property(fc.array(nearIp.filter((ip) => ip.family === 4), { minLength: 1, maxLength: 20 }), (ips) => {
      const runs = contiguousRuns(ips);
      const gaps = gapsBetween(runs, 100);
      const all = [...runs.flatMap(membersOf), ...gaps.listed.map(String)].map(ip4).sort((a, b) => a.compare(b)).map(String);
      expect(all).toEqual(membersOf(new IpRange(runs[0].first, runs[runs.length - 1].last)));
      expect(gaps.count).toBe(BigInt(gaps.listed.length));
    }));
  });
});
