import { Route } from './route-options';

/** Which addresses of a subnet host-local hands out, and which one it keeps for the router. */
export interface HostLocalBounds {
  /**
   * The addresses of the network card that pods may have, in any order: the list that a cloud console shows.
   * They must follow each other without a gap. Takes the place of `rangeStart` and `rangeEnd`.
   *
   * @default - the range from `rangeStart` to `rangeEnd`
   */
  readonly secondaryIps?: string[];
  /**
   * The first address that pods may have.
   *
   * @default - the second address of the subnet
   */
  readonly rangeStart?: string;
  /**
   * The last address that pods may have.
   *
   * @default - the last address before the broadcast address; for IPv6 the last address
   */
  readonly rangeEnd?: string;
  /**
   * The router of the subnet. It is never handed out.
   *
   * @default - the second address of the subnet
   */
  readonly gateway?: string;
}

/**
 * A range of addresses that host-local hands out.
 *
 * @see https://www.cni.dev/plugins/current/ipam/host-local/
 */
export interface HostLocalRange extends HostLocalBounds {
  /** The subnet in CIDR notation, without host bits, at most a /30 (IPv6: /126). */
  readonly subnet: string;
}

/** Where host-local takes the addresses from: one range given here, or several in `ranges`. */
export interface HostLocalOptions extends HostLocalBounds {
  /**
   * The subnet in CIDR notation, without host bits, at most a /30 (IPv6: /126).
   *
   * @default - none; `ranges` must be given
   */
  readonly subnet?: string;
  /**
   * Sets of ranges: a pod gets one address from each set, out of any range of the set. Dual stack is two sets of one range.
   *
   * @default - the one range that `subnet` describes
   */
  readonly ranges?: HostLocalRange[][];
  /**
   * Routes in the pod, through the interface of this network.
   *
   * @default - only the route to the subnet itself
   */
  readonly routes?: Route[];
  /**
   * The directory on the node in which host-local remembers who has which address. On a tmpfs, such as `/run/cni/networks`,
   * addresses of pods that were lost in a crash are free again after a reboot.
   *
   * @default "/var/lib/cni/networks"
   */
  readonly dataDir?: string;
  /**
   * A file on the node in the form of resolv.conf, whose DNS settings the result reports.
   *
   * @default - none
   */
  readonly resolvConf?: string;
}
