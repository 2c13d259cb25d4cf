import { Finding, findingsOf, nameOf } from './finding';
import { groupBy } from './group-by';
import { PoolOnNodes, poolsOf } from './pools';
import { SeenOnNodes } from './seen-on-nodes';
import { PlacedPlugin, checkDevice } from '../cni/chain';
import { isConf } from '../cni/keys';
import { Fault } from '../diagnostics';
import * as rules from '../diagnostics/networks';
import { Facts, NetworkFact, keyOf } from '../facts/facts';
import { NodeTerm } from '../nodes/node-term';

/** What each network says by itself, and what networks are to each other. */
export function checkNetworks({ networks, complete }: Pick<Facts, 'networks' | 'complete'>): Finding[] {
  return [
    ...networks.flatMap((network) => findingsOf(network.subject, [...network.faults, ...network.reading?.faults ?? [], ...checkDevices(network)])),
    ...checkNames(networks, complete),
    ...checkMasters(networks),
    ...checkLeaseNames(networks),
    ...checkPools(networks),
  ];
}

/** Multus hands over a device of the resource that the annotation names; without one, the configuration says which device to take. */
function checkDevices({ reading, resourceName, nodeConfigs }: NetworkFact): Fault[] {
  return reading && !nodeConfigs && resourceName === undefined ? reading.plugins.flatMap(checkDevice) : [];
}

/**
 * Networks of one namespace with the same name. In different files they may be for different clusters, unless the files are all there is.
 * One of another kind may be what an operator made of the other, where all objects of a cluster are shown.
 */
function checkNames(networks: readonly NetworkFact[], complete: boolean): Finding[] {
  const keyIn = (network: NetworkFact) => `${complete ? '' : network.subject.file ?? ''} ${network.subject.kind} ${ownKey(network)}`;
  return againstFirst(networks, (network) => [keyIn(network)], ({ subject }, other) => [
    rules.NETWORK_NAME_DUPLICATE.fault([...(subject.construct ? [] : ['metadata']), 'name'], subject.name, {
      other: nameOf(other.subject), namespace: subject.namespace,
    }),
  ], () => []);
}

interface OnMaster extends PlacedPlugin {
  readonly master: string;
}

/** The ipvlan and macvlan interfaces that a network makes, each with its master. */
function onMasters({ reading }: NetworkFact): OnMaster[] {
  return (reading?.plugins ?? []).flatMap(({ conf, path }) => {
    const { type, master, linkInContainer } = conf;
    return (type === 'ipvlan' || type === 'macvlan') && typeof master === 'string' && master !== '' && linkInContainer !== true ? [{ conf, path, master }] : [];
  });
}

/** A master has one mode of ipvlan, and carries ipvlan or macvlan. */
function checkMasters(networks: readonly NetworkFact[]): Finding[] {
  type Owners = SeenOnNodes<{ readonly network: NetworkFact; readonly plugin: OnMaster }>;
  const masters = new Map<string, Map<string, Owners>>();
  return networks.flatMap((network) => onMasters(network).flatMap((plugin) => {
    const uses = masters.get(plugin.master) ?? new Map<string, Owners>();
    masters.set(plugin.master, uses);
    const use = plugin.conf.type === 'ipvlan' ? modeOf(plugin.conf.mode) : 'macvlan';
    const [other] = [...uses].flatMap(([key, owners]) => (key === use ? [] : [...owners.on(network.nodes)]));
    if (other) {
      // what is wrong with it is not held against those that come later
      return findingsOf(network.subject, compareOnMaster(plugin, other.plugin, nameOf(other.network.subject)));
    }
    const owners: Owners = uses.get(use) ?? new SeenOnNodes();
    uses.set(use, owners);
    owners.add(network.nodes, { network, plugin });
    return [];
  }));
}

function compareOnMaster({ conf, path, master }: OnMaster, other: OnMaster, otherName: string): Fault[] {
  if (conf.type !== other.conf.type) {
    return [rules.MASTER_SHARED.fault([...path, 'master'], master, { other: otherName, plugin: String(conf.type), otherPlugin: String(other.conf.type) })];
  }
  const [mode, otherMode] = [modeOf(conf.mode), modeOf(other.conf.mode)];
  return conf.type === 'ipvlan' && mode !== otherMode
    ? [rules.IPVLAN_MODES_MIXED.fault([...path, 'mode'], conf.mode, { other: otherName, mode: otherMode, master })]
    : [];
}

function modeOf(mode: unknown): string {
  return typeof mode === 'string' && mode !== '' ? mode : 'l2';
}

/** The file in which host-local keeps the addresses of a network; undefined where it keeps none. */
function leaseOf({ subject, reading }: NetworkFact): { readonly name: string; readonly directory: string } | undefined {
  const ipam = reading?.plugins.map(({ conf }) => conf.ipam).find((value) => isConf(value) && value.type === 'host-local');
  if (!isConf(ipam)) {
    return undefined;
  }
  return { name: reading?.name ?? subject.name, directory: typeof ipam.dataDir === 'string' && ipam.dataDir !== '' ? ipam.dataDir : '/var/lib/cni/networks' };
}

/** Two networks that keep their addresses under one name. With the same pools that is a way to share them, so it is left alone. */
function checkLeaseNames(networks: readonly NetworkFact[]): Finding[] {
  const poolsText = (network: NetworkFact) => poolsOf(network).map(({ pool }) => `${pool.subnet} ${pool.range}`).join();
  return againstFirst(networks, (network) => {
    const lease = leaseOf(network);
    return lease ? [`${lease.directory}/${lease.name}`] : [];
  }, (network, other) => (poolsText(network) === poolsText(other) || ownKey(network) === ownKey(other) || (network.nodeConfigs && other.nodeConfigs)
    ? []
    : [rules.LEASE_NAME_SHARED.fault(['name'], leaseOf(network)?.name, { other: nameOf(other.subject), name: leaseOf(network)?.name ?? '' })]));
}

interface PlacedPool extends PoolOnNodes {
  readonly network: NetworkFact;
  /** The interface or bridge of the node that the pool's addresses are on. */
  readonly on: string;
  readonly lease: string;
}

/** Pools of different networks on one interface of the node. Sorted and swept. */
function checkPools(networks: readonly NetworkFact[]): Finding[] {
  const placed = networks.flatMap((network) => {
    const on = linkOf(network);
    const lease = leaseOf(network);
    return on === undefined || !lease ? [] : poolsOf(network).map((placed): PlacedPool => ({ ...placed, network, on, lease: `${lease.directory}/${lease.name}` }));
  });
  return [...groupBy(placed, ({ on }) => on).values()].flatMap(sweep);
}

function sweep(pools: readonly PlacedPool[]): Finding[] {
  const sorted = [...pools].sort((a, b) => a.pool.range.first.compare(b.pool.range.first));
  const widest = new SeenOnNodes<PlacedPool>((placed, before) => placed.pool.range.last.compare(before.pool.range.last) > 0);
  return sorted.flatMap((placed) => {
    const { network, pool, on, lease, nodes, path } = placed;
    const other = [...widest.on(nodes)].find((earlier) => earlier.lease !== lease && earlier.pool.range.overlaps(pool.range));
    widest.add(nodes, placed);
    return other === undefined ? [] : [{
      subject: network.nodeConfigs?.subject ?? network.subject,
      fault: rules.POOLS_OVERLAP.fault(path, String(pool.range), {
        other: nameOf(other.network.subject), range: String(other.pool.range), on,
      }),
    }];
  });
}

/** What of the node the network's interfaces sit on; undefined where each pod's is apart from the others'. */
function linkOf({ reading }: NetworkFact): string | undefined {
  const first = reading?.plugins[0]?.conf;
  if (first?.linkInContainer === true) {
    return undefined;
  }
  switch (first?.type) {
    case 'ipvlan':
    case 'macvlan':
      return typeof first.master === 'string' && first.master !== '' ? `the master "${first.master}"` : undefined;
    case 'vlan':
      return typeof first.master === 'string' && typeof first.vlanId === 'number' ? `VLAN ${first.vlanId} of the master "${first.master}"` : undefined;
    case 'bridge':
      return `the bridge "${typeof first.bridge === 'string' && first.bridge !== '' ? first.bridge : 'cni0'}"`;
    default:
      return undefined;
  }
}

function ownKey({ subject }: NetworkFact): string {
  return keyOf(subject.namespace, subject.name);
}

/** Compares each network with the first one that has a key of its, on the same nodes. */
function againstFirst(networks: readonly NetworkFact[], keys: (network: NetworkFact) => readonly string[],
  compare: (network: NetworkFact, first: NetworkFact) => Fault[], nodesOf: (network: NetworkFact) => NodeTerm = ({ nodes }) => nodes): Finding[] {
  const seen = new Map<string, SeenOnNodes<NetworkFact>>();
  return networks.flatMap((network) => keys(network).flatMap((key) => {
    const firsts = seen.get(key) ?? new SeenOnNodes();
    seen.set(key, firsts);
    const [first] = firsts.on(nodesOf(network));
    firsts.add(nodesOf(network), network);
    return first ? findingsOf(network.subject, compare(network, first)) : [];
  }));
}
