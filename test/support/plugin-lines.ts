import { COMMON_KEYS, Conf, checkKeys } from '../../lib/cni/keys';
import { PluginType } from '../../lib/cni/plugin-type';
import { linesOf } from './messages';

/** What is said of the configuration of one plugin by itself: its keys and its values. */
export function linesOfPlugin(plugin: PluginType, conf: Conf, path: readonly (string | number)[] = []): string[] {
  return linesOf([...checkKeys(conf, { ...plugin.keys, ...COMMON_KEYS }, plugin.type, path, plugin.hintOf), ...plugin.check(conf, path)]);
}

/** An `ipam` that a plugin can ask for addresses. */
export const SOME_IPAM = { type: 'host-local' };

/** What the rules for a missing `ipam` expect. */
export const EXPECTED_IPAM = 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }';

export function ipamMissing(plugin: string, got: string): string {
  return `error: ipam-missing 'ipam' names no plugin for the addresses, and ${plugin} needs one: got ${got}; ${EXPECTED_IPAM}; say where the addresses come from`;
}

export function layer2(plugin: string, got: string): string {
  return `warning: ipam-missing-layer-2 'ipam' names no plugin for the addresses, so that the interface of ${plugin} has none: got ${got}; ${EXPECTED_IPAM}; say where the addresses come from, or write {} (in code: Ipam.none()) if layer 2 is all that is meant`;
}

export function mtuInvalid(mtu: number): string {
  return `error: mtu-invalid 'mtu' is not an MTU: got ${mtu}; expected a whole number of bytes from 68 to 65535; correct it, or leave it out`;
}

export function macInvalid(mac: string): string {
  return `error: hardware-address-invalid 'mac' is not the hardware address of an interface: got "${mac}"; expected six octets, the first of them even, such as "02:00:00:00:00:01"; correct it, or leave it out`;
}
