import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { checkNodePools } from './node-pools';
import { NodesOf, nodesOfWorkloads } from './node-sets';
import { PlacedWorkload, placedWorkloads } from './placed-workloads';
import { smallestSet, staysOnNode } from './pools';
import { ipamOf, podsText } from './requests';
import { Attachment, byNetwork } from './resolve';
import { checkDevice } from '../cni/chain';
import { Fault } from '../diagnostics';
import { DEVICE_MISSING } from '../diagnostics/devices';
import { DEVICE_LEFT_OUT, DEVICE_NOT_REQUESTED, HOST_LOCAL_ACROSS_NODES, POOL_EXHAUSTED, POOL_FULL_AT_ROLLOUT } from '../diagnostics/requests';
import { NetworkFact } from '../facts/facts';
import { isMarker } from '../facts/selection';

/** Whether the pods can be where their attachments need them, and whether there are addresses and devices for all. */
export function checkPlacement(attachments: readonly Attachment[], nodesOf = nodesOfWorkloads(attachments)): Finding[] {
  return [
    ...[...byNetwork(attachments)].flatMap(([network, group]) => (ipamOf(network)?.type === 'host-local' && !staysOnNode(network)
      ? (network.nodeConfigs ? checkNodePools : checkHostLocal)(network, placedWorkloads(group, nodesOf))
      : [])),
    ...checkSharedPools(attachments, nodesOf),
    ...checkDevices(attachments),
  ];
}

/** The pods of the whole cluster share a pool of whereabouts, in all networks that have it, unless each node has a slice of it. */
function checkSharedPools(attachments: readonly Attachment[], nodesOf: NodesOf): Finding[] {
  const pools = [...byNetwork(attachments)].flatMap(([network, own]) => {
    const ranges = (network.reading?.ranges ?? []).filter(({ isSliced }) => !isSliced);
    const texts = ranges.map(({ range, exclude, networkName }) => `${networkName} ${range} ${exclude.join()}`);
    return ranges.length === 0 ? [] : [{ network, own, key: texts.join(' '), size: ranges.map(({ size }) => size).reduce((a, b) => (b < a ? b : a)) }];
  });
  return [...groupBy(pools, ({ key }) => key).values()].flatMap((group) =>
    checkSize(group[0].network, placedWorkloads(group.flatMap(({ own }) => own), nodesOf), group[0].size));
}

/** Whether there are addresses for all pods, and for one more where a changed workload needs it. A DaemonSet on nodes that are not known is left out. */
function checkSize(network: NetworkFact, placed: readonly PlacedWorkload[], size: bigint): Finding[] {
  const pods = placed.reduce((sum, { pods: count = 0, interfaces }) => sum + count * interfaces, 0);
  const name = nameOf(network.subject);
  const finding = ({ workload: { subject } }: PlacedWorkload, fault: Fault): Finding => ({ subject, fault, alsoAt: network.subject });
  return BigInt(pods) > size
    ? [finding(placed[placed.length - 1], POOL_EXHAUSTED.fault(['networks'], name, { network: name, pods, size }))]
    : placed.filter(({ workload, interfaces }) => BigInt(pods + interfaces) > size && workload.placement().surges)
      .map((own) => finding(own, POOL_FULL_AT_ROLLOUT.fault(['networks'], name, { network: name, needed: own.interfaces, free: size - BigInt(pods), size })));
}

/** Pods of one node share a pool; pods of two nodes have one each, with the same addresses. */
function checkHostLocal(network: NetworkFact, placed: readonly PlacedWorkload[]): Finding[] {
  const counts = placed.map(({ pods }) => pods);
  const pods = counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const [first] = placed.flatMap(({ nodes }) => (nodes?.length === 1 ? nodes : []));
  const isWithFirst = ({ nodes }: PlacedWorkload) => nodes?.length === 1 && nodes[0] === first;
  const together = placed.every(isWithFirst);
  const name = nameOf(network.subject);
  const findings: Finding[] = [];
  if (!together && (pods === undefined || pods > 1)) {
    for (const placement of placed.filter((workload) => !isWithFirst(workload))) {
      const own = pods === undefined || pods === placement.pods ? podsText(placement) : `${placement.pods} of ${pods} pods`;
      const fault = HOST_LOCAL_ACROSS_NODES.fault(['networks'], name, { network: name, pods: own });
      findings.push({ subject: placement.workload.subject, fault, alsoAt: network.subject });
    }
  }
  const size = network.reading && smallestSet(network.reading);
  // who says that the pods are on one node says that they share one pool
  const subjects = [network.subject, ...placed.map(({ workload }) => workload.subject)];
  const oneNode = together || subjects.some(({ acknowledgements }) => acknowledgements.has(HOST_LOCAL_ACROSS_NODES.id));
  return [...findings, ...(pods !== undefined && oneNode && size !== undefined ? checkSize(network, placed, size) : [])];
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
  return reading?.plugins.some((plugin) => checkDevice(plugin).some(({ rule }) => rule === DEVICE_MISSING.id)) ?? false;
}

/**
 * Whether the operator that makes devices of this name also adds them to the limits of pods (the network resources injector, which it
 * runs unless told not to).
 */
function isInjected(resource: string): boolean {
  return resource.startsWith('openshift.io/');
}
