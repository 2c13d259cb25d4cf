import { CniDns } from './dns';
import { Route } from './route-options';

/** An address of an interface. */
export interface StaticAddress {
  /** The address in CIDR notation, such as `192.168.1.10/24`. */
  readonly address: string;
  /**
   * The router, an address of the same subnet.
   *
   * @default - none
   */
  readonly gateway?: string;
}

/** The addresses of every pod. */
export interface StaticAddressesOptions {
  /**
   * The addresses of the interface. Those that a pod asks for take their place, without their gateways.
   *
   * @default - none: every pod must ask for its own
   */
  readonly addresses?: StaticAddress[];
  /**
   * Routes in the pod, through the interface of this network.
   *
   * @default - only the routes to the subnets themselves
   */
  readonly routes?: Route[];
  /**
   * What the result says of name servers; Kubernetes does not use it.
   *
   * @default - nothing
   */
  readonly dns?: CniDns;
}
