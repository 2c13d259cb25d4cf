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
  return workloads.filter(({ subject: { namespace }, owner }) => !owner || !makersOf(owner).some(({ kind, name }) => keys.has(`${kind} ${keyOf(namespace, name)}`)));
}

/** What KubeVirt makes of a machine, under the same name. */
const MAKES: Readonly<Record<string, readonly string[]>> = { VirtualMachine: ['VirtualMachineInstance'] };

/** What has made the object, and what that has been made by, which gives it a name with one more part. */
function makersOf({ kind, name }: NonNullable<WorkloadFact['owner']>): ReadonlyArray<NonNullable<WorkloadFact['owner']>> {
  const maker = { ReplicaSet: 'Deployment', Job: 'CronJob' }[kind];
  return [{ kind, name }, ...maker === undefined ? [] : [{ kind: maker, name: name.replace(/-[^-]*$/, '') }]];
}
