import { closest, distance } from 'fastest-levenshtein';
import { Fault, Step, refuse } from '../diagnostics';
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
export const LIST: KeyType = { expected: 'a list', accepts: Array.isArray };
/** A value whose shape its own check judges. */
export const ANY: KeyType = { expected: 'a value', accepts: (value) => value !== undefined };

/** The keys that every plugin's configuration may have. `runtimeConfig` and `prevResult` are the runtime's. */
export const COMMON_KEYS: KeySet = {
  cniVersion: TEXT,
  name: TEXT,
  type: TEXT,
  ipam: OBJECT,
  dns: OBJECT,
  capabilities: OBJECT,
  args: OBJECT,
  runtimeConfig: OBJECT,
  prevResult: OBJECT,
};

export function isConf(value: unknown): value is Conf {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A copy that later changes to the user's object do not reach. Undefined members are gone.
 *
 * @throws where the value cannot be written as JSON
 */
export function jsonCopy(place: string, property: string, conf: Conf): { [key: string]: any } {
  try {
    return JSON.parse(JSON.stringify(conf));
  } catch {
    refuse(place, [KEY_TYPE.fault([property], conf, { expected: 'values that JSON can carry, without a cycle or a bigint' })]);
    throw new Error('unreachable');
  }
}

/** Finds the keys of the wrong type, and those that the plugin does not know. */
export function checkKeys(conf: Conf, keys: KeySet, plugin: string, path: readonly Step[]): Fault[] {
  const faults: Fault[] = [];
  for (const [key, value] of Object.entries(conf)) {
    const type = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (type && !type.accepts(value)) {
      faults.push(KEY_TYPE.fault([...path, key], value, { expected: type.expected }));
    } else if (!type && !key.startsWith('cni.dev/')) {
      faults.push(KEY_UNKNOWN.fault([...path, key], value, { plugin, near: nearest(key, Object.keys(keys)), known: Object.keys(keys) }));
    }
  }
  return faults;
}

/** The known word that a misspelt one probably stands for. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const fold = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const folded = fold(word);
  const candidate = known.find((other) => fold(other) === folded) ?? (known.length > 0 ? closest(word, known) : undefined);
  const limit = Math.max(1, Math.floor(word.length / 3));
  return candidate !== undefined && distance(fold(candidate), folded) <= limit ? candidate : undefined;
}

/** Whether the kernel can have a network interface of this name (`dev_valid_name`: bytes, not characters). */
export function isInterfaceName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && Buffer.byteLength(name) <= 15 && name !== '.' && name !== '..' && !/[\s/:\u0000]/.test(name);
}
