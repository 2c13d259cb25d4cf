import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { LONGEST_MIIMON, checkLinkNames } from '../cni/bond';
import { BondMode } from '../cni/bond-mode';
import { IIpam } from '../cni/ipam';
import { NUMBER_RANGE } from '../diagnostics/plugins';

/** A network that bundles interfaces. */
export interface BondNetworkProps extends NetworkProps {
  /**
   * The names of the interfaces that the bond is made of, at least two: those of earlier attachments of the pod, such as
   * `['net1', 'net2']`.
   */
  readonly links: string[];
  /** How packets are divided among the links. */
  readonly mode: BondMode;
  /**
   * How often the links are looked at, in milliseconds; 0 is never.
   *
   * @default 100
   */
  readonly miimon?: number;
  /**
   * Whether the links are interfaces of the pod, as those are that Multus has made, rather than of the node.
   *
   * @default true
   */
  readonly linksInContainer?: boolean;
  /**
   * Which MAC addresses the links have with `BondMode.ACTIVE_BACKUP`: 0 all the same one, 1 the bond that of the active link,
   * 2 the active link that of the bond. Virtual functions that may not change their MAC address need 1.
   *
   * @default 0
   */
  readonly failOverMac?: number;
  /**
   * What of a packet decides on its link, such as `layer2+3`, in the modes that choose by packet.
   *
   * @default - as the kernel has it, `layer2`
   */
  readonly xmitHashPolicy?: string;
  /**
   * Whether frames that come in on an idle link are dropped (0) or taken (1).
   *
   * @default 0
   */
  readonly allSlavesActive?: number;
  /**
   * Whether the traffic is divided anew by the load of the links (1), or by what is known of the packets alone (0), with
   * `BondMode.BALANCE_TLB` and `BondMode.BALANCE_ALB`.
   *
   * @default 1
   */
  readonly tlbDynamicLb?: number;
  /**
   * The largest packet that the bond sends, in bytes, from 68 to 65535.
   *
   * @default - as the kernel has it, 1500
   */
  readonly mtu?: number;
  /**
   * Where the addresses come from.
   *
   * @default - none: the bond has no address
   */
  readonly ipam?: IIpam;
}

/**
 * A network that bundles interfaces of the pod, so that one takes over when another fails.
 *
 * Attach the pod to the networks of the links first, with the names that are in `links`. The plugin is not in the release of the
 * reference plugins: install it beside.
 *
 * @see https://github.com/k8snetworkplumbingwg/bond-cni
 */
export class BondNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: BondNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'bond', props, {
      check: ({ links, miimon }) => [
        ...checkLinkNames(Array.isArray(links) ? Array.from(links as unknown[]) : [], links, ['links'], true),
        ...(miimon === undefined || (Number.isInteger(miimon) && miimon >= 0 && miimon <= LONGEST_MIIMON)
          ? []
          : [NUMBER_RANGE.fault(['miimon'], miimon, { first: 0, last: LONGEST_MIIMON })]),
      ],
      render: ({ links, miimon, linksInContainer }) => ({
        links: links.map((name) => ({ name })), miimon: String(miimon ?? 100), linksInContainer: linksInContainer ?? true,
      }),
    }));
  }
}
