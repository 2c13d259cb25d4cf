import { checkMtu } from './interface-on-master';
import { checkIpamOptional, namesIpam } from './ipam-given';
import { Conf, FLAG, INTEGER, LIST, TEXT, checkKeys, isConf } from './keys';
import { VLAN_TRUNK_KEYS, checkBridgeName, checkIpMasqBackend, checkVlanId } from './link-options';
import { PluginType } from './plugin-type';
import { exclusive, isAbsent, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { DEFAULT_ROUTE_IN_NETWORK, KEY_TYPE } from '../diagnostics/config';
import { BRIDGE_NAME_MISSING, BRIDGE_OPTION_WITHOUT_IPAM, VLAN_TRUNK_ENTRY_EMPTY, VLAN_TRUNK_INCOMPLETE, VLAN_TRUNK_REVERSED } from '../diagnostics/plugins';

const NEED_ADDRESSES = ['isDefaultGateway', 'isGateway', 'ipMasq'];

/** @see https://www.cni.dev/plugins/current/main/bridge/ */
export const BRIDGE: PluginType = {
  type: 'bridge',
  keys: {
    bridge: TEXT,
    isGateway: FLAG,
    isDefaultGateway: FLAG,
    forceAddress: FLAG,
    ipMasq: FLAG,
    ipMasqBackend: TEXT,
    mtu: INTEGER,
    hairpinMode: FLAG,
    promiscMode: FLAG,
    vlan: INTEGER,
    vlanTrunk: LIST,
    preserveDefaultVlan: FLAG,
    macspoofchk: FLAG,
    enabledad: FLAG,
    disableContainerInterface: FLAG,
    portIsolation: FLAG,
  },
  keysSince: {
    macspoofchk: { release: '1.1.0' },
    enabledad: { release: '1.1.0' },
    vlanTrunk: { release: '1.3.0' },
    preserveDefaultVlan: { release: '1.3.0', before: true },
    disableContainerInterface: { release: '1.4.1' },
    ipMasqBackend: { release: '1.6.0', before: 'iptables' },
    portIsolation: { release: '1.7.0' },
  },
  check: (conf, path) => [
    ...(isGiven(conf.bridge) ? checkBridgeName(conf, path) : [BRIDGE_NAME_MISSING.fault([...path, 'bridge'], conf.bridge, {})]),
    ...checkMtu(conf, path),
    ...checkIpMasqBackend(conf, 'bridge', path),
    ...(conf.hairpinMode === true && conf.promiscMode === true ? [exclusive(conf, 'hairpinMode', 'promiscMode', path)] : []),
    ...checkVlanId(conf, 'vlan', 0, path),
    ...checkTrunk(conf, path),
    ...(conf.disableContainerInterface === true && namesIpam(conf) ? [exclusive(conf, 'disableContainerInterface', 'ipam', path)] : []),
    ...(namesIpam(conf) ? [] : NEED_ADDRESSES.filter((key) => conf[key] === true)
      .map((key) => BRIDGE_OPTION_WITHOUT_IPAM.fault([...path, key], conf[key], {}))),
    ...(namesIpam(conf) && conf.isDefaultGateway === true
      ? [DEFAULT_ROUTE_IN_NETWORK.fault([...path, 'isDefaultGateway'], conf.isDefaultGateway, { isFlag: true })]
      : []),
    ...checkIpamOptional(conf, 'bridge', path),
  ],
};

function checkTrunk(conf: Conf, path: readonly Step[]): Fault[] {
  if (!Array.isArray(conf.vlanTrunk)) {
    return [];
  }
  const entries: unknown[] = Array.from(conf.vlanTrunk as unknown[]);
  const hasVlans = entries.some((entry) => isConf(entry) && (isGiven(entry.id) || isGiven(entry.minID)));
  return [
    ...(hasVlans && !isAbsent(conf.vlan) ? [exclusive(conf, 'vlan', 'vlanTrunk', path)] : []),
    ...entries.flatMap((entry, i) => checkTrunkEntry(entry, [...path, 'vlanTrunk', i])),
  ];
}

function checkTrunkEntry(entry: unknown, path: readonly Step[]): Fault[] {
  if (!isConf(entry)) {
    return [KEY_TYPE.fault(path, entry, { expected: 'an object such as { "id": 100 } or { "minID": 100, "maxID": 105 }' })];
  }
  const faults = [
    ...checkKeys(entry, VLAN_TRUNK_KEYS, 'an entry of vlanTrunk', path),
    ...Object.keys(VLAN_TRUNK_KEYS).flatMap((key) => checkVlanId(entry, key, 1, path)),
  ];
  const { id, minID, maxID } = entry;
  if (faults.length === 0 && ![id, minID, maxID].some(isGiven)) {
    faults.push(VLAN_TRUNK_ENTRY_EMPTY.fault(path, entry, {}));
  }
  if (isGiven(minID) !== isGiven(maxID)) {
    const [missing, other] = isGiven(minID) ? ['maxID', 'minID'] : ['minID', 'maxID'];
    faults.push(VLAN_TRUNK_INCOMPLETE.fault([...path, missing], entry[missing], { other }));
  } else if (typeof minID === 'number' && typeof maxID === 'number' && faults.length === 0 && maxID < minID) {
    faults.push(VLAN_TRUNK_REVERSED.fault([...path, 'maxID'], maxID, { first: minID }));
  }
  return faults;
}
