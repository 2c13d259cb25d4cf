import { poolsOf as hostLocalPoolsOf, leaseOf } from './pools';
import { IpRange, Subnet } from '../address';
import { Conf, isConf } from '../cni/keys';
import { WhereaboutsRange } from '../cni/whereabouts-range';
import { Step } from '../diagnostics';
import { NetworkFact, ownKey } from '../facts/facts';
import { NodeTerm } from '../nodes/node-term';

/** A subnet in the configuration. */
export interface PlacedSubnet {
  readonly subnet: Subnet;
  readonly path: readonly Step[];
  readonly got: unknown;
}

/** Addresses that pods get. */
export interface PlacedPool extends PlacedSubnet {
  readonly range: IpRange;
  /** What holds of the nodes on which pods get them. */
  readonly nodes: NodeTerm;
  /** Where it is written which of them are taken: what two pools have in common is given out twice unless they share a book. */
  readonly book: string;
  /** What is one with every other pool of the same name, whatever their books; undefined where it has none. */
  readonly pool?: string;
  /** Whether each node has such a book of its own. */
  readonly isBookOfNode: boolean;
  /** Whether no pod gets any of these addresses, which are in the range. */
  readonly isLeftOut: (addresses: IpRange) => boolean;
}

/** What host-local, whereabouts and static give to pods; the interface of a pod has a route to each of the subnets. */
export function poolsOf(network: NetworkFact): PlacedPool[] {
  return [
    ...hostLocalPoolsOf(network).map(({ pool: { subnet, range, gateway }, path, nodes }): PlacedPool => ({
      path, got: String(subnet), subnet, range, nodes,
      book: leaseOf(network)?.file ?? '',
      isBookOfNode: true,
      isLeftOut: ({ first, last }) => gateway.equals(first) && gateway.equals(last),
    })),
    ...(network.reading?.ranges ?? []).map((range) => whereaboutsPool(range, network.nodes)),
    ...ipamsOf(network).filter(({ ipam }) => ipam.type === 'whereabouts' || ipam.type === 'static')
      .flatMap(({ ipam, path }) => placed(ipam.addresses, 'address', [...path, 'addresses'])).map((given): PlacedPool => ({
        ...given, range: new IpRange(given.subnet.address, given.subnet.address), nodes: network.nodes,
        book: ownKey(network),
        isBookOfNode: false,
        isLeftOut: () => false,
      })),
  ];
}

/** whereabouts compares what it gives out with all that it gave out under the same `network_name`, unless it is told not to. */
function whereaboutsPool({ path, subnet, range, exclude, networkName, isCompared, isSliced }: WhereaboutsRange, nodes: NodeTerm): PlacedPool {
  const pool = `${subnet} ${isSliced ? 'of nodes' : ''}`;
  return {
    nodes,
    book: `whereabouts ${networkName} ${isCompared ? '' : pool}`,
    pool: `${networkName} ${pool}`,
    isBookOfNode: false,
    path: [...path, 'range'],
    got: `${range}/${subnet.prefix}`,
    subnet,
    range,
    isLeftOut: ({ first, last }) => exclude.some((excluded) => excluded.contains(first) && excluded.contains(last)),
  };
}

/** The IPAMs of the network's plugins, each with the configuration of its plugin. */
export function ipamsOf({ reading }: NetworkFact): Array<{ readonly conf: Conf; readonly ipam: Conf; readonly path: readonly Step[] }> {
  return (reading?.plugins ?? []).flatMap(({ conf, path }) => (isConf(conf.ipam) ? [{ conf, ipam: conf.ipam, path: [...path, 'ipam'] }] : []));
}

/** The subnets that the items of a list have under a key. */
export function placed(list: unknown, key: string, path: readonly Step[]): PlacedSubnet[] {
  return (Array.isArray(list) ? list : []).flatMap((item: unknown, i) => {
    const got = isConf(item) ? item[key] : undefined;
    const subnet = Subnet.parse(got);
    return subnet ? [{ subnet, path: [...path, i, key], got }] : [];
  });
}
