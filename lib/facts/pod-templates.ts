import { TEMPLATE_PATHS, memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';
import { Step } from '../diagnostics';

/** The ways to the pod templates of kinds that nobody but the user knows. */
export type PodTemplatePaths = Readonly<Record<string, readonly string[]>>;

/** Where the pods of an object are described. */
export interface TemplatePlace {
  readonly path: readonly Step[];
  /** False where containers are missing: a patch of an object that is elsewhere, or what an operator completes. */
  readonly isWhole: boolean;
  /** The metadata around that of the pods, which nobody copies to them. Of a kind that is not Kubernetes' own, the controller may. */
  readonly outerMetadata: ReadonlyArray<readonly string[]>;
}

/** Deeper than the templates of the objects that this was made for: jobs in jobs, and groups of workers of a service. */
const DEEPEST = 10;

/**
 * The ways to the pods of an object: an empty one for a Pod, none where it makes no pods. In kinds that are not Kubernetes' own,
 * pod templates are told by their containers, wherever they are in the `spec`.
 *
 * @param named the ways that the user names
 */
export function templatesOf(object: Conf, named: PodTemplatePaths = {}): TemplatePlace[] {
  if (object.kind === 'Pod') {
    return [{ path: [], isWhole: true, outerMetadata: [] }];
  }
  if (typeof object.kind === 'string' && Object.hasOwn(named, object.kind)) {
    return isConf(memberAt(object, named[object.kind])) ? [placeAt(object, named[object.kind])] : [];
  }
  const known = knownPathOf(object);
  return known && isConf(memberAt(object, known))
    ? [placeAt(object, known, [['metadata'], ...(object.kind === 'CronJob' ? [['spec', 'jobTemplate', 'metadata']] : [])])]
    : templatesIn(object.spec, ['spec'], new Set()).map((path) => placeAt(object, path, isRollout(object) ? [['metadata']] : []));
}

/** Argo's Deployment, whose controller passes on what a Deployment does. */
function isRollout({ apiVersion, kind }: Conf): boolean {
  return kind === 'Rollout' && textOf(apiVersion).startsWith('argoproj.io/');
}

/** The way to the pods of a kind that is Kubernetes' own. */
export function knownPathOf({ kind }: Conf): readonly string[] | undefined {
  return typeof kind === 'string' && Object.hasOwn(TEMPLATE_PATHS, kind) ? TEMPLATE_PATHS[kind] : undefined;
}

function placeAt(object: Conf, path: readonly Step[], outerMetadata: TemplatePlace['outerMetadata'] = []): TemplatePlace {
  const isWhole = Array.isArray(memberAt(object, [...path, 'spec', 'containers']));
  return { path, isWhole, outerMetadata: isWhole ? outerMetadata : [] };
}

/** @param barren what is looked through, or was in vain: aliases can name one part of a document many times, and in itself */
function templatesIn(part: unknown, path: readonly Step[], barren: Set<unknown>): Array<readonly Step[]> {
  if (typeof part !== 'object' || part === null || path.length > DEEPEST || barren.has(part)) {
    return [];
  }
  if (Array.isArray(memberAt(part, ['spec', 'containers']))) {
    return [path];
  }
  barren.add(part);
  const members: Array<[Step, unknown]> = Array.isArray(part) ? [...part.entries()] : Object.entries(part);
  const found = members.flatMap(([step, member]) => templatesIn(member, [...path, step], barren));
  if (found.length > 0) {
    barren.delete(part);
  }
  return found;
}
