import { isIPv4, isIPv6 } from 'net';
import { Address4, Address6 } from 'ip-address';

/** The family of an address: IPv4 or IPv6. */
export type Family = 4 | 6;

const BITS = { 4: 32, 6: 128 };

/**
 * An IP address without a mask.
 *
 * Only what every CNI plugin reads alike is accepted: four decimal octets without leading zeros, or IPv6 text without
 * a zone. IPv4-mapped IPv6 (`::ffff:10.0.0.1`) is refused, because Go treats it as IPv4 and the kernel does not.
 */
export class Ip {
  /** Reads an address; undefined where the value is not one. */
  public static parse(text: unknown): Ip | undefined {
    if (typeof text !== 'string') {
      return undefined;
    }
    if (isIPv4(text)) {
      return new Ip(4, new Address4(text).bigInt());
    }
    if (isIPv6(text) && !text.includes('%')) {
      const value = new Address6(text).bigInt();
      return value >> 32n === 0xffffn ? undefined : new Ip(6, value);
    }
    return undefined;
  }

  private constructor(public readonly family: Family, public readonly value: bigint) {}

  /** The address `n` further on (or back, where negative). Stays in the family's space: the caller knows the subnet. */
  public plus(n: bigint): Ip {
    return new Ip(this.family, this.value + n);
  }

  /** The first address of the subnet with this prefix length. */
  public masked(prefix: number): Ip {
    const hostBits = BigInt(BITS[this.family] - prefix);
    return new Ip(this.family, (this.value >> hostBits) << hostBits);
  }

  /** Whether the first octet is zero, as in 0.0.0.0/8. */
  public get startsWithZero(): boolean {
    return this.value >> BigInt(BITS[this.family] - 8) === 0n;
  }

  /** Whether the address is of every IPv6 link (fe80::/10). */
  public get isLinkLocal(): boolean {
    return this.family === 6 && this.value >> 118n === 0x3fan;
  }

  /** What the address stands for where no machine can have it: nothing, a group, or the machine itself. */
  public get special(): 'unspecified' | 'multicast' | 'loopback' | undefined {
    const { family, value } = this;
    const isGroup = family === 4 ? value >> 28n === 0xen : value >> 120n === 0xffn;
    const isOwn = family === 4 ? value >> 24n === 127n : value === 1n;
    return value === 0n ? 'unspecified' : isGroup ? 'multicast' : isOwn ? 'loopback' : undefined;
  }

  public equals(other: Ip): boolean {
    return this.family === other.family && this.value === other.value;
  }

  /** Negative where this address comes first: IPv4 before IPv6, then by value. */
  public compare(other: Ip): number {
    if (this.family !== other.family) {
      return this.family - other.family;
    }
    return this.value < other.value ? -1 : Number(this.value > other.value);
  }

  /** The subnet of this address alone, in CIDR notation. */
  public get hostCidr(): string {
    return `${this}/${BITS[this.family]}`;
  }

  /** The canonical text (RFC 5952 for IPv6). */
  public toString(): string {
    return this.family === 4 ? Address4.fromBigInt(this.value).correctForm() : Address6.fromBigInt(this.value).correctForm();
  }
}

/** An address with a prefix length. The address may have host bits; `network` has none. */
export class Subnet {
  /** Reads `address/prefix`, which Go allows to begin with zeros; undefined where the value is not of that form. */
  public static parse(text: unknown): Subnet | undefined {
    const match = typeof text === 'string' ? /^([^/]+)\/(\d+)$/.exec(text) : null;
    const address = Ip.parse(match?.[1]);
    const prefix = Number(match?.[2]);
    return address && prefix <= BITS[address.family] ? new Subnet(address, prefix) : undefined;
  }

  /** The first address. */
  public readonly network: Ip;
  /** The last address; the broadcast address of an IPv4 subnet. */
  public readonly last: Ip;

  private constructor(public readonly address: Ip, public readonly prefix: number) {
    this.network = address.masked(prefix);
    this.last = this.network.plus(this.size - 1n);
  }

  public get family(): Family {
    return this.address.family;
  }

  /** How many addresses the subnet has, the network and broadcast address included. */
  public get size(): bigint {
    return 1n << BigInt(BITS[this.address.family] - this.prefix);
  }

  public get hasHostBits(): boolean {
    return !this.address.equals(this.network);
  }

  /** Negative where this subnet comes first: by the network address, and of two in each other the wider one. */
  public compare(other: Subnet): number {
    return this.network.compare(other.network) || this.prefix - other.prefix;
  }

  public contains(ip: Ip): boolean {
    return ip.family === this.family && ip.masked(this.prefix).equals(this.network);
  }

  /** Whether a machine with an address of the subnet reaches the gateway: in IPv6 a router has a link-local address on every link. */
  public reaches(gateway: Ip): boolean {
    return this.contains(gateway) || (this.family === 6 && gateway.isLinkLocal);
  }

  /** The network address with the prefix length. */
  public toString(): string {
    return `${this.network}/${this.prefix}`;
  }
}

/** The addresses from `first` to `last`, both included. */
export class IpRange {
  constructor(public readonly first: Ip, public readonly last: Ip) {}

  public get size(): bigint {
    return this.last.value - this.first.value + 1n;
  }

  public contains(ip: Ip): boolean {
    return ip.family === this.first.family && this.first.value <= ip.value && ip.value <= this.last.value;
  }

  public overlaps(other: IpRange): boolean {
    return this.first.family === other.first.family && this.first.value <= other.last.value && other.first.value <= this.last.value;
  }

  /** `first-last`. */
  public toString(): string {
    return `${this.first}-${this.last}`;
  }
}

/** The runs without a gap that a set of addresses forms, in ascending order, families apart. Duplicates count once. */
export function contiguousRuns(ips: readonly Ip[]): IpRange[] {
  const runs: IpRange[] = [];
  for (const ip of [...ips].sort((a, b) => a.compare(b))) {
    const run = runs.at(-1);
    if (run && run.first.family === ip.family && ip.value <= run.last.value + 1n) {
      runs[runs.length - 1] = new IpRange(run.first, ip);
    } else {
      runs.push(new IpRange(ip, ip));
    }
  }
  return runs;
}

/** The addresses between consecutive runs, of which at most `most` are listed. */
export function gapsBetween(runs: readonly IpRange[], most: number): { readonly listed: Ip[]; readonly count: bigint } {
  const listed: Ip[] = [];
  let count = 0n;
  for (let i = 1; i < runs.length; i++) {
    const gapSize = runs[i].first.value - runs[i - 1].last.value - 1n;
    for (let n = 1n; n <= gapSize && listed.length < most; n++) {
      listed.push(runs[i - 1].last.plus(n));
    }
    count += gapSize;
  }
  return { listed, count };
}
