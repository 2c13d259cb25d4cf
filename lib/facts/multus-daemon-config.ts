import { DaemonPath } from './facts';
import { parseJson } from './json-config';
import { spellingOf } from './json-text';
import { LOG_LEVELS } from './multus-flags';
import { PlaceInText, placeInText } from './place-in-text';
import { CNI_VERSIONS } from '../cni/cni-version';
import { Conf, FLAG, FLAGS, INTEGER, KeySet, KeyType, LIST, OBJECT, TEXT, checkTypes, isConf, isListOf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { CNI_VERSION_UNSUPPORTED, KEY_TYPE } from '../diagnostics/config';
import { MULTUS_CONF_NOT_AUTO } from '../diagnostics/install';
import { CONFIG_NOT_JSON } from '../diagnostics/networks';
import { KEY_MISSING, VALUE_IGNORED } from '../diagnostics/plugins';

/** The configuration of the daemon, as Go reads it. */
export interface DaemonConfig {
  /** Undefined where the text is not JSON. */
  readonly config?: Conf;
  readonly faults: readonly Fault[];
  /** Where the text is not JSON. */
  readonly place?: PlaceInText;
}

const TEXTS: KeyType = { expected: 'a list of texts', accepts: (value) => isListOf(value, (item) => typeof item === 'string') };

/** The keys of the daemon, of what it writes for the plugin on the node, and of what it reads at each request (multus pkg/server/types.go, pkg/types). */
const KEYS: KeySet = {
  chrootDir: TEXT, socketDir: TEXT, daemonSocketDir: TEXT, metricsPort: INTEGER, enablePprof: FLAG, connectionLimit: INTEGER,
  perNodeCertificate: OBJECT, cniVersion: TEXT, cniConfigDir: TEXT, multusConfigFile: TEXT, multusAutoconfigDir: TEXT, multusMasterCNI: TEXT,
  overrideNetworkName: FLAG, forceCNIVersion: FLAG, name: TEXT, type: TEXT, capabilities: FLAGS, readinessindicatorfile: TEXT,
  namespaceIsolation: FLAG, globalNamespaces: TEXT, logFile: TEXT, logLevel: TEXT, logToStderr: FLAG, logOptions: OBJECT, confDir: TEXT,
  cniDir: TEXT, binDir: TEXT, kubeconfig: TEXT, clusterNetwork: TEXT, defaultNetworks: TEXTS, systemNamespaces: TEXTS, multusNamespace: TEXT,
  delegates: LIST, retryDeleteOnError: FLAG, auxiliaryCNIChainName: TEXT,
};

const SPELLINGS = new Map(Object.keys(KEYS).map((key) => [key.toLowerCase(), key]));

/** Those that name what must be of the node: what the container has by itself is gone with it, and nobody on the node sees it. */
const PATHS_ON_NODE = ['cniConfigDir', 'multusAutoconfigDir', 'socketDir', 'readinessindicatorfile'];

/** With null for the capabilities the daemon crashes, and with null for the cluster network it has none. */
const NEVER_NULL = ['capabilities', 'clusterNetwork'];

const EXAMPLE = 'the configuration of the Multus daemon as JSON text, such as { "cniVersion": "0.3.1", "multusConfigFile": "auto" }';

/** Keys that no other daemon has. */
const OWN_KEY = /"(multus\w+|cni(Version|ConfigDir|Dir)|confDir|chrootDir|readinessindicatorfile|namespaceIsolation|globalNamespaces)"\s*:/i;

/** Whether a text, which may not be JSON, is a configuration of this daemon. */
export function isOfMultus(text: string): boolean {
  return OWN_KEY.test(text);
}

/** Reads the configuration of the daemon from its text. */
export function readDaemonText(text: string, path: readonly Step[]): DaemonConfig {
  const parsed = parseJson(text);
  if (!('config' in parsed)) {
    return {
      faults: [CONFIG_NOT_JSON.fault(path, text, { ...parsed, expected: EXAMPLE })],
      ...parsed.at !== undefined && { place: placeInText(text, parsed.at) },
    };
  }
  const spelled = (key: Step) => SPELLINGS.get(String(key).toLowerCase()) ?? String(key);
  const nulls = parsed.nulls.map(spelled).filter((key) => NEVER_NULL.includes(key))
    .map((key) => KEY_TYPE.fault([...path, key], null, { expected: 'a value, or no such key' }));
  const decimals = spellingOf(text).decimals.filter(({ path: at }) => at.length === 1 && KEYS[spelled(at[0])] === INTEGER)
    .map(({ path: at, text: written }) => KEY_TYPE.fault([...path, ...at], written, { expected: 'a whole number in digits alone' }));
  const config = Object.fromEntries(Object.entries(parsed.config).map(([key, value]) => [spelled(key), value]));
  const repeats = parsed.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
  const checks = [checkParts, checkClusterNetwork, checkStart, checkLogLevel];
  const found = checks.flatMap((check) => check(config, path));
  return { config, faults: [...repeats, ...nulls, ...decimals, ...checkTypes(config, KEYS, path), ...found] };
}

/** The paths in the configuration that must be of the node. */
export function pathsOnNode(config: Conf, path: readonly Step[]): DaemonPath[] {
  return PATHS_ON_NODE.flatMap((key) => {
    const value = config[key];
    return typeof value === 'string' && value.startsWith('/') && !value.startsWith('/proc/') ? [{ path: [...path, key], value }] : [];
  });
}

/** Whether the daemon finds the configuration of the cluster network in another folder than that in which it writes its own. */
export function isApart({ multusAutoconfigDir: master, cniConfigDir: own }: Conf): boolean {
  return typeof master === 'string' && typeof own === 'string' && withoutEnd(master) !== withoutEnd(own);
}

function withoutEnd(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

/** Where the daemon looks for plugins on the node; undefined where it looks for them in its own root. */
export function pluginDirOf({ chrootDir, binDir }: Conf, path: readonly Step[]): DaemonPath | undefined {
  const isChroot = typeof chrootDir === 'string' && chrootDir !== '';
  return isChroot ? { path: [...path, 'binDir'], value: typeof binDir === 'string' && binDir !== '' ? withoutEnd(binDir) : '/opt/cni/bin' } : undefined;
}

const SEMANTIC_VERSION = /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/;

/** The keys of the objects in the configuration. */
const PARTS: Readonly<Record<string, KeySet>> = {
  logOptions: { maxAge: INTEGER, maxSize: INTEGER, maxBackups: INTEGER, compress: FLAG },
  perNodeCertificate: { enabled: FLAG, bootstrapKubeconfig: TEXT, certDir: TEXT, certDuration: TEXT },
};

function checkParts(config: Conf, path: readonly Step[]): Fault[] {
  return Object.entries(PARTS).flatMap(([key, keys]) => {
    const part = config[key];
    return isConf(part) ? checkTypes(part, keys, [...path, key]) : [];
  });
}

/** What takes the place of what the daemon finds out by itself. */
function checkClusterNetwork({ clusterNetwork }: Conf, path: readonly Step[]): Fault[] {
  return clusterNetwork !== '' ? [] : [KEY_TYPE.fault([...path, 'clusterNetwork'], clusterNetwork, {
    expected: 'no such key, or the path of a CNI configuration', problem: 'is empty, so that no pod starts ("at least one delegate/clusterNetwork must be specified")',
  })];
}

/** Whether the daemon goes on when it has started: it makes the configuration of the plugin, of a version that it must be told. */
function checkStart(config: Conf, path: readonly Step[]): Fault[] {
  const { multusConfigFile: file = 'auto', cniVersion = '' } = config;
  if (file !== 'auto') {
    return typeof file === 'string' ? [MULTUS_CONF_NOT_AUTO.fault([...path, 'multusConfigFile'], file, {})] : [];
  }
  // without these it is no whole configuration, or not that of Multus 4
  const isWhole = ['multusConfigFile', 'multusAutoconfigDir', 'cniConfigDir'].some((key) => key in config);
  if (cniVersion === '') {
    return isWhole ? [KEY_MISSING.fault([...path, 'cniVersion'], config.cniVersion, { plugin: 'the Multus daemon', expected: 'a version, such as "0.3.1"' })] : [];
  }
  return typeof cniVersion !== 'string' || SEMANTIC_VERSION.test(cniVersion) ? []
    : [CNI_VERSION_UNSUPPORTED.fault([...path, 'cniVersion'], cniVersion, { known: CNI_VERSIONS })];
}

function checkLogLevel({ logLevel }: Conf, path: readonly Step[]): Fault[] {
  return typeof logLevel !== 'string' || logLevel === '' || LOG_LEVELS.includes(logLevel.toLowerCase()) ? []
    : [VALUE_IGNORED.fault([...path, 'logLevel'], logLevel, { plugin: 'Multus', instead: 'logs nothing below "panic"', values: LOG_LEVELS })];
}
