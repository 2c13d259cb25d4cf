import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { MASTER, typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';

/** A network of VLAN interfaces. */
export interface VlanNetworkProps extends NetworkProps {
  /** The interface of the node whose frames carry the VLAN's tag, such as `eth1`. */
  readonly master: string;
  /** The number of the VLAN, from 1 to 4094. */
  readonly vlanId: number;
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
  /** Where the addresses come from. */
  readonly ipam: IIpam;
}

/**
 * A network whose interface is a VLAN of an interface of the node.
 *
 * A node has each VLAN of a master once, so one pod on each node can be in the network: for more pods put macvlan or ipvlan on a
 * VLAN interface of the node.
 *
 * @see https://www.cni.dev/plugins/current/main/vlan/
 */
export class VlanNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: VlanNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'vlan', props, { required: { master: MASTER, vlanId: 'a whole number from 1 to 4094' } }));
  }
}
