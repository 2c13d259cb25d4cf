import { ACKNOWLEDGE_ANNOTATION, readAcknowledgements } from './acknowledgements';
import { Subject } from './facts';
import { PlaceInText } from './place-in-text';
import { memberAt, textOf } from './pod-objects';
import { PodTemplatePaths } from './pod-templates';
import { Conf } from '../cni/keys';
import { Step } from '../diagnostics';

/** Where an object stands; what is not known may be left out. */
export interface ObjectSource extends Pick<Subject, 'construct' | 'file'> {
  /** The line of what a path in the object names, or of a place in the text there. */
  readonly lineOf?: (path: readonly Step[], inner?: PlaceInText) => number;
  /** The ways to the pod templates of kinds that nobody but the user knows. */
  readonly podTemplates?: PodTemplatePaths;
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
