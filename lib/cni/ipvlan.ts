import { checkMaster, checkMode, checkMtu } from './interface-on-master';
import { IpvlanMode } from './ipvlan-mode';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { vlanHint } from './link-options';
import { checkEthernet } from './node-interface';
import { PluginType } from './plugin-type';
import { Fault, Step } from '../diagnostics';
import { DHCP_ON_IPVLAN, IPAM_MISSING } from '../diagnostics/config';

/** @see https://www.cni.dev/plugins/current/main/ipvlan/ */
export const IPVLAN: PluginType = {
  type: 'ipvlan',
  keys: { master: TEXT, mode: TEXT, mtu: INTEGER, linkInContainer: FLAG },
  keysSince: { linkInContainer: { release: '1.3.0' } },
  hintOf: (key) => vlanHint(key, 'ipvlan', 'master'),
  check: (conf, path) => [
    ...(isChained(path) && conf.master === undefined ? [] : checkMaster(conf, path)),
    ...checkMode(conf, Object.values(IpvlanMode), IpvlanMode.L2, path),
    ...checkEthernet(conf, 'ipvlan', path),
    ...checkMtu(conf, path),
    ...(isChained(path) && conf.ipam === undefined ? [] : checkIpam(conf, path)),
  ],
};

/** Behind another plugin in a list, which may have made the master and the addresses. */
function isChained(path: readonly Step[]): boolean {
  const index = path.at(-1);
  return typeof index === 'number' && index > 0;
}

function checkIpam(conf: Conf, path: readonly Step[]): Fault[] {
  const ipam = conf.ipam;
  if (ipam === undefined || (isConf(ipam) && (ipam.type === undefined || ipam.type === ''))) {
    return [IPAM_MISSING.fault([...path, 'ipam'], ipam, { plugin: 'ipvlan' })];
  }
  return isConf(ipam) && ipam.type === 'dhcp' ? [DHCP_ON_IPVLAN.fault([...path, 'ipam', 'type'], ipam.type, {})] : [];
}
