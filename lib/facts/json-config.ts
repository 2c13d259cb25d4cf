import { canonicalConfig } from '../cni/canonical';
import { Conf, isConf } from '../cni/keys';

/** Reads the JSON text of a CNI configuration. */
export function parseJson(text: string): { readonly config: Conf } | { readonly reason: string } {
  try {
    const config: unknown = JSON.parse(text);
    return isConf(config) ? { config: canonicalConfig(config) } : { reason: 'it is another JSON value' };
  } catch (error) {
    return { reason: (error as Error).message.replace(/\s+/g, ' ') };
  }
}
