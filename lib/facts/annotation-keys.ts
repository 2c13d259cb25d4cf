import { distance } from 'fastest-levenshtein';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION } from './selection';
import { fold } from '../cni/keys';

/** The annotations of a pod that Multus reads. */
const READ = [NETWORKS_ANNOTATION, DEFAULT_NETWORK_ANNOTATION];

/** As many letters as a person gets wrong: with more, there are keys of others. */
const MOST_WRONG_IN_PREFIX = 3;
const MOST_WRONG_IN_NAME = 2;

/** Prefixes of the same family: those of the specification, and those that carry the name of Multus. */
const FAMILY = /(^|\.)cncf\.io$|^(v\d\.)?multus(-cni)?\.io$/;

/** The annotation that Multus would have read, where the key is a misspelt one: of the same family, and with nearly the same name. */
export function meantAnnotation(key: string): string | undefined {
  if (READ.includes(key)) {
    return undefined;
  }
  const prefix = prefixOf(key);
  const isOfFamily = FAMILY.test(prefix) || READ.some((own) => distance(prefix, prefixOf(own)) <= MOST_WRONG_IN_PREFIX);
  // what cannot be a key at all is a pattern, of a policy for instance
  if (!isOfFamily || !/^[\w./-]+$/.test(key)) {
    return undefined;
  }
  const name = fold(nameOf(key));
  // with letters in front, it is the key of somebody who has read the right one
  return READ.map((own) => ({ own, right: fold(nameOf(own)) }))
    .find(({ right }) => distance(right, name) <= MOST_WRONG_IN_NAME && !(name !== right && name.endsWith(right)))?.own;
}

/** Whether Multus reads the annotation, or would if it were not misspelt. */
export function isOfMultus(key: string): boolean {
  return READ.includes(key) || meantAnnotation(key) !== undefined;
}

function prefixOf(key: string): string {
  return key.slice(0, Math.max(key.indexOf('/'), 0));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
