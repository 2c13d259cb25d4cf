import { dirname } from 'path';
import { groupBy } from './group-by';
import { ANY_NAMESPACE, Facts, NetworkFact, WorkloadFact, keyOf } from '../facts/facts';
import { Selection } from '../facts/selection';
import { NodeTerm } from '../nodes/node-term';

/** A selection of a workload, and the network that it means. */
export interface Attachment {
  readonly workload: WorkloadFact;
  /** The workload as it was read first: files for different clusters each have it, and it is one. */
  readonly first: WorkloadFact;
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

/** Finds a network by namespace and name, as a file means it. */
export type Find = (namespace: string | undefined, name: string, file?: string) => NetworkFact | undefined;

/**
 * Finds networks by namespace and name. A namespace that is not known may be any. Of those in different files that have one name, a file
 * means its own, or one beside it: they may be for different clusters.
 */
export function finderOf(networks: readonly NetworkFact[]): Find {
  const byKey = new Map<string, NetworkFact>();
  const byName = new Map<string, NetworkFact>();
  const byPlace = new Map<string, NetworkFact>();
  for (const network of networks) {
    const { namespace, name, file } = network.subject;
    const key = keyOf(namespace, name);
    byKey.set(key, byKey.get(key) ?? network);
    byName.set(name, byName.get(name) ?? network);
    for (const place of placesOf(file)) {
      byPlace.set(`${place} ${key}`, byPlace.get(`${place} ${key}`) ?? network);
    }
  }
  const nearest = (file: string | undefined, key: string) => placesOf(file).map((place) => byPlace.get(`${place} ${key}`)).find(Boolean);
  return (namespace, name, file) => nearest(file, keyOf(namespace, name))
    ?? byKey.get(keyOf(namespace, name))
    ?? byKey.get(keyOf(undefined, name))
    ?? byKey.get(keyOf(ANY_NAMESPACE, name))
    ?? (namespace === undefined ? byName.get(name) : undefined);
}

/** The file, and the folder that it is in. */
function placesOf(file: string | undefined): string[] {
  return file === undefined ? [] : [`file ${file}`, `folder ${dirname(file)}`];
}

/** Finds the network of each selection. */
export function resolve({ networks, workloads, elsewhere }: Facts): Attachment[] {
  const find = finderOf(networks);
  const firstOf = firstReadings();
  return workloads.flatMap((workload) => {
    const first = firstOf(workload);
    return workload.selections.map((selection, index) => {
      const namespace = typeof selection.namespace === 'string' ? selection.namespace : workload.subject.namespace;
      const network = find(namespace, selection.name, workload.subject.file);
      const nodes = network?.nodes ?? elsewhere.get(keyOf(namespace, selection.name)) ?? [];
      return { workload, first, index, selection, namespace, network, nodes };
    });
  });
}

/** Whether pods have both attachments at the same time, for certain. */
export function existAtOnce(one: Attachment, other: Attachment): boolean {
  return one.workload === other.workload ? one.index !== other.index
    : one.first !== other.first && [one, other].every(({ workload }) => workload.subject.kind !== 'CronJob' && workload.placement().pods !== 0);
}

/**
 * Tells for each workload in turn how it was read first. What has one kind, namespace and name in different files is one workload: files
 * may be for different clusters. In one file it is not: names may be generated, and an object may have several kinds of pods.
 */
function firstReadings(): (workload: WorkloadFact) => WorkloadFact {
  const counts = new Map<string, number>();
  const firsts = new Map<string, WorkloadFact>();
  return (workload) => {
    const { kind, namespace, name, file } = workload.subject;
    // a name that ends so is the beginning of one that the API server generates: each object has another
    if (file === undefined || name.endsWith('-')) {
      return workload;
    }
    const inFile = `${file} ${kind} ${keyOf(namespace, name)}`;
    const count = (counts.get(inFile) ?? 0) + 1;
    counts.set(inFile, count);
    const key = `${count} ${kind} ${keyOf(namespace, name)}`;
    const first = firsts.get(key) ?? workload;
    firsts.set(key, first);
    return first;
  };
}
