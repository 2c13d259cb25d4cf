import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { PacketFilter } from '../cni/chained-options';
import { IIpam } from '../cni/ipam';
import { isConf } from '../cni/keys';
import { VLAN_TRUNK_KEYS } from '../cni/link-options';
import { toKeys } from '../cni/properties';

/** VLANs whose tagged frames the pod may send and receive: one, or a range. */
export interface BridgeVlanTrunk {
  /**
   * One VLAN, from 1 to 4094.
   *
   * @default - the range from `minId` to `maxId`
   */
  readonly id?: number;
  /**
   * The first VLAN of a range, from 1 to 4094.
   *
   * @default - none; required with `maxId`
   */
  readonly minId?: number;
  /**
   * The last VLAN of a range, from 1 to 4094.
   *
   * @default - none; required with `minId`
   */
  readonly maxId?: number;
}

/** A network on a bridge of the node. */
export interface BridgeNetworkProps extends NetworkProps {
  /**
   * The name of the bridge on the node, 1 to 15 bytes. The plugin makes it where it is missing.
   *
   * @default "cni0" - as the plugin
   */
  readonly bridge?: string;
  /**
   * Whether the bridge has the address of the gateway, so that pods reach their node. Needs an `ipam`.
   *
   * @default false
   */
  readonly isGateway?: boolean;
  /**
   * Whether the pod's default route leads to the bridge, with `isGateway`. It takes the pod's traffic off the cluster network.
   *
   * @default false
   */
  readonly isDefaultGateway?: boolean;
  /**
   * Whether the bridge loses an address that it has and gets that of the gateway.
   *
   * @default false
   */
  readonly forceAddress?: boolean;
  /**
   * Whether packets that leave the node have the node's address, so that answers find the way back. Needs an `ipam`.
   *
   * @default false
   */
  readonly ipMasq?: boolean;
  /**
   * What writes the rules for `ipMasq`. Read from release 1.6.0 of the plugins on.
   *
   * @default - iptables where the node has it, else nftables
   */
  readonly ipMasqBackend?: PacketFilter;
  /**
   * The largest packet that the interface sends, in bytes, from 68 to 65535.
   *
   * @default - as the kernel has it, 1500
   */
  readonly mtu?: number;
  /**
   * Whether the bridge sends frames back to the pod that they came from. Not together with `promiscMode`.
   *
   * @default false
   */
  readonly hairpinMode?: boolean;
  /**
   * Whether the bridge receives frames for all MAC addresses. Not together with `hairpinMode`.
   *
   * @default false
   */
  readonly promiscMode?: boolean;
  /**
   * The VLAN of the pod on the bridge, from 0 to 4094; 0 is none. Not together with `vlanTrunk`.
   *
   * @default 0
   */
  readonly vlan?: number;
  /**
   * The VLANs whose tagged frames the pod may send and receive. Read from release 1.3.0 of the plugins on.
   *
   * @default - none
   */
  readonly vlanTrunk?: BridgeVlanTrunk[];
  /**
   * Whether the pod stays in VLAN 1 beside its own. Read from release 1.3.0 of the plugins on.
   *
   * @default false
   */
  readonly preserveDefaultVlan?: boolean;
  /**
   * Whether frames of the pod with another source MAC address than its own are dropped. The node needs nftables.
   *
   * @default false
   */
  readonly macspoofchk?: boolean;
  /**
   * Whether the pod's IPv6 addresses are looked for on the network before they are used.
   *
   * @default false
   */
  readonly enabledad?: boolean;
  /**
   * Whether the pod's interface stays down. Not together with an `ipam`.
   *
   * @default false
   */
  readonly disableContainerInterface?: boolean;
  /**
   * Whether the pods on the bridge cannot reach each other, but only what is on ports that are not isolated. Read from release
   * 1.7.0 of the plugins on.
   *
   * @default false
   */
  readonly portIsolation?: boolean;
  /**
   * Where the addresses come from.
   *
   * @default - none: the interface has no address
   */
  readonly ipam?: IIpam;
}

/**
 * A network on a bridge of the node.
 *
 * Pods of one node reach each other; pods of other nodes only where you put a network card into the bridge on every node. Limits
 * of the bandwidth, port mappings and firewall policies work on it.
 *
 * @see https://www.cni.dev/plugins/current/main/bridge/
 */
export class BridgeNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: BridgeNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'bridge', props, { render: ({ vlanTrunk }) => ({ vlanTrunk: trunkKeys(vlanTrunk) }) }));
  }
}

/** What is no list of objects stays, for the check of the plugin. */
function trunkKeys(entries: unknown): unknown {
  return Array.isArray(entries) ? entries.map((entry: unknown) => (isConf(entry) ? toKeys(entry, VLAN_TRUNK_KEYS) : entry)) : entries;
}
