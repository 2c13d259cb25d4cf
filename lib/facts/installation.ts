import { binDirOf } from './bin-dir';
import { isInRuntimeFolder, readExclusiveCilium, sparesMultus } from './cilium';
import { InstallationFact } from './facts';
import { KUBECTL_IMAGE, PLUGINS_IMAGE, SHELL_IMAGE, WHEREABOUTS_IMAGE } from './images';
import { daemonMountsOf, hasOwnMasterFolder, multusFaults } from './multus-containers';
import { isApart, isOfMultus, pathsOnNode, pluginDirOf, readDaemonText } from './multus-daemon-config';
import { flagOf, isSwitchedOn } from './multus-flags';
import { isDaemon } from './multus-image';
import { MULTUS_CONF_DIR } from './node-configs';
import { PlaceInText } from './place-in-text';
import { containersOf, memberAt, textOf, variableOf } from './pod-objects';
import { knownPathOf } from './pod-templates';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { daemonMemoryFaults, imageTagFaults, pluginsReleaseIn, releaseIn } from './installation-faults';
import { ObjectSource, subjectOf } from './subject';

const DAEMON_CONFIG_PATH = ['data', 'daemon-config.json'];

/** What an object says of what is installed on the nodes. */
export interface InstallationReading extends Omit<InstallationFact, 'subject'> {
  /** Where the text that it has is not JSON. */
  readonly place?: PlaceInText;
}

/** Reads an object that says something of what is installed on the nodes. */
export function readInstallations(object: Conf, source: ObjectSource, path: readonly Step[]): InstallationFact[] {
  const reading = readInstallation(object);
  if (!reading) {
    return [];
  }
  const { place, ...fact } = reading;
  const length = DAEMON_CONFIG_PATH.length;
  const isInText = (at: readonly Step[]) => DAEMON_CONFIG_PATH.every((step, i) => at[i] === step);
  return [{
    ...fact,
    subject: subjectOf(object, source, (at) => (isInText(at) ? [[...path, ...DAEMON_CONFIG_PATH], place ?? at.slice(length)] : [[...path, ...at]])),
  }];
}

/** What an object says of what is installed on the nodes; undefined where it says nothing. */
export function readInstallation(object: Conf): InstallationReading | undefined {
  const exclusive = readExclusiveCilium(object);
  if (exclusive) {
    return { faults: [], isMultus: false, isWhereabouts: false, exclusive, ...isInRuntimeFolder(object) && { isInRuntimeFolder: true } };
  }
  if (sparesMultus(object)) {
    return { faults: [], isMultus: false, isWhereabouts: false, sparesMultus: true };
  }
  if (isInRuntimeFolder(object)) {
    return { faults: [], isMultus: false, isWhereabouts: false, isInRuntimeFolder: true };
  }
  return object.kind === 'ConfigMap' ? readDaemonConfig(object) : readContainers(object);
}

/** The configuration of the Multus daemon. */
function readDaemonConfig(object: Conf): InstallationReading | undefined {
  const text = memberAt(object, DAEMON_CONFIG_PATH);
  // other daemons have files of this name too
  if (typeof text !== 'string' || !(textOf(memberAt(object, ['metadata', 'name'])).includes('multus') || isOfMultus(text))) {
    return undefined;
  }
  const { config, faults, place } = readDaemonText(text, DAEMON_CONFIG_PATH);
  if (!config) {
    return { faults, isMultus: true, isWhereabouts: false, ...place !== undefined && { place } };
  }
  const open = typeof config.globalNamespaces === 'string' ? namesIn(config.globalNamespaces) : ['default'];
  const daemonPaths = pathsOnNode(config, DAEMON_CONFIG_PATH);
  const pluginDir = pluginDirOf(config, DAEMON_CONFIG_PATH);
  return {
    faults,
    isMultus: true,
    confDir: typeof config.confDir === 'string' && config.confDir !== '' ? config.confDir : MULTUS_CONF_DIR,
    isWhereabouts: false,
    ...isApart(config) && { isApart: true },
    ...config.namespaceIsolation === true && { isolation: { openNamespaces: open } },
    ...daemonPaths.length > 0 && { daemonPaths },
    ...pluginDir && { pluginDir },
  };
}

/** The labels of what this library has beside that, each with a release of its image: a Job, and what writes configurations onto the nodes. */
const HELPERS = new Map([['cilium-patch', KUBECTL_IMAGE], ['multus-node-config', SHELL_IMAGE]]);

/** A workload that installs Multus, plugins or whereabouts, told by its images, or runs the daemon of dhcp, told by its command. */
function readContainers(object: Conf): InstallationReading | undefined {
  const template = knownPathOf(object);
  if (!template) {
    return undefined;
  }
  const found = containersOf(memberAt(object, template), template, ['initContainers', 'containers']);
  const named = (part: RegExp) => found.filter(({ container }) => part.test(textOf(container.image)));
  const multus = named(/(^|\/)((hardened-)?multus-cni|hardened-multus-thick|nfvpe\/multus)(:|@|$)/);
  const whereabouts = named(/(^|\/)whereabouts(:|@|$)/);
  const onEachNode = object.kind === 'DaemonSet' ? found : [];
  const installers = onEachNode.filter(({ container }) => pluginsOf(container));
  const dhcpDaemons = onEachNode.filter(({ container }) => /\bdhcp"? daemon\b/.test(commandOf(container)));
  const helper = HELPERS.get(textOf(memberAt(object, ['metadata', 'labels', 'app.kubernetes.io/name'])));
  const own = helper === undefined ? [...multus, ...whereabouts, ...installers, ...dhcpDaemons] : found;
  if (own.length === 0) {
    return undefined;
  }
  const faults: Fault[] = own.flatMap(({ container, path }) => imageTagFaults([...path, 'image'], container.image, helper ?? releaseLike(container)));
  const binDir = binDirOf(object, template, found.map(({ container }) => container));
  const multusVersion = multus.map(({ container }) => releaseIn(textOf(container.image))).find((release) => release !== undefined);
  const daemon = multus.find(({ container, path }) => isDaemon(container) && !path.includes('initContainers'));
  const limit = daemon && memberAt(daemon.container, ['resources', 'limits', 'memory']);
  return {
    faults: [...faults, ...multusFaults(object, memberAt(object, template), multus), ...(daemon && textOf(limit) !== '' ? daemonMemoryFaults([...daemon.path, 'resources', 'limits', 'memory'], limit) : [])],
    ...isConf(memberAt(object, ['spec', 'selector'])) && { isWhole: true },
    ...installers.length > 0 && pluginsOf(installers[0].container),
    ...binDir && { binDir },
    isMultus: multus.length > 0,
    ...(multusVersion !== undefined && { multusVersion }),
    // the daemon reads it from its ConfigMap, and a file of one's own may say anything
    ...(multus.length > 0 && !daemon && !multus.some(({ container }) => hasOwnConf(container)) && { confDir: MULTUS_CONF_DIR }),
    ...!daemon && multus.some(({ container }) => hasOwnMasterFolder(memberAt(object, template), container)) && { isApart: true },
    ...daemon && daemonMountsOf(memberAt(object, template), daemon.container),
    isWhereabouts: whereabouts.length > 0,
    ...(whereabouts.some(({ container }) => commandOf(container).includes('node-slice-controller')) && { hasNodeSliceController: true }),
    ...(dhcpDaemons.length > 0 && { isDhcpDaemon: true }),
    ...isolationOf(multus.map(({ container }) => container)),
  };
}

/** A release of what the image of the container is one of. */
function releaseLike(container: Conf): string {
  const image = textOf(container.image);
  const name = /(?:^|\/)(whereabouts|[^/]*multus[^/]*?)(?::|@|$)/.exec(image)?.[1];
  if (name === undefined) {
    return variableOf(container, 'SOURCE_DIR') === undefined ? SHELL_IMAGE : PLUGINS_IMAGE;
  }
  return name === 'whereabouts'
    ? WHEREABOUTS_IMAGE
    : `ghcr.io/k8snetworkplumbingwg/multus-cni:v${isOfMultus3(container) ? '3.9.3' : '4.3.0'}${isDaemon(container) || /:(.*-)?thick\b/.test(image) ? '-thick' : ''}`;
}

/** Whether the manifest is one of Multus 3, which no later image fits: another entry point, and flags for the daemon. */
function isOfMultus3(container: Conf): boolean {
  return /^nfvpe\/|\/nfvpe\//.test(textOf(container.image)) || /\/entrypoint\.sh|generate-kubeconfig|(^| )-cni-version=/.test(commandOf(container));
}

/** What a container runs, on one line. The script of this library's daemon has the path of the plugin in a variable, and so in quotes. */
function commandOf({ command, args }: Conf): string {
  return [command, args].flatMap((part) => (Array.isArray(part) ? part.map(textOf) : [])).join(' ');
}

/** The plugins that this library's installation puts on the nodes. */
function pluginsOf(container: Conf): Pick<InstallationFact, 'plugins' | 'pluginsVersion'> | undefined {
  const plugins = variableOf(container, 'PLUGINS');
  if (variableOf(container, 'CNI_BIN_DIR') === undefined || plugins === undefined || plugins === '') {
    return undefined;
  }
  const pluginsVersion = pluginsReleaseIn(variableOf(container, 'VERSION') ?? '');
  return { plugins: plugins.split(' '), ...(pluginsVersion !== undefined && { pluginsVersion }) };
}

/** Whether the thin entry point takes a configuration from a file instead of making one. */
function hasOwnConf(container: Conf): boolean {
  return ![undefined, 'auto'].includes(flagOf(container, 'multus-conf-file'));
}

/** What the thin entry point is told of namespaces. */
function isolationOf(containers: readonly Conf[]): Pick<InstallationFact, 'isolation'> {
  const open = containers.map((container) => flagOf(container, 'global-namespaces')).find((names) => names !== undefined);
  return containers.some((container) => isSwitchedOn(container, 'namespace-isolation'))
    ? { isolation: { openNamespaces: open === undefined ? ['default'] : namesIn(open) } }
    : {};
}

function namesIn(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
