import { CniDns } from './dns';
import { Route } from './route-options';
import { StaticAddress } from './static-options';
import { WhereaboutsLogLevel } from './whereabouts-log-level';

/** Which addresses of a range whereabouts hands out. */
export interface WhereaboutsBounds {
  /**
   * The first address that pods may have.
   *
   * @default - the second address of the range
   */
  readonly rangeStart?: string;
  /**
   * The last address that pods may have.
   *
   * @default - the last address but one of the range
   */
  readonly rangeEnd?: string;
  /**
   * Addresses and subnets in CIDR notation that no pod gets, such as `192.168.2.0/28`.
   *
   * @default - the gateway alone
   */
  readonly exclude?: string[];
}

/** A range of addresses that whereabouts hands out. */
export interface WhereaboutsIpRange extends WhereaboutsBounds {
  /** The subnet in CIDR notation, such as `192.168.2.0/24`, or first and last address in it, such as `192.168.2.10-192.168.2.20/24`. */
  readonly range: string;
}

/** Where whereabouts finds the API server. */
export interface WhereaboutsKubernetes {
  /**
   * The path on the node of a kubeconfig file.
   *
   * @default - the one that the installation of whereabouts has written
   */
  readonly kubeconfig?: string;
  /**
   * The address of the API server, such as `https://10.0.0.1:6443`.
   *
   * @default - the one in the kubeconfig file
   */
  readonly k8sApiRoot?: string;
}

/**
 * Where whereabouts takes the addresses from: one range given here, or several in `ipRanges`.
 *
 * @see https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/extended-configuration.md
 */
export interface WhereaboutsOptions extends WhereaboutsBounds {
  /**
   * The subnet in CIDR notation, at most a /30 (IPv6: /126), or first and last address in it, such as
   * `192.168.2.10-192.168.2.20/24`.
   *
   * @default - none; `ipRanges` must be given
   */
  readonly range?: string;
  /**
   * Ranges of which a pod gets one address each, for dual stack. `range` counts as the first of them.
   *
   * @default - the one `range`
   */
  readonly ipRanges?: WhereaboutsIpRange[];
  /**
   * The router of the range of its family.
   *
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Whether the gateway is added to what the ranges exclude, because whereabouts would hand it out. With node slices, where
   * whereabouts excludes nothing, it has no effect.
   *
   * @default true
   */
  readonly excludeGateway?: boolean;
  /**
   * Routes in the pod, through the interface of this network.
   *
   * @default - only the routes to the ranges themselves
   */
  readonly routes?: Route[];
  /**
   * What the result says of name servers; Kubernetes does not use it.
   *
   * @default - nothing
   */
  readonly dns?: CniDns;
  /**
   * Addresses that every pod has besides those of the ranges.
   *
   * @default - none
   */
  readonly addresses?: StaticAddress[];
  /**
   * The name of the pool: equal ranges with different names are different pools. Lower case letters, digits, hyphens and dots.
   *
   * @default - none: all networks with the same range share a pool
   */
  readonly networkName?: string;
  /**
   * The prefix length of the part of the range that each node gets, such as `/28`. Needs the node slice controller and a
   * `networkName`.
   *
   * @default - none: all nodes share the range
   */
  readonly nodeSliceSize?: string;
  /**
   * Whether an address is handed out once in the cluster, even where ranges overlap.
   *
   * @default true
   */
  readonly enableOverlappingRanges?: boolean;
  /**
   * Where whereabouts finds the API server.
   *
   * @default - as the installation of whereabouts has written it
   */
  readonly kubernetes?: WhereaboutsKubernetes;
  /**
   * The path on the node of a configuration that is read first.
   *
   * @default - the configuration of the installation, `whereabouts.d/whereabouts.conf` where the CNI configurations are
   */
  readonly configurationPath?: string;
  /**
   * The file on the node that the plugin logs to.
   *
   * @default - none
   */
  readonly logFile?: string;
  /**
   * How much the plugin logs.
   *
   * @default - as the configuration of the installation says
   */
  readonly logLevel?: WhereaboutsLogLevel;
  /**
   * How long the one who hands out addresses may do so, in milliseconds.
   *
   * @default 1500
   */
  readonly leaderLeaseDuration?: number;
  /**
   * Within which time it must renew that, in milliseconds.
   *
   * @default 1000
   */
  readonly leaderRenewDeadline?: number;
  /**
   * How long others wait between attempts to take over, in milliseconds.
   *
   * @default 500
   */
  readonly leaderRetryPeriod?: number;
  /**
   * When addresses of pods that are gone are freed, as a cron expression of five fields. whereabouts 0.9 takes it from its
   * installation alone: set it in `WhereaboutsInstall`.
   *
   * @default "30 4 * * *"
   */
  readonly reconcilerCronExpression?: string;
}
