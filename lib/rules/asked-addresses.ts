import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { linkOf } from './links';
import { PoolOnLink, inOrder, poolsOnLinks, textOf } from './overlaps';
import { staysOnNode } from './pools';
import { askedOf, ipamOf } from './requests';
import { Attachment } from './resolve';
import { Ip, IpRange, Subnet } from '../address';
import { knownIpam } from '../cni/known-ipams';
import { Step } from '../diagnostics';
import { IPS_NOT_RESERVED } from '../diagnostics/requests';
import { NetworkFact, Subject, folderOf, ownKey } from '../facts/facts';
import { isContradictory } from '../nodes/node-term';

/** An address that a pod asks for, and that no pool has to have. */
export interface AskedAddress {
  readonly subject: Subject;
  readonly network: NetworkFact;
  readonly ip: Ip;
  /** What the pod has a route to with the address; undefined where it says no prefix length. */
  readonly subnet?: Subnet;
  readonly got: unknown;
  readonly path: readonly Step[];
}

interface AskedOnLink extends AskedAddress {
  readonly on: string;
}

/** Whether another network on the same link hands out an address that a pod asks for. */
export function checkAskedAddresses(attachments: readonly Attachment[], networks: readonly NetworkFact[]): Finding[] {
  const asked = groupBy(askedAddresses(attachments).flatMap((address): AskedOnLink[] => {
    const on = linkOf(address.network);
    return on === undefined || staysOnNode(address.network) ? [] : [{ ...address, on }];
  }), placeOf);
  const pools = groupBy(asked.size === 0 ? [] : poolsOnLinks(networks), placeOf);
  return [...asked].flatMap(([place, own]) => compare(own, pools.get(place) ?? []));
}

/** What pods ask for. What host-local gives is in its own pool, which is compared with others. */
export function askedAddresses(attachments: readonly Attachment[]): AskedAddress[] {
  const asking = attachments.filter(({ selection }) => selection.ips ?? selection['cni-args']);
  return asking.flatMap(({ workload, index, selection, network }) => {
    const ipam = network && knownIpam(ipamOf(network)?.type);
    return !network || !ipam || ipam.type === 'host-local' ? [] : askedOf(selection, network).flatMap(({ ips, at }) => ips.flatMap((got, i) => {
      const subnet = Subnet.parse(got);
      const ip = subnet?.address ?? Ip.parse(got);
      return ip ? [{ subject: workload.subject, network, ip, ...(subnet && { subnet }), got, path: workload.pathOf(index, ...at, i) }] : [];
    }));
  });
}

/** The link, and where the objects are that may share it. */
function placeOf({ network, on }: Pick<AskedOnLink, 'network' | 'on'>): string {
  return `${folderOf(network.subject)} ${on}`;
}

/** As many pools as one address is looked for in, of those that begin before it and may reach it. */
const MOST_COMPARED = 1000;

/** Sorted, so that only the pools are looked at that begin before an address, and that reach as far. */
function compare(asked: readonly AskedOnLink[], pools: readonly PoolOnLink[]): Finding[] {
  const sorted = inOrder(pools);
  const reaches: Ip[] = [];
  for (const { range: { last } } of sorted) {
    const before = reaches.at(-1);
    reaches.push(before && before.compare(last) > 0 ? before : last);
  }
  return asked.flatMap(({ subject, network, on, ip, got, path }) => {
    const only = new IpRange(ip, ip);
    const gives = (pool: PoolOnLink) => ownKey(pool.network) !== ownKey(network) && pool.range.contains(ip) && !pool.isLeftOut(only)
      && !isContradictory([...pool.nodes, ...network.nodes]);
    const end = placeBehind(sorted, ip);
    for (let i = end - 1; i >= 0 && i >= end - MOST_COMPARED && reaches[i].compare(ip) >= 0; i--) {
      if (gives(sorted[i])) {
        const { network: { subject: other }, range } = sorted[i];
        const ipam = String(ipamOf(sorted[i].network)?.type);
        const words = { network: nameOf(other), ipam, range: textOf(range), exclude: ip.hostCidr, link: on };
        return [{ subject, fault: IPS_NOT_RESERVED.fault(path, got, words) }];
      }
    }
    return [];
  });
}

/** The place of the first pool that begins behind the address. */
function placeBehind(sorted: readonly PoolOnLink[], ip: Ip): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = sorted[middle].range.first.compare(ip) <= 0 ? [middle + 1, high] : [low, middle];
  }
  return low;
}
