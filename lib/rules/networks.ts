import { checkBridgeSubnets } from './bridge-subnets';
import { Finding, findingsOf, nameOf } from './finding';
import { bridgeOf, isGatewayBridge, masterOf } from './links';
import { checkOverlaps } from './overlaps';
import { checkOwnName } from './own-name';
import { leaseOf, poolsText } from './pools';
import { SeenOnNodes } from './seen-on-nodes';
import { bridgeAddresses } from '../cni/bridge';
import { PlacedPlugin, checkDevice } from '../cni/chain';
import { IpvlanMode } from '../cni/ipvlan-mode';
import { isAbsent } from '../cni/values';
import { Fault } from '../diagnostics';
import { IPAM_MISSING_LAYER_2 } from '../diagnostics/chain';
import { DEFAULT_ROUTE_IN_NETWORK } from '../diagnostics/config';
import * as rules from '../diagnostics/networks';
import { Facts, NetworkFact, ownKey } from '../facts/facts';
import { NodeTerm } from '../nodes/node-term';

/** Networks whose pods need them for something else than most do. */
export interface Uses {
  /** Those that need no addresses. */
  readonly links: ReadonlySet<NetworkFact>;
  /** Those that take the place of the cluster network, and nothing else. */
  readonly defaults: ReadonlySet<NetworkFact>;
}

/** What each network says by itself, and what networks are to each other. */
export function checkNetworks({ networks, complete }: Pick<Facts, 'networks' | 'complete'>,
  uses: Uses = { links: new Set(), defaults: new Set() }): Finding[] {
  return [
    ...networks.flatMap((network) => findingsOf(network.subject, [
      ...network.faults, ...checkReading(network, uses), ...checkDevices(network), ...checkOwnName(network),
    ])),
    ...checkNames(networks, complete),
    ...checkMasters(networks),
    ...checkBridges(networks),
    ...checkBridgeSubnets(networks),
    ...checkLeaseNames(networks),
    ...checkOverlaps(networks),
  ];
}

function checkReading(network: NetworkFact, { links, defaults }: Uses): readonly Fault[] {
  const meant = [...links.has(network) ? [IPAM_MISSING_LAYER_2.id] : [], ...defaults.has(network) ? [DEFAULT_ROUTE_IN_NETWORK.id] : []]
    // an acknowledgement of it is not called unused
    .filter((rule) => !network.subject.acknowledgements.has(rule));
  return (network.reading?.faults ?? []).filter(({ rule }) => !meant.includes(rule));
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

const IPVLAN_MODES: readonly string[] = Object.values(IpvlanMode);

interface OnMaster extends PlacedPlugin {
  /** The master in a message. */
  readonly master: string;
}

/** The ipvlan and macvlan interfaces that a network makes, each with its master; a mode that is none makes none. */
function onMasters({ reading }: NetworkFact): OnMaster[] {
  return (reading?.plugins ?? []).flatMap(({ conf, path }, index) => {
    const isMade = conf.type === 'macvlan' || (conf.type === 'ipvlan' && IPVLAN_MODES.includes(modeOf(conf.mode)));
    // ipvlan that is chained and has none takes the interface of the plugin before it
    const master = index > 0 && isAbsent(conf.master) ? undefined : masterOf(conf);
    return isMade && master !== undefined && conf.linkInContainer !== true ? [{ conf, path, master }] : [];
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
    return [rules.MASTER_SHARED.fault([...path, 'master'], conf.master, {
      other: otherName, plugin: String(conf.type), otherPlugin: String(other.conf.type), master,
    })];
  }
  const [mode, otherMode] = [modeOf(conf.mode), modeOf(other.conf.mode)];
  return conf.type === 'ipvlan' && mode !== otherMode
    ? [rules.IPVLAN_MODES_MIXED.fault([...path, 'mode'], conf.mode, { other: otherName, mode: otherMode, master })]
    : [];
}

function modeOf(mode: unknown): string {
  return typeof mode === 'string' && mode !== '' ? mode : 'l2';
}

interface Gateway extends PlacedPlugin {
  readonly bridge: string;
  /** The first IPv4 address that the bridge gets, or its interface in the VLAN; that it is the only one is checked in the network. */
  readonly address: string;
}

/** The bridge that the network makes the gateway of its pods. */
function gatewayOf({ reading }: NetworkFact): Gateway | undefined {
  const plugin = reading?.plugins.find(({ conf }) => isGatewayBridge(conf));
  const address = plugin && bridgeAddresses(plugin.conf).find(({ subnet }) => subnet.family === 4);
  return address && { ...plugin, bridge: bridgeOf(plugin.conf), address: address.text };
}

/** Networks that give one bridge two addresses; those of one name are the same one for two clusters. */
function checkBridges(networks: readonly NetworkFact[]): Finding[] {
  return againstFirst(networks, (network) => {
    const gateway = gatewayOf(network);
    return gateway ? [`${gateway.bridge} ${isAbsent(gateway.conf.vlan) ? '' : gateway.conf.vlan}`] : [];
  }, (network, other) => {
    const [own, first] = [gatewayOf(network), gatewayOf(other)];
    if (!own || !first || own.address === first.address || ownKey(network) === ownKey(other)) {
      return [];
    }
    const { path, conf, bridge, address } = own;
    return [rules.BRIDGE_ADDRESS_CONFLICT.fault([...path, 'bridge'], conf.bridge, { address, otherAddress: first.address, other: { bridge, network: nameOf(other.subject) } })];
  });
}

/** Two networks that keep their addresses under one name. With the same pools that is a way to share them, so it is left alone. */
function checkLeaseNames(networks: readonly NetworkFact[]): Finding[] {
  return againstFirst(networks, (network) => {
    const lease = leaseOf(network);
    return lease ? [lease.file] : [];
  }, (network, other) => (poolsText(network) === poolsText(other) || ownKey(network) === ownKey(other) || (network.nodeConfigs && other.nodeConfigs)
    ? []
    : [rules.LEASE_NAME_SHARED.fault(['name'], leaseOf(network)?.name, { other: nameOf(other.subject), name: leaseOf(network)?.name ?? '' })]));
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
