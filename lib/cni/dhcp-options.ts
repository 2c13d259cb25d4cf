/** An option that the pod asks the DHCP server for. */
export interface DhcpRequest {
  /**
   * The name of the option, such as `routers`, or its number, from 0 to 255.
   *
   * @default - none: the entry is for `skipDefault` alone
   */
  readonly option?: string;
  /**
   * Whether the options that are asked for without being named (subnet mask, routers and so on) are left out.
   *
   * @default false
   */
  readonly skipDefault?: boolean;
}

/** An option that the pod tells the DHCP server: a value given here, or one that comes with the pod. */
export interface DhcpProvide {
  /** The name of the option, such as `host-name`, or its number, from 0 to 255. */
  readonly option: string;
  /**
   * The value, at most 255 bytes.
   *
   * @default - the value of `fromArg`
   */
  readonly value?: string;
  /**
   * The name of a CNI argument whose value it is, such as `K8S_POD_NAME`.
   *
   * @default - none: `value` is the value
   */
  readonly fromArg?: string;
}

/** How addresses are leased. */
export interface DhcpOptions {
  /**
   * The path on the node of the socket of the plugin's daemon.
   *
   * @default "/run/cni/dhcp.sock"
   */
  readonly daemonSocketPath?: string;
  /**
   * What the pod asks the server for.
   *
   * @default - subnet mask, routers and what else a route needs
   */
  readonly request?: DhcpRequest[];
  /**
   * What the pod tells the server.
   *
   * @default - the id of the container and the name of the interface, as client identifier
   */
  readonly provide?: DhcpProvide[];
  /**
   * The metric of the routes: of two to one destination the one with the lower number is taken.
   *
   * @default 0
   */
  readonly priority?: number;
}
