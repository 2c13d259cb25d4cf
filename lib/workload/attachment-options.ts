/**
 * The bandwidth of an interface. Each direction needs both its rate and its burst.
 *
 * @see https://www.cni.dev/plugins/current/meta/bandwidth/
 */
export interface AttachmentBandwidth {
  /**
   * How fast the pod may receive, in bits per second.
   *
   * @default - unlimited
   */
  readonly ingressRate?: number;
  /**
   * How much the pod may receive at once, in bits.
   *
   * @default - none; required with `ingressRate`
   */
  readonly ingressBurst?: number;
  /**
   * How fast the pod may send, in bits per second.
   *
   * @default - unlimited
   */
  readonly egressRate?: number;
  /**
   * How much the pod may send at once, in bits.
   *
   * @default - none; required with `egressRate`
   */
  readonly egressBurst?: number;
}

/**
 * A port of the node that leads to the interface.
 *
 * @see https://www.cni.dev/plugins/current/meta/portmap/
 */
export interface AttachmentPortMapping {
  /** The port on the node, from 1 to 65535. */
  readonly hostPort: number;
  /** The port in the pod, from 1 to 65535. */
  readonly containerPort: number;
  /**
   * `tcp`, `udp` or `sctp`.
   *
   * @default "tcp"
   */
  readonly protocol?: string;
  /**
   * The address of the node that the port is opened on.
   *
   * @default - all addresses of the node
   */
  readonly hostIp?: string;
}

/**
 * How one workload is attached to one network.
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-net-spec
 */
export interface AttachmentOptions {
  /**
   * The name of the interface in the pod, 1 to 15 bytes.
   *
   * @default - `net` and the place of the attachment, from 1
   */
  readonly interfaceName?: string;
  /**
   * The addresses to ask the IPAM for.
   *
   * @default - those that the IPAM chooses
   */
  readonly ips?: string[];
  /**
   * The MAC address of the interface.
   *
   * @default - the one that the plugin chooses
   */
  readonly mac?: string;
  /**
   * The gateways that become the pod's default route, at most one of each family. Multus since 4.2.2 leaves the pod the one that it
   * has instead, and no release mends it yet: a warning says so where the app installs one of these.
   *
   * @default - the default route stays where it is
   */
  readonly defaultRoute?: string[];
  /**
   * The InfiniBand GUID of the interface, eight octets.
   *
   * @default - none
   */
  readonly infinibandGuid?: string;
  /**
   * The bandwidth of the interface.
   *
   * @default - unlimited
   */
  readonly bandwidth?: AttachmentBandwidth;
  /**
   * Ports of the node that lead to the interface.
   *
   * @default - none
   */
  readonly portMappings?: AttachmentPortMapping[];
  /**
   * The device to use, such as a PCI address. Usually a device plugin chooses it.
   *
   * @default - the one that the device plugin allocated
   */
  readonly deviceId?: string;
  /**
   * Arguments for the plugin, which it finds in `args.cni`.
   *
   * @default - none
   */
  readonly cniArgs?: { [key: string]: any };
  /**
   * The name of the IPAMClaim that holds the addresses. Not together with `ips`.
   *
   * @default - none
   */
  readonly ipamClaimReference?: string;
}
