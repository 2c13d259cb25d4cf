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

export function variables(values: Record<string, string>): k8s.EnvVar[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
