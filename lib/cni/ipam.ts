import { HostLocalReading, RANGE_KEYS, readHostLocal } from './host-local';
import { ANY, Conf, isConf, jsonCopy } from './keys';
import { isPerNode, perNodeIpam } from './per-node';
import { Pool } from '../address';
import { refuse } from '../diagnostics';
import { KEY_TYPE, PLUGIN_TYPE_MISSING } from '../diagnostics/config';
import { NODE_IPAMS_INVALID } from '../diagnostics/node-configs';

/** Where the addresses of a network come from. Made by the factories of `Ipam`. */
export interface IIpam {
  /** The `ipam` object of the CNI configuration. */
  toIpamConfig(): { [key: string]: any };
}

/**
 * A route in the pod, through the interface of the network.
 *
 * @see https://www.cni.dev/docs/spec/#add-success
 */
export interface Route {
  /** The destination in CIDR notation, such as `10.0.0.0/8`. */
  readonly dst: string;
  /**
   * The next hop, an address of the network's own subnet.
   *
   * @default - the gateway of the pool of the same family
   */
  readonly gw?: string;
}

/** Which addresses of a subnet host-local hands out, and which one it keeps for the router. */
export interface HostLocalBounds {
  /**
   * The addresses of the network card that pods may have, in any order: the list that a cloud console shows.
   * They must follow each other without a gap. Takes the place of `rangeStart` and `rangeEnd`.
   *
   * @default - the range from `rangeStart` to `rangeEnd`
   */
  readonly secondaryIps?: string[];
  /**
   * The first address that pods may have.
   *
   * @default - the second address of the subnet
   */
  readonly rangeStart?: string;
  /**
   * The last address that pods may have.
   *
   * @default - the last address before the broadcast address; for IPv6 the last address
   */
  readonly rangeEnd?: string;
  /**
   * The router of the subnet. It is never handed out.
   *
   * @default - the second address of the subnet
   */
  readonly gateway?: string;
}

/**
 * A range of addresses that host-local hands out.
 *
 * @see https://www.cni.dev/plugins/current/ipam/host-local/
 */
export interface HostLocalRange extends HostLocalBounds {
  /** The subnet in CIDR notation, without host bits, at most a /30 (IPv6: /126). */
  readonly subnet: string;
}

/** Where host-local takes the addresses from: one range given here, or several in `ranges`. */
export interface HostLocalOptions extends HostLocalBounds {
  /**
   * The subnet in CIDR notation, without host bits, at most a /30 (IPv6: /126).
   *
   * @default - none; `ranges` must be given
   */
  readonly subnet?: string;
  /**
   * Sets of ranges: a pod gets one address from each set, out of any range of the set. Dual stack is two sets of one range.
   *
   * @default - the one range that `subnet` describes
   */
  readonly ranges?: HostLocalRange[][];
  /**
   * Routes in the pod, through the interface of this network.
   *
   * @default - only the route to the subnet itself
   */
  readonly routes?: Route[];
  /**
   * The directory on the node in which host-local remembers who has which address. On a tmpfs, such as `/run/cni/networks`,
   * addresses of pods that were lost in a crash are free again after a reboot.
   *
   * @default "/var/lib/cni/networks"
   */
  readonly dataDir?: string;
  /**
   * A file on the node in the form of resolv.conf, whose DNS settings the result reports.
   *
   * @default - none
   */
  readonly resolvConf?: string;
}

/** Where the addresses of a network come from. */
export class Ipam {
  /**
   * Addresses from a range that each node hands out by itself.
   *
   * Two nodes with the same network hand out the same addresses: use it where the network is on one node.
   *
   * @see https://www.cni.dev/plugins/current/ipam/host-local/
   * @throws where host-local would refuse the range when a pod starts, or hand out addresses that cannot work
   */
  public static hostLocal(options: HostLocalOptions): IIpam {
    const place = 'Ipam.hostLocal';
    const given = objectOf(place, options);
    const reading = readHostLocal(given, [], { ...RANGE_KEYS, secondaryIps: ANY });
    refuse(place, reading.faults);
    return new FixedIpam(place, { type: 'host-local', ...hostLocalConf(given, reading) });
  }

  /**
   * Another IPAM on each node: one network whose nodes have addresses of their own, such as the secondary IPs of each node's network card.
   *
   * The network has no configuration in the API then. A DaemonSet writes each node's own into Multus's directory there, and the
   * network is on these nodes.
   *
   * @param ipams what the other factories return, by the names of the nodes
   * @throws where there is no node, or one without an IPAM
   */
  public static perNode(ipams: { [node: string]: IIpam }): IIpam {
    const place = 'Ipam.perNode';
    const entries = Object.entries(objectOf(place, ipams));
    const wrong = entries.find(([, ipam]) => !isIpam(ipam) || isPerNode(ipam.toIpamConfig()));
    if (entries.length === 0 || wrong) {
      refuse(place, [NODE_IPAMS_INVALID.fault(wrong ? ['ipams', wrong[0]] : ['ipams'], wrong ? wrong[1] : ipams, {})]);
    }
    return new FixedIpam(place, perNodeIpam(Object.fromEntries(entries.map(([node, ipam]) => [node, (ipam as IIpam).toIpamConfig()]))));
  }

  /**
   * Any other IPAM plugin: its configuration as it is.
   *
   * @param config the `ipam` object, with the `type` of the plugin
   * @throws where it has no `type`
   */
  public static custom(config: { [key: string]: any }): IIpam {
    const place = 'Ipam.custom';
    const given = objectOf(place, config);
    if (typeof given.type !== 'string' || given.type === '') {
      refuse(place, [PLUGIN_TYPE_MISSING.fault(['type'], given.type, { expected: 'the name of an IPAM plugin, such as "whereabouts"' })]);
    }
    return new FixedIpam(place, given);
  }
}

class FixedIpam implements IIpam {
  private readonly config: { [key: string]: any };

  constructor(place: string, config: Conf) {
    this.config = jsonCopy(place, 'options', config);
  }

  public toIpamConfig(): { [key: string]: any } {
    return structuredClone(this.config);
  }
}

function isIpam(value: unknown): value is IIpam {
  return isConf(value) && typeof value.toIpamConfig === 'function';
}

function objectOf(place: string, options: unknown): Conf {
  if (!isConf(options)) {
    refuse(place, [KEY_TYPE.fault(['options'], options, { expected: 'an object' })]);
  }
  return options as Conf;
}

/** The configuration in the order of host-local's documentation. Keys that nobody knows stay: a rule reports them. */
function hostLocalConf(given: Conf, reading: HostLocalReading): Conf {
  const { subnet, secondaryIps, rangeStart, rangeEnd, gateway, ranges, routes, dataDir, resolvConf, ...others } = given;
  const flat = subnet === undefined
    ? { rangeStart, rangeEnd, gateway }
    : rangeConf({ subnet, secondaryIps, rangeStart, rangeEnd, gateway }, reading.sets[0][0]);
  const sets = reading.sets.slice(subnet === undefined ? 0 : 1);
  const nested = ranges === undefined ? {} : { ranges: (ranges as Conf[][]).map((set, i) => set.map((range, j) => rangeConf(range, sets[i][j]))) };
  return { ...flat, ...nested, routes: (routes as Conf[] | undefined)?.map(routeConf), dataDir, resolvConf, ...others };
}

/** A list of secondary IPs becomes the range that it stands for. */
function rangeConf(range: Conf, pool: Pool): Conf {
  const { secondaryIps, subnet, rangeStart, rangeEnd, gateway, ...others } = range;
  const bounds = secondaryIps === undefined ? { rangeStart, rangeEnd } : { rangeStart: String(pool.range.first), rangeEnd: String(pool.range.last) };
  return { subnet, ...bounds, gateway, ...others };
}

function routeConf({ dst, gw, ...others }: Conf): Conf {
  return { dst, gw, ...others };
}
