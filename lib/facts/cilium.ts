import { ExclusiveCilium } from './facts';
import { hostPathAt } from './host-path';
import { containersOf, memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';
import { posix } from 'path';

/** Where an object has Cilium rename the CNI configurations of others on the nodes; undefined where it does not. */
export function readExclusiveCilium(object: Conf): ExclusiveCilium | undefined {
  const config = configOf(object);
  return config ? readConfig(object, config) : readHook(object);
}

/**
 * Whether an object has Cilium leave the configuration of Multus alone on every node, whatever the agent's ConfigMap says: as a
 * configuration of all nodes, or because the agent's folder is one that no container runtime looks into.
 */
export function sparesMultus(object: Conf): boolean {
  return object.kind === 'CiliumNodeConfig'
    ? isOfAllNodes(memberAt(object, ['spec', 'nodeSelector'])) && leavesOthers(memberAt(object, ['spec', 'defaults']))
    : object.kind === 'DaemonSet' && agentsOf(object).some((agent) => isOwnFolder(hostPathAt(memberAt(object, TEMPLATE), agent, AGENT_CONF_DIR)));
}

/** Whether an object is the agent's DaemonSet, and has a folder of the node that a container runtime looks into. */
export function isInRuntimeFolder(object: Conf): boolean {
  const folders = object.kind === 'DaemonSet' ? agentsOf(object).map((agent) => hostPathAt(memberAt(object, TEMPLATE), agent, AGENT_CONF_DIR)) : [];
  return folders.some((folder) => folder !== undefined && !isOwnFolder(folder));
}

/** Where the agent of 1.14 and newer is configured: for all nodes, and for some. */
function configOf(object: Conf): readonly string[] | undefined {
  return object.kind === 'CiliumNodeConfig' ? ['spec', 'defaults']
    : object.kind === 'ConfigMap' && memberAt(object, ['metadata', 'name']) === 'cilium-config' ? ['data'] : undefined;
}

/** The file that the agent writes. Where it writes none, it renames none (cilium daemon/cmd/cni/config.go `Start`). */
const FILE = 'write-cni-conf-when-ready';

/** Where Cilium's manifests mount the folder of the node. */
const AGENT_CONF_DIR = '/host/etc/cni/net.d';

/** Without the key it leaves them alone. */
function readConfig(object: Conf, config: readonly string[]): ExclusiveCilium | undefined {
  const keys = memberAt(object, config);
  const value = memberAt(keys, ['cni-exclusive']);
  return isTrue(value) && isConf(keys) && writesBesideMultus(keys)
    ? { path: [...config, 'cni-exclusive'], value, ofSomeNodes: object.kind === 'CiliumNodeConfig' }
    : undefined;
}

/** Without a file it does where the rest is elsewhere, as in a patch or a configuration of some nodes. */
function writesBesideMultus(keys: Conf): boolean {
  const isWhole = Object.hasOwn(keys, 'identity-allocation-mode') || isTrue(keys['custom-cni-conf']);
  return Object.hasOwn(keys, FILE) ? textOf(keys[FILE]) !== '' && !isOwnFolder(posix.dirname(textOf(keys[FILE]))) : !isWhole;
}

/** Whether the folder is none that a container runtime looks into: on OpenShift /run/multus/cni/net.d, elsewhere what somebody chose. */
function isOwnFolder(path: string | undefined): boolean {
  return path !== undefined && (path.includes('/multus/') || !/\/(net\.d|cni-network)$/.test(path));
}

function leavesOthers(defaults: unknown): boolean {
  return isConf(defaults) && (Object.hasOwn(defaults, 'cni-exclusive') && !isTrue(defaults['cni-exclusive']) || defaults[FILE] === '');
}

/** An empty selector selects everything, and none at all nothing (cilium pkg/option/resolver `readNodeConfigs`). */
function isOfAllNodes(selector: unknown): boolean {
  return isConf(selector) && Object.values(selector).every((part) => Object.keys(Object(part) as object).length === 0);
}

/** What Go reads as true. */
function isTrue(value: unknown): boolean {
  return value === true || ['1', 't', 'true'].includes(textOf(value).toLowerCase());
}

const TEMPLATE = ['spec', 'template'];

/** Before 1.14, the hook of the agent's container does it, as a command with arguments or as a script. */
function readHook(object: Conf): ExclusiveCilium | undefined {
  const containers = object.kind === 'DaemonSet' && !sparesMultus(object) ? containersOf(memberAt(object, TEMPLATE), TEMPLATE) : [];
  return containers.map(({ container, path }) => {
    const hook = ['lifecycle', 'postStart', 'exec', 'command'];
    const command = memberAt(container, hook);
    const place = Array.isArray(command) ? command.findIndex((part: unknown) => /--cni-exclusive=true\b/.test(textOf(part))) : -1;
    return place < 0 ? undefined : { path: [...path, ...hook, place], value: (command as unknown[])[place] };
  }).find((exclusive) => exclusive !== undefined);
}

function agentsOf(object: Conf): Conf[] {
  return containersOf(memberAt(object, TEMPLATE)).map(({ container }) => container).filter(({ name }) => name === 'cilium-agent');
}
