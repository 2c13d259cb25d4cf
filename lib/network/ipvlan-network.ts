import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { isMtu } from '../cni/interface-on-master';
import { IIpam } from '../cni/ipam';
import { IpvlanMode } from '../cni/ipvlan-mode';
import { isConf } from '../cni/keys';
import { Fault, refuse } from '../diagnostics';
import { IPAM_MISSING, KEY_TYPE, MASTER_INVALID, MTU_INVALID, PROPERTY_MISSING } from '../diagnostics/config';

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
    refuse(scope.node.path ? `${scope.node.path}/${id}` : id, checkProps(props));
    const { master, mode, mtu, linkInContainer, ipam, ...common } = props;
    super(scope, id, {
      ...common,
      config: { type: 'ipvlan', master, mode: mode ?? IpvlanMode.L2, mtu, linkInContainer, ipam: ipam.toIpamConfig() },
    });
  }
}

/** What JavaScript lets through, or what only the configuration, not a property, may be. */
function checkProps(props: IpvlanNetworkProps): Fault[] {
  if (!isConf(props)) {
    return [KEY_TYPE.fault(['props'], props, { expected: 'an object' })];
  }
  const faults: Fault[] = [];
  if (props.master === undefined) {
    faults.push(PROPERTY_MISSING.fault(['master'], props.master, { expected: 'the name of the interface on the node, such as "eth1"' }));
  } else if (props.master === '') {
    faults.push(MASTER_INVALID.fault(['master'], props.master, {}));
  }
  if (props.mtu !== undefined && !isMtu(props.mtu)) {
    faults.push(MTU_INVALID.fault(['mtu'], props.mtu, {}));
  }
  if (typeof props.ipam?.toIpamConfig !== 'function') {
    faults.push(props.ipam === undefined
      ? IPAM_MISSING.fault(['ipam'], props.ipam, { plugin: 'ipvlan' })
      : KEY_TYPE.fault(['ipam'], props.ipam, { expected: 'what a factory of Ipam returns, such as Ipam.hostLocal({ … })' }));
  }
  return faults;
}
