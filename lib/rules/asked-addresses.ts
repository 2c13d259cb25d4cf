import { dirname } from 'path';
import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { linkOf } from './links';
import { PoolOnLink, furthest, inOrder, poolsOnLinks, textOf } from './overlaps';
import { askedOf, ipamOf } from './requests';
import { Attachment } from './resolve';
import { Ip, IpRange, Subnet } from '../address';
import { knownIpam } from '../cni/known-ipams';
import { Step } from '../diagnostics';
import { IPS_NOT_RESERVED } from '../diagnostics/requests';
import { NetworkFact, Subject, ownKey } from '../facts/facts';

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
    return on === undefined ? [] : [{ ...address, on }];
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

/** Networks of different folders may be of different clusters. */
function placeOf({ network, on }: Pick<AskedOnLink, 'network' | 'on'>): string {
  return `${dirname(network.subject.file ?? '')} ${on}`;
}

/** Sorted and swept, as the pools are among each other. */
function compare(asked: readonly AskedOnLink[], pools: readonly PoolOnLink[]): Finding[] {
  const sorted = inOrder(pools);
  const widest = furthest();
  let next = 0;
  return [...asked].sort((a, b) => a.ip.compare(b.ip)).flatMap(({ subject, network, on, ip, got, path }) => {
    for (; next < sorted.length && sorted[next].range.first.compare(ip) <= 0; next++) {
      widest.add(sorted[next].nodes, sorted[next]);
    }
    const only = new IpRange(ip, ip);
    const pool = [...widest.on(network.nodes)].find((earlier) => ownKey(earlier.network) !== ownKey(network)
      && earlier.range.contains(ip) && !earlier.isLeftOut(only));
    return pool ? [{
      subject,
      fault: IPS_NOT_RESERVED.fault(path, got, {
        network: nameOf(pool.network.subject), ipam: String(ipamOf(pool.network)?.type), range: textOf(pool.range), exclude: ip.hostCidr, link: on,
      }),
    }] : [];
  });
}
