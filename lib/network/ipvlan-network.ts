import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { MASTER, typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';
import { IpvlanMode } from '../cni/ipvlan-mode';

/** A network of ipvlan interfaces. */
export interface IpvlanNetworkProps extends NetworkProps {
  /** The interface of the node that the pods' interfaces sit on, such as `eth1`. */
  readonly master: string;
  /**
   * How the interfaces reach each other and the rest of the network. All ipvlan networks on one master must have the same mode.
   *
   * @default IpvlanMode.L2 - as the plugin
   */
  readonly mode?: IpvlanMode;
  /**
   * The largest packet that the interface sends, in bytes, from 68 to 65535; not more than the master's.
   *
   * @default - the MTU of the master
   */
  readonly mtu?: number;
  /**
   * Whether the master is an interface of the pod rather than of the node.
   *
   * @default false
   */
  readonly linkInContainer?: boolean;
  /** Where the addresses come from. DHCP cannot work: all interfaces share the MAC address of the master. */
  readonly ipam: IIpam;
}

/**
 * A network whose interfaces share the MAC address of an interface of the node.
 *
 * The choice for cloud machines, whose network drops frames with other MAC addresses: register the pods' addresses as
 * secondary IPs of the network card. A pod cannot reach its own node's address over it.
 *
 * @see https://www.cni.dev/plugins/current/main/ipvlan/
 */
export class IpvlanNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: IpvlanNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'ipvlan', props, {
      required: { master: MASTER },
      render: ({ mode }) => ({ mode: mode ?? IpvlanMode.L2 }),
    }));
  }
}
