import { askedAddresses } from './asked-addresses';
import { Finding, findingsOf } from './finding';
import { PlacedPool, PlacedSubnet, ipamsOf, placed, poolsOf } from './given-addresses';
import { Attachment } from './resolve';
import { Ip, IpRange, Subnet } from '../address';
import { Fault } from '../diagnostics';
import * as rules from '../diagnostics/cluster';
import { Facts, NetworkFact } from '../facts/facts';

/** Whether the networks keep away from the addresses of the cluster itself. */
export function checkCluster({ networks, cluster }: Facts, attachments: readonly Attachment[] = []): Finding[] {
  if (!cluster || Object.values(cluster).every((cidrs: readonly Subnet[]) => cidrs.length === 0)) {
    return [];
  }
  const own = [{ what: 'pods', cidrs: new Cidrs(cluster.pods) }, { what: 'services', cidrs: new Cidrs(cluster.services) }];
  const addresses = new Cidrs(cluster.nodes.filter(({ size }) => size === 1n));
  const ranges = new Cidrs(cluster.nodes.filter(({ size }) => size > 1n));
  const checkSubnet = ({ subnet, path, got }: PlacedSubnet) => own.flatMap(({ what, cidrs }) => cidrs.first(rangeOf(subnet))
    .map((cidr) => rules.SUBNET_OVERLAPS_CLUSTER.fault(path, got, { what, cidr: String(cidr) })));
  const ofNetworks = networks.flatMap((network) => {
    const pools = poolsOf(network);
    return findingsOf(network.subject, [
      ...pools.flatMap(checkSubnet),
      ...own.flatMap(({ what, cidrs }) => [
        ...routesOf(network).flatMap(({ subnet, path, got }) => cidrs.first(rangeOf(subnet))
          .map((cidr) => rules.ROUTE_OVERLAPS_CLUSTER.fault(path, got, { what, cidr: String(cidr) }))),
      ]),
      ...pools.flatMap((pool) => checkNodes(pool, addresses, ranges)),
    ]);
  });
  const ofPods = askedAddresses(attachments).flatMap(({ subject, ip, subnet, path, got }) => findingsOf(subject, [
    ...subnet ? checkSubnet({ subnet, path, got }) : [],
    ...checkNodes({ path, got, range: new IpRange(ip, ip), isAsked: true }, addresses, ranges),
  ]));
  return [...ofNetworks, ...ofPods];
}

/** Addresses that pods get: those of a pool, or one that a pod asks for. */
interface Handed extends Pick<PlacedPool, 'path' | 'got' | 'range'>, Partial<Pick<PlacedPool, 'isLeftOut'>> {
  readonly isAsked?: boolean;
}

/** A node's own address is wrong in every pool; of what nodes are given addresses from, a part may be kept for pods. */
function checkNodes({ path, got, range, isLeftOut, isAsked = false }: Handed, addresses: Cidrs, ranges: Cidrs): Fault[] {
  const [address] = addresses.first(range, isLeftOut);
  if (address) {
    return [rules.POOL_HAS_NODE_ADDRESS.fault(path, got, { range: String(range), address: String(address.network), isAsked })];
  }
  return ranges.first(range, isLeftOut)
    .map((cidr) => rules.POOL_OVERLAPS_NODES.fault(path, got, { range: String(range), cidr: String(cidr), isAsked }));
}

/** CIDRs contain each other or have nothing in common: sorted, and without those inside of others, each has one place. */
class Cidrs {
  private readonly sorted: readonly Subnet[];

  constructor(cidrs: readonly Subnet[]) {
    const outer: Subnet[] = [];
    for (const cidr of [...cidrs].sort((a, b) => a.compare(b))) {
      if (!outer.at(-1)?.contains(cidr.network)) {
        outer.push(cidr);
      }
    }
    this.sorted = outer;
  }

  /** The first CIDR that has addresses of the range, in a list, because one finding is enough; those in common may be left out. */
  public first(range: IpRange, isLeftOut: (common: IpRange) => boolean = () => false): Subnet[] {
    for (let i = this.placeOf(range.first); i < this.sorted.length; i++) {
      const own = rangeOf(this.sorted[i]);
      if (!own.overlaps(range)) {
        return [];
      }
      if (!isLeftOut(new IpRange(later(own.first, range.first), earlier(own.last, range.last)))) {
        return [this.sorted[i]];
      }
    }
    return [];
  }

  /** The place of the first CIDR that does not end before the address. */
  private placeOf(address: Ip): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      [low, high] = this.sorted[middle].last.compare(address) < 0 ? [middle + 1, high] : [low, middle];
    }
    return low;
  }
}

/** The routes of the network, but for default routes, which take precedence over nothing. */
function routesOf(network: NetworkFact): PlacedSubnet[] {
  return ipamsOf(network).flatMap(({ ipam, path }) => placed(ipam.routes, 'dst', [...path, 'routes'])).filter(({ subnet }) => subnet.prefix > 0);
}

function rangeOf(subnet: Subnet): IpRange {
  return new IpRange(subnet.network, subnet.last);
}

function later(a: Ip, b: Ip): Ip {
  return a.compare(b) < 0 ? b : a;
}

function earlier(a: Ip, b: Ip): Ip {
  return a.compare(b) < 0 ? a : b;
}
