import * as fc from 'fast-check';

/** Addresses as numbers, so that neighbours of a boundary can be made. */
interface Family {
  readonly bits: number;
  readonly bases: readonly bigint[];
  readonly prefixes: readonly number[];
  text(address: bigint): string;
}

const V4: Family = {
  bits: 32,
  bases: [0x0a000000n, 0xc0a80100n, 0xc0a80100n, 0xc0a80140n, 0xac10ff00n, 0xffffff00n, 0xe0000000n, 0x00000000n],
  prefixes: [16, 24, 24, 24, 26, 28, 28, 28, 29, 29, 29, 29, 30, 30, 31, 32],
  text: (address) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.'),
};

const V6: Family = {
  bits: 128,
  bases: [
    0xfd000001000000000000000000000000n, 0xfd000001000000000000000000000000n, 0xfd0000010000000000000000000000c0n,
    0xfe800000000000000000000000000000n, 0n, (1n << 128n) - 256n,
  ],
  prefixes: [48, 64, 64, 112, 120, 124, 125, 125, 126, 127, 128],
  text: (address) => Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':'),
};

/** What stands where an address or a subnet should stand. */
const NONSENSE: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  '', ' ', 'eth1', '192.168.1', '192.168.1.300', '192.168.1.0/24', '192.168.1.0/33', '192.168.1.0/', '192.168.001.013', '0x0a000001', '::1%lo', '::ffff:10.0.0.4',
  '::ffff:10.0.0.0/120', 'fd00::/129', 'FD00:1::13', '1.2.3.4/255.255.255.0', 5, 0, true, null, {}, [],
);

interface Place {
  readonly family: Family;
  readonly base: bigint;
  readonly prefix: number;
}

const place: fc.Arbitrary<Place> = fc.constantFrom(V4, V4, V6).chain((family) => fc.record({
  family: fc.constant(family), base: fc.constantFrom(...family.bases), prefix: fc.constantFrom(...family.prefixes),
}));

function at(family: Family, base: bigint, prefix: number): fc.Arbitrary<Place> {
  return fc.constant({ family, base, prefix });
}

/** An address near either end of the subnet, mostly inside, sometimes nonsense. */
function address(at: Place): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: fc.oneof(first(at), last(at)) }, { weight: 1, arbitrary: NONSENSE });
}

function first({ family, base, prefix }: Place): fc.Arbitrary<string> {
  const size = 1n << BigInt(family.bits - prefix);
  return offset.map((distance) => family.text(wrapped(family, (base & ~(size - 1n)) + distance)));
}

function last({ family, base, prefix }: Place): fc.Arbitrary<string> {
  const size = 1n << BigInt(family.bits - prefix);
  return offset.map((distance) => family.text(wrapped(family, (base & ~(size - 1n)) + size - 1n - distance)));
}

/** How far from the end, inwards. */
const offset = fc.oneof({ weight: 12, arbitrary: fc.bigInt(1n, 3n) }, { weight: 1, arbitrary: fc.bigInt(-2n, 0n) });

function wrapped({ bits }: Family, address: bigint): bigint {
  return address & ((1n << BigInt(bits)) - 1n);
}

/** A subnet, mostly right, sometimes with host bits, sometimes nonsense. */
function subnet({ family, base, prefix }: Place): fc.Arbitrary<unknown> {
  const size = 1n << BigInt(family.bits - prefix);
  const right = `${family.text(base & ~(size - 1n))}/${prefix}`;
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constant(`${family.text(base | 1n)}/${prefix}`) },
    { weight: 1, arbitrary: NONSENSE },
  );
}

function rangeAt(at: Place): fc.Arbitrary<object> {
  const bounds = fc.record({ rangeStart: first(at), rangeEnd: last(at), gateway: address(at) }, { requiredKeys: [] });
  const anywhere = fc.record({ subnet: subnet(at), rangeStart: address(at), rangeEnd: address(at), gateway: address(at) }, { requiredKeys: [] });
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(subnet(at), bounds).map(([own, range]) => ({ subnet: own, ...range })) },
    { weight: 1, arbitrary: anywhere },
  );
}

/** One range of host-local. */
export const range: fc.Arbitrary<object> = place.chain(rangeAt);

/** Ranges that are often in one subnet, so that they touch and overlap. */
const set: fc.Arbitrary<object[]> = fc.oneof(
  { weight: 6, arbitrary: range.map((only) => [only]) },
  { weight: 3, arbitrary: place.chain((at) => fc.array(rangeAt(at), { minLength: 1, maxLength: 3 })) },
  { weight: 1, arbitrary: fc.constant<object[]>([]) },
);

/** A pool of each family. */
const dualStack = fc.tuple(at(V4, V4.bases[0], 29).chain(rangeAt), at(V6, V6.bases[0], 125).chain(rangeAt)).map((both) => both.map((one) => [one]));

const route = fc.record({
  dst: fc.constantFrom<unknown>('10.20.0.0/16', '0.0.0.0/0', 'fd00:20::/48', '10.20.0.0', '', 7, null), gw: fc.constantFrom<unknown>('192.168.1.1', 'fd00:1::1', 'router', ''),
}, { requiredKeys: ['dst'] });

const ranges: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.array(set, { minLength: 1, maxLength: 3 }) },
  { weight: 3, arbitrary: dualStack },
  { weight: 1, arbitrary: fc.oneof(range, fc.array(range), NONSENSE, fc.constant([[[]]]), fc.constant([null]), fc.constant([[null]])) },
);

const ipam: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: range },
  { weight: 3, arbitrary: ranges.map((value) => ({ ranges: value })) },
  { weight: 1, arbitrary: fc.tuple(range, ranges).map(([flat, value]) => ({ ...flat, ranges: value })) },
  { weight: 1, arbitrary: fc.tuple(range, fc.array(route, { maxLength: 2 })).map(([flat, routes]) => ({ ...flat, routes })) },
);

const version = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<unknown>('0.3.1', '1.0.0') }, { weight: 1, arbitrary: fc.constantFrom<unknown>('', '0.1.0', '0.2.0', '0.4.0', '0.5.0', 'one', 1) },
);

/** A configuration with host-local: valid, nearly valid, or absurd. */
export const configuration: fc.Arbitrary<any> = fc.record({
  cniVersion: version, name: fc.constant('network'), type: fc.constant('ipvlan'), master: fc.constant('eth1'), mode: fc.constant('l2'),
  ipam: ipam.map((own) => ({ type: 'host-local', ...own })),
});
