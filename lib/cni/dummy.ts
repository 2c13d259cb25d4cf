import { checkIpamRequired } from './ipam-given';
import { PluginType } from './plugin-type';

/** @see https://www.cni.dev/plugins/current/main/dummy/ */
export const DUMMY: PluginType = {
  type: 'dummy',
  keys: {},
  check: (conf, path) => checkIpamRequired(conf, 'dummy', path),
};
