import { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isOfMultus } from './annotation-keys';
import { Facts } from './facts';
import { annotationNamesOf } from './metadata';
import { patchesOf } from './patches';
import { TEMPLATE_PATHS } from './pod-objects';
import { FoundFacts, emptyFacts, readObject } from './read-object';

/** The kinds that say something of networks, beside those of installations. */
const KINDS = new Set([
  'NetworkAttachmentDefinition', 'MultiNetworkPolicy', 'Pod', 'ConfigMap', 'CiliumNodeConfig', 'CustomResourceDefinition', 'HorizontalPodAutoscaler',
  ...Object.keys(TEMPLATE_PATHS),
]);

/** Constructs with nothing but ours in them: how many there were, and the last of them, behind which others are added. */
export type OnlyOurs = WeakMap<IConstruct, { readonly count: number; readonly last: IConstruct }>;

/**
 * The objects of an app that others than our constructs made: written by hand, included from YAML, rendered from Helm.
 *
 * @param onlyOurs what was found of the same app before: looking at each construct again, for each chart, would cost as much as the rules
 */
export function otherObjects(root: IConstruct, ours: ReadonlySet<IConstruct>, onlyOurs: OnlyOurs = new WeakMap()): ApiObject[] {
  const objects: ApiObject[] = [];
  // not findAll: below our constructs, of which an app may have many, there is nothing to look for
  const visit = (construct: IConstruct) => {
    if (ApiObject.isApiObject(construct) && isOfInterest(construct) && maySayMore(construct)) {
      objects.push(construct);
    }
    const children = construct.node.children;
    const last = children.at(-1);
    const before = onlyOurs.get(construct);
    if (before?.count === children.length && before.last === last) {
      return;
    }
    const others = children.filter((child) => !ours.has(child));
    if (last && others.length === 0) {
      onlyOurs.set(construct, { count: children.length, last });
    }
    others.forEach(visit);
  };
  visit(root);
  return objects;
}

/** An object included from YAML may have no kind, or none that is a text. */
function isOfInterest({ kind, apiGroup }: ApiObject): boolean {
  return typeof kind === 'string' && (KINDS.has(kind) || kind.endsWith('List') || isForeign(apiGroup));
}

/** Whether the group is not one of Kubernetes itself: its kinds may make pods in ways of their own. */
function isForeign(apiGroup: string): boolean {
  return apiGroup.includes('.') && !/(^|\.)k8s\.io$/.test(apiGroup);
}

/** Reads the objects as they would be written. What cannot be rendered says so when it is. */
export function readAppObjects(objects: readonly ApiObject[]): Facts & FoundFacts {
  const found = emptyFacts(false);
  for (const object of objects) {
    let manifest: unknown;
    try {
      manifest = object.toJson();
    } catch {
      continue;
    }
    readObject(manifest, { construct: standingFor(object) }, found);
  }
  return found;
}

/** A number that differs where the objects may: how many there are, and how many patches they have. */
export function fingerprintOf(objects: readonly ApiObject[]): number {
  return objects.reduce((sum, object) => sum + 1 + 1e6 * patchesOf(object).length, 0);
}

/**
 * Whether there may be anything to read in the object. Rendering each workload of cdk8s-plus once more would double the work,
 * and its metadata tells.
 */
function maySayMore(object: ApiObject): boolean {
  const { podMetadata } = (object.node.scope ?? {}) as { podMetadata?: ApiObjectMetadataDefinition };
  return typeof podMetadata?.toJson !== 'function' || object.node.scope?.node.defaultChild !== object
    || [podMetadata, object.metadata].some((metadata) => annotationNamesOf(metadata).some(isOfMultus))
    || patchesOf(object).length > 0;
}

/** The construct that the user wrote: of cdk8s-plus, the one around the object. */
function standingFor(object: ApiObject): IConstruct {
  const scope = object.node.scope;
  return scope && scope.node.defaultChild === object && 'metadata' in scope ? scope : object;
}
