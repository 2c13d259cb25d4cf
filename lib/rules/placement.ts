import { Finding, nameOf } from './finding';
import { ipamOf, podsText } from './requests';
import { Attachment } from './resolve';
import { isAbsent } from '../cni/values';
import { DEVICE_NOT_REQUESTED, HOST_LOCAL_ACROSS_NODES, POOL_EXHAUSTED } from '../diagnostics/attachment';
import { NetworkFact, WorkloadFact } from '../facts/facts';

/** Whether the pods can be where their attachments need them, and whether there are addresses and devices for all. */
export function checkPlacement(attachments: readonly Attachment[], injectsResources: boolean): Finding[] {
  const byNetwork = new Map<NetworkFact, Attachment[]>();
  for (const attachment of attachments) {
    const { network } = attachment;
    if (network) {
      const group = byNetwork.get(network);
      if (group) {
        group.push(attachment);
      } else {
        byNetwork.set(network, [attachment]);
      }
    }
  }
  return [
    ...[...byNetwork].flatMap(([network, group]) => (ipamOf(network)?.type === 'host-local' && !staysOnNode(network) ? checkHostLocal(network, group) : [])),
    ...(injectsResources ? [] : checkDevices(attachments)),
  ];
}

/** Pods of one node share a pool; pods of two nodes have one each, with the same addresses. */
function checkHostLocal(network: NetworkFact, attachments: readonly Attachment[]): Finding[] {
  const placed = attachments.map(({ workload }) => ({ workload, placement: workload.placement() }));
  const node = placed[0].placement.node;
  const together = node !== undefined && placed.every(({ placement }) => placement.node === node);
  const counts = placed.map(({ placement }) => placement.pods);
  const pods = counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const name = nameOf(network.subject);
  const findings: Finding[] = [];
  if (!together && (pods === undefined || pods > 1)) {
    const elsewhere = placed.filter(({ placement }) => placement.pods !== 0 && (placement.node === undefined || placement.node !== node));
    for (const [workload, placement] of new Map(elsewhere.map((entry) => [entry.workload, entry.placement]))) {
      const fault = HOST_LOCAL_ACROSS_NODES.fault(['networks'], name, { network: name, pods: podsText(placement) });
      findings.push({ subject: workload.subject, fault, alsoAt: network.subject });
    }
  }
  const size = smallestSet(network);
  // who says that the pods are on one node says that they share one pool
  const subjects = [network.subject, ...placed.map(({ workload }) => workload.subject)];
  const oneNode = together || subjects.some(({ acknowledgements }) => acknowledgements.has(HOST_LOCAL_ACROSS_NODES.id));
  if (pods !== undefined && oneNode && size !== undefined && BigInt(pods) > size) {
    const { subject } = placed[placed.length - 1].workload;
    findings.push({ subject, fault: POOL_EXHAUSTED.fault(['networks'], name, { network: name, pods, size }), alsoAt: network.subject });
  }
  return findings;
}

/** Whether the network ends at the node, which routes for its pods, so that pods of other nodes may have the same addresses. */
function staysOnNode({ reading }: NetworkFact): boolean {
  const conf = reading?.plugins[0]?.conf;
  return conf?.type === 'ptp' || conf?.type === 'dummy'
    || (conf?.type === 'bridge' && ['isGateway', 'isDefaultGateway', 'ipMasq'].some((key) => !isAbsent(conf[key])));
}

/** A pod gets an address from each set, so the smallest is the one that counts. */
function smallestSet({ reading }: NetworkFact): bigint | undefined {
  const sizes = (reading?.sets ?? []).map((set) => set.reduce((sum, pool) => sum + pool.size, 0n));
  return sizes.length === 0 ? undefined : sizes.reduce((least, size) => (size < least ? size : least));
}

/** A device plugin gives a pod as many devices as it asks for: one for each attachment to its networks. */
function checkDevices(attachments: readonly Attachment[]): Finding[] {
  const needs = new Map<WorkloadFact, Map<string, Attachment[]>>();
  for (const attachment of attachments) {
    const resource = attachment.network?.resourceName;
    if (resource !== undefined && !isMarker(resource) && attachment.selection.deviceID === undefined) {
      const ofWorkload = needs.get(attachment.workload) ?? new Map<string, Attachment[]>();
      const group = ofWorkload.get(resource) ?? [];
      group.push(attachment);
      needs.set(attachment.workload, ofWorkload.set(resource, group));
    }
  }
  return [...needs].flatMap(([workload, resources]) => [...resources].flatMap(([resource, of]) => {
    const requested = workload.resources().get(resource) ?? 0;
    const network = of[0].network;
    return requested >= of.length || !network ? [] : [{
      subject: workload.subject,
      fault: DEVICE_NOT_REQUESTED.fault(['resources'], requested, { network: nameOf(network.subject), resource, needed: of.length }),
    }];
  }));
}

/** Whether the resource only says on which nodes a bridge is (bridge-marker, ovs-cni's marker): whoever does not ask for it gets the network too. */
function isMarker(resource: string): boolean {
  return /(^|\.)network\.kubevirt\.io\//.test(resource);
}
