import { ACKNOWLEDGE_ANNOTATION, readAcknowledgements } from './acknowledgements';
import { Subject } from './facts';
import { PlaceInText } from './place-in-text';
import { memberAt, textOf } from './pod-objects';
import { PodTemplatePaths } from './pod-templates';
import { Conf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { KEY_REPEATED } from '../diagnostics/config';

/** Where an object stands; what is not known may be left out. */
export interface ObjectSource extends Pick<Subject, 'construct' | 'file'> {
  /** The line of what a path in the object names, or of a place in the text there. */
  readonly lineOf?: (path: readonly Step[], inner?: PlaceInText) => number;
  /** The ways to the keys that are there again. */
  readonly repeatedKeys?: ReadonlyArray<readonly Step[]>;
  /** The ways to the pod templates of kinds that nobody but the user knows. */
  readonly podTemplates?: PodTemplatePaths;
}

/** What a key that is there again may take from an object: all that is around its networks. */
const AROUND_NETWORKS = /^(metadata|annotations|spec|config|template|jobTemplate|networks|.*cni\.cncf\.io\/.*|.*multus.*)$/;

/**
 * The faults of keys that an object has again, of two of which the last counts.
 *
 * @param path the way to the object
 */
export function repeatedFaults(object: Conf, { repeatedKeys = [] }: ObjectSource, path: readonly Step[]): Fault[] {
  return repeatedKeys.filter((at) => at.length > path.length && path.every((step, i) => at[i] === step))
    .map((at) => at.slice(path.length)).filter((at) => at.every((step) => AROUND_NETWORKS.test(String(step))))
    .map((at) => KEY_REPEATED.fault(at, memberAt(object, at), {}));
}

/**
 * What a fact says of the object that it is about.
 *
 * @param place turns a fault's path into one in the object, and a place in the text there
 */
export function subjectOf(object: Conf, source: ObjectSource, place: (path: readonly Step[]) => readonly [readonly Step[], PlaceInText?]): Subject {
  const namespace = memberAt(object, ['metadata', 'namespace']);
  const { lineOf } = source;
  return {
    kind: textOf(object.kind),
    name: textOf(memberAt(object, ['metadata', 'name']) ?? memberAt(object, ['metadata', 'generateName'])),
    ...(typeof namespace === 'string' && namespace !== '' && { namespace }),
    ...(source.construct && { construct: source.construct }),
    ...(source.file !== undefined && { file: source.file }),
    ...(lineOf && { lineOf: (path) => { const [at, inner] = place(path); return lineOf(at, inner); } }),
    ...readAcknowledgements(memberAt(object, ['metadata', 'annotations', ACKNOWLEDGE_ANNOTATION])),
  };
}

/** The facts of one object. What is acknowledged on it holds for all of them together. */
export function sharingAcknowledgements<T extends { readonly subject: Subject }>(facts: readonly T[]): readonly T[] {
  if (facts.length < 2) {
    return facts;
  }
  const { acknowledgements } = facts[0].subject;
  return facts.map((fact) => ({ ...fact, subject: { ...fact.subject, acknowledgements } }));
}
