import { Ip, IpRange, Subnet, contiguousRuns, gapsBetween } from './ip';
import { Fault, Step, pathText } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import * as rules from '../diagnostics/pool';

/** One range of host-local as the user wrote it; the values may be anything. */
export interface PoolOptions {
  readonly subnet?: unknown;
  readonly rangeStart?: unknown;
  readonly rangeEnd?: unknown;
  readonly gateway?: unknown;
  /** Not a key of host-local: the addresses of a network card, from which the range follows. */
  readonly secondaryIps?: unknown;
}

/** The addresses that one range of host-local hands out. */
export interface Pool {
  /** Where the user wrote it. */
  readonly path: readonly Step[];
  readonly subnet: Subnet;
  readonly range: IpRange;
  /** The gateway, given or the default one: host-local never hands it out. */
  readonly gateway: Ip;
  /** How many pods can have an address. */
  readonly size: bigint;
}

const MOST_LISTED = 5;

/** How long a prefix may be at most: host-local refuses a subnet with fewer than four addresses. */
const LONGEST_PREFIX = { 4: 30, 6: 126 };

/**
 * Reads one range the way host-local does (`Range.Canonicalize`), and says what it refuses and what it should refuse.
 *
 * @returns undefined where the subnet is missing or wrong, so that nothing can be said about the rest
 */
export function readPool(options: PoolOptions, path: readonly Step[], faults: Fault[]): Pool | undefined {
  const subnet = readSubnet(options.subnet, [...path, 'subnet'], faults);
  if (!subnet) {
    return undefined;
  }
  const before = faults.length;
  const given = options.secondaryIps === undefined
    ? { first: readBound(options, 'rangeStart', subnet, path, faults), last: readBound(options, 'rangeEnd', subnet, path, faults) }
    : readSecondaryIps(options, subnet, path, faults);
  const gateway = readGateway(options, subnet, [...path, 'gateway'], faults);
  if (faults.length > before) {
    return undefined;
  }
  const range = new IpRange(given.first ?? firstUsable(subnet), given.last ?? lastUsable(subnet));
  if (given.first && given.last && range.first.compare(range.last) > 0) {
    faults.push(rules.RANGE_REVERSED.fault([...path, 'rangeEnd'], options.rangeEnd, { start: String(range.first) }));
    return undefined;
  }
  faults.push(...reservedAddresses(options, subnet, range, path));
  if (range.size <= 0n) {
    // one end alone is beyond the default of the other only where it is a reserved address
    return undefined;
  }
  const effectiveGateway = gateway ?? firstUsable(subnet);
  const size = range.size - (range.contains(effectiveGateway) ? 1n : 0n);
  const pool: Pool = { path, subnet, range, gateway: effectiveGateway, size };
  if (size === 0n) {
    const fallback = gateway ? undefined : String(effectiveGateway);
    faults.push(rules.POOL_EMPTY.fault([...path, 'gateway'], options.gateway, { range: String(range), fallback }));
  } else if (gateway && range.contains(gateway)) {
    if (options.secondaryIps !== undefined) {
      faults.push(rules.GATEWAY_IS_SECONDARY_IP.fault([...path, 'gateway'], options.gateway, { example: String(firstUsable(subnet)) }));
    } else if (given.first || given.last) {
      faults.push(rules.GATEWAY_IN_POOL.fault([...path, 'gateway'], options.gateway, { range: String(range), size }));
    }
  }
  return pool;
}

/** What two pools of one network may not have in common. Sorted and swept: no pair is compared that cannot overlap. */
export function overlaps(pools: readonly Pool[]): Fault[] {
  const faults: Fault[] = [];
  const sorted = [...pools].sort((a, b) => a.range.first.compare(b.range.first));
  let widest: Pool | undefined;
  for (const pool of sorted) {
    if (widest && pool.range.overlaps(widest.range)) {
      faults.push(rules.RANGES_OVERLAP.fault(pathOf(pool), String(pool.range), { other: pathText(pathOf(widest)), range: String(widest.range) }));
    }
    if (!widest || pool.range.last.compare(widest.range.last) > 0) {
      widest = pool;
    }
  }
  return faults;
}

/** The property that stands for a pool in a message. */
export function pathOf(pool: Pool): readonly Step[] {
  return pool.path.length > 0 ? pool.path : ['subnet'];
}

function readSubnet(value: unknown, path: readonly Step[], faults: Fault[]): Subnet | undefined {
  const subnet = Subnet.parse(value);
  if (value === undefined) {
    faults.push(rules.SUBNET_MISSING.fault(path, value, {}));
  } else if (!subnet || subnet.network.startsWithZero) {
    // host-local loses a leading zero octet when it counts; no machine has an address in 0.0.0.0/8 or 0::/8
    faults.push(rules.SUBNET_INVALID.fault(path, value, {}));
  } else if (subnet.network.special) {
    faults.push(rules.SUBNET_UNUSABLE.fault(path, value, { kind: subnet.network.special }));
  } else if (subnet.prefix > LONGEST_PREFIX[subnet.family]) {
    faults.push(rules.SUBNET_TOO_SMALL.fault(path, value, { longest: LONGEST_PREFIX[subnet.family] }));
  } else if (subnet.hasHostBits) {
    faults.push(rules.SUBNET_HOST_BITS.fault(path, value, { network: String(subnet), address: String(subnet.address) }));
  } else {
    return subnet;
  }
  return undefined;
}

function readBound(options: PoolOptions, key: 'rangeStart' | 'rangeEnd', subnet: Subnet, path: readonly Step[], faults: Fault[]): Ip | undefined {
  return options[key] === undefined ? undefined : readMember(options[key], [...path, key], subnet, faults);
}

/** Reads an address of the subnet. */
function readMember(value: unknown, path: readonly Step[], subnet: Subnet, faults: Fault[]): Ip | undefined {
  const ip = Ip.parse(value);
  if (!ip) {
    faults.push(rules.ADDRESS_INVALID.fault(path, value, { example: String(firstUsable(subnet)) }));
  } else if (ip.family !== subnet.family) {
    faults.push(rules.RANGES_MIXED_FAMILIES.fault(path, value, { family: ip.family, other: `the subnet "${subnet}"` }));
  } else if (!subnet.contains(ip)) {
    faults.push(rules.RANGE_OUTSIDE_SUBNET.fault(path, value, {
      subnet: String(subnet), first: String(firstUsable(subnet)), last: String(lastUsable(subnet)),
    }));
  }
  return ip;
}

/** The range that a list of secondary IPs stands for: in any order, without a gap, each address once. */
function readSecondaryIps(options: PoolOptions, subnet: Subnet, path: readonly Step[], faults: Fault[]): { readonly first?: Ip; readonly last?: Ip } {
  const at: readonly Step[] = [...path, 'secondaryIps'];
  for (const other of ['rangeStart', 'rangeEnd'] as const) {
    if (options[other] !== undefined) {
      faults.push(rules.RANGE_GIVEN_TWICE.fault(at, options.secondaryIps, { other }));
    }
  }
  if (!Array.isArray(options.secondaryIps)) {
    faults.push(KEY_TYPE.fault(at, options.secondaryIps, { expected: 'a list of addresses, such as ["192.168.1.13", "192.168.1.14"]' }));
    return {};
  }
  if (options.secondaryIps.length === 0) {
    faults.push(rules.SECONDARY_IPS_EMPTY.fault(at, options.secondaryIps, {}));
    return {};
  }
  const before = faults.length;
  const seen = new Map<string, number>();
  const ips: Ip[] = [];
  // not forEach: a hole in the list is a value too
  for (let i = 0; i < options.secondaryIps.length; i++) {
    const value: unknown = options.secondaryIps[i];
    const ip = readMember(value, [...at, i], subnet, faults);
    if (ip) {
      const first = seen.get(String(ip));
      if (first !== undefined) {
        faults.push(rules.SECONDARY_IP_DUPLICATE.fault([...at, i], value, { first }));
      }
      seen.set(String(ip), first ?? i);
      ips.push(ip);
    }
  }
  if (faults.length > before) {
    return {};
  }
  const runs = contiguousRuns(ips);
  if (runs.length > 1) {
    const gaps = gapsBetween(runs, MOST_LISTED);
    faults.push(rules.RANGE_NOT_CONTIGUOUS.fault(at, options.secondaryIps, {
      missing: gaps.listed.map(String), missingCount: gaps.count, runs: runs.map((run) => String(run.size === 1n ? run.first : run)),
    }));
  }
  return { first: runs[0].first, last: runs[runs.length - 1].last };
}

function readGateway(options: PoolOptions, subnet: Subnet, path: readonly Step[], faults: Fault[]): Ip | undefined {
  if (options.gateway === undefined) {
    return undefined;
  }
  const gateway = Ip.parse(options.gateway);
  const example = () => String(firstUsable(subnet));
  if (!gateway) {
    faults.push(rules.ADDRESS_INVALID.fault(path, options.gateway, { example: example() }));
    return undefined;
  }
  const role = roleIn(subnet, gateway);
  if (gateway.family !== subnet.family) {
    faults.push(rules.GATEWAY_UNUSABLE.fault(path, options.gateway, { reason: `IPv${gateway.family} in the IPv${subnet.family} subnet "${subnet}"`, example: example() }));
  } else if (role) {
    faults.push(rules.GATEWAY_UNUSABLE.fault(path, options.gateway, { reason: `the ${role} of "${subnet}"`, example: example() }));
  } else if (!subnet.reaches(gateway)) {
    faults.push(rules.GATEWAY_OUTSIDE_SUBNET.fault(path, options.gateway, { subnet: String(subnet), example: example() }));
  }
  return gateway;
}

/** The ends of a range that no machine can have. host-local accepts them where they are written out. */
function reservedAddresses(options: PoolOptions, subnet: Subnet, range: IpRange, path: readonly Step[]): Fault[] {
  const faults: Fault[] = [];
  const listed = Array.isArray(options.secondaryIps) ? options.secondaryIps : undefined;
  const [first, last] = [firstUsable(subnet), lastUsable(subnet)];
  const fault = (ip: Ip, key: 'rangeStart' | 'rangeEnd', usable?: Ip) => {
    const role = roleIn(subnet, ip);
    if (role) {
      const index = listed?.findIndex((value) => Ip.parse(value)?.equals(ip));
      const [at, got]: [readonly Step[], unknown] = index === undefined ? [[...path, key], options[key]] : [[...path, 'secondaryIps', index], listed?.[index]];
      faults.push(rules.RANGE_RESERVED_ADDRESS.fault(at, got, { role, first: String(first), last: String(last), usable: usable && String(usable) }));
    }
  };
  // only an end that is one too far has one right value: the next one; it is taken already where a list has it
  fault(range.first, 'rangeStart', !listed && range.first.equals(subnet.network) ? first : undefined);
  if (!range.last.equals(range.first)) {
    fault(range.last, 'rangeEnd', !listed && range.last.equals(subnet.last) ? last : undefined);
  }
  return faults;
}

/** The role of an address that no machine can have: the network address (for IPv6 the routers' anycast address) or the broadcast address. */
function roleIn(subnet: Subnet, ip: Ip): string | undefined {
  if (ip.equals(subnet.network)) {
    return subnet.family === 4 ? 'network address' : 'subnet-router anycast address';
  }
  return subnet.family === 4 && ip.equals(subnet.last) ? 'broadcast address' : undefined;
}

/** Where host-local begins when nothing is said. */
export function firstUsable(subnet: Subnet): Ip {
  return subnet.network.plus(1n);
}

/** Where host-local ends when nothing is said: before the broadcast address; IPv6 has none. */
export function lastUsable(subnet: Subnet): Ip {
  return subnet.family === 4 ? subnet.last.plus(-1n) : subnet.last;
}
