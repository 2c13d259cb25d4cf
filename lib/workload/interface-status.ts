/** How names are resolved on an interface. */
export interface DnsStatus {
  /** The addresses of the name servers. */
  readonly nameservers: string[];
  /**
   * The domain of short names.
   *
   * @default - none
   */
  readonly domain?: string;
  /** The domains that short names are looked up in. */
  readonly search: string[];
  /** The options of the resolver. */
  readonly options: string[];
}

/**
 * The device behind an interface.
 *
 * @see https://github.com/k8snetworkplumbingwg/device-info-spec
 */
export interface DeviceStatus {
  /** What the device is: `pci`, `vhost-user`, `memif` or `vdpa`. */
  readonly type: string;
  /**
   * The version of the device information specification.
   *
   * @default - not said
   */
  readonly version?: string;
  /**
   * What is said of a PCI device, such as `pci-address`, `pf-pci-address` and `rdma-device`.
   *
   * @default - not a PCI device
   */
  readonly pci?: { [key: string]: string };
  /**
   * What is said of a vDPA device, such as `parent-device`, `driver` and `path`.
   *
   * @default - not a vDPA device
   */
  readonly vdpa?: { [key: string]: string };
  /**
   * What is said of a vhost-user device: `mode` and `path`.
   *
   * @default - not a vhost-user device
   */
  readonly vhostUser?: { [key: string]: string };
  /**
   * What is said of a memif device: `role`, `path` and `mode`.
   *
   * @default - not a memif device
   */
  readonly memif?: { [key: string]: string };
}

/**
 * An interface of a running pod.
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-net-spec
 */
export interface InterfaceStatus {
  /** The network: `namespace/name` of a NetworkAttachmentDefinition, or the name of the cluster network's configuration. */
  readonly network: string;
  /**
   * The name of the interface in the pod, such as `net1`.
   *
   * @default - not said: the plugin made no interface
   */
  readonly interfaceName?: string;
  /** The addresses, without prefix lengths. */
  readonly ips: string[];
  /**
   * The MAC address.
   *
   * @default - not said
   */
  readonly mac?: string;
  /**
   * The MTU, in bytes.
   *
   * @default - not said
   */
  readonly mtu?: number;
  /** Whether the interface is the one of the cluster network, or has the default route. */
  readonly isDefault: boolean;
  /**
   * How names are resolved.
   *
   * @default - not said
   */
  readonly dns?: DnsStatus;
  /**
   * The device behind the interface.
   *
   * @default - not said
   */
  readonly device?: DeviceStatus;
  /** The gateways of the default routes over the interface. */
  readonly gateways: string[];
}
