import { closest, distance } from 'fastest-levenshtein';
import { Fault, Step, Words, refuse } from '../diagnostics';
import { KEY_TYPE, KEY_UNKNOWN } from '../diagnostics/config';

/** A CNI configuration, or a part of one, as JSON values. */
export interface Conf {
  readonly [key: string]: unknown;
}

/** The type that a plugin's Go structure gives to a key. */
export interface KeyType {
  /** In the words of a message. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

/** The keys that a plugin reads. */
export type KeySet = Readonly<Record<string, KeyType>>;

export const TEXT: KeyType = { expected: 'a string', accepts: (value) => typeof value === 'string' };
export const FLAG: KeyType = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const INTEGER: KeyType = { expected: 'a whole number', accepts: (value) => Number.isSafeInteger(value) };
export const OBJECT: KeyType = { expected: 'an object', accepts: isConf };
export const FLAGS: KeyType = {
  expected: 'an object of true and false', accepts: (value) => isConf(value) && Object.values(value).every((flag) => flag === null || typeof flag === 'boolean'),
};
export const LIST: KeyType = { expected: 'a list', accepts: Array.isArray };
/** A value whose shape its own check judges. */
export const ANY: KeyType = { expected: 'a value', accepts: () => true };

/** The keys that every plugin's configuration may have. `runtimeConfig` and `prevResult` are the runtime's. */
export const COMMON_KEYS: KeySet = {
  cniVersion: TEXT,
  name: TEXT,
  type: TEXT,
  ipam: OBJECT,
  dns: OBJECT,
  capabilities: FLAGS,
  args: OBJECT,
  runtimeConfig: OBJECT,
  prevResult: OBJECT,
};

export function isConf(value: unknown): value is Conf {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is what a factory of `Ipam` returns, or another that acts like it. */
export function isIpam(value: unknown): value is { toIpamConfig(): Conf } {
  return isConf(value) && typeof value.toIpamConfig === 'function';
}

/** Whether the value is what a factory of `ChainedPlugin` returns, or another that acts like it. */
export function isChainedPlugin(value: unknown): value is { toPluginConfig(): Conf } {
  return isConf(value) && typeof value.toPluginConfig === 'function';
}

export function isListOf(value: unknown, accepts: (item: unknown) => boolean): value is unknown[] {
  // from, not every alone: a hole in the list is an item too
  return Array.isArray(value) && Array.from(value as unknown[]).every(accepts);
}

/**
 * A copy that later changes to the user's object do not reach. Undefined members are gone, and what a factory made is its
 * configuration.
 *
 * @throws where the value cannot be written as JSON
 */
export function jsonCopy(place: string, property: string, conf: Conf): { [key: string]: any } {
  return JSON.parse(jsonText(place, property, conf)) as { [key: string]: any };
}

/**
 * The object as JSON.
 *
 * @throws where the value cannot be written as JSON
 */
export function jsonText(place: string, property: string, conf: Conf): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(conf, (_, value: unknown) => carried(configOf(value)));
  } catch {
    // a cycle, a bigint, a toJSON of its own, what JSON would leave out
  }
  if (!text?.startsWith('{')) {
    refuse(place, [KEY_TYPE.fault([property], conf, { expected: 'values that JSON can carry, without a cycle, a function or a bigint' })]);
  }
  return text as string;
}

/**
 * The value, as JSON carries it: it leaves out functions and symbols, which nobody means.
 *
 * @throws where it is one
 */
export function carried(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError('not a value of JSON');
  }
  return value;
}

function configOf(value: unknown): unknown {
  if (isIpam(value)) {
    return value.toIpamConfig();
  }
  return isChainedPlugin(value) ? value.toPluginConfig() : value;
}

/**
 * The options of a factory.
 *
 * @throws where they are no object, which JavaScript lets through
 */
export function objectOf(place: string, options: unknown): Conf {
  if (!isConf(options)) {
    refuse(place, [KEY_TYPE.fault(['options'], options, { expected: 'an object' })]);
  }
  return options as Conf;
}

/** Finds the keys of the wrong type. */
export function checkTypes(conf: Conf, keys: KeySet, path: readonly Step[]): Fault[] {
  return Object.entries(conf)
    .filter(([key, value]) => value !== undefined && Object.hasOwn(keys, key) && !keys[key].accepts(value))
    .map(([key, value]) => KEY_TYPE.fault([...path, key], value, { expected: keys[key].expected }));
}

/** What to do about a key that the plugin does not know, where more can be said than that. */
export type Hint = Pick<Words, 'expected' | 'fix'>;

/** What a plugin has to say about a key of a configuration that it does not know. */
export type HintOf = (key: string, conf: Conf) => Hint | undefined;

/** Finds the keys of the wrong type, and those that the plugin does not know. */
export function checkKeys(conf: Conf, keys: KeySet, plugin: string, path: readonly Step[], hintOf?: HintOf): Fault[] {
  const known = Object.keys(keys);
  const unknown = Object.entries(conf).filter(([key, value]) => value !== undefined && !Object.hasOwn(keys, key) && !key.startsWith('cni.dev/') && !isComment(key));
  return [
    ...checkTypes(conf, keys, path),
    ...unknown.map(([key, value]) => KEY_UNKNOWN.fault([...path, key], value, {
      plugin, near: nearestKey(key, known), known, hint: hintOf?.(key, conf),
    })),
  ];
}

/** Whether the key is for people: JSON has no comments. No plugin has a key that begins so. */
export function isComment(key: string): boolean {
  return /^(_(?!_)|[/#$]|comment|description|note)/i.test(key);
}

/** The known key that a wrong one probably stands for: misspelt, or with a word too many or too few. */
function nearestKey(key: string, known: readonly string[]): string | undefined {
  const wordsOf = (text: string) => ` ${text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ').toLowerCase()} `;
  const words = wordsOf(key);
  // half of a key, and three letters, are enough to know it; what comes behind a whole one says what it is
  const isPart = (other: string) => words.trim().length >= 3 && other.includes(words) && 2 * words.trim().length >= other.trim().length;
  const isStart = (other: string) => words.startsWith(other) && !TOO_COMMON.includes(other.trim());
  const related = known.filter((candidate) => [isPart, isStart].some((is) => is(wordsOf(candidate))));
  return nearest(key, known) ?? (related.length === 1 ? related[0] : undefined);
}

/** Words that keys of all kinds begin with. */
const TOO_COMMON = ['name', 'type', 'args'];

/** The known word that a misspelt one probably stands for. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return nearestAmong(known)(word);
}

/** A word as misspellings are compared: without case, hyphens and underscores. */
export function fold(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** Finds the known word that a misspelt one probably stands for, for many misspelt ones. */
export function nearestAmong(known: readonly string[]): (word: string) => string | undefined {
  const letters = (text: string) => [...fold(text)].sort().join('');
  const backwards = [...known].reverse();
  const byFold = new Map(backwards.map((word) => [fold(word), word]));
  const byLetters = new Map(backwards.map((word) => [letters(word), word]));
  return (word) => {
    // the same letters in another order count as two errors, too many for a short word
    const same = byFold.get(fold(word)) ?? byLetters.get(letters(word));
    if (same !== undefined || known.length === 0) {
      return same;
    }
    const candidate = closest(word, known);
    // of two letters, one wrong is another word
    return distance(fold(candidate), fold(word)) <= Math.floor(word.length / 3) ? candidate : undefined;
  };
}

/**
 * Whether the kernel can have a network interface of this name (`dev_valid_name`: bytes, not characters). It puts a number in the
 * place of "%d" (`dev_get_valid_name`), and has settings under two names that are no interface's (`sysctl_dev_name_is_allowed`). A byte of
 * A0, as there is in "à", is a blank to it, and U+0085 is one to libcni.
 */
export function isInterfaceName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && Buffer.byteLength(name) <= 15 && !NO_INTERFACES.includes(name) && !/[\s/:%\u0000\u0085]/.test(name)
    && (/^[ -~]*$/.test(name) || !Buffer.from(name).includes(0xa0));
}

const NO_INTERFACES = ['.', '..', 'all', 'default'];
