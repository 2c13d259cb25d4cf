import { ClusterFact, Facts, InstallationFact, NetworkFact, NodeConfigsFact, PolicyFact, ScalerFact, WorkloadFact } from './facts';
import { readInstallations } from './installation';
import { readOperatorNetworks } from './operator-networks';
import { textOf } from './pod-objects';
import { readPolicy, servedVersions } from './policy';
import { readNetwork } from './read-network';
import { readNodeConfigs } from './read-node-configs';
import { readWorkloads } from './read-workload';
import { readScaler } from './scaler';
import { ObjectSource, subjectOf } from './subject';
import { isConf } from '../cni/keys';
import { Step } from '../diagnostics';

/** The facts that are found one object after the other. */
export interface FoundFacts {
  readonly networks: NetworkFact[];
  readonly workloads: WorkloadFact[];
  readonly scalers: ScalerFact[];
  readonly installations: InstallationFact[];
  readonly nodeConfigs: NodeConfigsFact[];
  readonly policies: PolicyFact[];
  readonly policyVersions: string[];
}

const DEEPEST_LIST = 10;

/** Reads a Kubernetes object, a list of them or a template of OpenShift, and adds what the rules need of it. Any other value adds nothing. */
export function readObject(value: unknown, source: ObjectSource, found: FoundFacts, path: readonly Step[] = []): void {
  if (!isConf(value)) {
    return;
  }
  if (Array.isArray(value.items) && textOf(value.kind).endsWith('List') && path.length < 2 * DEEPEST_LIST) {
    const repeated = byItem(source.repeatedKeys ?? [], path.length + 1);
    value.items.forEach((item, i) => readObject(item, { ...source, repeatedKeys: repeated.get(i) }, found, [...path, 'items', i]));
    return;
  }
  if (Array.isArray(value.objects) && value.kind === 'Template' && textOf(value.apiVersion).startsWith('template.openshift.io/') && path.length === 0) {
    value.objects.forEach((item, i) => readObject(item, source, found, ['objects', i]));
    return;
  }
  if (value.kind === 'NetworkAttachmentDefinition' && textOf(value.apiVersion).startsWith('k8s.cni.cncf.io/')) {
    found.networks.push(readNetwork(value, source, path));
    return;
  }
  if (value.kind === 'MultiNetworkPolicy' && textOf(value.apiVersion).startsWith('k8s.cni.cncf.io/')) {
    found.policies.push({ ...readPolicy(value), subject: subjectOf(value, source, (at) => [[...path, ...at]]) });
    return;
  }
  found.installations.push(...readInstallations(value, source, path));
  const nodeConfigs = value.kind === 'ConfigMap' ? readNodeConfigs(value, source, path) : undefined;
  if (nodeConfigs) {
    found.nodeConfigs.push(nodeConfigs);
  }
  const scaler = readScaler(value, source.file);
  if (scaler) {
    found.scalers.push(scaler);
  }
  found.policyVersions.push(...servedVersions(value));
  found.networks.push(...readOperatorNetworks(value, source, path));
  found.workloads.push(...readWorkloads(value, source, path));
}

/** The ways to keys that are there again, by the item of a list that they are in. */
function byItem(repeatedKeys: ReadonlyArray<readonly Step[]>, place: number): ReadonlyMap<Step, ReadonlyArray<readonly Step[]>> {
  const groups = new Map<Step, Array<readonly Step[]>>();
  for (const path of repeatedKeys) {
    const group = groups.get(path[place]) ?? [];
    group.push(path);
    groups.set(path[place], group);
  }
  return groups;
}

/** Facts to which objects can be added. */
export function emptyFacts(complete: boolean, cluster?: ClusterFact): Facts & FoundFacts {
  return {
    networks: [],
    workloads: [],
    scalers: [],
    installations: [],
    nodeConfigs: [],
    policies: [],
    policyVersions: [],
    ...(cluster && { cluster }),
    elsewhere: new Map(),
    complete,
  };
}
