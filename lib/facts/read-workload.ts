import { readAnnotation } from './annotation';
import { meantAnnotation } from './annotation-keys';
import { WorkloadFact } from './facts';
import { PlaceInText } from './place-in-text';
import { devicesOf, memberAt, placementOf, textOf } from './pod-objects';
import { ownerOf } from './owner';
import { TemplatePlace, knownPathOf, templatesOf } from './pod-templates';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION, Selection } from './selection';
import { ObjectSource, repeatedFaults, sharingAcknowledgements, subjectOf } from './subject';
import { readVirtualMachine } from './virtual-machines';
import { Conf, isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Severity, Step, pathText } from '../diagnostics';
import { ANNOTATION_MISPLACED, ANNOTATION_MISSPELT, ANNOTATION_ON_WORKLOAD, DEFAULT_NETWORK_COUNT } from '../diagnostics/attachment';
import { KEY_TYPE } from '../diagnostics/config';

/** The annotations that Multus reads. */
const READ = [NETWORKS_ANNOTATION, DEFAULT_NETWORK_ANNOTATION];

/** The workloads that an object is: one for each of its pod templates, or virtual machines, that has to do with networks. */
export function readWorkloads(object: Conf, source: ObjectSource, path: readonly Step[]): readonly WorkloadFact[] {
  // what has ended has no interfaces any more
  if (isOver(object)) {
    return [];
  }
  const templates = templatesOf(object, source.podTemplates);
  const repeated = repeatedFaults(object, source, path);
  const machine = readVirtualMachine(object, source, path, repeated);
  return sharingAcknowledgements([...templates.map((template, i) => readWorkload(object, template, source, path, i === 0 ? repeated : [])), machine]
    .filter((workload) => workload !== undefined));
}

/** Whether the API server says of a Pod or a Job that it has ended. */
function isOver(object: Conf): boolean {
  const conditions = memberAt(object, ['status', 'conditions']);
  return object.kind === 'Pod' ? ['Succeeded', 'Failed'].includes(textOf(memberAt(object, ['status', 'phase'])))
    : object.kind === 'Job' && Array.isArray(conditions) && conditions.some((condition) => isConf(condition) && condition.status === 'True'
      && ['Complete', 'Failed'].includes(textOf(condition.type)));
}

/**
 * Undefined where the pods have nothing to do with networks.
 *
 * @param repeated the faults of the object as a whole
 */
function readWorkload(object: Conf, template: TemplatePlace, source: ObjectSource, path: readonly Step[],
  repeated: readonly Fault[]): WorkloadFact | undefined {
  const pods = memberAt(object, template.path);
  const annotationsPath = [...template.path, 'metadata', 'annotations'];
  const [annotation, defaultAnnotation] = READ.map((key) => memberAt(object, [...annotationsPath, key]))
    // null is to Kubernetes what an empty text is
    .map((text) => (text === null ? '' : text));
  const faults = [
    ...misspeltKeys(memberAt(object, annotationsPath)), ...misplaced(object, template), ...unread(object, template), ...repeated,
  ];
  if (annotation === undefined && defaultAnnotation === undefined && faults.length === 0) {
    return undefined;
  }
  if (annotation !== undefined && typeof annotation !== 'string') {
    faults.push(KEY_TYPE.fault([NETWORKS_ANNOTATION], annotation, { expected: 'a string' }));
  }
  const defaultNetwork = readDefaultNetwork(defaultAnnotation, faults);
  // read at once: the object need not be kept
  const [placement, resources] = [placementOf(object, pods, memberAt(object, template.path.slice(0, -1))), devicesOf(pods)];
  const reading = readAnnotation(typeof annotation === 'string' ? annotation : '');
  return {
    subject: subjectOf(object, source, placer(template, path, reading.place)),
    faults: [...faults, ...reading.faults],
    ...ownerOf(object),
    selections: reading.selections,
    ...(defaultNetwork && { defaultNetwork }),
    pathOf: (index, key, ...rest) => [NETWORKS_ANNOTATION, index, key, ...rest],
    ...(!template.isWhole && { known: 'networks' }),
    hostNetwork: memberAt(pods, ['spec', 'hostNetwork']) === true,
    placement: () => placement,
    followsNetworks: false,
    resources: () => resources,
  };
}

/** @param ofText the place in the annotation of what makes it unreadable */
function placer(template: TemplatePlace, path: readonly Step[], ofText?: PlaceInText): (at: readonly Step[]) => [readonly Step[], PlaceInText?] {
  const pods = [...path, ...template.path];
  return (at) => {
    const [first, ...rest] = at;
    // the keys of annotations, and no others, have a slash
    if (String(first).includes('/')) {
      return [[...pods, 'metadata', 'annotations', first], first === NETWORKS_ANNOTATION && rest.length === 0 ? ofText : rest];
    }
    // what is wrong with all attachments together
    if (first === 'networks' && rest.length === 0) {
      return [[...pods, 'metadata', 'annotations', NETWORKS_ANNOTATION]];
    }
    return [[...(first === 'hostNetwork' || first === 'resources' ? [...pods, 'spec'] : path), ...at]];
  };
}

/** Annotations that were to be one of those that Multus reads. Beside the right one, with the same text, they do no harm. */
function misspeltKeys(annotations: unknown): Fault[] {
  return Object.entries(isConf(annotations) ? annotations : {}).flatMap(([key, text]) => {
    const meant = isAbsent(text) ? undefined : meantAnnotation(key);
    return meant === undefined || memberAt(annotations, [meant]) === text ? [] : [ANNOTATION_MISSPELT.fault([key], text, { meant })];
  });
}

/** Annotations around the pods instead of on them. */
function misplaced(object: Conf, { path, outerMetadata }: TemplatePlace): Fault[] {
  return READ.filter((key) => isAbsent(memberAt(object, [...path, 'metadata', 'annotations', key]))).flatMap((key) => {
    const at = outerMetadata.map((metadata) => [...metadata, 'annotations', key]).find((place) => !isAbsent(memberAt(object, place)));
    return at ? [ANNOTATION_ON_WORKLOAD.fault(at, memberAt(object, at), { kind: textOf(object.kind), template: pathText(path) })] : [];
  });
}

/** The annotation under a key that is none of annotations, or that no object has. */
function unread(object: Conf, { path, isWhole }: TemplatePlace): Fault[] {
  const isOfKubernetes = object.kind === 'Pod' || knownPathOf(object) !== undefined;
  const holders = isWhole && isOfKubernetes ? (path.length === 0 ? [path] : [[], path]) : [];
  return holders.flatMap((holder) => UNREAD.filter((place) => !isAbsent(memberAt(memberAt(object, holder), place))).map((place) => {
    const at = [...holder, ...place];
    return ANNOTATION_MISPLACED.fault(at, memberAt(object, at), { place: pathText([...path, 'metadata', 'annotations']) });
  }));
}

/** Where people write the annotation on an object, and nobody reads it. */
const UNREAD = [['metadata', 'labels'], ['annotations'], ['spec', 'annotations']].map((place) => [...place, NETWORKS_ANNOTATION]);

/** Multus takes one network, and fails with none in a list. */
function readDefaultNetwork(annotation: unknown, faults: Fault[]): Selection | undefined {
  if (annotation !== undefined && typeof annotation !== 'string') {
    faults.push(KEY_TYPE.fault([DEFAULT_NETWORK_ANNOTATION], annotation, { expected: 'a string' }));
    return undefined;
  }
  const reading = readAnnotation(annotation ?? '', DEFAULT_NETWORK_ANNOTATION);
  faults.push(...reading.faults);
  if (annotation === undefined || reading.faults.some(({ severity }) => severity === Severity.ERROR)) {
    return undefined;
  }
  if (reading.selections.length !== 1) {
    faults.push(DEFAULT_NETWORK_COUNT.fault([DEFAULT_NETWORK_ANNOTATION], annotation, { count: reading.selections.length }));
  }
  return reading.selections[0];
}
