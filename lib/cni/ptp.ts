import { checkMtu } from './interface-on-master';
import { checkIpamRequired } from './ipam-given';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { checkIpMasqBackend } from './link-options';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { Fault, Step } from '../diagnostics';
import { PTP_GATEWAY_MISSING } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/main/ptp/ */
export const PTP: PluginType = {
  type: 'ptp',
  keys: { ipMasq: FLAG, ipMasqBackend: TEXT, mtu: INTEGER },
  check: (conf, path) => [
    ...checkIpMasqBackend(conf, 'ptp', path),
    ...checkMtu(conf, path),
    ...checkIpamRequired(conf, 'ptp', path),
    ...(isConf(conf.ipam) ? checkGateways(conf.ipam, [...path, 'ipam']) : []),
  ],
};

/** The IPAMs that have no gateway of their own accord. */
function checkGateways(ipam: Conf, path: readonly Step[]): Fault[] {
  const check = (conf: unknown, at: readonly Step[]) => (isConf(conf) && isAbsent(conf.gateway)
    ? [PTP_GATEWAY_MISSING.fault([...at, 'gateway'], conf.gateway, {})]
    : []);
  if (ipam.type === 'whereabouts') {
    return check(ipam, path);
  }
  return ipam.type === 'static' && Array.isArray(ipam.addresses)
    ? ipam.addresses.flatMap((address: unknown, i) => check(address, [...path, 'addresses', i]))
    : [];
}
