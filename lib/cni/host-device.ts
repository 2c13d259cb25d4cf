import { checkIpamOptional } from './ipam-given';
import { Conf, TEXT } from './keys';
import { vlanHint } from './link-options';
import { checkNodeInterface } from './node-interface';
import { PluginType } from './plugin-type';
import { isAbsent, octetsOf } from './values';
import { Fault, Step } from '../diagnostics';
import { KERNEL_PATH_INVALID } from '../diagnostics/devices';
import { HARDWARE_ADDRESS_INVALID } from '../diagnostics/plugins';

/** The keys that name the device, in the order in which the plugin looks at them. */
export const DEVICE_KEYS = ['device', 'hwaddr', 'kernelpath', 'pciBusID'];

/** @see https://www.cni.dev/plugins/current/main/host-device/ */
export const HOST_DEVICE: PluginType = {
  type: 'host-device',
  keys: { device: TEXT, hwaddr: TEXT, kernelpath: TEXT, pciBusID: TEXT },
  hintOf: (key, conf) => (key === 'master' && DEVICE_KEYS.every((own) => isAbsent(conf[own]))
    ? { expected: '"device"', fix: 'did you mean "device"?' }
    : vlanHint(key, 'host-device', 'device')),
  check: (conf, path) => [...checkDevice(conf, path), ...checkIpamOptional(conf, 'host-device', path)],
};

/** Only the first of the keys counts. */
function checkDevice(conf: Conf, path: readonly Step[]): Fault[] {
  const key = DEVICE_KEYS.find((candidate) => !isAbsent(conf[candidate]));
  const value = key === undefined ? undefined : conf[key];
  if (key === undefined || typeof value !== 'string') {
    return [];
  }
  const at = [...path, key];
  switch (key) {
    case 'device': return checkNodeInterface(conf, key, path);
    case 'hwaddr': return octetsOf(value) ? [] : [HARDWARE_ADDRESS_INVALID.fault(at, value, { expected: 'what `ip link` shows on the node, such as "52:54:00:12:34:56"' })];
    case 'kernelpath': return value.startsWith('/sys/devices/') ? [] : [KERNEL_PATH_INVALID.fault(at, value, {})];
    default: return [];
  }
}
