import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { MASTER, typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';
import { MacvlanMode } from '../cni/macvlan-mode';

/** A network of macvlan interfaces. */
export interface MacvlanNetworkProps extends NetworkProps {
  /** The interface of the node that the pods' interfaces sit on, such as `eth1`. It carries macvlan or ipvlan, not both. */
  readonly master: string;
  /**
   * How the interfaces on the master reach each other.
   *
   * @default MacvlanMode.BRIDGE - as the plugin
   */
  readonly mode?: MacvlanMode;
  /**
   * The largest packet that the interface sends, in bytes, from 68 to 65535; not more than the master's.
   *
   * @default - the MTU of the master
   */
  readonly mtu?: number;
  /**
   * The MAC address of the interface, the same in every pod: for a network with one pod. An attachment can ask for its own.
   *
   * @default - the one that a pod asks for, or a random one
   */
  readonly mac?: string;
  /**
   * Whether the master is an interface of the pod rather than of the node.
   *
   * @default false
   */
  readonly linkInContainer?: boolean;
  /**
   * How many broadcast and multicast packets wait for the interfaces of the master.
   *
   * @default - as the kernel has it, 1000
   */
  readonly bcqueuelen?: number;
  /**
   * Where the addresses come from. `Ipam.none()` says that layer 2 is all that is meant.
   *
   * @default - none: the interface has no address, of which a finding warns
   */
  readonly ipam?: IIpam;
}

/**
 * A network whose interfaces have MAC addresses of their own on an interface of the node.
 *
 * The choice for machines on a network that you run: DHCP works, and other machines see each pod as a machine of its own. Clouds
 * and hypervisors drop frames with MAC addresses that they have not given out: use `IpvlanNetwork` there. A pod cannot reach its
 * own node's address over it.
 *
 * @see https://www.cni.dev/plugins/current/main/macvlan/
 */
export class MacvlanNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: MacvlanNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'macvlan', props, {
      required: { master: MASTER },
      render: ({ mode }) => ({ mode: mode ?? MacvlanMode.BRIDGE }),
    }));
  }
}
