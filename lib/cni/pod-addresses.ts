import { readHostLocal } from './host-local';
import { Conf, isConf } from './keys';
import { readWhereabouts } from './whereabouts';
import { Ip, Subnet } from '../address';
import { Step } from '../diagnostics';

/** An address that a pod may get. */
export interface PodAddress {
  /** The subnet, with the prefix length that the address has. */
  readonly subnet: Subnet;
  /** The gateway beside it, where the IPAM names one. */
  readonly gateway?: Ip;
  /** Where it is written. */
  readonly path: readonly Step[];
}

/**
 * What a pod gets from an IPAM: for each of its addresses those that it may be, of which host-local chooses one. Nothing is said
 * of IPAMs that know their addresses from elsewhere, nor of what cannot be read.
 */
export function podAddresses(ipam: unknown, path: readonly Step[]): ReadonlyArray<readonly PodAddress[]> {
  if (!isConf(ipam)) {
    return [];
  }
  switch (ipam.type) {
    case 'host-local': return readHostLocal(ipam, path).sets.filter((set) => set.length > 0);
    case 'static': return listed(ipam, path);
    case 'whereabouts': return [...readWhereabouts(ipam, path).ranges.map((range) => [range]), ...listed(ipam, path)];
    default: return [];
  }
}

function listed({ addresses }: Conf, path: readonly Step[]): PodAddress[][] {
  return (Array.isArray(addresses) ? addresses as unknown[] : []).flatMap((entry, i) => {
    const subnet = isConf(entry) ? Subnet.parse(entry.address) : undefined;
    return isConf(entry) && subnet ? [[{ subnet, gateway: Ip.parse(entry.gateway), path: [...path, 'addresses', i] }]] : [];
  });
}
