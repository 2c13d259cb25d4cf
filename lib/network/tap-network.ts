import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';

/** A network of tap devices. */
export interface TapNetworkProps extends NetworkProps {
  /**
   * Whether the device has several queues, for a program with several threads.
   *
   * @default false
   */
  readonly multiQueue?: boolean;
  /**
   * The largest packet that the device takes, in bytes, from 68 to 65535.
   *
   * @default - as the kernel has it, 1500
   */
  readonly mtu?: number;
  /**
   * The MAC address of the device, the same in every pod: for a network with one pod. An attachment can ask for its own.
   *
   * @default - the one that a pod asks for, or a random one
   */
  readonly mac?: string;
  /**
   * The id of the user that may open the device.
   *
   * @default - root
   */
  readonly owner?: number;
  /**
   * The id of the group that may open the device.
   *
   * @default - root
   */
  readonly group?: number;
  /**
   * The SELinux context of the device, such as `system_u:system_r:container_t:s0`.
   *
   * @default - that of the plugin
   */
  readonly selinuxContext?: string;
  /**
   * The bridge inside of the pod that the device becomes a port of.
   *
   * @default - none
   */
  readonly bridge?: string;
  /**
   * Where the addresses come from.
   *
   * @default - none: the device has no address
   */
  readonly ipam?: IIpam;
}

/**
 * A network whose interface is a tap device, the other end of which a program in the pod holds, such as a virtual machine.
 *
 * The program needs `/dev/net/tun`, which the plugin does not bring into the pod.
 *
 * @see https://www.cni.dev/plugins/current/main/tap/
 */
export class TapNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: TapNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'tap', props));
  }
}
