import { checkMtu } from './interface-on-master';
import { checkIpamOptional, namesIpam } from './ipam-given';
import { Conf, FLAG, INTEGER, LIST, TEXT, checkKeys, isConf, isInterfaceName } from './keys';
import { VLAN_TRUNK_KEYS, checkBridgeName, checkIpMasqBackend, checkVlanId } from './link-options';
import { PluginType } from './plugin-type';
import { podAddresses } from './pod-addresses';
import { isInOtherTable } from './route';
import { exclusive, isAbsent, isGiven } from './values';
import { checkFirstAddresses } from './whereabouts';
import { Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { DEFAULT_ROUTE_IN_NETWORK, KEY_TYPE, ROUTE_DUPLICATE } from '../diagnostics/config';
import { GATEWAY_NOT_ON_LINK } from '../diagnostics/ipams';
import { BRIDGE_ADDRESS_CONFLICT } from '../diagnostics/networks';
import { BRIDGE_NAME_INVALID, BRIDGE_NAME_MISSING, BRIDGE_OPTION_WITHOUT_IPAM, VLAN_TRUNK_ENTRY_EMPTY, VLAN_TRUNK_INCOMPLETE, VLAN_TRUNK_REVERSED } from '../diagnostics/plugins';

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
    ...(isGateway(conf) ? checkGateway(conf, path) : []),
    ...checkIpamOptional(conf, 'bridge', path),
  ],
};

/** Whether the bridge gets the addresses of the gateways. */
export function isGateway(conf: Conf): boolean {
  return namesIpam(conf) && (conf.isGateway === true || conf.isDefaultGateway === true);
}

/** An address that a bridge gets as a gateway of its pods. */
export interface BridgeAddress {
  readonly subnet: Subnet;
  /** With the prefix length. */
  readonly text: string;
}

/** The addresses that the bridge gets, or its interface in the VLAN: the gateways beside those of the pods, or what the plugin takes for them. */
export function bridgeAddresses({ ipam }: Conf): BridgeAddress[] {
  return podAddresses(ipam, []).flat().filter(({ subnet, gateway }) => !gateway || gateway.family === subnet.family)
    .map(({ subnet, gateway }) => ({ subnet, text: `${gateway ?? subnet.network.plus(1n)}/${subnet.prefix}` }));
}

/** A bridge has one IPv4 address, and one IPv6 address in each subnet. */
function conflictOf(addresses: readonly BridgeAddress[]): readonly [BridgeAddress, BridgeAddress] | undefined {
  const [first] = addresses.filter(({ subnet }) => subnet.family === 4);
  const other = addresses.find(({ subnet, text }) => subnet.family === 4 && text !== first.text);
  if (other) {
    return [first, other];
  }
  // of two IPv6 subnets that overlap, one is in the other, and comes behind it in their order
  const sorted = addresses.filter(({ subnet }) => subnet.family === 6).sort((a, b) => a.subnet.compare(b.subnet));
  const i = sorted.findIndex(({ subnet, text }, index) => index > 0 && text !== sorted[index - 1].text
    && sorted[index - 1].subnet.contains(subnet.network));
  return i < 0 ? undefined : [sorted[i - 1], sorted[i]];
}

function checkGateway(conf: Conf, path: readonly Step[]): Fault[] {
  const addresses = bridgeAddresses(conf);
  const conflict = conflictOf(addresses);
  const tagged = isInterfaceName(conf.bridge) && typeof conf.vlan === 'number' && conf.vlan !== 0 ? `${conf.bridge}.${conf.vlan}` : undefined;
  return [
    // the node has a route to the pods by the address of the bridge alone
    ...podAddresses(conf.ipam, [...path, 'ipam']).flat().filter(({ subnet, gateway }) => gateway?.isLinkLocal && subnet.family === 6 && !subnet.contains(gateway))
      .map(({ subnet, gateway, path: at }) => GATEWAY_NOT_ON_LINK.fault([...at, 'gateway'], String(gateway), { subnets: [String(subnet)] })),
    ...(isConf(conf.ipam) && conf.ipam.type === 'whereabouts' && isAbsent(conf.ipam.gateway) ? checkFirstAddresses(conf.ipam, 'bridge', [...path, 'ipam']) : []),
    ...(conflict ? [BRIDGE_ADDRESS_CONFLICT.fault([...path, 'bridge'], conf.bridge, { address: conflict[0].text, otherAddress: conflict[1].text })] : []),
    ...(tagged !== undefined && !isInterfaceName(tagged)
      ? [BRIDGE_NAME_INVALID.fault([...path, 'bridge'], conf.bridge, { tagged })]
      : []),
    ...(conf.isDefaultGateway === true ? checkDefaultRoutes(conf.ipam, new Set(addresses.map(({ subnet }) => subnet.family)), [...path, 'ipam']) : []),
  ];
}

/** The plugin makes a default route of each family, unless it sees one with a gateway. */
function checkDefaultRoutes(ipam: unknown, families: ReadonlySet<number>, path: readonly Step[]): Fault[] {
  const routes: unknown[] = isConf(ipam) && Array.isArray(ipam.routes) ? ipam.routes : [];
  return routes.flatMap((route, i) => {
    const dst = isConf(route) ? Subnet.parse(route.dst) : undefined;
    return isConf(route) && dst?.prefix === 0 && families.has(dst.family) && [route.gw, route.priority].every(isAbsent) && !isInOtherTable(route)
      ? [ROUTE_DUPLICATE.fault([...path, 'routes', i, 'dst'], route.dst, { other: "the route that 'isDefaultGateway' makes" })]
      : [];
  });
}

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
