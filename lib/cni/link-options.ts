import { Conf, Hint, INTEGER, KeySet, isConf, isInterfaceName } from './keys';
import { checkOneOf, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { BRIDGE_NAME_INVALID, PLUGIN_WITHOUT_EFFECT, VLAN_ID_RANGE } from '../diagnostics/plugins';

// Options that several plugins have.

/** The keys of an entry of a list of VLANs. */
export const VLAN_TRUNK_KEYS: KeySet = { minID: INTEGER, maxID: INTEGER, id: INTEGER };

/** What to do about the number of a VLAN for a plugin that does not tag, and whose interface on the node this key names. */
export function vlanHint(key: string, plugin: string, named: 'master' | 'device'): Hint | undefined {
  return /^vlan[-_]?(id|tag)?$/i.test(key)
    ? { expected: `no such key, because ${plugin} does not tag`, fix: `name a VLAN interface as '${named}', such as "eth1.100", or use the plugin "vlan"` }
    : undefined;
}

/** Checks the number of a VLAN; 4095 is reserved, and 0 stands for none where the plugin allows it. */
export function checkVlanId(conf: Conf, key: string, first: number, path: readonly Step[]): Fault[] {
  const id = conf[key];
  return Number.isSafeInteger(id) && (Number(id) < first || Number(id) > 4094) ? [VLAN_ID_RANGE.fault([...path, key], id, { first })] : [];
}

/** Checks the name of a bridge; the empty one stands for the plugin's default. */
export function checkBridgeName(conf: Conf, path: readonly Step[]): Fault[] {
  const name = conf.bridge;
  return typeof name === 'string' && !isInterfaceName(name) ? [BRIDGE_NAME_INVALID.fault([...path, 'bridge'], name, {})] : [];
}

/** Checks how to masquerade; nobody looks at it where there is no masquerading. */
export function checkIpMasqBackend(conf: Conf, plugin: string, path: readonly Step[]): Fault[] {
  return conf.ipMasq === true ? checkOneOf(conf, 'ipMasqBackend', ['iptables', 'nftables'], plugin, path) : [];
}

/** Checks the capabilities of a plugin that does nothing but what a pod asks for. */
export function checkCapability({ capabilities }: Conf, plugin: string, capability: string, path: readonly Step[]): Fault[] {
  const isDeclared = isConf(capabilities) ? isGiven(capabilities[capability]) && capabilities[capability] !== false : isGiven(capabilities);
  return isDeclared ? [] : [PLUGIN_WITHOUT_EFFECT.fault([...path, 'capabilities'], capabilities, { plugin, capability })];
}
