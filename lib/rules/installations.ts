import { Finding, findingsOf, nameOf } from './finding';
import { groupBy } from './group-by';
import { checkReleases } from './releases';
import { PlacedPlugin } from '../cni/chain';
import { isConf } from '../cni/keys';
import { isReferencePlugin } from '../cni/releases';
import { Fault, Step } from '../diagnostics';
import {
  BIN_DIR_DIFFERS, CILIUM_EXCLUSIVE, DHCP_DAEMON_NOT_INSTALLED, INSTALLATION_DUPLICATE, MULTUS_PATH_NOT_ON_NODE, MULTUS_PLUGINS_ELSEWHERE,
  NODE_SLICE_CONTROLLER_MISSING,
  NODE_SLICE_NAMESPACE, PLUGIN_NOT_INSTALLED, WHEREABOUTS_NOT_INSTALLED,
} from '../diagnostics/installations';
import { DaemonPath, Facts, InstallationFact, NetworkFact, Subject, folderOf, keyOf } from '../facts/facts';
import { NodeTerm, implies } from '../nodes/node-term';

/** What each installation says by itself, whether what the networks need is installed, and whether Multus may stay. */
export function checkInstallations({ installations, networks, workloads, complete }: Facts): Finding[] {
  return [
    ...installations.flatMap(({ subject, faults }) => findingsOf(subject, faults)),
    ...checkNames(installations, complete),
    ...checkBinDirs(installations, complete),
    ...checkDaemonPaths(installations),
    ...checkExclusive({ installations, networks, workloads }),
    ...checkReleases({ installations, networks }),
    ...checkPlugins({ installations, networks }),
    ...checkNodeSlices({ installations, networks }),
  ];
}

/**
 * Installations of one name. An app is one cluster; different files may be for different ones, unless they are all there is.
 *
 * Multus and whereabouts have objects of the whole cluster besides, so that another namespace is not enough.
 */
function checkNames(installations: readonly InstallationFact[], complete: boolean): Finding[] {
  const whole = groupBy(installations.filter(({ isWhole }) => isWhole), ({ subject: { file, kind, namespace, name }, isMultus, isWhereabouts }) =>
    `${complete ? '' : file ?? ''} ${kind} ${keyOf(isMultus || isWhereabouts ? undefined : namespace, name)}`);
  return [...whole.values()].flatMap(([{ subject: first }, ...others]) => others.map(({ subject }) => ({
    subject,
    fault: INSTALLATION_DUPLICATE.fault([...(subject.construct ? [] : ['metadata']), 'name'], subject.name, { other: nameOf(first), file: first.file }),
  })));
}

/** Whether plugins are where Multus is. Says something only of nodes that certainly have both. */
function checkBinDirs(installations: readonly InstallationFact[], complete: boolean): Finding[] {
  const placed = installations.flatMap(({ subject, isMultus, binDir }) => (binDir ? [{ subject, isMultus, ...binDir }] : []));
  const together = [...groupBy(placed, ({ subject: { file } }) => (complete ? '' : file ?? '')).values()];
  return together.flatMap((all) => all.filter(({ isMultus }) => !isMultus).flatMap(({ subject, path, folder, nodes }) => {
    const beside = all.filter((other) => other.isMultus && isWithinOther(other.nodes, nodes));
    return beside.length === 0 || beside.some((multus) => multus.folder === folder) ? []
      : [{ subject, fault: BIN_DIR_DIFFERS.fault(path, folder, { multus: nameOf(beside[0].subject), folder: beside[0].folder }) }];
  }));
}

/** Whether all nodes of the ones are nodes of the others, or the other way round. */
function isWithinOther(ones: readonly NodeTerm[], others: readonly NodeTerm[]): boolean {
  const isWithin = (inner: readonly NodeTerm[], outer: readonly NodeTerm[]) => inner.every((term) => outer.some((other) => implies(term, other)));
  return isWithin(ones, others) || isWithin(others, ones);
}

/** Whether what the daemon of Multus is told to read and write is of its node. Says something only where both objects are known. */
function checkDaemonPaths(installations: readonly InstallationFact[]): Finding[] {
  const readers = groupBy(installations, ({ daemon, subject: { namespace } }) => daemon && keyOf(namespace, daemon.configMap));
  return installations.flatMap(({ subject, daemonPaths = [], pluginDir }) => {
    const own = readers.get(keyOf(subject.namespace, subject.name)) ?? [];
    return own.length === 0 ? [] : findingsOf(subject, [
      ...daemonPaths.filter(({ value }) => own.every(({ daemon }) => !daemon?.isOfNode(value)))
        .map(({ path, value }) => MULTUS_PATH_NOT_ON_NODE.fault(path, value, { daemon: nameOf(own[0].subject) })),
      ...pluginDir ? checkPluginDir(pluginDir, own) : [],
    ]);
  });
}

/** The daemon finds a plugin by the path that it has on the node, in the root of the node. */
function checkPluginDir({ path, value }: DaemonPath, readers: readonly InstallationFact[]): Fault[] {
  return readers.flatMap(({ subject, daemon }) => {
    const folder = daemon?.onNode(value);
    return folder === undefined || folder === value ? [] : [MULTUS_PLUGINS_ELSEWHERE.fault(path, value, { daemon: nameOf(subject), folder })];
  }).slice(0, 1);
}

/** Who has no more than the cluster network may have Cilium alone. */
function checkExclusive({ installations, networks, workloads }: Pick<Facts, 'installations' | 'networks' | 'workloads'>): Finding[] {
  const needsMultus = networks.length > 0 || workloads.some(({ selections, defaultNetwork }) => selections.length > 0 || defaultNetwork)
    || installations.some(({ isMultus }) => isMultus);
  const sparing = installations.filter(({ sparesMultus }) => sparesMultus);
  const isApartFrom = (own: Subject) => {
    const beside = installations.filter(({ subject }) => folderOf(subject) === folderOf(own));
    return beside.some(({ isApart }) => isApart) && !beside.some(({ isInRuntimeFolder }) => isInRuntimeFolder);
  };
  return installations.flatMap(({ subject, exclusive }) => (exclusive && needsMultus && !isApartFrom(subject)
    && !sparing.some((other) => isAbove(other.subject, subject))
    ? [{ subject, fault: CILIUM_EXCLUSIVE.fault(exclusive.path, exclusive.value, { ofSomeNodes: exclusive.ofSomeNodes ?? false }) }]
    : []));
}

/** Whether what one object of Cilium says holds over what the other says: of configurations of nodes, the last by name. */
function isAbove(one: Subject, other: Subject): boolean {
  const isOfCilium = one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
  return isOfCilium && (one.kind !== 'CiliumNodeConfig' || other.kind !== 'CiliumNodeConfig' || one.name > other.name);
}

/** Says something only where an installation of plugins is known: others put them on the nodes in ways that no manifest shows. */
function checkPlugins({ installations, networks }: Pick<Facts, 'installations' | 'networks'>): Finding[] {
  const installers = installations.filter(({ plugins }) => plugins !== undefined);
  if (installers.length === 0) {
    return [];
  }
  const installed = new Set(installers.flatMap(({ plugins }) => plugins ?? []));
  const hasWhereabouts = installations.some(({ isWhereabouts }) => isWhereabouts);
  const hasDhcpDaemon = installations.some(({ isDhcpDaemon }) => isDhcpDaemon);
  return networks.flatMap(({ subject, reading }) => [...new Set(reading?.binaries ?? [])].flatMap((binary) => {
    const path = placeOf(binary, reading?.plugins ?? []);
    if (binary === 'whereabouts') {
      return hasWhereabouts ? [] : [{ subject, fault: WHEREABOUTS_NOT_INSTALLED.fault(path, binary, {}) }];
    }
    const faults: Fault[] = [
      ...installed.has(binary) || !isReferencePlugin(binary) ? []
        : [PLUGIN_NOT_INSTALLED.fault(path, binary, { installer: nameOf(installers[0].subject), installed: [...installed].sort() })],
      ...binary === 'dhcp' && !hasDhcpDaemon ? [DHCP_DAEMON_NOT_INSTALLED.fault(path, binary, {})] : [],
    ];
    return findingsOf(subject, faults);
  }));
}

/** Networks whose range is divided among the nodes. Says something only where an installation of whereabouts is known. */
function checkNodeSlices({ installations, networks }: Pick<Facts, 'installations' | 'networks'>): Finding[] {
  const whereabouts = installations.filter(({ isWhereabouts }) => isWhereabouts);
  if (whereabouts.length === 0) {
    return [];
  }
  const hasController = whereabouts.some(({ hasNodeSliceController }) => hasNodeSliceController);
  const namespaces = [...new Set(whereabouts.map(({ subject }) => subject.namespace))];
  const known = namespaces.filter((namespace) => namespace !== undefined);
  return networks.flatMap((network) => {
    const slices = nodeSlicesOf(network);
    const { namespace, construct } = network.subject;
    return slices === undefined ? [] : findingsOf(network.subject, [
      ...hasController ? [] : [NODE_SLICE_CONTROLLER_MISSING.fault(slices.path, slices.size, { installer: nameOf(whereabouts[0].subject) })],
      ...namespace === undefined || known.length < namespaces.length || known.includes(namespace) ? []
        : [NODE_SLICE_NAMESPACE.fault([...construct ? [] : ['metadata'], 'namespace'], namespace, { namespaces: known.sort() })],
    ]);
  });
}

/** The `node_slice_size` of a network; whereabouts takes an empty one for none. */
function nodeSlicesOf({ reading }: NetworkFact): { readonly size: unknown; readonly path: readonly Step[] } | undefined {
  const plugin = (reading?.plugins ?? []).find(({ conf }) => isConf(conf.ipam) && conf.ipam.type === 'whereabouts');
  const size = isConf(plugin?.conf.ipam) ? plugin.conf.ipam.node_slice_size : undefined;
  return plugin && size !== undefined && size !== '' ? { size, path: [...plugin.path, 'ipam', 'node_slice_size'] } : undefined;
}

/** Where the configuration names the binary: as a plugin, or as the IPAM of one. */
function placeOf(binary: string, plugins: readonly PlacedPlugin[]): readonly Step[] {
  const plugin = plugins.find(({ conf }) => conf.type === binary);
  const owner = plugins.find(({ conf }) => isConf(conf.ipam) && conf.ipam.type === binary);
  return plugin ? [...plugin.path, 'type'] : [...owner?.path ?? [], 'ipam', 'type'];
}
