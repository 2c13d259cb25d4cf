import { Finding, nameOf } from './finding';
import { PlacedPool, poolsOf } from './given-addresses';
import { groupBy } from './group-by';
import { linkOf } from './links';
import { staysOnNode } from './pools';
import { SeenOnNodes } from './seen-on-nodes';
import { IpRange } from '../address';
import { POOLS_OVERLAP, POOLS_OVERLAP_ACROSS_NODES } from '../diagnostics/networks';
import { NetworkFact } from '../facts/facts';
import { isContradictory, namesOf } from '../nodes/node-term';

/** Addresses that a network gives to pods on a link. */
export interface PoolOnLink extends PlacedPool {
  readonly network: NetworkFact;
  /** The interface or bridge of the node that the addresses are on. */
  readonly on: string;
}

/** Whether networks on one interface of the node give out the same addresses. */
export function checkOverlaps(networks: readonly NetworkFact[]): Finding[] {
  return [...groupBy(poolsOnLinks(networks), ({ on }) => on).values()].flatMap(sweep);
}

/** What the networks give to pods on links that they share with others. */
export function poolsOnLinks(networks: readonly NetworkFact[]): PoolOnLink[] {
  return networks.flatMap((network) => {
    const on = linkOf(network);
    return on === undefined ? [] : poolsOf(network).map((pool): PoolOnLink => ({ ...pool, network, on }));
  });
}

/** The pools by their first addresses. */
export function inOrder(pools: readonly PoolOnLink[]): PoolOnLink[] {
  return [...pools].sort((a, b) => a.range.first.compare(b.range.first));
}

/** Sorted and swept: no pair is compared that cannot overlap. */
function sweep(pools: readonly PoolOnLink[]): Finding[] {
  const sorted = inOrder(pools);
  const widest = new SeenOnNodes<PoolOnLink>((pool, before) => pool.range.last.compare(before.range.last) > 0);
  return sorted.flatMap((pool) => {
    const { network, range, on, nodes, path } = pool;
    const other = [...widest.on(nodes)].find((earlier) => !areOne(earlier, pool) && givesOutTheSame(earlier, pool))
      ?? [...widest.on([])].find((earlier) => isElsewhere(earlier, pool) && givesOutTheSame(earlier, pool));
    widest.add(nodes, pool);
    const rule = other && isElsewhere(other, pool) ? POOLS_OVERLAP_ACROSS_NODES : POOLS_OVERLAP;
    return other === undefined ? [] : [{
      subject: network.nodeConfigs?.subject ?? network.subject,
      fault: rule.fault(path, textOf(range), { other: nameOf(other.network.subject), range: textOf(other.range), on }),
    }];
  });
}

/** Whether an address of both is given out once. */
function areOne(one: PlacedPool, other: PlacedPool): boolean {
  return one.book === other.book || (one.pool !== undefined && one.pool === other.pool);
}

/**
 * Whether the pool of the other network is on other nodes, and what is taken from it is written elsewhere. Says so only of nodes that are
 * named: those that a label tells apart, as racks and sites, may well have links of their own.
 */
function isElsewhere(other: PoolOnLink, pool: PoolOnLink): boolean {
  return other.network !== pool.network && (other.book !== pool.book || pool.isBookOfNode) && isContradictory([...other.nodes, ...pool.nodes])
    && [other, pool].every(({ network, nodes }) => namesOf(nodes) !== undefined && !staysOnNode(network));
}

/** @param later begins with the other one, or behind its beginning */
function givesOutTheSame(earlier: PlacedPool, later: PlacedPool): boolean {
  if (!earlier.range.overlaps(later.range)) {
    return false;
  }
  const common = new IpRange(later.range.first, earlier.range.last.compare(later.range.last) < 0 ? earlier.range.last : later.range.last);
  return !earlier.isLeftOut(common) && !later.isLeftOut(common);
}

/** A range in a message. */
export function textOf(range: IpRange): string {
  return range.size === 1n ? String(range.first) : String(range);
}
