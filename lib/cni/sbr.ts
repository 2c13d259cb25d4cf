import { ANY, FLAG, INTEGER } from './keys';
import { PluginType } from './plugin-type';
import { checkUint32 } from './values';

/** @see https://www.cni.dev/plugins/current/meta/sbr/ */
export const SBR: PluginType = {
  type: 'sbr',
  // of `gateways` the type is not known
  keys: { table: INTEGER, addSourceHints: FLAG, gateways: ANY },
  keysSince: { table: { release: '1.6.0' }, addSourceHints: { release: '1.9.1', after: true }, gateways: { release: '1.9.1', after: true } },
  check: (conf, path) => checkUint32(conf, 'table', path),
};
