import { limitsByItself } from './bandwidth';
import { CNI_VERSIONS, isOlder, newestFor, versionOf } from './cni-version';
import { BRIDGE_POLICIES } from './firewall';
import { namesIpam } from './ipam-given';
import { Conf, isConf, nearest } from './keys';
import { isKnownIpamName, knownIpam, misspeltIpam } from './known-ipams';
import { KnownPlugin, isKnownPluginName, knownPlugin, mayKnowAddresses, nearestPluginName, plainType } from './known-plugins';
import { checkPciAddress, isAbsent } from './values';
import { Fault, Step } from '../diagnostics';
import * as rules from '../diagnostics/chain';
import { KEY_TYPE } from '../diagnostics/config';
import { CNI_VERSION_TOO_NEW } from '../diagnostics/installations';
import { DEVICE_MISSING } from '../diagnostics/devices';

/** One plugin of a configuration, and where it stands in it. */
export interface PlacedPlugin {
  readonly conf: Conf;
  readonly path: readonly Step[];
}

/** The capabilities that runtimes know; case counts. */
const CAPABILITIES = ['portMappings', 'ipRanges', 'bandwidth', 'dns', 'ips', 'mac', 'infinibandGUID', 'deviceID', 'aliases', 'cgroupPath'];

/** Checks what the plugins of one configuration are to each other and to the runtime; each by itself is checked by its `check`. */
export function checkChain(plugins: readonly PlacedPlugin[], isList: boolean): Fault[] {
  return plugins.flatMap((plugin, i) => {
    const { conf, path } = plugin;
    const known = knownPlugin(conf.type);
    return [
      ...checkName(conf, path),
      ...checkReserved(conf, path),
      ...checkCapabilities(conf.capabilities, [...path, 'capabilities']),
      // somebody who writes the result of an earlier plugin by hand does without one
      ...(known?.chained && i === 0 && !isConf(conf.prevResult) ? [rules.CHAIN_ORDER.fault([...path, 'type'], conf.type, { isList })] : []),
      ...(known && known.needsIpam !== 'none' ? checkIpamName(conf, path) : []),
      ...checkSecondInterface(plugin, plugins.slice(0, i)),
      ...checkBehind(plugin, plugins.slice(0, i)),
    ];
  });
}

/** Checks what stands around the plugins: the name of the configuration, and the version that all of them get. */
export function checkEnvelope(config: Conf, plugins: readonly PlacedPlugin[]): Fault[] {
  const faults: Fault[] = [];
  if (typeof config.name === 'string' && config.name !== '' && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(config.name)) {
    faults.push(rules.CONFIG_NAME_INVALID.fault(['name'], config.name, {}));
  }
  const version = versionOf(config);
  if (version === undefined) {
    return faults;
  }
  const newest = newestOf(plugins.map(({ conf }) => conf));
  const withoutAddresses = makerWithoutAddresses(plugins);
  const refuser = CNI_VERSIONS.includes(version) ? refuserOf(version, plugins) : undefined;
  if (newest && isOlder(version, newest.oldest)) {
    faults.push(rules.CNI_VERSION_TOO_OLD.fault(['cniVersion'], config.cniVersion, newest));
  } else if (refuser) {
    faults.push(CNI_VERSION_TOO_NEW.fault(['cniVersion'], config.cniVersion, refuser));
  } else if (withoutAddresses !== undefined && isOlder(version, '0.3.0')) {
    faults.push(rules.CNI_VERSION_NEEDS_ADDRESS.fault(['cniVersion'], config.cniVersion, { plugin: withoutAddresses }));
  } else if (isAbsent(config.cniVersion) && plugins.length > 0) {
    faults.push(rules.CNI_VERSION_MISSING.fault(['cniVersion'], config.cniVersion, {}));
  }
  return faults;
}

/** The plugin, or the IPAM of one, that does not accept so new a version. */
function refuserOf(version: string, plugins: readonly PlacedPlugin[]): { readonly what: string; readonly newest: string } | undefined {
  return plugins.flatMap(({ conf }) => [conf.type, isConf(conf.ipam) ? conf.ipam.type : undefined])
    .map((plugin) => ({ what: String(plugin), newest: newestFor(plugin) }))
    .find((one): one is { what: string; newest: string } => one.newest !== undefined && isOlder(one.newest, version));
}

/** The plugin that makes an interface, where it may and will be one without addresses. */
function makerWithoutAddresses(plugins: readonly PlacedPlugin[]): string | undefined {
  return plugins.map(({ conf }) => ({ conf, type: knownPlugin(conf.type) }))
    .find(({ conf, type }) => type?.chained === false && type.needsIpam === 'optional' && !namesIpam(conf))?.type?.type;
}

/** The version of the specification for plugins where nobody has named one: 0.3.1, which all releases accept, or the oldest that they do. */
export function defaultCniVersion(plugins: readonly Conf[]): string {
  const oldest = newestOf(plugins)?.oldest;
  return oldest !== undefined && isOlder('0.3.1', oldest) ? oldest : '0.3.1';
}

/** The plugin that accepts the fewest old versions of the specification. */
function newestOf(plugins: readonly Conf[]): { readonly plugin: string; readonly oldest: string } | undefined {
  return plugins.map(({ type }) => ({ plugin: String(type), oldest: knownPlugin(type)?.oldestCniVersion }))
    .filter((needs): needs is { plugin: string; oldest: string } => needs.oldest !== undefined)
    .sort((a, b) => (isOlder(a.oldest, b.oldest) ? 1 : -1))[0];
}

function checkName(conf: Conf, path: readonly Step[]): Fault[] {
  const type = conf.type;
  if (typeof type !== 'string' || type === '' || isKnownPluginName(type)) {
    return [];
  }
  const at = [...path, 'type'];
  if (/[/\\]/.test(type)) {
    return [KEY_TYPE.fault(at, type, { expected: 'the name of a binary, such as "ipvlan"', problem: 'is a path, which no runtime looks for' })];
  }
  return [knownIpam(type) ? rules.IPAM_AS_PLUGIN.fault(at, type, { type }) : rules.PLUGIN_UNKNOWN.fault(at, type, { near: nearestPluginName(type) })];
}

function checkReserved(conf: Conf, path: readonly Step[]): Fault[] {
  return Object.keys(conf).filter((key) => ((key === 'runtimeConfig' || key === 'prevResult') && isConf(conf[key])) || key.startsWith('cni.dev/'))
    .map((key) => rules.KEY_RESERVED.fault([...path, key], conf[key], {}));
}

function checkCapabilities(capabilities: unknown, path: readonly Step[]): Fault[] {
  return Object.entries(isConf(capabilities) ? capabilities : {}).flatMap(([key, value]) => {
    const near = CAPABILITIES.includes(key) || value !== true ? undefined : nearest(key, CAPABILITIES);
    return near === undefined ? [] : [rules.CAPABILITY_UNKNOWN.fault([...path, key], value, { near })];
  });
}

function checkIpamName(conf: Conf, path: readonly Step[]): Fault[] {
  const type = isConf(conf.ipam) ? conf.ipam.type : undefined;
  if (typeof type !== 'string' || type === '' || isKnownIpamName(type)) {
    return [];
  }
  const at = [...path, 'ipam', 'type'];
  const near = misspeltIpam(type);
  return [near === undefined ? rules.IPAM_UNRECOGNIZED.fault(at, type, {}) : rules.IPAM_UNKNOWN.fault(at, type, { near })];
}

/**
 * Checks that a plugin knows which device to take. To be asked where Multus hands over none, because no annotation names its
 * resource: the address of one that it does hand over takes the place of what is written here.
 */
export function checkDevice({ conf, path }: PlacedPlugin): Fault[] {
  const { type = '', deviceKeys, pciKey, capability, checkWithoutDevice } = knownPlugin(conf.type) ?? {};
  // a pod may name the device, where the plugin hears of it
  if (capability === 'deviceID' && isConf(conf.capabilities) && conf.capabilities.deviceID === true) {
    return [];
  }
  return [
    ...(deviceKeys?.every((key) => isAbsent(conf[key]))
      ? [DEVICE_MISSING.fault([...path, deviceKeys[0]], conf[deviceKeys[0]], { plugin: type, keys: deviceKeys })]
      : []),
    ...(pciKey === undefined ? [] : checkPciAddress(conf, pciKey, path)),
    ...checkWithoutDevice?.(conf, path) ?? [],
  ];
}

/** The plugins that make an interface of the name that the pod is to have, and those that fail where it is there already. */
const MAKERS: readonly unknown[] = ['bridge', 'dummy', 'ipvlan', 'macvlan', 'ptp', 'tap', 'vlan'];
const SOLE_MAKERS = MAKERS.filter((type) => type !== 'tap');

/** A list is about one interface: all of its plugins get the same name, also where the master is in the pod. */
function checkSecondInterface({ conf, path }: PlacedPlugin, before: readonly PlacedPlugin[]): Fault[] {
  const first = SOLE_MAKERS.includes(plainType(conf.type)) ? before.find((earlier) => MAKERS.includes(plainType(earlier.conf.type))) : undefined;
  return first ? [rules.CHAIN_SECOND_INTERFACE.fault([...path, 'type'], conf.type, { first: String(first.conf.type) })] : [];
}

/** Checks a plugin against those before it. Where one of them is not known, neither is the interface that it makes. */
function checkBehind({ conf, path }: PlacedPlugin, before: readonly PlacedPlugin[]): Fault[] {
  const known = before.map((plugin) => ({ ...plugin, type: knownPlugin(plugin.conf.type) }));
  const makers = known.filter((plugin): plugin is PlacedPlugin & { type: KnownPlugin } => plugin.type?.chained === false);
  const maker = makers.at(-1);
  if (!maker || known.some(({ type }) => type === undefined)) {
    return [];
  }
  const plugin = maker.type.type;
  const at = [...path, 'type'];
  switch (plainType(conf.type)) {
    case 'bandwidth':
      return makers.some(({ type }) => type.makesVeth) ? [] : checkBandwidth(conf, plugin, at);
    case 'portmap':
      return (plugin === 'ipvlan' || plugin === 'macvlan') && maker.conf.linkInContainer !== true ? [rules.PORTMAP_UNREACHABLE.fault(at, conf.type, { plugin })] : [];
    case 'firewall':
      return BRIDGE_POLICIES.includes(conf.ingressPolicy as string) && makers.every((earlier) => plainType(earlier.conf.type) !== 'bridge')
        ? [rules.FIREWALL_NEEDS_BRIDGE.fault([...path, 'ingressPolicy'], conf.ingressPolicy, { plugin })]
        : [];
    case 'tuning':
      return plugin === 'ipvlan' && typeof conf.mac === 'string' && conf.mac !== '' ? [rules.MAC_ON_IPVLAN.fault([...path, 'mac'], conf.mac, {})] : [];
    case 'sbr':
      return makers.some((earlier) => namesIpam(earlier.conf) || mayKnowAddresses(earlier.conf.type))
        ? []
        : [rules.SBR_NEEDS_ADDRESSES.fault(at, conf.type, { plugin })];
    default:
      return [];
  }
}

function checkBandwidth(conf: Conf, plugin: string, path: readonly Step[]): Fault[] {
  if (limitsByItself(conf)) {
    return [rules.BANDWIDTH_NEEDS_VETH.fault(path, conf.type, { plugin })];
  }
  const mayBeAsked = isConf(conf.capabilities) && conf.capabilities.bandwidth === true;
  return mayBeAsked ? [rules.BANDWIDTH_CAPABILITY_WITHOUT_VETH.fault(path, conf.type, { plugin })] : [];
}
