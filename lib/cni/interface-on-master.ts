import { Conf } from './keys';
import { checkNodeInterface } from './node-interface';
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
  return typeof conf.mtu === 'number' && conf.mtu !== 0 && !isMtu(conf.mtu) ? [MTU_INVALID.fault([...path, 'mtu'], conf.mtu, {})] : [];
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
