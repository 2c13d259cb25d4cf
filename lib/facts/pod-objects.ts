import { PodPlacement } from './facts';
import { Conf, isConf } from '../cni/keys';
import { mostPerNode, nodesOfPod } from '../nodes/pod-nodes';

/** Where the pod template is in the objects that have one. */
export const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The member at the end of the path; undefined where there is none. */
export function memberAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (isConf(part) && Object.hasOwn(part, key) ? part[key] : undefined), object);
}

/** A value as text; empty where it is none. An object can have a `toString` of its own, which is no function. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The ways to the pod templates of kinds that nobody but the user knows. */
export type PodTemplatePaths = Readonly<Record<string, readonly string[]>>;

/**
 * The way to the pods of an object: none for a Pod, undefined where it makes no pods. Other kinds are told by their containers.
 *
 * @param named the ways that the user names
 */
export function templatePathOf(object: Conf, named: PodTemplatePaths = {}): readonly string[] | undefined {
  if (object.kind === 'Pod') {
    return [];
  }
  if (typeof object.kind === 'string' && Object.hasOwn(named, object.kind)) {
    return isConf(memberAt(object, named[object.kind])) ? named[object.kind] : undefined;
  }
  const path = knownPathOf(object) ?? ['spec', 'template'];
  return Array.isArray(memberAt(object, [...path, 'spec', 'containers'])) ? path : undefined;
}

/** The metadata around that of the pods, which nobody copies to them. Of a kind that is not Kubernetes' own, the controller may. */
export function outerMetadataOf(object: Conf): ReadonlyArray<readonly string[]> {
  return knownPathOf(object) ? [['metadata'], ...(object.kind === 'CronJob' ? [['spec', 'jobTemplate', 'metadata']] : [])] : [];
}

/** How many pods the object makes, and the nodes that they can run on. */
export function placementOf(object: Conf, template: unknown): PodPlacement {
  const spec = memberAt(template, ['spec']);
  const pods = podsOf(object);
  return { pods, nodes: nodesOfPod(spec), mostPerNode: (nodes) => (pods === undefined ? 1 : mostPerNode(spec, pods, nodes)) };
}

/** Undefined: one on each node. */
function podsOf(object: Conf): number | undefined {
  const count = (path: readonly string[]) => countAt(object, path) ?? 1;
  const atOnce = (job: readonly string[]) => Math.min(count([...job, 'parallelism']), countAt(object, [...job, 'completions']) ?? Infinity);
  switch (object.kind) {
    case 'DaemonSet':
      return undefined;
    case 'Job':
      return atOnce(['spec']);
    case 'CronJob':
      return atOnce(['spec', 'jobTemplate', 'spec']);
    default:
      return count(['spec', 'replicas']);
  }
}

/** The extended resources that the containers ask for; undefined where they claim devices, because the claims alone say which (DRA). */
export function devicesOf(template: unknown): ReadonlyMap<string, number> | undefined {
  const claims = containersOf(template).map((container) => memberAt(container, ['resources', 'claims']));
  return claims.some((list) => Array.isArray(list) && list.length > 0) ? undefined : resourcesOf(template);
}

/** The extended resources in the limits of all containers. */
export function resourcesOf(template: unknown): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const container of containersOf(template)) {
    const asked = memberAt(container, ['resources', 'limits']) ?? memberAt(container, ['resources', 'requests']);
    for (const [resource, amount] of Object.entries(isConf(asked) ? asked : {})) {
      sums.set(resource, (sums.get(resource) ?? 0) + (Number(textOf(amount)) || 0));
    }
  }
  return sums;
}

function containersOf(template: unknown): readonly unknown[] {
  const containers = memberAt(template, ['spec', 'containers']);
  return Array.isArray(containers) ? containers : [];
}

function knownPathOf({ kind }: Conf): readonly string[] | undefined {
  return typeof kind === 'string' && Object.hasOwn(TEMPLATE_PATHS, kind) ? TEMPLATE_PATHS[kind] : undefined;
}

/** The number of pods that stands there; what Kubernetes refuses, says nothing. */
function countAt(object: Conf, path: readonly string[]): number | undefined {
  const value = memberAt(object, path);
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}
