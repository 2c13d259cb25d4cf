import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { checkNodePools } from './node-pools';
import { nodesOfWorkloads } from './node-sets';
import { PlacedWorkload, interfacesOf, nodeOf, placedWorkloads } from './placed-workloads';
import { leaseOf, poolsText, smallestSet, staysOnNode } from './pools';
import { ipamOf, podsText } from './requests';
import { Attachment, byNetwork } from './resolve';
import { checkDevice } from '../cni/chain';
import { Fault } from '../diagnostics';
import { DEVICE_LEFT_OUT, DEVICE_NOT_REQUESTED, HOST_LOCAL_ACROSS_NODES, POOL_EXHAUSTED, POOL_FULL_AT_ROLLOUT } from '../diagnostics/requests';
import { NetworkFact, ownKey } from '../facts/facts';
import { isMarker } from '../facts/selection';

/** Whether the pods can be where their attachments need them, and whether there are addresses and devices for all. */
export function checkPlacement(attachments: readonly Attachment[], nodesOf = nodesOfWorkloads(attachments)): Finding[] {
  const local = [...byNetwork(attachments)].filter(([network]) => ipamOf(network)?.type === 'host-local');
  const [perNode, same] = [local.filter(([network]) => network.nodeConfigs), local.filter(([network]) => !network.nodeConfigs)];
  // looking at each workload again costs
  const known = new Map<readonly Attachment[], readonly PlacedWorkload[]>();
  const placed = (own: readonly Attachment[]) => {
    const workloads = known.get(own) ?? placedWorkloads(own, nodesOf);
    known.set(own, workloads);
    return workloads;
  };
  return [
    ...same.filter(([network]) => !staysOnNode(network)).flatMap(([network, own]) => checkAcrossNodes(network, placed(own))),
    ...perNode.flatMap(([network, own]) => checkNodePools(network, placed(own))),
    ...checkSharedPools(same.map(([network, own]) => ({ network, own, ...nodePoolOf(network) })),
      (networks, own, size) => checkOnNodes(networks, placed(own), size)),
    ...checkSharedPools([...byNetwork(attachments)].map(([network, own]) => ({ network, own, ...clusterPoolOf(network) })),
      (networks, own, size) => checkSize(networks, placed(own), size)),
    ...checkDevices(attachments),
  ];
}

/** Addresses that the pods of a network get, and what tells them from those of other networks. */
interface PoolOfNetwork {
  readonly network: NetworkFact;
  readonly own: readonly Attachment[];
  readonly key?: string;
  /** What tells pools of one key apart. Asked where there are several: it costs. */
  readonly text?: () => string;
  /** How many there are; undefined where that is not known. */
  readonly size?: bigint;
}

type CheckPool = (networks: readonly NetworkFact[], own: readonly Attachment[], size: bigint) => Finding[];

/** Networks with one pool are checked together. Those of one name are in different files, and may be of different clusters. */
function checkSharedPools(pools: readonly PoolOfNetwork[], checkPool: CheckPool): Finding[] {
  const copies = new Map<string, number>();
  const groups = groupBy(pools.filter(({ key, size }) => key !== undefined && size !== undefined), ({ network, key }) => {
    const copy = (copies.get(ownKey(network)) ?? 0) + 1;
    copies.set(ownKey(network), copy);
    return `${copy} ${key}`;
  });
  const shared = [...groups.values()].flatMap((group) => (group.length === 1 ? [group] : [...groupBy(group, ({ text }) => text?.() ?? '').values()]));
  return shared.flatMap((group) => {
    const [{ own, size = 0n }] = group;
    return checkPool(group.map(({ network }) => network), group.length === 1 ? own : group.flatMap((pool) => pool.own), size);
  });
}

/** The pods of the whole cluster share a pool of whereabouts, in all networks that have it, unless each node has a slice of it. */
function clusterPoolOf({ reading }: NetworkFact): Pick<PoolOfNetwork, 'key' | 'size'> {
  const ranges = (reading?.ranges ?? []).filter(({ isSliced }) => !isSliced);
  return ranges.length === 0 ? {} : {
    key: ranges.map(({ range, exclude, networkName }) => `${networkName} ${range} ${exclude.join()}`).join(' '),
    size: ranges.map(({ size }) => size).reduce((a, b) => (b < a ? b : a)),
  };
}

/** The pods of a node share a pool of host-local, in all networks that have it and write down in one place what is given out. */
function nodePoolOf(network: NetworkFact): Pick<PoolOfNetwork, 'key' | 'text' | 'size'> {
  return {
    key: leaseOf(network)?.file,
    text: () => poolsText(network),
    size: network.reading && smallestSet(network.reading),
  };
}

/**
 * Whether there are addresses for all pods, and for one more where a changed workload needs it. A DaemonSet on nodes that are not known is
 * left out.
 *
 * @param node where it is the node's pool
 */
function checkSize(networks: readonly NetworkFact[], placed: readonly PlacedWorkload[], size: bigint, node?: string): Finding[] {
  const pods = placed.reduce((sum, workload) => sum + interfacesOf(workload), 0);
  const [first, ...others] = networks.map(({ subject }) => nameOf(subject));
  const words = { network: first, others, node, size };
  const finding = ({ workload: { subject } }: PlacedWorkload, fault: Fault): Finding => ({ subject, fault, alsoAt: networks[0].subject });
  return BigInt(pods) > size
    ? [finding(placed[placed.length - 1], POOL_EXHAUSTED.fault(['networks'], first, { ...words, pods }))]
    : placed.filter(({ workload, interfaces }) => BigInt(pods + interfaces) > size && workload.placement().surges)
      .map((own) => finding(own, POOL_FULL_AT_ROLLOUT.fault(['networks'], first, {
        ...words, needed: own.interfaces, free: size - BigInt(pods), kind: own.workload.subject.kind,
      })));
}

/** Whether an affinity to each other keeps the pods on one node that has no name. Of several workloads each can have its own. */
function areOnOneNode(placed: readonly PlacedWorkload[]): boolean {
  return placed.length === 1 && placed[0].workload.placement().areTogether?.() === true;
}

/** Pods of two nodes get the same addresses. */
function checkAcrossNodes(network: NetworkFact, placed: readonly PlacedWorkload[]): Finding[] {
  const counts = placed.map(({ pods }) => pods);
  const pods = counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const first = placed.map(nodeOf).find((node) => node !== undefined);
  const elsewhere = placed.filter((workload) => nodeOf(workload) === undefined || nodeOf(workload) !== first);
  const name = nameOf(network.subject);
  return (pods ?? Infinity) <= 1 || areOnOneNode(placed) ? [] : elsewhere.map((placement) => {
    const other = placed.find(({ workload }) => workload !== placement.workload)?.workload.subject;
    const own = pods === undefined || !other ? podsText(placement)
      : `${placement.pods} of ${pods} pods, beside ${other.kind} "${nameOf(other)}",`;
    return { subject: placement.workload.subject, fault: HOST_LOCAL_ACROSS_NODES.fault(['networks'], name, { network: name, pods: own }), alsoAt: network.subject };
  });
}

/** Pods of one node share what is written down there. */
function checkOnNodes(networks: readonly NetworkFact[], placed: readonly PlacedWorkload[], size: bigint): Finding[] {
  // who says that the pods are on one node says that they share one pool
  const subjects = [...networks.map(({ subject }) => subject), ...placed.map(({ workload }) => workload.subject)];
  return areOnOneNode(placed) || subjects.some(({ acknowledgements }) => acknowledgements.has(HOST_LOCAL_ACROSS_NODES.id))
    ? checkSize(networks, placed, size)
    : [...groupBy(placed, nodeOf)].flatMap(([node, group]) => checkSize(networks, group, size, staysOnNode(networks[0]) ? node : undefined));
}

/** A device plugin gives a pod as many devices as it asks for: one for each attachment to its networks. */
function checkDevices(attachments: readonly Attachment[]): Finding[] {
  const needy = attachments.filter(({ network, selection }) => network?.resourceName !== undefined
    && !isMarker(network.resourceName) && !isInjected(network.resourceName) && selection.deviceID === undefined);
  return [...groupBy(needy, ({ workload }) => workload)].flatMap(([workload, own]) => {
    const resources = workload.resources();
    return !resources ? [] : [...groupBy(own, ({ network }) => network?.resourceName)].flatMap(([resource, of]) => {
      const requested = resources.get(resource) ?? 0;
      const network = of.find((attachment) => attachment.network && needsDevice(attachment.network))?.network;
      const { subject } = network ?? of[0].network ?? {};
      const rule = network ? DEVICE_NOT_REQUESTED : DEVICE_LEFT_OUT;
      return requested >= of.length || !subject ? [] : [{
        subject: workload.subject, fault: rule.fault(['resources'], requested, { network: nameOf(subject), resource, needed: of.length }),
      }];
    });
  });
}

/** Whether a plugin of the network fails without a device. Others make their interface without it, and of some nobody knows. */
function needsDevice({ reading }: NetworkFact): boolean {
  return reading?.plugins.some((plugin) => checkDevice(plugin).length > 0) ?? false;
}

/**
 * Whether the operator that makes devices of this name also adds them to the limits of pods (the network resources injector, which it
 * runs unless told not to).
 */
function isInjected(resource: string): boolean {
  return resource.startsWith('openshift.io/');
}
