import { groupBy } from './group-by';
import { NodesOf } from './node-sets';
import { Attachment } from './resolve';
import { WorkloadFact } from '../facts/facts';

/** A workload with pods in a network. */
export interface PlacedWorkload {
  readonly workload: WorkloadFact;
  /** The workload as it was read first. */
  readonly first: WorkloadFact;
  /** How many interfaces each pod has in the network. */
  readonly interfaces: number;
  /** Undefined: one on each node. */
  readonly pods?: number;
  /** Whether there is one pod on each of the nodes. */
  readonly isDaemon: boolean;
  /** The nodes that the pods can run on; undefined where they are not known by name. */
  readonly nodes?: readonly string[];
}

/** The workloads whose pods exist at the same time: those of a CronJob need never do so with others. */
export function atOnce(placed: readonly PlacedWorkload[]): PlacedWorkload[][] {
  const runsAtTimes = ({ workload }: PlacedWorkload) => workload.subject.kind === 'CronJob';
  return [placed.filter((other) => !runsAtTimes(other)), ...placed.filter(runsAtTimes).map((cronJob) => [cronJob])];
}

/** The workloads that have pods, each once: of the readings of one in different files, that with the most pods. */
export function placedWorkloads(attachments: readonly Attachment[], nodesOf: NodesOf): PlacedWorkload[] {
  const placed = new Map<WorkloadFact, PlacedWorkload>();
  for (const [workload, own] of groupBy(attachments, (attachment) => attachment.workload)) {
    const nodes = nodesOf(workload);
    // a DaemonSet has one pod on each of its nodes
    const { pods } = workload.placement();
    const [{ first }] = own;
    const reading = { workload, first, interfaces: own.length, nodes, pods: pods ?? nodes?.length, isDaemon: pods === undefined };
    const before = placed.get(first);
    if (reading.pods !== 0 && (!before || interfacesOf(reading) > interfacesOf(before))) {
      placed.set(first, reading);
    }
  }
  return [...placed.values()];
}

/** How many interfaces its pods have in the network, as far as their number is known. */
export function interfacesOf({ pods = 0, interfaces }: PlacedWorkload): number {
  return pods * interfaces;
}

/** The node that all pods are on; undefined where there may be several. */
export function nodeOf({ nodes }: PlacedWorkload): string | undefined {
  return nodes?.length === 1 ? nodes[0] : undefined;
}
