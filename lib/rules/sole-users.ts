import { Finding, nameOf } from './finding';
import { asksForAddress } from './gateways';
import { groupBy } from './group-by';
import { NodesOf, nodesOfWorkloads } from './node-sets';
import { masterOf } from './links';
import { PlacedWorkload, atOnce, nodeOf, placedWorkloads } from './placed-workloads';
import { staysOnNode } from './pools';
import { ipamOf, isMacvlan } from './requests';
import { Attachment, byNetwork } from './resolve';
import { checkTakenInterfaces } from './taken-interfaces';
import { isConf } from '../cni/keys';
import { plainType } from '../cni/known-plugins';
import { isAbsent, isGiven } from '../cni/values';
import { Fault } from '../diagnostics';
import { DEVICE_HELD_AT_ROLLOUT, IPS_HELD_AT_ROLLOUT, MAC_HELD_AT_ROLLOUT, MAC_SHARED, NODE_DEVICE_SHARED, NODE_PORT_SHARED, STATIC_ADDRESS_SHARED } from '../diagnostics/requests';
import { NetworkFact, folderOf } from '../facts/facts';
import { textOf } from '../facts/pod-objects';
import { implies } from '../nodes/node-term';

/** Whether what one pod alone can have is given to one: a device or a port of the node, and an address that stands in the network, also a MAC address. */
export function checkSoleUsers(attachments: readonly Attachment[], nodesOf = nodesOfWorkloads(attachments)): Finding[] {
  const networks = [...byNetwork(attachments)];
  return [
    ...[...groupBy(networks, ([network]) => placeOfDevice(network)).values()].flatMap((groups) =>
      atOnce(placedWorkloads(groups.flatMap(([, own]) => own), nodesOf)).flatMap((placed) => checkDevice(deviceOf(groups[0][0]) ?? '', placed))),
    ...checkTakenInterfaces(attachments, nodesOf),
    ...[...groupBy(attachments.flatMap(portsOf), ({ port, folder }) => `${folder} ${port}`).values()].flatMap((own) =>
      atOnce(placedWorkloads(own.map(({ attachment }) => attachment), nodesOf)).flatMap((placed) => checkPort(own[0].port, placed))),
    ...networks.flatMap(([network, own]) => checkFixed(network, own, nodesOf)),
  ];
}

/** What of the node a pod in the network has for itself; undefined where pods share it, or a device plugin counts them. */
function deviceOf(network: NetworkFact): string | undefined {
  const conf = network.reading?.plugins[0]?.conf ?? {};
  const { type, vlanId, mode, device, hwaddr, kernelpath, pciBusID, linkInContainer } = conf;
  if (network.resourceName !== undefined || linkInContainer === true) {
    return undefined;
  }
  const given = [device, hwaddr, kernelpath, pciBusID].find((value) => !isAbsent(value));
  const master = masterOf(conf);
  return type === 'host-device' && given !== undefined ? `the device ${JSON.stringify(given)}`
    : type === 'vlan' && master !== undefined ? `the VLAN ${JSON.stringify(vlanId)} of ${master}`
      : type === 'macvlan' && mode === 'passthru' && master !== undefined ? `${master} in mode "passthru"`
        : undefined;
}

/** The device, and where the objects are that may need it too. */
function placeOfDevice(network: NetworkFact): string | undefined {
  const device = deviceOf(network);
  return device === undefined ? undefined : `${folderOf(network.subject)} ${device}`;
}

/** A port of the node that an attachment asks for, and where the objects are that may want it too. */
interface PortOfNode {
  readonly port: string;
  readonly folder: string;
  readonly attachment: Attachment;
}

function portsOf(attachment: Attachment): PortOfNode[] {
  const { portMappings } = attachment.selection;
  const folder = folderOf(attachment.workload.subject);
  return (Array.isArray(portMappings) ? portMappings.filter(isConf) : []).map(({ hostPort, protocol, hostIP }) => {
    const address = ['', '0.0.0.0', '::'].includes(textOf(hostIP)) ? '' : ` of ${textOf(hostIP)}`;
    return { port: `${textOf(hostPort)}/${textOf(protocol).toLowerCase()}${address}`, folder, attachment };
  });
}

/** Workloads whose pods can be on the same nodes, and on no others. */
interface OnNodes {
  readonly placed: readonly PlacedWorkload[];
  readonly pods: number;
  /** How many nodes. */
  readonly most: number;
}

/** Of nodes that are not known, nothing is said. */
function byNodes(placed: readonly PlacedWorkload[]): OnNodes[] {
  return [...groupBy(placed, ({ nodes }) => nodes && [...nodes].sort().join(', ')).values()]
    .map((group) => ({ placed: group, pods: group.reduce((sum, { pods = 0 }) => sum + pods, 0), most: group[0].nodes?.length ?? 0 }))
    // without a node there is no pod
    .filter(({ most }) => most > 0);
}

/** Whether wherever a pod of the workload runs there is one of the daemon, which may not tolerate the taints that the workload does. */
function isBeside({ workload }: PlacedWorkload, daemon: PlacedWorkload): boolean {
  const { nodes: own, tolerates = false } = workload.placement();
  return !tolerates && own.length > 0 && own.every((term) => daemon.workload.placement().nodes.some((other) => implies(term, other)));
}

/** Pods of the same nodes must not be more than these. */
function checkDevice(device: string, all: readonly PlacedWorkload[]): Finding[] {
  const held = ({ workload: { subject } }: PlacedWorkload, pods: number) => (
    { subject, fault: DEVICE_HELD_AT_ROLLOUT.fault(['networks'], pods, { device, kind: subject.kind }) });
  const [single, several] = [all.filter(({ interfaces }) => interfaces === 1), all.filter(({ interfaces }) => interfaces > 1)];
  const found = [
    ...several.map((workload) => finding(workload, device, { pods: workload.interfaces, most: 1, each: 'pod' })),
    ...byNodes(single).flatMap(({ placed, pods, most }) =>
      (pods > most ? [finding(placed[placed.length - 1], device, { pods, most, each: 'node' })]
        : pods < most ? [] : placed.filter(({ workload }) => workload.placement().surges).map((own) => held(own, pods)))),
    // whichever the nodes are
    ...single.filter(({ isDaemon, nodes, workload }) => isDaemon && nodes === undefined && workload.placement().surges).map((own) => held(own, 1)),
  ];
  const said = new Set(found.map(({ subject }) => subject));
  return [...found, ...checkBesideDaemons(device, all).filter(({ subject }) => !said.has(subject))];
}

/** More daemons than a person would run on one device. */
const MOST_DAEMONS = 100;

/** Wherever a pod of the one runs, a daemon on all nodes has one already: that of the one that comes first, where both are daemons. */
function checkBesideDaemons(device: string, all: readonly PlacedWorkload[]): Finding[] {
  const isOnAll = ({ isDaemon, nodes }: PlacedWorkload) => isDaemon && nodes === undefined;
  const daemons = all.map((daemon, i) => ({ daemon, i })).filter(({ daemon }) => isOnAll(daemon)).slice(0, MOST_DAEMONS);
  return daemons.length === 0 ? [] : all.flatMap((own, place) => {
    const others = daemons.filter(({ daemon, i }) => daemon !== own && (!isOnAll(own) || i < place) && isBeside(own, daemon));
    return others.length > 0 ? [finding(own, device, { pods: others.length + 1, most: 1, each: 'node' })] : [];
  });
}

function checkPort(port: string, all: readonly PlacedWorkload[]): Finding[] {
  return byNodes(all).filter(({ pods, most }) => pods > most).map(({ placed, pods, most }) => (
    { subject: placed[placed.length - 1].workload.subject, fault: NODE_PORT_SHARED.fault(['networks'], pods, { port, pods, most }) }));
}

function finding({ workload }: PlacedWorkload, device: string, numbers: Readonly<{ pods: number; most: number; each: string }>): Finding {
  return { subject: workload.subject, fault: NODE_DEVICE_SHARED.fault(['networks'], numbers.pods, { device, ...numbers }) };
}

/** What the network gives to every pod in it, and one pod alone can have. */
interface Fixed {
  readonly fault: Fault;
  /** Where the next pod starts before the last one ends; undefined where both can have it. */
  readonly held?: (kind: string) => Fault;
  /** Whether a pod of the attachment has another. */
  readonly hasOther: (attachment: Attachment) => boolean;
}

function fixedIn(network: NetworkFact): Fixed[] {
  const name = nameOf(network.subject);
  const [address, mac] = [addressOf(network), macOf(network)];
  return [
    ...(address === undefined ? [] : [{
      fault: STATIC_ADDRESS_SHARED.fault(['networks'], name, { network: name, address }),
      held: (kind: string) => IPS_HELD_AT_ROLLOUT.fault(['networks'], name, { kind, given: { network: name, value: address } }),
      hasOther: ({ selection }: Attachment) => asksForAddress(selection, network),
    }]),
    ...(mac === undefined ? [] : [{
      fault: MAC_SHARED.fault(['networks'], name, { network: name, mac: mac.address }),
      ...isMacvlan(network) && {
        held: (kind: string) => MAC_HELD_AT_ROLLOUT.fault(['networks'], name, { kind, given: { network: name, value: mac.address } }),
      },
      hasOther: ({ selection }: Attachment) => selection.mac !== undefined || (mac.plugin === 'tuning' && isConf(selection['cni-args']) && isGiven(selection['cni-args'].mac)),
    }]),
  ];
}

/** The address of every pod in the network; undefined where they differ. */
function addressOf(network: NetworkFact): unknown {
  const ipam = ipamOf(network);
  const [first] = ipam?.type === 'static' && Array.isArray(ipam.addresses) ? ipam.addresses as unknown[] : [];
  return isConf(first) ? first.address : undefined;
}

/** The plugins whose interfaces are on a link with others: a pod of ptp has one for itself, and what is behind a tap is the pod's. */
const ON_LINKS: readonly unknown[] = ['bridge', 'host-device', 'macvlan', 'ovs', 'sriov', 'vlan'];

/** The MAC address of every pod in the network, and the plugin that sets it; undefined where they differ, or are on no link together. */
function macOf({ reading }: NetworkFact): { readonly address: string; readonly plugin: string } | undefined {
  const confs = (reading?.plugins ?? []).map(({ conf }) => conf);
  const setter = confs.filter(({ type, mac }) => !isAbsent(mac) && ['macvlan', 'sriov', 'tuning'].includes(String(plainType(type)))).at(-1);
  return ON_LINKS.includes(plainType(confs[0]?.type)) && typeof setter?.mac === 'string'
    ? { address: setter.mac, plugin: String(plainType(setter.type)) }
    : undefined;
}

/** Pods of different nodes may have the same where it means something on their node alone. */
function checkFixed(network: NetworkFact, attachments: readonly Attachment[], nodesOf: NodesOf): Finding[] {
  return fixedIn(network).flatMap(({ fault, held, hasOther }) => {
    const placed = placedWorkloads(attachments.filter((attachment) => !hasOther(attachment)), nodesOf);
    const groups = staysOnNode(network) ? [...groupBy(placed, nodeOf).values()] : [placed];
    return groups.flatMap(atOnce).flatMap((group) => {
      let users = 0;
      return group.flatMap(({ workload, pods = Infinity, interfaces }): Finding[] => {
        users += pods * interfaces;
        const found = users > 1 ? fault : workload.placement().surges ? held?.(workload.subject.kind) : undefined;
        return found ? [{ subject: workload.subject, fault: found, alsoAt: network.subject }] : [];
      });
    });
  });
}
