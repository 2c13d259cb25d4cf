import { poolsOf as hostLocalPoolsOf } from './pools';
import { IpRange, Subnet } from '../address';
import { Conf, isConf } from '../cni/keys';
import { readWhereabouts } from '../cni/whereabouts';
import { Step } from '../diagnostics';
import { NetworkFact } from '../facts/facts';

/** A subnet in the configuration. */
export interface PlacedSubnet {
  readonly subnet: Subnet;
  readonly path: readonly Step[];
  readonly got: unknown;
}

/** Addresses that pods get. */
export interface PlacedPool extends PlacedSubnet {
  readonly range: IpRange;
  /** Whether no pod gets any of these addresses, which are in the range. */
  readonly isLeftOut: (addresses: IpRange) => boolean;
}

/** What host-local, whereabouts and static give to pods; the interface of a pod has a route to each of the subnets. */
export function poolsOf(network: NetworkFact): PlacedPool[] {
  return [
    ...hostLocalPoolsOf(network).map(({ pool: { subnet, range, gateway }, path }): PlacedPool => ({
      path, got: String(subnet), subnet, range, isLeftOut: ({ first, last }) => gateway.equals(first) && gateway.equals(last),
    })),
    ...ipamsOf(network).flatMap(({ ipam, path }) => [
      ...(ipam.type === 'whereabouts' ? whereaboutsPools(ipam, path) : []),
      ...(ipam.type === 'whereabouts' || ipam.type === 'static' ? placed(ipam.addresses, 'address', [...path, 'addresses']) : [])
        .map((address): PlacedPool => ({ ...address, range: new IpRange(address.subnet.address, address.subnet.address), isLeftOut: () => false })),
    ]),
  ];
}

function whereaboutsPools(ipam: Conf, ipamPath: readonly Step[]): PlacedPool[] {
  return readWhereabouts(ipam, ipamPath).ranges.map(({ path, subnet, range, exclude }) => ({
    path: [...path, 'range'],
    got: `${range}/${subnet.prefix}`,
    subnet,
    range,
    isLeftOut: ({ first, last }) => exclude.some((excluded) => excluded.contains(first) && excluded.contains(last)),
  }));
}

/** The IPAMs of the network's plugins. */
export function ipamsOf({ reading }: NetworkFact): Array<{ readonly ipam: Conf; readonly path: readonly Step[] }> {
  return (reading?.plugins ?? []).flatMap(({ conf, path }) => (isConf(conf.ipam) ? [{ ipam: conf.ipam, path: [...path, 'ipam'] }] : []));
}

/** The subnets that the items of a list have under a key. */
export function placed(list: unknown, key: string, path: readonly Step[]): PlacedSubnet[] {
  return (Array.isArray(list) ? list : []).flatMap((item: unknown, i) => {
    const got = isConf(item) ? item[key] : undefined;
    const subnet = Subnet.parse(got);
    return subnet ? [{ subnet, path: [...path, i, key], got }] : [];
  });
}
