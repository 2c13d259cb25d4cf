import { Conf, KeySet, isConf, objectOf } from './keys';
import { IPAM_TYPES } from './known-ipams';
import { KNOWN_PLUGINS } from './known-plugins';
import { Fault, Step, refuse } from '../diagnostics';
import { VALUE_EMPTY } from '../diagnostics/config';

// The keys of the plugins are the properties of the typed API, in camelCase, which all its languages can spell.

/** The property that stands for a key of a plugin: `minTxRate` for `min_tx_rate`, `pciBusId` for `pciBusID`. */
export function propertyOf(key: string): string {
  return RENAMED.get(key) ?? key;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase()).replace(/ID$/, 'Id');
}

/**
 * The options of a factory, which are properties.
 *
 * @throws where they are no object, or one of them is empty
 */
export function optionsOf(place: string, options: unknown): Conf {
  const given = objectOf(place, options);
  refuse(place, checkGiven(given, []));
  return given;
}

/** No property has its texts further down. */
const DEEPEST = 10;

/** Finds the values that are there and say nothing: to a plugin they would be as good as left out. */
export function checkGiven(value: unknown, path: readonly Step[], seen = new Set<unknown>()): Fault[] {
  if (value === '' || value === null) {
    return [VALUE_EMPTY.fault(path, value, {})];
  }
  // what is in itself, or further in than that, is refused elsewhere
  if (path.length >= DEEPEST || seen.has(value) || !(isConf(value) || Array.isArray(value))) {
    return [];
  }
  seen.add(value);
  return Array.isArray(value)
    ? value.flatMap((item: unknown, i) => checkGiven(item, [...path, i], seen))
    : Object.entries(value).flatMap(([key, part]) => checkGiven(part, [...path, key], seen));
}

/** The configuration that properties say, in the order of the keys. Properties that stand for no key stay: a rule reports them. */
export function toKeys(properties: Conf, keys: KeySet): Conf {
  const others: Record<string, unknown> = { ...properties };
  const conf: Record<string, unknown> = {};
  for (const key of Object.keys(keys)) {
    const property = propertyOf(key);
    // undefined too: it keeps the key's place for whoever fills it in
    conf[key] = others[property];
    if (Object.hasOwn(others, property)) {
      delete others[property];
    }
  }
  return { ...conf, ...others };
}

/** The keys of the parts of a configuration. */
const PART_KEYS = ['minID', 'maxID', 'k8s_api_root'];

const RENAMED = new Map([...KNOWN_PLUGINS, ...IPAM_TYPES].flatMap(({ keys }) => Object.keys(keys)).concat(PART_KEYS)
  .map((key) => [key, camelCase(key)] as const).filter(([key, property]) => key !== property));
const RENAMED_IN_QUOTES = new RegExp(`(?<=['"])(${[...RENAMED.keys()].join('|')})(?=['"])`, 'g');

/** The way to a value of a configuration that was written as properties. */
export function pathInProperties(path: readonly Step[]): readonly Step[] {
  return path.map((step) => RENAMED.get(String(step)) ?? step);
}

/** A fault of a configuration that was written as properties. */
export function inProperties(fault: Fault): Fault {
  const reword = (text: string) => text.replace(RENAMED_IN_QUOTES, (key) => RENAMED.get(key) ?? key);
  const { problem, expected, fix } = fault.words;
  return {
    ...fault,
    path: pathInProperties(fault.path),
    words: { problem: reword(problem), expected: reword(expected), fix: reword(fix) },
  };
}
