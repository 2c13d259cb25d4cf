import { INTEGER } from './keys';
import { PluginType } from './plugin-type';
import { checkUint32 } from './values';

/** @see https://www.cni.dev/plugins/current/meta/sbr/ */
export const SBR: PluginType = {
  type: 'sbr',
  keys: { table: INTEGER },
  keysSince: { table: { release: '1.6.0' } },
  check: (conf, path) => checkUint32(conf, 'table', path),
};
