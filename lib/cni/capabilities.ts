import { limitsByItself } from './bandwidth';
import { namesIpam } from './ipam-given';
import { Conf, isConf } from './keys';
import { knownIpam } from './known-ipams';
import { knownPlugin } from './known-plugins';

/** What an attachment can ask for, in the keys of its selection; the capabilities through which plugins hear of it have the same names. */
const REQUESTS = ['ips', 'mac', 'bandwidth', 'portMappings', 'deviceID'];

/** The capabilities that carry what an attachment asks for. */
export function capabilitiesFor(selection: Conf): string[] {
  return REQUESTS.filter((key) => selection[key] !== undefined);
}

/**
 * The configuration, with the capabilities declared on the plugins that honour them: the runtime hands a request only to a
 * plugin that declares it. What the configuration says of a capability by itself stays, `false` too.
 *
 * @see https://www.cni.dev/docs/conventions/
 */
export function declareCapabilities(config: Conf, capabilities: ReadonlySet<string>): Conf {
  return Array.isArray(config.plugins) && !config.type
    ? { ...config, plugins: config.plugins.map((conf: unknown) => (isConf(conf) ? declareOn(conf, capabilities) : conf)) }
    : declareOn(config, capabilities);
}

function declareOn(conf: Conf, capabilities: ReadonlySet<string>): Conf {
  const declared = [...capabilities].filter((capability) => honours(conf, capability)).sort();
  return declared.length === 0 || (conf.capabilities !== undefined && !isConf(conf.capabilities))
    ? conf
    : { ...conf, capabilities: { ...Object.fromEntries(declared.map((capability) => [capability, true])), ...conf.capabilities } };
}

function honours(conf: Conf, capability: string): boolean {
  const known = knownPlugin(conf.type);
  switch (capability) {
    // the plugin hands what it is told to its IPAM
    case 'ips': return namesIpam(conf) && knownIpam((conf.ipam as Conf).type)?.supportsIps === 'capability';
    case 'mac': return known !== undefined && known.honoursMac !== 'never';
    // limits of its own win over those of the pods
    case 'bandwidth': return conf.type === 'bandwidth' && !limitsByItself(conf);
    default: return known?.capability === capability;
  }
}
