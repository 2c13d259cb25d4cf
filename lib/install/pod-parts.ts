import { k8s } from 'cdk8s-plus-27';

/** The labels of the pods of an install, which are its selector too: it cannot be changed once it is in the cluster. */
export function ownLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** A folder of the node. */
export function hostVolume(name: string, path: string, type?: string): k8s.Volume {
  return { name, hostPath: { path, type } };
}

/** Memory is limited, to what is requested unless more is given. CPU is not limited: while Multus is throttled, no pod on the node starts. */
export function resources(cpu: string, memory: string, most = memory): k8s.ResourceRequirements {
  const quantity = (text: string) => k8s.Quantity.fromString(text);
  return { requests: { cpu: quantity(cpu), memory: quantity(memory) }, limits: { memory: quantity(most) } };
}

/** How many nodes are updated at once, rounded up. A node that is down counts as one of them, and must not keep all others waiting. */
const NODES_AT_ONCE = k8s.IntOrString.fromString('34%');

/** How long a pod that writes its token onto the node takes for it at most, in seconds. */
const TOKEN_SECONDS = 5;

/**
 * How a DaemonSet is updated.
 *
 * @param maxUnavailable what the user says
 * @param canOverlap whether the next pod may start before the last one ends, whose token is good until then
 */
export function rollout(maxUnavailable: k8s.IntOrString | undefined, canOverlap: boolean): Pick<k8s.DaemonSetSpec, 'minReadySeconds' | 'updateStrategy'> {
  return canOverlap && maxUnavailable === undefined
    ? {
      minReadySeconds: TOKEN_SECONDS,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: NODES_AT_ONCE, maxUnavailable: k8s.IntOrString.fromNumber(0) } },
    }
    : { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: maxUnavailable ?? NODES_AT_ONCE } } };
}

export function variables(values: Record<string, string>): k8s.EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
