import { dirname } from 'path';
import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { linkOf } from './links';
import { PoolOnLink, furthest, inOrder, poolsOnLinks, textOf } from './overlaps';
import { askedIp, askedOf, ipamOf } from './requests';
import { Attachment } from './resolve';
import { Ip, IpRange } from '../address';
import { knownIpam } from '../cni/known-ipams';
import { Step } from '../diagnostics';
import { IPS_NOT_RESERVED } from '../diagnostics/requests';
import { NetworkFact, Subject, ownKey } from '../facts/facts';

/** An address that a pod asks for, on a link of its node. */
interface AskedOnLink {
  readonly subject: Subject;
  readonly network: NetworkFact;
  readonly on: string;
  readonly ip: Ip;
  readonly text: unknown;
  readonly path: readonly Step[];
}

/** Whether another network on the same link hands out an address that a pod asks for. */
export function checkAskedAddresses(attachments: readonly Attachment[], networks: readonly NetworkFact[]): Finding[] {
  const asked = groupBy(attachments.filter(({ selection }) => selection.ips ?? selection['cni-args']).flatMap(askedOnLink), placeOf);
  const pools = groupBy(asked.size === 0 ? [] : poolsOnLinks(networks), placeOf);
  return [...asked].flatMap(([place, own]) => compare(own, pools.get(place) ?? []));
}

/** Networks of different folders may be of different clusters. */
function placeOf({ network, on }: Pick<AskedOnLink, 'network' | 'on'>): string {
  return `${dirname(network.subject.file ?? '')} ${on}`;
}

/** What host-local gives is in its own pool, which is compared with those of other networks. */
function askedOnLink({ workload, index, selection, network }: Attachment): AskedOnLink[] {
  const on = network && linkOf(network);
  const ipam = network && knownIpam(ipamOf(network)?.type);
  if (on === undefined || !ipam || ipam.type === 'host-local') {
    return [];
  }
  return askedOf(selection, network).flatMap(({ ips, at }) => ips.flatMap((text, i) => {
    const ip = askedIp(text);
    return ip ? [{ subject: workload.subject, network, on, ip, text, path: workload.pathOf(index, ...at, i) }] : [];
  }));
}

/** Sorted and swept, as the pools are among each other. */
function compare(asked: readonly AskedOnLink[], pools: readonly PoolOnLink[]): Finding[] {
  const sorted = inOrder(pools);
  const widest = furthest();
  let next = 0;
  return [...asked].sort((a, b) => a.ip.compare(b.ip)).flatMap(({ subject, network, on, ip, text, path }) => {
    for (; next < sorted.length && sorted[next].range.first.compare(ip) <= 0; next++) {
      widest.add(sorted[next].nodes, sorted[next]);
    }
    const only = new IpRange(ip, ip);
    const pool = [...widest.on(network.nodes)].find((earlier) => ownKey(earlier.network) !== ownKey(network)
      && earlier.range.contains(ip) && !earlier.isLeftOut(only));
    return pool ? [{
      subject,
      fault: IPS_NOT_RESERVED.fault(path, text, {
        network: nameOf(pool.network.subject), ipam: String(ipamOf(pool.network)?.type), range: textOf(pool.range), exclude: ip.hostCidr, link: on,
      }),
    }] : [];
  });
}
