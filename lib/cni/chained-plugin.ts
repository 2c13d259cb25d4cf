import { BANDWIDTH, limitsByItself } from './bandwidth';
import { BandwidthOptions, FirewallOptions, PortmapOptions, SbrOptions, TuningOptions, VrfOptions } from './chained-options';
import { FIREWALL } from './firewall';
import { COMMON_KEYS, Conf, checkTypes, jsonCopy, objectOf } from './keys';
import { PluginType } from './plugin-type';
import { PORTMAP } from './portmap';
import { optionsOf, toKeys } from './properties';
import { SBR } from './sbr';
import { TUNING } from './tuning';
import { VRF } from './vrf';
import { refuse } from '../diagnostics';
import { PLUGIN_TYPE_MISSING } from '../diagnostics/config';

/** A plugin that works on the interface of an earlier plugin. Made by the factories of `ChainedPlugin`. */
export interface IChainedPlugin {
  /** The object in the list of plugins of the CNI configuration. */
  toPluginConfig(): { [key: string]: any };
}

/**
 * Plugins that work on the interface which the plugin of a network has made.
 *
 * @see https://www.cni.dev/plugins/current/#meta-other-plugins
 */
export class ChainedPlugin {
  /**
   * Settings of the interface: sysctls, MAC address, MTU, modes.
   *
   * @see https://www.cni.dev/plugins/current/meta/tuning/
   * @throws where tuning would refuse the settings when a pod starts
   */
  public static tuning(options: TuningOptions): IChainedPlugin {
    return fixed('ChainedPlugin.tuning', TUNING, options);
  }

  /**
   * Routing by source address: packets from the address of the interface leave through it, whatever the pod's default route.
   *
   * @see https://www.cni.dev/plugins/current/meta/sbr/
   * @throws where sbr would refuse the settings when a pod starts
   */
  public static sbr(options: SbrOptions = {}): IChainedPlugin {
    return fixed('ChainedPlugin.sbr', SBR, options);
  }

  /**
   * Limits of the bandwidth: those given here for all pods, or without any the ones that a pod asks for. Works on veth pairs
   * alone, which bridge and ptp make.
   *
   * @see https://www.cni.dev/plugins/current/meta/bandwidth/
   * @throws where bandwidth would refuse the limits when a pod starts
   */
  public static bandwidth(options: BandwidthOptions = {}): IChainedPlugin {
    return fixed('ChainedPlugin.bandwidth', BANDWIDTH, options, (given) => (limitsByItself(given) ? {} : { bandwidth: true }));
  }

  /**
   * Ports of the node that lead to the pod: those that a pod asks for.
   *
   * @see https://www.cni.dev/plugins/current/meta/portmap/
   * @throws where portmap would refuse the settings when a pod starts
   */
  public static portmap(options: PortmapOptions = {}): IChainedPlugin {
    return fixed('ChainedPlugin.portmap', PORTMAP, options, () => ({ portMappings: true }));
  }

  /**
   * A virtual routing domain in the pod, which the interface belongs to, with a routing table of its own.
   *
   * @see https://www.cni.dev/plugins/current/meta/vrf/
   * @throws where vrf would refuse the settings when a pod starts
   */
  public static vrf(options: VrfOptions): IChainedPlugin {
    return fixed('ChainedPlugin.vrf', VRF, options);
  }

  /**
   * Rules of the node's firewall that let the traffic of the pod's addresses through. Needs the CNI version 0.4.0, which the
   * network then takes by itself.
   *
   * @see https://www.cni.dev/plugins/current/meta/firewall/
   * @throws where firewall would refuse the settings when a pod starts
   */
  public static firewall(options: FirewallOptions = {}): IChainedPlugin {
    return fixed('ChainedPlugin.firewall', FIREWALL, options);
  }

  /**
   * Any other plugin: its configuration as it is.
   *
   * @param config the object in the list of plugins, with the `type` of the plugin
   * @throws where it has no `type`
   */
  public static custom(config: { [key: string]: any }): IChainedPlugin {
    const place = 'ChainedPlugin.custom';
    const given = objectOf(place, config);
    if (typeof given.type !== 'string' || given.type === '') {
      refuse(place, [PLUGIN_TYPE_MISSING.fault(['type'], given.type, { expected: 'the name of a plugin, such as "route-override"' })]);
    }
    return new FixedPlugin(place, given);
  }

  private constructor() {}
}

class FixedPlugin implements IChainedPlugin {
  private readonly config: { [key: string]: any };

  constructor(place: string, config: Conf) {
    this.config = jsonCopy(place, 'options', config);
  }

  public toPluginConfig(): { [key: string]: any } {
    return structuredClone(this.config);
  }
}

/** The plugin, with the capabilities without which it would do nothing. */
function fixed(place: string, { type, keys, check }: PluginType, options: unknown, capabilities: (given: Conf) => Conf = () => ({})): IChainedPlugin {
  const given = optionsOf(place, options);
  const declared = capabilities(given);
  const conf = { ...toKeys(given, keys), ...(Object.keys(declared).length > 0 && { capabilities: declared }) };
  refuse(place, [...checkTypes(conf, { ...COMMON_KEYS, ...keys }, []), ...check(conf, [])]);
  return new FixedPlugin(place, { type, ...conf });
}
