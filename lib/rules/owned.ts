import { WorkloadFact, keyOf } from '../facts/facts';

/**
 * The workloads but for those that another one has made: in what kubectl shows of a cluster, a pod stands beside its ReplicaSet and its
 * Deployment, and is one with them.
 */
export function withoutOwned(workloads: readonly WorkloadFact[]): readonly WorkloadFact[] {
  if (workloads.every(({ owner }) => owner === undefined)) {
    return workloads;
  }
  const keys = new Set(workloads.flatMap(({ subject: { kind, namespace, name } }) => [kind, ...MAKES[kind] ?? []].map((own) => `${own} ${keyOf(namespace, name)}`)));
  return workloads.filter(({ subject: { namespace }, owner }) => !owner || !keys.has(`${owner.kind} ${keyOf(namespace, owner.name)}`));
}

/** What KubeVirt makes of a machine, under the same name. */
const MAKES: Readonly<Record<string, readonly string[]>> = { VirtualMachine: ['VirtualMachineInstance'] };
