import { ON_MASTER_KEYS, checkMaster, checkMode, checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { FLAG, TEXT } from './keys';
import { PluginType } from './plugin-type';
import { UINT32, checkMac, isAbsent, isGiven } from './values';
import { IPAM_MISSING_LAYER_2 } from '../diagnostics/chain';

const MODES = ['bridge', 'private', 'vepa', 'passthru'];

/** @see https://www.cni.dev/plugins/current/main/macvlan/ */
export const MACVLAN: PluginType = {
  type: 'macvlan',
  keys: { ...ON_MASTER_KEYS, mode: TEXT, mac: TEXT, linkInContainer: FLAG, bcqueuelen: UINT32 },
  check: (conf, path) => [
    ...checkMaster(conf, path),
    // without a mode it is "bridge", which is what nearly everybody means
    ...(isAbsent(conf.mode) ? [] : checkMode(conf, MODES, MODES[0], path)),
    ...checkMtu(conf, path),
    ...checkMac(conf, 'mac', path),
    ...(isGiven(conf.ipam) ? checkIpamOptional(conf, 'macvlan', path) : [IPAM_MISSING_LAYER_2.fault([...path, 'ipam'], conf.ipam, { plugin: 'macvlan' })]),
  ],
};
