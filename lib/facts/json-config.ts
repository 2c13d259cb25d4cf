import { faultOfJson, spellingOf } from './json-text';
import { memberAt } from './pod-objects';
import { canonicalConfig } from '../cni/canonical';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { KEY_REPEATED } from '../diagnostics/config';

/** Why a text cannot be read as a configuration. */
export interface UnreadableConfig {
  readonly reason: string;
  /** What to do about it, where that is known. */
  readonly fix?: string;
  /** The place in the text, where it is known. */
  readonly at?: number;
}

/** A configuration that can be read. */
export interface ParsedConfig {
  /** Without the keys whose value is null. */
  readonly config: Conf;
  /** The keys whose value is null, to which some who read them object. */
  readonly nulls: readonly string[];
  /** What is wrong with the text beside what is wrong with the configuration. */
  readonly faults: readonly Fault[];
}

/** Reads the JSON text of a CNI configuration. */
export function parseJson(text: string): ParsedConfig | UnreadableConfig {
  try {
    const config: unknown = JSON.parse(text);
    return isConf(config)
      ? { config: canonicalConfig(config), nulls: Object.keys(config).filter((key) => config[key] === null), faults: repeatFaults(text, config) }
      : { reason: 'it is another JSON value' };
  } catch (error) {
    return faultOfJson(text) ?? { reason: (error as Error).message.replace(/\s+/g, ' ') };
  }
}

/**
 * Finds the keys that an object of a JSON text has again.
 *
 * @param value what the text says
 * @param path the way to the text
 */
export function repeatFaults(text: string, value: unknown, path: readonly Step[] = []): Fault[] {
  return spellingOf(text).repeatedKeys.map((at) => KEY_REPEATED.fault([...path, ...at], memberAt(value, at), {}));
}
