import { checkCron } from './cron';
import { DHCP } from './dhcp-ipam';
import { DhcpOptions } from './dhcp-options';
import { AS_KEYS, AS_PROPERTIES, FixedIpam, isWrittenAsProperties } from './fixed-ipam';
import { HostLocalReading, RANGE_KEYS, readHostLocal } from './host-local';
import { HostLocalOptions } from './host-local-options';
import { IpamType } from './ipam-type';
import { ANY, Conf, isIpam, objectOf } from './keys';
import { isPerNode, perNodeIpam } from './per-node';
import { inProperties, optionsOf, toKeys } from './properties';
import { STATIC } from './static-ipam';
import { StaticAddressesOptions } from './static-options';
import { WHEREABOUTS } from './whereabouts';
import { whereaboutsConf } from './whereabouts-conf';
import { WhereaboutsOptions } from './whereabouts-options';
import { Pool } from '../address';
import { refuse } from '../diagnostics';
import { PLUGIN_TYPE_MISSING } from '../diagnostics/config';
import { NODE_IPAMS_INVALID } from '../diagnostics/node-configs';

/** Where the addresses of a network come from. Made by the factories of `Ipam`. */
export interface IIpam {
  /** The `ipam` object of the CNI configuration. */
  toIpamConfig(): { [key: string]: any };
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
    const given = optionsOf(place, options);
    const reading = readHostLocal(given, [], { ...RANGE_KEYS, secondaryIps: ANY });
    refuse(place, reading.faults);
    return new FixedIpam(place, { type: 'host-local', ...hostLocalConf(given, reading) }, AS_PROPERTIES);
  }

  /**
   * Another IPAM on each node: one network whose nodes have addresses of their own, such as the secondary IPs of each node's network card.
   *
   * The network has no configuration in the API then. A DaemonSet writes each node's own into Multus's directory there, and the
   * network is on these nodes.
   *
   * @param ipams what the other factories return, by the names of the nodes, which must be the values of their label `kubernetes.io/hostname`
   * @throws where there is no node, or one without an IPAM
   */
  public static perNode(ipams: { [node: string]: IIpam }): IIpam {
    const place = 'Ipam.perNode';
    const entries = Object.entries(objectOf(place, ipams));
    const wrong = entries.find(([, ipam]) => !isIpam(ipam) || isPerNode(ipam.toIpamConfig()));
    if (entries.length === 0 || wrong) {
      refuse(place, [NODE_IPAMS_INVALID.fault(wrong ? ['ipams', wrong[0]] : ['ipams'], wrong ? wrong[1] : ipams, {})]);
    }
    const byNode = new Map(entries as Array<[string, IIpam]>);
    const configs = Object.fromEntries([...byNode].map(([node, ipam]) => [node, ipam.toIpamConfig()]));
    return new FixedIpam(place, perNodeIpam(configs), ([node, ...path]) => isWrittenAsProperties(byNode.get(String(node)), path));
  }

  /**
   * Addresses from a range that the whole cluster shares: no two pods have the same, on whatever nodes they are.
   *
   * The plugin is not in the release of the reference plugins: `WhereaboutsInstall` puts it on the nodes.
   *
   * @see https://github.com/k8snetworkplumbingwg/whereabouts
   * @throws where whereabouts would refuse the range when a pod starts, or hand out no address
   */
  public static whereabouts(options: WhereaboutsOptions): IIpam {
    const place = 'Ipam.whereabouts';
    const given = optionsOf(place, options);
    // in a network it has no effect, so that nobody else would find what is wrong with it
    refuse(place, checkCron(given.reconcilerCronExpression, 'reconcilerCronExpression'));
    return checked(place, WHEREABOUTS, whereaboutsConf(given));
  }

  /**
   * Fixed addresses: those given here, or the ones that a pod asks for, in CIDR notation. Nobody sees to it that two pods do not
   * have the same.
   *
   * @see https://www.cni.dev/plugins/current/ipam/static/
   * @throws where static would refuse an address when a pod starts
   */
  public static staticAddresses(options: StaticAddressesOptions = {}): IIpam {
    const place = 'Ipam.staticAddresses';
    return checked(place, STATIC, toKeys({ ...optionsOf(place, options), type: STATIC.type }, STATIC.keys));
  }

  /**
   * Addresses from a DHCP server on the network. Each node must run the plugin's daemon, which `DhcpDaemonInstall` does. It
   * works where interfaces have MAC addresses of their own, so not on ipvlan.
   *
   * @see https://www.cni.dev/plugins/current/ipam/dhcp/
   * @throws where dhcp would refuse an option when a pod starts
   */
  public static dhcp(options: DhcpOptions = {}): IIpam {
    const place = 'Ipam.dhcp';
    return checked(place, DHCP, toKeys({ ...optionsOf(place, options), type: DHCP.type }, DHCP.keys));
  }

  /**
   * No addresses, on purpose: the interface carries frames alone. It is written as `"ipam": {}`, which plugins that work without
   * addresses take for none: macvlan, bridge, host-device, tap, sriov and bond.
   */
  public static none(): IIpam {
    return new FixedIpam('Ipam.none', {}, AS_KEYS);
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
    return new FixedIpam(place, given, AS_KEYS);
  }

  private constructor() {}
}

/** What the plugin's own check lets pass; what it says is said in the words of the options. */
function checked(place: string, { check }: IpamType, conf: Conf): IIpam {
  refuse(place, check(conf, []).map(inProperties));
  return new FixedIpam(place, conf, AS_PROPERTIES);
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
