import { faultOfJson } from './json-text';
import { canonicalConfig } from '../cni/canonical';
import { Conf, isConf } from '../cni/keys';

/** Why a text cannot be read as a configuration. */
export interface UnreadableConfig {
  readonly reason: string;
  /** What to do about it, where that is known. */
  readonly fix?: string;
  /** The place in the text, where it is known. */
  readonly at?: number;
}

/** Reads the JSON text of a CNI configuration. */
export function parseJson(text: string): { readonly config: Conf } | UnreadableConfig {
  try {
    const config: unknown = JSON.parse(text);
    return isConf(config) ? { config: canonicalConfig(config) } : { reason: 'it is another JSON value' };
  } catch (error) {
    return faultOfJson(text) ?? { reason: (error as Error).message.replace(/\s+/g, ' ') };
  }
}
