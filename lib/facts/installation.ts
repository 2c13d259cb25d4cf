import { readExclusiveCilium, sparesMultus } from './cilium';
import { InstallationFact } from './facts';
import { MULTUS_CONF_DIR } from './node-configs';
import { PlacedContainer, multusFaults } from './multus-containers';
import { isDaemon } from './multus-image';
import { memberAt, textOf } from './pod-objects';
import { knownPathOf } from './pod-templates';
import { Conf, isConf } from '../cni/keys';
import { Fault } from '../diagnostics';
import { MULTUS_CONF_NOT_AUTO } from '../diagnostics/install';
import { daemonMemoryFaults, imageTagFaults, releaseIn } from './installation-faults';

/** What an object says of what is installed on the nodes; undefined where it says nothing. */
export function readInstallation(object: Conf): Omit<InstallationFact, 'subject'> | undefined {
  const exclusive = readExclusiveCilium(object);
  if (exclusive) {
    return { faults: [], isMultus: false, isWhereabouts: false, exclusive };
  }
  if (sparesMultus(object)) {
    return { faults: [], isMultus: false, isWhereabouts: false, sparesMultus: true };
  }
  return object.kind === 'ConfigMap' ? readDaemonConfig(object) : readContainers(object);
}

/** The configuration of the Multus daemon. */
function readDaemonConfig(object: Conf): Omit<InstallationFact, 'subject'> | undefined {
  const text = memberAt(object, ['data', 'daemon-config.json']);
  let config: unknown;
  try {
    config = typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
  if (!isConf(config)) {
    return undefined;
  }
  const file = config.multusConfigFile;
  const open = typeof config.globalNamespaces === 'string' ? namesIn(config.globalNamespaces) : ['default'];
  return {
    faults: file === undefined || file === 'auto' || file === '' ? [] : [MULTUS_CONF_NOT_AUTO.fault(['data', 'daemon-config.json', 'multusConfigFile'], file, {})],
    isMultus: true,
    confDir: typeof config.confDir === 'string' && config.confDir !== '' ? config.confDir : MULTUS_CONF_DIR,
    isWhereabouts: false,
    ...(config.namespaceIsolation === true && { isolation: { openNamespaces: open } }),
  };
}

/** A workload that installs Multus, plugins or whereabouts, told by its images, or runs the daemon of dhcp, told by its command. */
function readContainers(object: Conf): Omit<InstallationFact, 'subject'> | undefined {
  const template = knownPathOf(object);
  if (!template) {
    return undefined;
  }
  const found = containersOf(object, template);
  const named = (part: RegExp) => found.filter(({ container }) => part.test(textOf(container.image)));
  const multus = named(/(^|\/)((hardened-)?multus-cni|hardened-multus-thick|nfvpe\/multus)(:|@|$)/);
  const whereabouts = named(/(^|\/)whereabouts(:|@|$)/);
  const plugins = object.kind === 'DaemonSet' ? found.map(({ container }) => pluginsOf(container)).find((names) => names !== undefined) : undefined;
  const isDhcpDaemon = object.kind === 'DaemonSet' && found.some(({ container }) => /\bdhcp"? daemon\b/.test(commandOf(container)));
  if (multus.length === 0 && whereabouts.length === 0 && !plugins && !isDhcpDaemon) {
    return undefined;
  }
  const faults: Fault[] = [...multus, ...whereabouts].flatMap(({ container, path }) =>
    imageTagFaults([...path, 'image'], container.image, releaseLike(container)));
  const multusVersion = multus.map(({ container }) => releaseIn(textOf(container.image))).find((release) => release !== undefined);
  const daemon = multus.find(({ container }) => isDaemon(container));
  const limit = daemon && memberAt(daemon.container, ['resources', 'limits', 'memory']);
  return {
    faults: [...faults, ...multusFaults(object, memberAt(object, template), multus), ...(daemon && textOf(limit) !== '' ? daemonMemoryFaults([...daemon.path, 'resources', 'limits', 'memory'], limit) : [])],
    ...(plugins && { plugins }),
    isMultus: multus.length > 0,
    ...(multusVersion !== undefined && { multusVersion }),
    // the daemon reads it from its ConfigMap, and a file of one's own may say anything
    ...(multus.length > 0 && !daemon && !multus.some(({ container }) => hasOwnConf(container)) && { confDir: MULTUS_CONF_DIR }),
    isWhereabouts: whereabouts.length > 0,
    ...(whereabouts.some(({ container }) => commandOf(container).includes('node-slice-controller')) && { hasNodeSliceController: true }),
    ...(isDhcpDaemon && { isDhcpDaemon }),
    ...isolationOf(multus.map(({ container }) => container)),
  };
}

/** A release of what the image of the container is one of. */
function releaseLike(container: Conf): string {
  const image = textOf(container.image);
  return /(^|\/)whereabouts(:|@|$)/.test(image)
    ? 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4'
    : `ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0${isDaemon(container) || /:(.*-)?thick\b/.test(image) ? '-thick' : ''}`;
}

function containersOf(object: Conf, template: readonly string[]): PlacedContainer[] {
  return ['initContainers', 'containers'].flatMap((key) => {
    const list = memberAt(object, [...template, 'spec', key]);
    return (Array.isArray(list) ? list : []).flatMap((container: unknown, i) => (isConf(container) ? [{ container, path: [...template, 'spec', key, i] }] : []));
  });
}

/** What a container runs, on one line. The script of this library's daemon has the path of the plugin in a variable, and so in quotes. */
function commandOf({ command, args }: Conf): string {
  return [command, args].flatMap((part) => (Array.isArray(part) ? part.map(textOf) : [])).join(' ');
}

/** The plugins that this library's installation puts on the nodes. */
function pluginsOf(container: Conf): string[] | undefined {
  const env: unknown[] = Array.isArray(container.env) ? container.env : [];
  const value = (name: string) => env.map((entry) => (isConf(entry) && entry.name === name ? entry.value : undefined)).find((text) => typeof text === 'string');
  const plugins = value('PLUGINS');
  return value('CNI_BIN_DIR') !== undefined && typeof plugins === 'string' && plugins !== '' ? plugins.split(' ') : undefined;
}

/** Whether the thin entry point takes a configuration from a file instead of making one. */
function hasOwnConf({ args }: Conf): boolean {
  return Array.isArray(args) && args.map(textOf).some((arg) => /^--?multus-conf-file=(?!auto$)/.test(arg));
}

/** The flags of the thin entry point. */
function isolationOf(containers: readonly Conf[]): Pick<InstallationFact, 'isolation'> {
  const args = containers.flatMap((container) => (Array.isArray(container.args) ? container.args.map(textOf) : []));
  const open = args.map((arg) => /^--?global-namespaces=(.*)$/.exec(arg)?.[1]).find((names) => names !== undefined);
  return args.some((arg) => /^--?namespace-isolation(=true)?$/.test(arg)) ? { isolation: { openNamespaces: open === undefined ? ['default'] : namesIn(open) } } : {};
}

function namesIn(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
