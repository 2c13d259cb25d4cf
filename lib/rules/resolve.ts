import { groupBy } from './group-by';
import { ANY_NAMESPACE, Facts, NetworkFact, WorkloadFact, keyOf } from '../facts/facts';
import { Selection } from '../facts/selection';
import { NodeTerm } from '../nodes/node-term';

/** A selection of a workload, and the network that it means. */
export interface Attachment {
  readonly workload: WorkloadFact;
  /** Its place in the annotation, from 0. */
  readonly index: number;
  readonly selection: Selection;
  /** The namespace in which Multus looks; undefined where the pod's is not known. */
  readonly namespace?: string;
  /** Undefined where no network of the facts has this name. */
  readonly network?: NetworkFact;
  /** What holds of the nodes that the network is on. */
  readonly nodes: NodeTerm;
}

const GROUPS = new WeakMap<readonly Attachment[], ReadonlyMap<NetworkFact, readonly Attachment[]>>();

/** The attachments to each network. Several rules ask, and grouping is much of what they do. */
export function byNetwork(attachments: readonly Attachment[]): ReadonlyMap<NetworkFact, readonly Attachment[]> {
  const groups = GROUPS.get(attachments) ?? groupBy(attachments, ({ network }) => network);
  GROUPS.set(attachments, groups);
  return groups;
}

/** Finds networks by namespace and name. A namespace that is not known may be any. */
export function finderOf(networks: readonly NetworkFact[]): (namespace: string | undefined, name: string) => NetworkFact | undefined {
  const byKey = new Map<string, NetworkFact>();
  const byName = new Map<string, NetworkFact>();
  for (const network of networks) {
    const { namespace, name } = network.subject;
    byKey.set(keyOf(namespace, name), byKey.get(keyOf(namespace, name)) ?? network);
    byName.set(name, byName.get(name) ?? network);
  }
  return (namespace, name) => byKey.get(keyOf(namespace, name))
    ?? byKey.get(keyOf(undefined, name))
    ?? byKey.get(keyOf(ANY_NAMESPACE, name))
    ?? (namespace === undefined ? byName.get(name) : undefined);
}

/** Finds the network of each selection. */
export function resolve({ networks, workloads, elsewhere }: Facts): Attachment[] {
  const find = finderOf(networks);
  return workloads.flatMap((workload) => workload.selections.map((selection, index) => {
    const namespace = typeof selection.namespace === 'string' ? selection.namespace : workload.subject.namespace;
    const network = find(namespace, selection.name);
    return { workload, index, selection, namespace, network, nodes: network?.nodes ?? elsewhere.get(keyOf(namespace, selection.name)) ?? [] };
  }));
}
