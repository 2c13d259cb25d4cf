import { Conf, HintOf, KeySet } from './keys';
import { Fault, Step } from '../diagnostics';

/** What this library knows of a CNI plugin. */
export interface PluginType {
  /** The `type` in a configuration, and the name of the binary. */
  readonly type: string;
  /** The keys that the plugin reads beside the common ones. */
  readonly keys: KeySet;
  /** What to do about a key that it does not read, where people expect it to. */
  readonly hintOf?: HintOf;
  /** What the plugin refuses, or should refuse, in a configuration by itself. */
  readonly check: (conf: Conf, path: readonly Step[]) => Fault[];
  /** What it refuses beside that where Multus hands over no device, because no annotation names its resource. */
  readonly checkWithoutDevice?: (conf: Conf, path: readonly Step[]) => Fault[];
}
