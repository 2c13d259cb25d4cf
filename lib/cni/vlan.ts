import { checkMaster, checkMtu } from './interface-on-master';
import { checkIpamRequired } from './ipam-given';
import { FLAG, INTEGER, TEXT } from './keys';
import { checkVlanId } from './link-options';
import { checkEthernet } from './node-interface';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { VLAN_ID_MISSING, VLAN_MASTER_MISSING } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/main/vlan/ */
export const VLAN: PluginType = {
  type: 'vlan',
  keys: { master: TEXT, vlanId: INTEGER, mtu: INTEGER, linkInContainer: FLAG },
  keysSince: { linkInContainer: { release: '1.3.0' } },
  check: (conf, path) => [
    ...(isAbsent(conf.master) ? [VLAN_MASTER_MISSING.fault([...path, 'master'], conf.master, {})] : checkMaster(conf, path)),
    ...(isAbsent(conf.vlanId) ? [VLAN_ID_MISSING.fault([...path, 'vlanId'], conf.vlanId, {})] : checkVlanId(conf, 'vlanId', 1, path)),
    ...checkEthernet(conf, 'vlan', path),
    ...checkMtu(conf, path),
    ...checkIpamRequired(conf, 'vlan', path),
  ],
};
