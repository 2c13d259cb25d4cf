import { PodPlacement } from './facts';
import { Conf, isConf } from '../cni/keys';
import { Step } from '../diagnostics';
import { areTogether, mostPerNode, nodesOfPod } from '../nodes/pod-nodes';

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
export function memberAt(object: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((part, step) => {
    if (typeof step === 'number') {
      return Array.isArray(part) ? part[step] : undefined;
    }
    return isConf(part) && Object.hasOwn(part, step) ? part[step] : undefined;
  }, object);
}

/** A value as text; empty where it is none. An object can have a `toString` of its own, which is no function. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The value of an environment variable of a container; undefined where it has none, or one from elsewhere. */
export function variableOf({ env }: Conf, name: string): string | undefined {
  return (Array.isArray(env) ? env as unknown[] : []).map((entry) => (isConf(entry) && entry.name === name ? entry.value : undefined)).find((text) => typeof text === 'string');
}

/**
 * How many pods the object makes, and the nodes that they can run on.
 *
 * @param owner what the template is a member of
 */
export function placementOf(object: Conf, template: unknown, owner = object.spec): PodPlacement {
  const spec = memberAt(template, ['spec']);
  const [pods, selector] = [podsOf(object, owner), memberAt(owner, ['selector', 'matchLabels'])];
  return {
    pods,
    surges: surges(object, pods ?? 1),
    nodes: nodesOfPod(spec),
    ...isTolerant(spec) && { tolerates: true },
    mostPerNode: (nodes) => (pods === undefined ? 1 : mostPerNode(spec, pods, nodes)),
    ...isConf(selector) && { areTogether: () => areTogether(spec, selector, memberAt(object, ['metadata', 'namespace']) ?? 'default') },
  };
}

function isTolerant(spec: unknown): boolean {
  const tolerations = memberAt(spec, ['tolerations']);
  return Array.isArray(tolerations) && tolerations.length > 0;
}

/** Undefined: one on each node. Of kinds that are not Kubernetes' own it is the least that is sure. */
function podsOf({ kind }: Conf, owner: unknown): number | undefined {
  return kind === 'DaemonSet'
    ? undefined
    : countAt(owner, 'replicas') ?? Math.min(countAt(owner, 'parallelism') ?? 1, countAt(owner, 'completions') ?? Infinity);
}

/**
 * Whether a new pod starts before an old one ends: of a Deployment unless told otherwise, but that of four pods and more one may be missing
 * meanwhile; of a DaemonSet where told so, and then none may be missing.
 */
function surges({ kind, spec }: Conf, pods: number): boolean {
  const share = (strategy: string, key: string, fallback: string, round: (pods: number) => number) => {
    const given = memberAt(spec, [strategy, 'rollingUpdate', key]);
    // cdk8s-plus has an object around the value
    const text = textOf(isConf(given) ? given.value : given) || fallback;
    return text.endsWith('%') ? round(pods * parseInt(text, 10) / 100) : Number(text);
  };
  return kind === 'Deployment' ? memberAt(spec, ['strategy', 'type']) !== 'Recreate'
    && share('strategy', 'maxSurge', '25%', Math.ceil) > 0 && share('strategy', 'maxUnavailable', '25%', Math.floor) === 0
    : kind === 'DaemonSet' && memberAt(spec, ['updateStrategy', 'type']) !== 'OnDelete' && share('updateStrategy', 'maxSurge', '0', Math.ceil) > 0;
}

/** The extended resources that the containers ask for; undefined where they claim devices, because the claims alone say which (DRA). */
export function devicesOf(template: unknown): ReadonlyMap<string, number> | undefined {
  const claims = containersOf(template).map(({ container }) => memberAt(container, ['resources', 'claims']));
  return claims.some((list) => Array.isArray(list) && list.length > 0) ? undefined : resourcesOf(template);
}

/** The extended resources in the limits of all containers. */
export function resourcesOf(template: unknown): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { container } of containersOf(template)) {
    const asked = memberAt(container, ['resources', 'limits']) ?? memberAt(container, ['resources', 'requests']);
    for (const [resource, amount] of Object.entries(isConf(asked) ? asked : {})) {
      sums.set(resource, (sums.get(resource) ?? 0) + (Number(textOf(amount)) || 0));
    }
  }
  return sums;
}

/** A container, and the way to it. */
export interface PlacedContainer {
  readonly container: Conf;
  readonly path: readonly Step[];
}

/**
 * The containers of a pod template.
 *
 * @param path the way to the template
 * @param lists the lists of its specification that they are in
 */
export function containersOf(template: unknown, path: readonly Step[] = [], lists: readonly string[] = ['containers']): PlacedContainer[] {
  return lists.flatMap((key) => {
    const list = memberAt(template, ['spec', key]);
    return (Array.isArray(list) ? list : []).flatMap((container: unknown, i) => (isConf(container) ? [{ container, path: [...path, 'spec', key, i] }] : []));
  });
}

/** The number of pods that stands there; what Kubernetes refuses, says nothing. */
function countAt(owner: unknown, key: string): number | undefined {
  const value = memberAt(owner, [key]);
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}
