import { INTEGER } from './keys';
import { PluginType } from './plugin-type';

/** @see https://www.cni.dev/plugins/current/meta/sbr/ */
export const SBR: PluginType = {
  type: 'sbr',
  keys: { table: INTEGER },
  keysSince: { table: { release: '1.6.0' } },
  check: () => [],
};
