import { ACKNOWLEDGE_ANNOTATION, readAcknowledgements } from './acknowledgements';
import { readAnnotation } from './annotation';
import { ClusterFact, Facts, InstallationFact, NetworkFact, NodeConfigsFact, PolicyFact, Subject, WorkloadFact, keyOf } from './facts';
import { readInstallation } from './installation';
import { MULTUS_CONF_DIR, NODE_CONFIGS_ANNOTATION, NODE_CONFIG_DIR_ANNOTATION } from './node-configs';
import { PodTemplatePaths, devicesOf, memberAt, outerMetadataOf, placementOf, templatePathOf, textOf } from './pod-objects';
import { readPolicy } from './policy';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION, NODES_ANNOTATION, RESOURCE_ANNOTATION, Selection } from './selection';
import { canonicalConfig } from '../cni/canonical';
import { ConfigReading, readConfig } from '../cni/config';
import { Conf, isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { ANNOTATION_ON_WORKLOAD, DEFAULT_NETWORK_COUNT } from '../diagnostics/attachment';
import { KEY_TYPE } from '../diagnostics/config';
import { CONFIG_NOT_JSON } from '../diagnostics/networks';
import { NODE_CONFIG_NAME, NODE_CONFIG_UNREADABLE } from '../diagnostics/node-configs';
import { NODES_ANNOTATION_MALFORMED } from '../diagnostics/nodes';
import { NodeTerm, parseTerm } from '../nodes/node-term';

/** The facts that are found one object after the other. */
export interface FoundFacts {
  readonly networks: NetworkFact[];
  readonly workloads: WorkloadFact[];
  readonly installations: InstallationFact[];
  readonly nodeConfigs: NodeConfigsFact[];
  readonly policies: PolicyFact[];
}

/** Where an object stands; what is not known may be left out. */
export interface ObjectSource extends Pick<Subject, 'construct' | 'file'> {
  /** The line of what a path in the object names, and of what a further path names in the JSON text there. */
  readonly lineOf?: (path: readonly Step[], inner?: readonly Step[]) => number;
  /** The ways to the pod templates of kinds that nobody but the user knows. */
  readonly podTemplates?: PodTemplatePaths;
}

const DEEPEST_LIST = 10;

/** Reads a Kubernetes object, or a list of them, and adds what the rules need of it. Any other value adds nothing. */
export function readObject(value: unknown, source: ObjectSource, found: FoundFacts, path: readonly Step[] = []): void {
  if (!isConf(value)) {
    return;
  }
  if (Array.isArray(value.items) && textOf(value.kind).endsWith('List') && path.length < 2 * DEEPEST_LIST) {
    value.items.forEach((item, i) => readObject(item, source, found, [...path, 'items', i]));
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
  const installation = readInstallation(value);
  if (installation) {
    found.installations.push({ ...installation, subject: subjectOf(value, source, (at) => [[...path, ...at]]) });
  }
  const nodeConfigs = value.kind === 'ConfigMap' ? readNodeConfigs(value, source, path) : undefined;
  if (nodeConfigs) {
    found.nodeConfigs.push(nodeConfigs);
  }
  const template = templatePathOf(value, source.podTemplates);
  if (template) {
    const workload = readWorkload(value, template, source, path);
    if (workload) {
      found.workloads.push(workload);
    }
  }
}

function readNetwork(object: Conf, source: ObjectSource, path: readonly Step[]): NetworkFact {
  const config = memberAt(object, ['spec', 'config']);
  // `spec…` and `metadata…` are ways in the object, all others in its configuration
  const subject = subjectOf(object, source, (at) => (at[0] === 'spec' || at[0] === 'metadata' ? [[...path, ...at]] : [[...path, 'spec', 'config'], at]));
  const resourceName = memberAt(object, ['metadata', 'annotations', RESOURCE_ANNOTATION]);
  const { nodes, faults } = readNodes(object);
  const common = { subject, nodes, ...(typeof resourceName === 'string' && { resourceName }) };
  if (config === undefined || config === null || config === '') {
    return { ...common, faults };
  }
  if (typeof config !== 'string') {
    return { ...common, faults: [...faults, KEY_TYPE.fault(['spec', 'config'], config, { expected: 'JSON text, in quotes or as a block' })] };
  }
  const parsed = parseJson(config);
  return 'reason' in parsed
    ? { ...common, faults: [...faults, CONFIG_NOT_JSON.fault(['spec', 'config'], config, { reason: parsed.reason })] }
    : { ...common, faults, reading: readConfig(parsed.config) };
}

/** The nodes that the network is on, as this library writes them. */
function readNodes(object: Conf): { readonly nodes: NodeTerm; readonly faults: readonly Fault[] } {
  const path = ['metadata', 'annotations', NODES_ANNOTATION];
  const text = memberAt(object, path);
  const nodes = typeof text === 'string' ? parseTerm(text) : undefined;
  return { nodes: nodes ?? [], faults: isAbsent(text) || nodes ? [] : [NODES_ANNOTATION_MALFORMED.fault(path, text, {})] };
}

/** The configurations of a network for each node; undefined where the ConfigMap holds something else. */
function readNodeConfigs(object: Conf, source: ObjectSource, path: readonly Step[]): NodeConfigsFact | undefined {
  const network = memberAt(object, ['metadata', 'annotations', NODE_CONFIGS_ANNOTATION]);
  if (typeof network !== 'string' || network === '') {
    return undefined;
  }
  const [name, namespace] = network.split('/').reverse();
  const data = memberAt(object, ['data']);
  const readings = new Map<string, ConfigReading>();
  const faults: Fault[] = [];
  for (const [node, text] of Object.entries(isConf(data) ? data : {})) {
    const at = ['data', node];
    const parsed = typeof text === 'string' ? parseJson(text) : { reason: 'it is no text' };
    if ('reason' in parsed || !Array.isArray(parsed.config.plugins)) {
      faults.push(NODE_CONFIG_UNREADABLE.fault(at, text, { reason: 'reason' in parsed ? parsed.reason : 'it has no plugins' }));
      continue;
    }
    const reading = readConfig(parsed.config);
    readings.set(node, reading);
    faults.push(...reading.faults.map((fault) => ({ ...fault, path: [...at, ...fault.path] })));
    if (reading.name !== name) {
      faults.push(NODE_CONFIG_NAME.fault([...at, 'name'], parsed.config.name, { network: name }));
    }
  }
  return {
    subject: subjectOf(object, source, (at) => (at[0] === 'data' ? [[...path, ...at.slice(0, 2)], at.slice(2)] : [[...path, ...at]])),
    network: keyOf(namespace, name),
    confDir: textOf(memberAt(object, ['metadata', 'annotations', NODE_CONFIG_DIR_ANNOTATION])) || MULTUS_CONF_DIR,
    readings,
    faults,
    pathOf: (node, at) => ['data', node, ...at],
  };
}

function parseJson(text: string): { readonly config: Conf } | { readonly reason: string } {
  try {
    const config: unknown = JSON.parse(text);
    return isConf(config) ? { config: canonicalConfig(config) } : { reason: 'it is another JSON value' };
  } catch (error) {
    return { reason: (error as Error).message.replace(/\s+/g, ' ') };
  }
}

/** Undefined where the object has nothing to do with networks. */
function readWorkload(object: Conf, template: readonly string[], source: ObjectSource, path: readonly Step[]): WorkloadFact | undefined {
  const pods = memberAt(object, template);
  const annotationPath = [...template, 'metadata', 'annotations', NETWORKS_ANNOTATION];
  // null is to Kubernetes what an empty text is
  const annotation = memberAt(object, annotationPath) ?? undefined;
  const misplaced = outerMetadataOf(object).map((metadata) => [...metadata, 'annotations', NETWORKS_ANNOTATION]).find((at) => !isAbsent(memberAt(object, at)));
  const defaultAnnotation = memberAt(pods, ['metadata', 'annotations', DEFAULT_NETWORK_ANNOTATION]) ?? undefined;
  if (annotation === undefined && misplaced === undefined && defaultAnnotation === undefined) {
    return undefined;
  }
  const faults: Fault[] = misplaced !== undefined && annotation === undefined
    ? [ANNOTATION_ON_WORKLOAD.fault(misplaced, memberAt(object, misplaced), { kind: textOf(object.kind), template: template.join('.') })]
    : [];
  if (annotation !== undefined && typeof annotation !== 'string') {
    faults.push(KEY_TYPE.fault([NETWORKS_ANNOTATION], annotation, { expected: 'a string' }));
  }
  const defaultNetwork = readDefaultNetwork(defaultAnnotation, faults);
  // read at once: the object need not be kept
  const [placement, resources] = [placementOf(object, pods), devicesOf(pods)];
  const reading = readAnnotation(typeof annotation === 'string' ? annotation : '');
  return {
    subject: subjectOf(object, source, (at) => (at[0] === NETWORKS_ANNOTATION ? [[...path, ...annotationPath], at.slice(1)]
      : at[0] === DEFAULT_NETWORK_ANNOTATION ? [[...path, ...template, 'metadata', 'annotations', DEFAULT_NETWORK_ANNOTATION], at.slice(1)]
        : at[0] === 'hostNetwork' || at[0] === 'resources' ? [[...path, ...template, 'spec', ...at]] : [[...path, ...at]])),
    faults: [...faults, ...reading.faults],
    selections: reading.selections,
    ...(defaultNetwork && { defaultNetwork }),
    pathOf: (index, key, ...rest) => [NETWORKS_ANNOTATION, index, key, ...rest],
    hostNetwork: memberAt(pods, ['spec', 'hostNetwork']) === true,
    placement: () => placement,
    followsNetworks: false,
    resources: () => resources,
  };
}

/** Multus takes one network, and fails with none in a list. */
function readDefaultNetwork(annotation: unknown, faults: Fault[]): Selection | undefined {
  if (annotation !== undefined && typeof annotation !== 'string') {
    faults.push(KEY_TYPE.fault([DEFAULT_NETWORK_ANNOTATION], annotation, { expected: 'a string' }));
    return undefined;
  }
  const reading = readAnnotation(annotation ?? '', DEFAULT_NETWORK_ANNOTATION);
  faults.push(...reading.faults);
  if (isAbsent(annotation) || reading.faults.length > 0) {
    return undefined;
  }
  if (reading.selections.length !== 1) {
    faults.push(DEFAULT_NETWORK_COUNT.fault([DEFAULT_NETWORK_ANNOTATION], annotation, { count: reading.selections.length }));
  }
  return reading.selections[0];
}

/** @param place turns a fault's path into one in the object, and one in the JSON text there */
function subjectOf(object: Conf, source: ObjectSource, place: (path: readonly Step[]) => readonly (readonly Step[])[]): Subject {
  const namespace = memberAt(object, ['metadata', 'namespace']);
  const { lineOf } = source;
  return {
    kind: textOf(object.kind),
    name: textOf(memberAt(object, ['metadata', 'name']) ?? memberAt(object, ['metadata', 'generateName'])),
    ...(typeof namespace === 'string' && namespace !== '' && { namespace }),
    ...(source.construct && { construct: source.construct }),
    ...(source.file !== undefined && { file: source.file }),
    ...(lineOf && { lineOf: (path) => { const [at, inner] = place(path); return lineOf(at, inner); } }),
    acknowledgements: readAcknowledgements(memberAt(object, ['metadata', 'annotations', ACKNOWLEDGE_ANNOTATION])),
  };
}

/** Facts to which objects can be added. */
export function emptyFacts(complete: boolean, cluster?: ClusterFact): Facts & FoundFacts {
  return {
    networks: [], workloads: [], installations: [], nodeConfigs: [], policies: [], ...(cluster && { cluster }), elsewhere: new Map(), complete,
  };
}
