import { checkMaster, checkMode, checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { FLAG, INTEGER, TEXT } from './keys';
import { MacvlanMode } from './macvlan-mode';
import { vlanHint } from './link-options';
import { checkEthernet } from './node-interface';
import { PluginType } from './plugin-type';
import { UINT32, checkMac, isAbsent, isGiven } from './values';
import { IPAM_MISSING_LAYER_2 } from '../diagnostics/chain';

/** @see https://www.cni.dev/plugins/current/main/macvlan/ */
export const MACVLAN: PluginType = {
  type: 'macvlan',
  keys: { master: TEXT, mode: TEXT, mtu: INTEGER, mac: TEXT, linkInContainer: FLAG, bcqueuelen: UINT32 },
  keysSince: { linkInContainer: { release: '1.3.0' }, bcqueuelen: { release: '1.6.0' } },
  hintOf: (key) => vlanHint(key, 'macvlan', 'master'),
  check: (conf, path) => [
    ...checkMaster(conf, path),
    // without a mode it is "bridge", which is what nearly everybody means
    ...(isAbsent(conf.mode) ? [] : checkMode(conf, Object.values(MacvlanMode), MacvlanMode.BRIDGE, path)),
    ...checkEthernet(conf, 'macvlan', path),
    ...checkMtu(conf, path),
    ...checkMac(conf, 'mac', path),
    ...(isGiven(conf.ipam) ? checkIpamOptional(conf, 'macvlan', path) : [IPAM_MISSING_LAYER_2.fault([...path, 'ipam'], conf.ipam, { plugin: 'macvlan' })]),
  ],
};
