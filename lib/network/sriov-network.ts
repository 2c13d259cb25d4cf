import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { RESOURCE } from './resource-name';
import { typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';
import { SriovLinkState, SriovLogLevel, SriovVlanProtocol } from '../cni/sriov-values';
import { checkPciAddress } from '../cni/values';
import { KEY_TYPE } from '../diagnostics/config';

/** A network of virtual functions of network cards. */
export interface SriovNetworkProps extends NetworkProps {
  /**
   * The extended resource whose virtual functions the SR-IOV device plugin gives to pods, such as `intel.com/sriov_net_a`. It
   * becomes the annotation `k8s.v1.cni.cncf.io/resourceName`, and the pods ask for one device for each attachment.
   */
  readonly resourceName: string;
  /**
   * The PCI address of a virtual function, such as `0000:03:02.3`: for a network with one pod.
   *
   * @default - the one that the device plugin allocated
   */
  readonly deviceId?: string;
  /**
   * The number of the VLAN whose tag the network card adds, from 0 to 4094; 0 is none.
   *
   * @default - as the virtual function has it
   */
  readonly vlan?: number;
  /**
   * The priority in the VLAN's tag, from 0 to 7. Needs a `vlan`.
   *
   * @default 0
   */
  readonly vlanQoS?: number;
  /**
   * The kind of the VLAN's tag. Needs a `vlan`.
   *
   * @default SriovVlanProtocol.DOT1Q
   */
  readonly vlanProto?: SriovVlanProtocol;
  /**
   * The MAC address of the virtual function, the same in every pod: for a network with one pod. An attachment can ask for its own.
   *
   * @default - the one that a pod asks for, or that the virtual function has
   */
  readonly mac?: string;
  /**
   * Whether the network card drops frames with another source MAC address than the pod's.
   *
   * @default - as the virtual function has it
   */
  readonly spoofchk?: boolean;
  /**
   * Whether the pod may change its MAC address and receive frames for others.
   *
   * @default - as the virtual function has it
   */
  readonly trust?: boolean;
  /**
   * Whether the virtual function has a link.
   *
   * @default - as the virtual function has it
   */
  readonly linkState?: SriovLinkState;
  /**
   * What the pod may at least send, in megabits per second; 0 is no minimum. Not more than `maxTxRate`.
   *
   * @default - as the virtual function has it
   */
  readonly minTxRate?: number;
  /**
   * What the pod may at most send, in megabits per second; 0 is no limit.
   *
   * @default - as the virtual function has it
   */
  readonly maxTxRate?: number;
  /**
   * How much the plugin logs.
   *
   * @default SriovLogLevel.INFO
   */
  readonly logLevel?: SriovLogLevel;
  /**
   * The file on the node that the plugin logs to.
   *
   * @default - standard error, which ends up in the log of the container runtime
   */
  readonly logFile?: string;
  /**
   * Where the addresses come from.
   *
   * @default - none: the interface has no address, as DPDK wants it
   */
  readonly ipam?: IIpam;
}

/**
 * A network whose interfaces are virtual functions of the nodes' network cards (SR-IOV).
 *
 * The plugin and the device plugin are not in the release of the reference plugins: install them beside.
 *
 * @see https://github.com/k8snetworkplumbingwg/sriov-cni
 */
export class SriovNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: SriovNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'sriov', props, {
      required: { resourceName: RESOURCE },
      check: (given) => [
        ...(['spoofchk', 'trust'] as const).filter((property) => given[property] !== undefined && typeof given[property] !== 'boolean')
          .map((property) => KEY_TYPE.fault([property], given[property], { expected: 'true or false' })),
        ...checkPciAddress({ deviceId: given.deviceId }, 'deviceId', []),
      ],
      render: ({ spoofchk, trust }) => ({ spoofchk: onOrOff(spoofchk), trust: onOrOff(trust) }),
    }));
  }
}

function onOrOff(flag: boolean | undefined): string | undefined {
  return flag === undefined ? undefined : flag ? 'on' : 'off';
}
