import { posix } from 'path';
import { checkMtu } from './interface-on-master';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { PluginType } from './plugin-type';
import { TEXTS, checkAbsolute, checkMac, checkUint32 } from './values';
import { Fault, Step } from '../diagnostics';
import { SYSCTL_DUPLICATE, SYSCTL_OUTSIDE_NET } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/meta/tuning/ */
export const TUNING: PluginType = {
  type: 'tuning',
  keys: { sysctl: TEXTS, mac: TEXT, promisc: FLAG, mtu: INTEGER, allmulti: FLAG, txQLen: INTEGER, dataDir: TEXT },
  keysSince: { txQLen: { release: '1.4.0' } },
  check: (conf, path) => [
    ...(isConf(conf.sysctl) ? checkSysctls(conf.sysctl, [...path, 'sysctl']) : []),
    ...checkMac(conf, 'mac', path),
    ...checkMtu(conf, path),
    ...checkUint32(conf, 'txQLen', path),
    ...checkAbsolute(conf, ['dataDir'], path),
  ],
};

function checkSysctls(sysctls: Conf, path: readonly Step[]): Fault[] {
  const seen = new Map<string, string>();
  return Object.entries(sysctls).flatMap(([key, value]) => {
    const file = posix.join('/proc/sys', key.replaceAll('.', '/'));
    const other = seen.get(file);
    seen.set(file, other ?? key);
    if (!file.startsWith('/proc/sys/net/')) {
      return [SYSCTL_OUTSIDE_NET.fault([...path, key], value, {})];
    }
    return other === undefined || sysctls[other] === value ? [] : [SYSCTL_DUPLICATE.fault([...path, key], value, { other })];
  });
}
