import { Conf, HintOf, KeySet } from './keys';
import { Fault, Step } from '../diagnostics';

/** Since when a plugin reads a key. */
export interface KeySince {
  /** The first release of the reference plugins that reads it. */
  readonly release: string;
  /** Whether that release is the last one without it instead: the first one that reads it is not known. */
  readonly after?: boolean;
  /** The value that says what the releases before do anyway, where that is not nothing. */
  readonly before?: unknown;
}

/** A key of a configuration that old releases of the reference plugins ignore. */
export interface NewKey extends Pick<KeySince, 'release' | 'after'> {
  readonly path: readonly Step[];
  readonly value: unknown;
}

/** What this library knows of a CNI plugin. */
export interface PluginType {
  /** The `type` in a configuration, and the name of the binary. */
  readonly type: string;
  /** The keys that the plugin reads beside the common ones. */
  readonly keys: KeySet;
  /** Those of its keys that old releases of the reference plugins ignore. */
  readonly keysSince?: Readonly<Record<string, KeySince>>;
  /** What to do about a key that it does not read, where people expect it to. */
  readonly hintOf?: HintOf;
  /** What the plugin refuses, or should refuse, in a configuration by itself. */
  readonly check: (conf: Conf, path: readonly Step[]) => Fault[];
  /** What it refuses beside that where Multus hands over no device, because no annotation names its resource. */
  readonly checkWithoutDevice?: (conf: Conf, path: readonly Step[]) => Fault[];
}
