import { Conf, isConf } from './keys';
import { knownIpam } from './known-ipams';
import { checkNodeInterface } from './node-interface';
import { podAddresses } from './pod-addresses';
import { Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { MASTER_MISSING, MODE_MISSING, MODE_UNKNOWN, MTU_INVALID } from '../diagnostics/config';

/** Checks `master`: the plugin takes the interface of the default route where it is absent or empty. */
export function checkMaster(conf: Conf, path: readonly Step[]): Fault[] {
  if (conf.master === undefined || conf.master === '') {
    return [MASTER_MISSING.fault([...path, 'master'], conf.master, {})];
  }
  return checkNodeInterface(conf, 'master', path);
}

/** Checks `mtu`; 0 is what the plugins read where it is absent. */
export function checkMtu(conf: Conf, path: readonly Step[]): Fault[] {
  const { mtu, ipam } = conf;
  if (typeof mtu !== 'number' || mtu === 0 || (isMtu(mtu) && (mtu >= LEAST_IPV6_MTU || !hasIpv6(ipam)))) {
    return [];
  }
  return [MTU_INVALID.fault([...path, 'mtu'], mtu, { isForIpv6: isMtu(mtu) })];
}

/** The kernel has no IPv6 on an interface with less (`IPV6_MIN_MTU`). */
const LEAST_IPV6_MTU = 1280;

/** Whether an interface gets an IPv6 address or route. */
function hasIpv6(ipam: unknown): boolean {
  const routes: unknown[] = isConf(ipam) && knownIpam(ipam.type) && Array.isArray(ipam.routes) ? ipam.routes : [];
  return podAddresses(ipam, []).some(([{ subnet }]) => subnet.family === 6)
    || routes.some((route) => isConf(route) && Subnet.parse(route.dst)?.family === 6);
}

/** Whether an interface can have the MTU: the kernel's bounds for Ethernet-like interfaces (`ETH_MIN_MTU`, `ETH_MAX_MTU`). */
export function isMtu(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 68 && Number(value) <= 65535;
}

/** Checks `mode` against the plugin's modes; case counts. */
export function checkMode(conf: Conf, modes: readonly string[], fallback: string, path: readonly Step[]): Fault[] {
  if (conf.mode === undefined || conf.mode === '') {
    return [MODE_MISSING.fault([...path, 'mode'], conf.mode, { fallback, modes })];
  }
  return typeof conf.mode === 'string' && !modes.includes(conf.mode) ? [MODE_UNKNOWN.fault([...path, 'mode'], conf.mode, { modes })] : [];
}
