import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { PacketFilter } from '../cni/chained-options';
import { CniDns } from '../cni/dns';
import { IIpam } from '../cni/ipam';

/** A network of links between pods and their node. */
export interface PtpNetworkProps extends NetworkProps {
  /**
   * Whether packets that leave the node have the node's address, so that answers find the way back.
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
   * What the result says of name servers; Kubernetes does not use it.
   *
   * @default - what the IPAM says
   */
  readonly dns?: CniDns;
  /** Where the addresses come from, with a gateway: the node's end of the link gets the gateway's address. */
  readonly ipam: IIpam;
}

/**
 * A network in which each pod has a link of its own to its node, which routes.
 *
 * Pod and node reach each other; other machines reach the pod only where they have a route to it, or through `ipMasq` where the
 * pod begins.
 *
 * @see https://www.cni.dev/plugins/current/main/ptp/
 */
export class PtpNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: PtpNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'ptp', props));
  }
}
