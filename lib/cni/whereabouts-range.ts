import { Conf } from './keys';
import { isAbsent, isGiven } from './values';
import { Ip, IpRange, Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import * as rules from '../diagnostics/ipams';
import { ADDRESS_INVALID, SUBNET_UNUSABLE } from '../diagnostics/pool';

/** The addresses that one range of whereabouts hands out. */
export interface WhereaboutsRange extends Pick<RangeSurroundings, 'networkName' | 'isCompared' | 'isSliced'> {
  /** Where the user wrote it. */
  readonly path: readonly Step[];
  readonly subnet: Subnet;
  readonly range: IpRange;
  /** What whereabouts leaves out of the range. */
  readonly exclude: readonly Subnet[];
  /** The gateway, where there is one of the family. It is handed out unless it is excluded. */
  readonly gateway?: Ip;
  /** How many pods can have an address. */
  readonly size: bigint;
}

/** What is said beside the range. */
export interface RangeSurroundings {
  readonly gateway?: Ip;
  /** Equal ranges with different names are different pools; empty where none is given. */
  readonly networkName: string;
  /** Whether what is given out is compared with what was given out of other ranges under the same name. */
  readonly isCompared: boolean;
  /** Whether each node has a part of its own. */
  readonly isSliced: boolean;
  /** Whether every address may be handed out, the network and broadcast address too. */
  readonly isRouted: boolean;
}

const BOUNDS = ['range_start', 'range_end'] as const;

/** How far the first free address may be from that of the network: whereabouts counts in 64 bits, and reads what it has counted with a sign. */
const LARGEST_OFFSET = 2n ** 63n;

/** whereabouts refuses a subnet without an address between the network address and the last one. */
const LONGEST_PREFIX = { 4: 30, 6: 126 };

/** Reads one range; undefined where a fault makes it unknowable. */
export function readRange(conf: Conf, around: RangeSurroundings, path: readonly Step[], faults: Fault[]): WhereaboutsRange | undefined {
  const written = readWritten(conf, [...path, 'range'], faults);
  if (!written) {
    return undefined;
  }
  const { subnet } = written;
  if (subnet.network.special) {
    faults.push(SUBNET_UNUSABLE.fault([...path, 'range'], conf.range, { kind: subnet.network.special }));
    return undefined;
  }
  if (subnet.prefix > LONGEST_PREFIX[subnet.family] && !around.isRouted) {
    faults.push(rules.WHEREABOUTS_RANGE_TOO_SMALL.fault([...path, 'range'], conf.range, { longest: LONGEST_PREFIX[subnet.family] }));
    return undefined;
  }
  const usable = around.isRouted ? new IpRange(subnet.network, subnet.last) : new IpRange(subnet.network.plus(1n), subnet.last.plus(-1n));
  const { networkName, isCompared, isSliced } = around;
  if (networkName === '' && String(subnet).startsWith('::')) {
    faults.push(rules.WHEREABOUTS_RANGE_INVALID.fault([...path, 'range'], conf.range, {
      problem: `makes the name of an IPPool out of "${subnet}" that the API server refuses`, fix: "set 'network_name', or choose another subnet",
    }));
  }
  const gateway = around.gateway?.family === subnet.family ? around.gateway : undefined;
  const bounds = readPoolBounds(conf, written, usable, path, faults);
  const exclude = readExclude(conf.exclude, subnet, [...path, 'exclude'], faults);
  if (!exclude) {
    return undefined;
  }
  // the parts of the nodes are those of the whole range
  const [range, left] = isSliced ? [usable, []] : [bounds, exclude];
  const { size, first } = freeIn(range, left);
  if (size === 0n) {
    faults.push(rules.WHEREABOUTS_POOL_EMPTY.fault([...path, 'exclude'], conf.exclude, { range: String(range) }));
  } else if (first - subnet.network.value >= LARGEST_OFFSET) {
    const key = isAbsent(conf.range_start) ? 'range' : 'range_start';
    faults.push(rules.WHEREABOUTS_RANGE_TOO_FAR.fault([...path, key], conf[key], { last: String(subnet.network.plus(LARGEST_OFFSET - 1n)) }));
  }
  return { path, subnet, range, exclude: left, gateway, networkName, isCompared, isSliced, size };
}

function readPoolBounds(conf: Conf, { subnet, first, last }: Written, usable: IpRange, path: readonly Step[], faults: Fault[]): IpRange {
  // of a range in the list, Go reads the bounds before whereabouts does
  const isInList = typeof path.at(-1) === 'number';
  const unreadable = isInList ? BOUNDS.filter((key) => typeof conf[key] === 'string' && conf[key] !== '' && !Ip.parse(conf[key])) : [];
  faults.push(...unreadable.map((key) => ADDRESS_INVALID.fault([...path, key], conf[key], { example: String(usable.first) })));
  const readable = Object.fromEntries(Object.entries(conf).filter(([key]) => !unreadable.some((other) => other === key)));
  return first && last ? readDash(readable, { first, last }, usable, path, faults) : readBounds(readable, subnet, usable, path, faults);
}

/** Whether whereabouts hands out the address. */
export function handsOut({ range, exclude }: WhereaboutsRange, ip: Ip): boolean {
  return range.contains(ip) && !exclude.some((excluded) => excluded.contains(ip));
}

/** The plugin reads 010 as 10, where others see an octal number. */
export function withoutLeadingZeros(text: string): string {
  return text.includes(':') ? text : text.replace(/(^|[.-])0+(?=\d)/g, '$1');
}

interface Written {
  readonly subnet: Subnet;
  readonly first?: Ip;
  readonly last?: Ip;
}

/** `192.168.2.0/24`, with or without host bits, or `192.168.2.10-192.168.2.20/24`. */
function readWritten(conf: Conf, path: readonly Step[], faults: Fault[]): Written | undefined {
  if (isGiven(conf.range) && typeof conf.range !== 'string') {
    return undefined;
  }
  const parts = withoutLeadingZeros(conf.range as string | undefined ?? '').split('-');
  const subnet = Subnet.parse(parts.at(-1));
  const first = Ip.parse(parts[0]);
  if (parts.length === 1 && subnet) {
    return { subnet };
  }
  if (parts.length !== 2 || !subnet || !first) {
    faults.push(rules.WHEREABOUTS_RANGE_INVALID.fault(path, conf.range, {}));
    return undefined;
  }
  if (!subnet.contains(first)) {
    faults.push(rules.WHEREABOUTS_RANGE_INVALID.fault(path, conf.range, { problem: `begins outside the subnet "${subnet}"` }));
    return undefined;
  }
  return { subnet, first, last: subnet.address };
}

/** Of the dash form the plugin keeps the bounds that it can use, as of the other form. */
function readDash(conf: Conf, written: { readonly first: Ip; readonly last: Ip }, usable: IpRange, path: readonly Step[], faults: Fault[]): IpRange {
  const { first, last } = written;
  if (first.compare(last) > 0) {
    faults.push(rules.WHEREABOUTS_BOUND_IGNORED.fault([...path, 'range'], conf.range, {
      problem: 'ends before it begins', expected: `"${first}" or a later address at the end`, fix: 'swap the two addresses',
    }));
  }
  for (const [key, bound] of [['range_start', first], ['range_end', last]] as const) {
    const given = conf[key];
    if (typeof given === 'string' && given !== '' && !Ip.parse(withoutLeadingZeros(given))?.equals(bound)) {
      faults.push(rules.WHEREABOUTS_BOUND_IGNORED.fault([...path, key], given, {
        problem: `is given beside a 'range' that says "${bound}"`, expected: 'one of the two', fix: 'remove it, or write the subnet alone into \'range\'',
      }));
    }
  }
  const start = usable.contains(first) ? first : usable.first;
  return new IpRange(start, usable.contains(last) && start.compare(last) <= 0 ? last : usable.last);
}

function readBounds(conf: Conf, subnet: Subnet, usable: IpRange, path: readonly Step[], faults: Fault[]): IpRange {
  const read = (key: 'range_start' | 'range_end') => {
    const text = conf[key];
    if (typeof text !== 'string' || text === '') {
      return undefined;
    }
    const ip = Ip.parse(withoutLeadingZeros(text));
    if (!ip || !subnet.contains(ip)) {
      faults.push(rules.WHEREABOUTS_BOUND_IGNORED.fault([...path, key], text, {
        problem: ip ? `is outside the range "${subnet}"` : 'is not an IP address',
        expected: `an address from "${usable.first}" to "${usable.last}"`,
      }));
      return undefined;
    }
    // the network address as the beginning, or the broadcast address as the end, means all there is, and that is what comes of it
    return usable.contains(ip) ? ip : undefined;
  };
  const first = read('range_start') ?? usable.first;
  const last = read('range_end');
  if (last && last.compare(first) < 0) {
    faults.push(rules.WHEREABOUTS_BOUND_IGNORED.fault([...path, 'range_end'], conf.range_end, {
      problem: `comes before 'range_start' "${first}"`, expected: `"${first}" or a later address`, fix: 'swap \'range_start\' and \'range_end\'',
    }));
    return new IpRange(first, usable.last);
  }
  return new IpRange(first, last ?? usable.last);
}

/** What `exclude` must be. */
export const EXCLUDE_TYPE = 'a list of addresses and subnets, such as ["192.168.2.0/28"]';

/** What lies beside the bounds in the subnet, as the router may, is rightly kept out of them. */
function readExclude(exclude: unknown, range: Subnet, path: readonly Step[], faults: Fault[]): Subnet[] | undefined {
  if (!isGiven(exclude)) {
    return [];
  }
  if (!Array.isArray(exclude)) {
    faults.push(KEY_TYPE.fault(path, exclude, { expected: EXCLUDE_TYPE }));
    return undefined;
  }
  const subnets = Array.from(exclude as unknown[]).map((entry, i) => {
    const subnet = Subnet.parse(entry) ?? Subnet.parse(Ip.parse(entry)?.hostCidr);
    if (!subnet) {
      faults.push(rules.WHEREABOUTS_EXCLUDE_INVALID.fault([...path, i], entry, {}));
    } else if (!range.contains(subnet.network) && !subnet.contains(range.network)) {
      faults.push(rules.WHEREABOUTS_EXCLUDE_OUTSIDE.fault([...path, i], entry, { range: String(range) }));
    }
    return subnet;
  });
  return subnets.every((subnet) => subnet !== undefined) ? subnets : undefined;
}

/** How many addresses of the range are not excluded, and the first of them. Sorted and swept: an address that two exclude counts once. */
function freeIn(range: IpRange, exclude: readonly Subnet[]): { readonly size: bigint; readonly first: bigint } {
  let size = range.size;
  let first = range.first.value;
  let next = first;
  for (const subnet of exclude.filter(({ family }) => family === range.first.family).sort((a, b) => a.network.compare(b.network))) {
    const from = subnet.network.value > next ? subnet.network.value : next;
    const to = subnet.last.value < range.last.value ? subnet.last.value : range.last.value;
    if (from <= to) {
      size -= to - from + 1n;
      first = from === first ? to + 1n : first;
      next = to + 1n;
    }
  }
  return { size, first };
}
