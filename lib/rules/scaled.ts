import { dirname } from 'path';
import { ScalerFact, WorkloadFact, keyOf } from '../facts/facts';

/** The workloads, with as many pods as an autoscaler may give them. Those of different folders may be of different clusters. */
export function withScalers(workloads: readonly WorkloadFact[], scalers: readonly ScalerFact[]): readonly WorkloadFact[] {
  if (scalers.length === 0) {
    return workloads;
  }
  const placeOf = (kind: string, namespace: string | undefined, name: string, file = '') => `${dirname(file)} ${kind} ${keyOf(namespace, name)}`;
  const most = new Map(scalers.map((scaler) => [placeOf(scaler.kind, scaler.namespace, scaler.name, scaler.file), scaler.most]));
  return workloads.map((workload) => {
    const { kind, namespace, name, file } = workload.subject;
    const pods = most.get(placeOf(kind, namespace, name, file));
    // how the pods spread was reckoned with another number
    return pods === undefined ? workload : { ...workload, placement: () => ({ ...workload.placement(), pods, mostPerNode: () => undefined }) };
  });
}
