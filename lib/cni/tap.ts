import { checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { FLAG, INTEGER, TEXT } from './keys';
import { checkBridgeName } from './link-options';
import { PluginType } from './plugin-type';
import { UINT32, checkMac, isAbsent } from './values';

/** @see https://www.cni.dev/plugins/current/main/tap/ */
export const TAP: PluginType = {
  type: 'tap',
  keys: { multiQueue: FLAG, mtu: INTEGER, mac: TEXT, owner: UINT32, group: UINT32, selinuxContext: TEXT, bridge: TEXT },
  check: (conf, path) => [
    ...checkMtu(conf, path),
    ...checkMac(conf, 'mac', path),
    // the empty name stands for no bridge
    ...(isAbsent(conf.bridge) ? [] : checkBridgeName(conf, path)),
    ...checkIpamOptional(conf, 'tap', path),
  ],
};
