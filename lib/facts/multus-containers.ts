import { DaemonMounts } from './facts';
import { hostPathAt, mountAt, objectsIn, volumeOf } from './host-path';
import { flagFaults, flagOf } from './multus-flags';
import { DAEMON, MultusBuild, buildOf, programOf } from './multus-image';
import { PlacedContainer, memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { MULTUS_CONFIG_NOT_MOUNTED, MULTUS_HOST_PATH_MISSING, MULTUS_KUBECONFIG_ELSEWHERE, MULTUS_PROGRAM_MISSING } from '../diagnostics/installations';
import { posix } from 'path';

const OF_4 = '"/thin_entrypoint", and "/install_multus" in an init container';
const BIN_4 = '/usr/src/multus-cni/bin';
const WITHOUT_KUBECONFIG = `"${DAEMON}" alone, which needs no kubeconfig`;

/** Programs that some images do not have, and what those have instead. */
const OF_OLD = { '/thin_entrypoint': '"/entrypoint.sh"', '/install_multus': '"cp"', [`${BIN_4}/install_multus`]: '"cp"' };
const SHELL = { 'cp': OF_4, 'sh': OF_4, '/bin/sh': OF_4, 'bash': OF_4, '/bin/bash': OF_4 };
const OF_NEW = { '/entrypoint.sh': OF_4, [`${BIN_4}/generate-kubeconfig`]: WITHOUT_KUBECONFIG };
const OF_THICK = {
  '/thin_entrypoint': `"${DAEMON}"`, '/entrypoint.sh': `"${DAEMON}"`, '/install_multus': `"${BIN_4}/install_multus"`,
  [`${BIN_4}/generate-kubeconfig`]: WITHOUT_KUBECONFIG,
};

function missingIn({ generation, isThick, hasShell }: MultusBuild): Readonly<Record<string, string>> {
  return generation === '3' ? OF_OLD : isThick ? OF_THICK : { ...OF_NEW, ...!hasShell && SHELL };
}

/** Where the entry point finds the configuration of the cluster network, unless a flag says another place. */
const MASTER = { flag: 'multus-autoconfig-dir', folder: '/host/etc/cni/net.d', onNode: '/etc/cni/net.d' };

/** Where the entry point writes its configuration and the plugin, unless flags say another place, and what that is on most nodes. */
const CONF = { flag: 'cni-conf-dir', folder: '/host/etc/cni/net.d', onNode: '/etc/cni/net.d' };
const BIN = { flag: 'cni-bin-dir', folder: '/host/opt/cni/bin', onNode: '/opt/cni/bin' };

/** The file that the daemon reads, unless a flag says another. */
const DAEMON_CONFIG = '/etc/cni/net.d/multus.d/daemon-config.json';

/** Below the folder of the configuration, where the entry point writes it, and where the plugin looks unless a flag says another place. */
const KUBECONFIG = 'multus.d/multus.kubeconfig';

/** A container of an image of the project. */
interface OwnContainer extends PlacedContainer {
  readonly build: MultusBuild;
}

/**
 * What is wrong with the containers of Multus that are of the project's images.
 *
 * @param pods the pod template
 */
export function multusFaults(object: Conf, pods: unknown, containers: readonly PlacedContainer[]): Fault[] {
  const own = containers.flatMap(({ container, path }) => {
    const build = buildOf(container.image);
    return build ? [{ container, path, build }] : [];
  });
  // without a selector it is a patch, and what it lacks is elsewhere
  const isWhole = object.kind === 'DaemonSet' && isConf(memberAt(object, ['spec', 'selector']));
  return [
    ...own.flatMap(({ container, path, build }) => [...checkProgram(container, path, build), ...flagFaults(container, path, build)]),
    ...isWhole ? checkEntries(pods, own.filter(isEntry), containers) : [],
    ...isWhole ? own.filter(isOwnDaemon).flatMap((daemon) => checkDaemon(pods, daemon)) : [],
  ];
}

function isEntry({ container, build }: OwnContainer): boolean {
  return !build.isThick && ['/thin_entrypoint', '/entrypoint.sh'].includes(programOf(container, build));
}

/** The daemon of Multus 3 had its configuration in flags. */
function isOwnDaemon({ container, build }: OwnContainer): boolean {
  return build.generation === '4' && programOf(container, build) === DAEMON;
}

function checkProgram({ image, command }: Conf, path: readonly Step[], build: MultusBuild): Fault[] {
  const program = Array.isArray(command) ? textOf(command[0]) : '';
  const missing = missingIn(build);
  return Object.hasOwn(missing, program)
    ? [MULTUS_PROGRAM_MISSING.fault([...path, 'command', 0], program, { image: textOf(image), instead: missing[program] })]
    : [];
}

/** Whether what the entry points write is on the node. An init container, or somebody else, may put the plugin there. */
function checkEntries(pods: unknown, entries: readonly OwnContainer[], all: readonly PlacedContainer[]): Fault[] {
  if (entries.length === 0) {
    return [];
  }
  const [{ container, path }] = entries;
  const missing = (place: typeof CONF) =>
    MULTUS_HOST_PATH_MISSING.fault([...path, 'volumeMounts'], container.volumeMounts, { folder: folderOf(container, place), onNode: place.onNode });
  const hasConf = entries.some((entry) => hostPathAt(pods, entry.container, folderOf(entry.container, CONF)) !== undefined);
  const hasBin = entries.some((entry) => flagOf(entry.container, 'skip-multus-binary-copy') !== undefined
    || all.some((other) => hostPathAt(pods, other.container, folderOf(entry.container, BIN)) !== undefined));
  return [
    ...hasConf ? [] : [missing(CONF)],
    ...hasBin ? [] : [missing(BIN)],
    ...entries.flatMap((entry) => [...checkKubeconfig(pods, entry), ...checkOwnConf(pods, entry)]),
  ];
}

function folderOf(container: Conf, { flag, folder }: typeof CONF): string {
  return flagOf(container, flag) ?? folder;
}

/** Whether the entry point finds the configuration of the cluster network in another folder of the node than that in which it writes its own. */
export function hasOwnMasterFolder(pods: unknown, container: Conf): boolean {
  const [master, own] = [MASTER, CONF].map((place) => hostPathAt(pods, container, folderOf(container, place)));
  return master !== undefined && own !== undefined && master !== own;
}

/** The file that is to be the configuration; undefined where the entry point makes one. */
function ownConfOf({ container, build }: OwnContainer): string | undefined {
  const file = flagOf(container, 'multus-conf-file') ?? (build.generation === '3' ? '/usr/src/multus-cni/images/70-multus.conf' : 'auto');
  return file === 'auto' ? undefined : file;
}

/** Whether the plugin, which runs on the node, finds the kubeconfig there. What else is at that place of the node is not known. */
function checkKubeconfig(pods: unknown, entry: OwnContainer): Fault[] {
  const { container, path } = entry;
  const folder = hostPathAt(pods, container, folderOf(container, CONF));
  const isElsewhere = folder !== undefined && /^\/[^$]*$/.test(folder) && folder !== CONF.onNode;
  const isLinked = objectsIn(memberAt(pods, ['spec', 'volumes'])).some(({ hostPath }) => isIn(CONF.onNode, textOf(memberAt(hostPath, ['path']))));
  return isElsewhere && !isLinked && ownConfOf(entry) === undefined && flagOf(container, 'multus-kubeconfig-file-host') === undefined
    ? [MULTUS_KUBECONFIG_ELSEWHERE.fault([...path, 'args'], container.args, { written: `${folder}/${KUBECONFIG}`, named: `${CONF.onNode}/${KUBECONFIG}` })]
    : [];
}

function checkOwnConf(pods: unknown, entry: OwnContainer): Fault[] {
  const file = ownConfOf(entry);
  // images of Multus 3 have one themselves
  return file === undefined || entry.build.generation === '3' || mayHaveFile(pods, entry.container, file) ? []
    : [MULTUS_CONFIG_NOT_MOUNTED.fault([...entry.path, 'volumeMounts'], entry.container.volumeMounts, { file, reader: 'the entry point' })];
}

function checkDaemon(pods: unknown, { container, path }: OwnContainer): Fault[] {
  const file = flagOf(container, 'config') ?? DAEMON_CONFIG;
  const mounts = objectsIn(container.volumeMounts);
  const isOnNode = mounts.some((mount) => isConf(volumeOf(pods, mount)?.hostPath));
  return [
    ...mayHaveFile(pods, container, file) ? [] : [MULTUS_CONFIG_NOT_MOUNTED.fault([...path, 'volumeMounts'], container.volumeMounts, { file, reader: 'the daemon' })],
    ...isOnNode ? [] : [MULTUS_HOST_PATH_MISSING.fault([...path, 'volumeMounts'], container.volumeMounts, { folder: CONF.folder, onNode: CONF.onNode })],
  ];
}

/** What the container of a daemon sees of its node, where its configuration is in a ConfigMap. */
export function daemonMountsOf(pods: unknown, container: Conf): { readonly daemon?: DaemonMounts } {
  const mount = mountAt(container, flagOf(container, 'config') ?? DAEMON_CONFIG);
  const configMap = mount && memberAt(volumeOf(pods, mount), ['configMap', 'name']);
  const isOfNode = (path: string) => mountAt(container, path)?.subPathExpr !== undefined || hostPathAt(pods, container, path) !== undefined;
  return typeof configMap === 'string' ? { daemon: { configMap, isOfNode, onNode: (path) => hostPathAt(pods, container, path) } } : {};
}

/** Whether something is mounted that can hold the file: a ConfigMap whose files are named has no others. */
function mayHaveFile(pods: unknown, container: Conf, file: string): boolean {
  const mount = mountAt(container, file);
  const items = mount && memberAt(volumeOf(pods, mount), ['configMap', 'items']);
  return mount !== undefined && (mount.subPath !== undefined || mount.subPathExpr !== undefined || !Array.isArray(items)
    || objectsIn(items).some((item) => posix.join(textOf(mount.mountPath), textOf(item.path)) === posix.normalize(file)));
}

function isIn(path: string, folder: string): boolean {
  return folder !== '' && `${path}/`.startsWith(`${folder.replace(/\/+$/, '')}/`);
}
