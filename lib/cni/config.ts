import { PlacedPlugin, checkChain, checkEnvelope } from './chain';
import { isList } from './chained-list';
import { CNI_VERSIONS, versionOf } from './cni-version';
import { checkDns } from './dns-keys';
import { readHostLocal } from './host-local';
import { COMMON_KEYS, Conf, FLAG, FLAGS, Hint, KeySet, KeyType, LIST, OBJECT, TEXT, checkKeys, checkTypes, isConf } from './keys';
import { keysBeside, knownIpam } from './known-ipams';
import { knownPlugin } from './known-plugins';
import { podAddresses } from './pod-addresses';
import { checkRouteKeys, isInOtherTable } from './route';
import { removesDefaultRoutes } from './route-override';
import { readWhereabouts } from './whereabouts';
import { WhereaboutsRange } from './whereabouts-range';
import { Pool, Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { CNI_VERSION_ONE_ADDRESS, CNI_VERSION_UNSUPPORTED, DEFAULT_ROUTE_IN_NETWORK, KEY_TYPE, MTU_ABOVE_MASTER, PLUGIN_TYPE_MISSING } from '../diagnostics/config';
import { MASTER_ADDRESS_INVALID, NODE_ADDRESS_IN_POOL, SUBNET_NOT_ON_MASTER } from '../diagnostics/pool';

const ONE_ADDRESS_VERSIONS = [undefined, '', '0.1.0', '0.2.0'];
const ONE_ADDRESS_IPAMS = ['host-local', 'static', 'whereabouts'];

/** Plugins that take the routes of the interface to a table of its own, where a default route is not the pod's. */
const ROUTE_MOVERS = ['sbr', 'vrf'];

/** What libcni reads as true or false (`NetworkConfFromBytes`): also the texts, which Multus refuses of the other flags. */
const LIST_FLAG: KeyType = {
  expected: 'true or false', accepts: (value) => typeof value === 'boolean' || (typeof value === 'string' && ['true', 'false'].includes(value.toLowerCase())),
};

const LIST_KEYS: KeySet = {
  type: TEXT,
  cniVersion: TEXT,
  cniVersions: LIST,
  name: TEXT,
  disableCheck: FLAG,
  disableGC: FLAG,
  loadOnlyInlinedPlugins: LIST_FLAG,
  plugins: LIST,
  args: OBJECT,
};

/** What is no key of a list, and must still be such as in a plugin: Multus reads the list as one, too. */
const LIST_TYPES: KeySet = { ipam: OBJECT, dns: OBJECT, capabilities: FLAGS, prevResult: OBJECT };

/** What the user says of the master, which no configuration tells. */
export interface MasterFacts {
  /** The addresses of the master on the nodes, in CIDR notation. */
  readonly addresses?: readonly string[];
  readonly mtu?: number;
}

/** What a CNI configuration says. */
export interface ConfigReading {
  readonly faults: readonly Fault[];
  /** The version of the CNI specification; undefined where nobody can tell. */
  readonly cniVersion?: string;
  /** The name under which the configuration is known on the node; undefined where Multus takes the network's. */
  readonly name?: string;
  /** The plugins, in the order in which they run. */
  readonly plugins: readonly PlacedPlugin[];
  /** The binaries that a node needs: plugins and their IPAMs. */
  readonly binaries: readonly string[];
  /** The pools of host-local: range sets, a pod gets one address from each. */
  readonly sets: ReadonlyArray<readonly Pool[]>;
  /** The ranges of whereabouts: a pod gets one address from each. */
  readonly ranges: readonly WhereaboutsRange[];
}

/** Reads a configuration, single or a list of chained plugins, the way Multus and the plugins do. */
export function readConfig(config: Conf, master: MasterFacts = {}): ConfigReading {
  const isListed = isList(config);
  const faults: Fault[] = [...checkVersion(config)];
  const sets: Array<readonly Pool[]> = [];
  const ranges: WhereaboutsRange[] = [];
  const binaries: string[] = [];
  if (isListed) {
    faults.push(...checkKeys(config, LIST_KEYS, 'a list of plugins', [], pluginHint), ...checkTypes(config, LIST_TYPES, []));
  }
  const plugins = pluginsOf(config, isListed, faults);
  const version = versionOf(config);
  plugins.forEach(({ conf, path }, i) => {
    const type = knownPlugin(conf.type);
    binaries.push(String(conf.type));
    const keys = { ...type?.keys, ...keysBeside(conf.ipam), ...COMMON_KEYS };
    const own = type
      ? [...checkKeys(conf, keys, type.type, path, type.hintOf), ...checkDns(conf, path), ...type.check(conf, path)]
      : checkTypes(conf, COMMON_KEYS, path);
    if (isConf(conf.ipam)) {
      const ipam = readIpam(conf.ipam, [...path, 'ipam']);
      binaries.push(...ipam.binaries);
      // flannel writes the ranges itself
      own.push(...(conf.type === 'flannel' ? [] : ipam.faults), ...(knownIpam(conf.ipam.type) ? checkRouteKeys(conf.ipam, version, [...path, 'ipam']) : []));
      sets.push(...ipam.sets);
      ranges.push(...ipam.ranges);
    }
    const movesRoutes = plugins.slice(i + 1).some((later) => ROUTE_MOVERS.includes(later.conf.type as string) || removesDefaultRoutes(later.conf));
    faults.push(...own.filter((fault) => fault.rule !== DEFAULT_ROUTE_IN_NETWORK.id || !(movesRoutes || isElsewhere(fault, conf))));
    if (typeof conf.mtu === 'number' && master.mtu !== undefined && conf.mtu > master.mtu) {
      faults.push(MTU_ABOVE_MASTER.fault([...path, 'mtu'], conf.mtu, { masterMtu: master.mtu }));
    }
  });
  faults.push(
    ...checkEnvelope(config, plugins),
    ...checkChain(plugins, isListed),
    ...checkFamilies(config.cniVersion, plugins),
    ...checkMasterAddresses(master.addresses ?? [], sets.flat()),
  );
  return {
    faults,
    ...(version !== undefined && { cniVersion: version }),
    ...(typeof config.name === 'string' && config.name !== '' && { name: config.name }),
    plugins,
    binaries,
    sets,
    ranges,
  };
}

/** Whether the route of the fault is for a table of its own; that its table gets lost is what another rule says. */
function isElsewhere({ path }: Fault, { ipam }: Conf): boolean {
  const routes: unknown = isConf(ipam) ? ipam.routes : undefined;
  const route: unknown = Array.isArray(routes) ? routes[Number(path.at(-2))] : undefined;
  return isConf(route) && isInOtherTable(route);
}

/** The text of `spec.config`: indented, because people read it. */
export function configText(config: Conf): string {
  return JSON.stringify(config, undefined, 2);
}

function checkVersion(config: Conf): Fault[] {
  const version = config.cniVersion;
  const unsupported = (got: unknown, path: readonly Step[]) => CNI_VERSION_UNSUPPORTED.fault(path, got, { known: CNI_VERSIONS });
  const others: unknown[] = isList(config) && Array.isArray(config.cniVersions) ? Array.from(config.cniVersions as unknown[]) : [];
  return [
    ...(typeof version === 'string' && version !== '' && !CNI_VERSIONS.includes(version) ? [unsupported(version, ['cniVersion'])] : []),
    ...others.flatMap((other, i) => (typeof other === 'string' && /^(\d+\.\d+\.\d+)?$/.test(other) ? [] : [unsupported(other, ['cniVersions', i])])),
  ];
}

function pluginsOf(config: Conf, isList: boolean, faults: Fault[]): PlacedPlugin[] {
  if (!isList) {
    if (typeof config.type !== 'string' || config.type === '') {
      faults.push(PLUGIN_TYPE_MISSING.fault(['type'], config.type, {
        expected: "a 'type' such as \"ipvlan\", or a list 'plugins' of objects that each have one",
      }));
      return [];
    }
    return [{ conf: config, path: [] }];
  }
  const list: unknown[] = Array.isArray(config.plugins) ? config.plugins : [];
  if (Array.isArray(config.plugins) && list.length === 0) {
    faults.push(PLUGIN_TYPE_MISSING.fault(['plugins'], list, { expected: 'a list of objects with a \'type\', such as [{ "type": "ipvlan" }]' }));
  }
  return list.flatMap((conf, i) => {
    const path: readonly Step[] = ['plugins', i];
    if (!isConf(conf)) {
      faults.push(KEY_TYPE.fault(path, conf, { expected: 'an object with a \'type\'' }));
      return [];
    }
    if (typeof conf.type !== 'string' || conf.type === '') {
      faults.push(PLUGIN_TYPE_MISSING.fault([...path, 'type'], conf.type, { expected: 'the name of a plugin, such as "ipvlan"' }));
      return [];
    }
    return [{ conf, path }];
  });
}

/** What to do about a key beside the list that one of its plugins reads: the runtime hands on what is in the list. */
function pluginHint(key: string, { plugins }: Conf): Hint | undefined {
  const types = (Array.isArray(plugins) ? plugins : []).map((plugin: unknown) => (isConf(plugin) ? knownPlugin(plugin.type) : undefined));
  return ['capabilities', 'dns', 'ipam'].includes(key) || types.some((type) => type !== undefined && Object.hasOwn(type.keys, key))
    ? { expected: 'the key in the plugin that it is for', fix: "move it into that plugin, beside its 'type'" }
    : undefined;
}

function readIpam(ipam: Conf, path: readonly Step[]): Pick<ConfigReading, 'faults' | 'binaries' | 'sets' | 'ranges'> {
  const { type } = ipam;
  switch (type) {
    case 'host-local': return { ...readHostLocal(ipam, path), ranges: [], binaries: [type] };
    case 'whereabouts': return { ...readWhereabouts(ipam, path), sets: [], binaries: [type] };
    default: return typeof type === 'string' && type !== ''
      ? { faults: knownIpam(type)?.check(ipam, path) ?? [], sets: [], ranges: [], binaries: [type] }
      : { faults: checkTypes(ipam, { type: TEXT }, path), sets: [], ranges: [], binaries: [] };
  }
}

/** An IPAM that refuses to give two addresses of one family in a version of the specification that has room for one. */
function checkFamilies(cniVersion: unknown, plugins: readonly PlacedPlugin[]): Fault[] {
  if (!ONE_ADDRESS_VERSIONS.includes(cniVersion as string | undefined)) {
    return [];
  }
  const ipams = plugins.map(({ conf }) => conf.ipam).filter((ipam) => isConf(ipam) && ONE_ADDRESS_IPAMS.includes(ipam.type as string));
  for (const ipam of ipams) {
    const families = podAddresses(ipam, []).map(([{ subnet }]) => subnet.family);
    const twice = families.find((family, i) => families.indexOf(family) !== i);
    if (twice !== undefined) {
      return [CNI_VERSION_ONE_ADDRESS.fault(['cniVersion'], cniVersion, { family: twice })];
    }
  }
  return [];
}

function checkMasterAddresses(addresses: readonly string[], pools: readonly Pool[]): Fault[] {
  const faults: Fault[] = [];
  const subnets: Subnet[] = [];
  addresses.forEach((text, i) => {
    const at: readonly Step[] = ['masterAddresses', i];
    const address = Subnet.parse(text);
    if (!address) {
      faults.push(MASTER_ADDRESS_INVALID.fault(at, text, {}));
      return;
    }
    subnets.push(address);
    const pool = pools.find((candidate) => candidate.range.contains(address.address) && !candidate.gateway.equals(address.address));
    if (pool) {
      faults.push(NODE_ADDRESS_IN_POOL.fault(at, text, { range: String(pool.range), subnet: String(pool.subnet) }));
    }
  });
  for (const pool of pools) {
    const family = subnets.filter((subnet) => subnet.family === pool.subnet.family);
    if (family.length > 0 && !family.some((subnet) => subnet.contains(pool.range.first) && subnet.contains(pool.range.last))) {
      faults.push(SUBNET_NOT_ON_MASTER.fault([...pool.path, 'subnet'], String(pool.subnet), { master: family.map(String) }));
    }
  }
  return faults;
}
