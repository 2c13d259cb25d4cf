import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { DEVICE_KEYS } from '../cni/host-device';
import { IIpam } from '../cni/ipam';
import { propertyOf } from '../cni/properties';
import { checkPciAddress } from '../cni/values';
import { DEVICE_MISSING } from '../diagnostics/devices';

/** A network that is a device of the node. Of the ways to name the device the first that is given counts. */
export interface HostDeviceNetworkProps extends NetworkProps {
  /**
   * The name of the device on the node, such as `eth2`.
   *
   * @default - the device that `hwaddr`, `kernelpath`, `pciBusId` or `resourceName` names
   */
  readonly device?: string;
  /**
   * The MAC address of the device.
   *
   * @default - the device that `device`, `kernelpath`, `pciBusId` or `resourceName` names
   */
  readonly hwaddr?: string;
  /**
   * The path of the device in the kernel, below `/sys/devices/`.
   *
   * @default - the device that `device`, `hwaddr`, `pciBusId` or `resourceName` names
   */
  readonly kernelpath?: string;
  /**
   * The PCI address of the device, such as `0000:00:1f.6`. It may be bound to a DPDK driver.
   *
   * @default - the device that `device`, `hwaddr`, `kernelpath` or `resourceName` names
   */
  readonly pciBusId?: string;
  /**
   * The extended resource whose devices a device plugin gives to pods, such as `intel.com/sriov_net_a`. It becomes the
   * annotation `k8s.v1.cni.cncf.io/resourceName`, and the pods ask for one device for each attachment.
   *
   * @default - the device that `device`, `hwaddr`, `kernelpath` or `pciBusId` names
   */
  readonly resourceName?: string;
  /**
   * Where the addresses come from.
   *
   * @default - none: the device keeps the addresses that it has, or has none
   */
  readonly ipam?: IIpam;
}

/**
 * A network that is a device of the node, which moves into the pod: one pod on each node.
 *
 * Never name the node's own network card: the node is then off the network.
 *
 * @see https://www.cni.dev/plugins/current/main/host-device/
 */
export class HostDeviceNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: HostDeviceNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'host-device', props, {
      check: ({ device, hwaddr, kernelpath, pciBusId, resourceName }) => [
        ...([device, hwaddr, kernelpath, pciBusId, resourceName].every((name) => name === undefined || name === '')
          ? [DEVICE_MISSING.fault(['device'], device, { plugin: 'host-device', keys: DEVICE_KEYS.map(propertyOf) })]
          : []),
        ...checkPciAddress({ pciBusId }, 'pciBusId', []),
      ],
    }));
  }
}
