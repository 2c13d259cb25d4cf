import { distance } from 'fastest-levenshtein';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION } from './selection';
import { nearestAmong } from '../cni/keys';

/** The annotations of a pod that Multus reads, by the part of their keys that says what they are. */
const READ = new Map([NETWORKS_ANNOTATION, DEFAULT_NETWORK_ANNOTATION].map((key) => [nameOf(key), key]));

const PREFIXES = [...READ.values()].map(prefixOf);

/** As many letters of a prefix as a person gets wrong: one more, and there are others' prefixes. */
const MOST_WRONG = 3;

const nearestName = nearestAmong([...READ.keys()]);

/** The annotation that Multus would have read, where the key is a misspelt one: of the same family, and with nearly the same name. */
export function meantAnnotation(key: string): string | undefined {
  const prefix = prefixOf(key);
  const isOfFamily = /(^|\.)cncf\.io$|multus/i.test(prefix) || PREFIXES.some((own) => distance(prefix, own) <= MOST_WRONG);
  const name = isOfFamily ? nearestName(nameOf(key)) : undefined;
  const meant = name === undefined ? undefined : READ.get(name);
  return meant === key ? undefined : meant;
}

/** Whether Multus reads the annotation, or would if it were not misspelt. */
export function isOfMultus(key: string): boolean {
  return key === NETWORKS_ANNOTATION || key === DEFAULT_NETWORK_ANNOTATION || meantAnnotation(key) !== undefined;
}

function prefixOf(key: string): string {
  return key.slice(0, Math.max(key.indexOf('/'), 0));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
