/**
 * A route in the pod, through the interface of the network.
 *
 * @see https://www.cni.dev/docs/spec/#add-success
 */
export interface Route {
  /** The destination in CIDR notation, such as `10.0.0.0/8`. */
  readonly dst: string;
  /**
   * The next hop, an address of the network's own subnet.
   *
   * @default - the gateway of the pool of the same family
   */
  readonly gw?: string;
  /**
   * The largest packet along the route, in bytes. It is in the result of the IPAM; the reference plugins do not set it on the route.
   *
   * @default - the MTU of the interface
   */
  readonly mtu?: number;
  /**
   * The largest TCP segment along the route, in bytes. As `mtu` it is in the result of the IPAM alone.
   *
   * @default - what the MTU allows
   */
  readonly advmss?: number;
  /**
   * The metric: of two routes to one destination the one with the lower number is taken. As the keys below it
   * needs the plugins 1.6: older ones drop it.
   *
   * @default 0
   */
  readonly priority?: number;
  /**
   * The number of the routing table. Needs the plugins 1.6.
   *
   * @default - the main table
   */
  readonly table?: number;
  /**
   * How far the destination is: 0 beyond a gateway, 253 on the link, 254 in the pod. Needs the plugins 1.6.
   *
   * @default - what the route is
   */
  readonly scope?: number;
}
