import { ScalerFact, WorkloadFact, folderOf, keyOf } from '../facts/facts';

/** The workloads, with as many pods as an autoscaler may give them. Those of other folders say nothing of them. */
export function withScalers(workloads: readonly WorkloadFact[], scalers: readonly ScalerFact[]): readonly WorkloadFact[] {
  if (scalers.length === 0) {
    return workloads;
  }
  const placeOf = ({ kind, namespace, name, file }: Pick<ScalerFact, 'kind' | 'namespace' | 'name' | 'file'>) => `${folderOf({ file })} ${kind} ${keyOf(namespace, name)}`;
  const most = new Map(scalers.map((scaler) => [placeOf(scaler), scaler.most]));
  return workloads.map((workload) => {
    const pods = most.get(placeOf(workload.subject));
    // how the pods spread was reckoned with another number
    return pods === undefined ? workload : { ...workload, placement: () => ({ ...workload.placement(), pods, mostPerNode: () => undefined }) };
  });
}
