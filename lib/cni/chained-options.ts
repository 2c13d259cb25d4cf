/**
 * What tuning sets on the interface.
 *
 * @see https://www.cni.dev/plugins/current/meta/tuning/
 */
export interface TuningOptions {
  /**
   * Settings of the pod's network below `net`, such as `{ 'net.ipv4.conf.IFNAME.arp_filter': '1' }`. `IFNAME` stands for the
   * name of the interface.
   *
   * @default - as the kernel has them
   */
  readonly sysctl?: { [key: string]: string };
  /**
   * The MAC address of the interface, the same in every pod: six octets, such as `02:00:00:00:00:01`.
   *
   * @default - the one that a pod asks for, or that the interface has
   */
  readonly mac?: string;
  /**
   * Whether the interface receives frames for other MAC addresses.
   *
   * @default false
   */
  readonly promisc?: boolean;
  /**
   * The largest packet that the interface sends, in bytes, from 68 to 65535.
   *
   * @default - the MTU that the interface has
   */
  readonly mtu?: number;
  /**
   * Whether the interface receives all multicast frames.
   *
   * @default false
   */
  readonly allmulti?: boolean;
  /**
   * How many packets wait for the interface before the kernel drops one.
   *
   * @default - as the kernel has it, usually 1000
   */
  readonly txQLen?: number;
  /**
   * The directory on the node in which the plugin keeps what the interface was like before.
   *
   * @default "/run/cni/tuning"
   */
  readonly dataDir?: string;
}

/**
 * How packets are routed by their source address.
 *
 * @see https://www.cni.dev/plugins/current/meta/sbr/
 */
export interface SbrOptions {
  /**
   * The number of the first routing table in the pod.
   *
   * @default - the first free one from 100
   */
  readonly table?: number;
}

/**
 * The limits of every pod. A direction has both its rate and its burst, or neither.
 *
 * @see https://www.cni.dev/plugins/current/meta/bandwidth/
 */
export interface BandwidthOptions {
  /**
   * How fast a pod may receive, in bits per second.
   *
   * @default - what a pod asks for, or unlimited
   */
  readonly ingressRate?: number;
  /**
   * How much a pod may receive at once, in bits; less than 32 Gbit.
   *
   * @default - none; required with `ingressRate`
   */
  readonly ingressBurst?: number;
  /**
   * How fast a pod may send, in bits per second.
   *
   * @default - what a pod asks for, or unlimited
   */
  readonly egressRate?: number;
  /**
   * How much a pod may send at once, in bits; less than 32 Gbit.
   *
   * @default - none; required with `egressRate`
   */
  readonly egressBurst?: number;
  /**
   * The subnets in CIDR notation to which alone the limits apply. Current releases of the plugin do not read them.
   *
   * @default - all
   */
  readonly shapedSubnets?: string[];
  /**
   * The subnets in CIDR notation to which the limits do not apply. Current releases of the plugin do not read them.
   *
   * @default - none
   */
  readonly unshapedSubnets?: string[];
}

/** What writes rules of the node's packet filter. */
export enum PacketFilter {
  /** The iptables command. */
  IPTABLES = 'iptables',
  /** The nft command, from release 1.6.0 of the plugins on. */
  NFTABLES = 'nftables',
}

/**
 * How ports of the node lead to pods.
 *
 * @see https://www.cni.dev/plugins/current/meta/portmap/
 */
export interface PortmapOptions {
  /**
   * What writes the rules.
   *
   * @default - iptables where the node has it, else nftables
   */
  readonly backend?: PacketFilter;
  /**
   * Whether packets from the node itself, and from the pod to its own port, have their source address rewritten.
   *
   * @default true
   */
  readonly snat?: boolean;
  /**
   * Further conditions on IPv4 packets, in the words of the backend, such as `['!', '-d', '192.0.2.0/24']`.
   *
   * @default - none
   */
  readonly conditionsV4?: string[];
  /**
   * Further conditions on IPv6 packets, in the words of the backend.
   *
   * @default - none
   */
  readonly conditionsV6?: string[];
  /**
   * Whether the source address of every packet to a mapped port is rewritten, not only where it must be.
   *
   * @default false
   */
  readonly masqAll?: boolean;
  /**
   * The bit of the packet mark that says that a packet is to be masqueraded, from 0 to 31. Not together with
   * `externalSetMarkChain`.
   *
   * @default 13
   */
  readonly markMasqBit?: number;
  /**
   * A chain of iptables, made by somebody else, that marks packets to be masqueraded, such as `KUBE-MARK-MASQ`.
   *
   * @default - a chain of the plugin's own
   */
  readonly externalSetMarkChain?: string;
}

/**
 * The virtual routing domain that the interface belongs to.
 *
 * @see https://www.cni.dev/plugins/current/meta/vrf/
 */
export interface VrfOptions {
  /** The name of the routing domain in the pod, 1 to 15 bytes. It is made where it does not exist. */
  readonly vrfname: string;
  /**
   * The number of its routing table.
   *
   * @default - the first free one
   */
  readonly table?: number;
}

/** What manages the node's firewall. */
export enum FirewallBackend {
  /** Rules of iptables. */
  IPTABLES = 'iptables',
  /** The firewalld daemon. */
  FIREWALLD = 'firewalld',
}

/** Which traffic from other bridges the firewall lets through to a pod. */
export enum FirewallIngressPolicy {
  /** All. */
  OPEN = 'open',
  /** That of pods on the same bridge. */
  SAME_BRIDGE = 'same-bridge',
  /** None, not from the same bridge either. */
  ISOLATED = 'isolated',
}

/**
 * What the node's firewall lets through.
 *
 * @see https://www.cni.dev/plugins/current/meta/firewall/
 */
export interface FirewallOptions {
  /**
   * What writes the rules.
   *
   * @default - firewalld where it runs, else iptables
   */
  readonly backend?: FirewallBackend;
  /**
   * The chain of iptables for the administrator's own rules, which come first.
   *
   * @default "CNI-ADMIN"
   */
  readonly iptablesAdminChainName?: string;
  /**
   * The zone of firewalld that the pod's addresses are put into.
   *
   * @default "trusted"
   */
  readonly firewalldZone?: string;
  /**
   * Which traffic is let through; all but `FirewallIngressPolicy.OPEN` work behind bridge alone.
   *
   * @default FirewallIngressPolicy.OPEN
   */
  readonly ingressPolicy?: FirewallIngressPolicy;
}
