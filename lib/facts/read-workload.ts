import { readAnnotation } from './annotation';
import { WorkloadFact } from './facts';
import { memberAt, outerMetadataOf, placementOf, resourcesOf, textOf } from './pod-objects';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION, Selection } from './selection';
import { ObjectSource, subjectOf } from './subject';
import { Conf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { ANNOTATION_ON_WORKLOAD, DEFAULT_NETWORK_COUNT } from '../diagnostics/attachment';
import { KEY_TYPE } from '../diagnostics/config';

/** Undefined where the object has nothing to do with networks. */
export function readWorkload(object: Conf, template: readonly string[], source: ObjectSource, path: readonly Step[]): WorkloadFact | undefined {
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
  const [placement, resources] = [placementOf(object, pods), resourcesOf(pods)];
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
