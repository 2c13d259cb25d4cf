import { Conf, isConf } from './keys';
import { isAbsent, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { IPAM_MISSING_LAYER_2, IPAM_REFUSED } from '../diagnostics/chain';
import { IPAM_MISSING } from '../diagnostics/config';

/** Whether the configuration names a plugin for the addresses. */
export function namesIpam(conf: Conf): boolean {
  return isConf(conf.ipam) && !isAbsent(conf.ipam.type);
}

/** Checks the `ipam` of a plugin that fails without one. */
export function checkIpamRequired(conf: Conf, plugin: string, path: readonly Step[]): Fault[] {
  return !namesIpam(conf) && (!isGiven(conf.ipam) || isConf(conf.ipam)) ? [IPAM_MISSING.fault([...path, 'ipam'], conf.ipam, { plugin })] : [];
}

/** Checks the `ipam` of a plugin whose interface works without addresses: one that says something, but not who reads it. */
export function checkIpamOptional(conf: Conf, plugin: string, path: readonly Step[]): Fault[] {
  const saysSomething = isConf(conf.ipam) && Object.values(conf.ipam).some(isGiven);
  return saysSomething && !namesIpam(conf) ? [IPAM_MISSING_LAYER_2.fault([...path, 'ipam'], conf.ipam, { plugin })] : [];
}

/** Checks the `ipam` of a plugin that refuses some of them, or all. */
export function checkIpamRefused(conf: Conf, plugin: string, refuses: (type: unknown) => boolean, expected: string, path: readonly Step[]): Fault[] {
  return isConf(conf.ipam) && namesIpam(conf) && refuses(conf.ipam.type) ? [IPAM_REFUSED.fault([...path, 'ipam', 'type'], conf.ipam.type, { plugin, expected })] : [];
}
