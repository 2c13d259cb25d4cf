import { checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { Conf, INTEGER, LIST, TEXT, checkKeys, isConf } from './keys';
import { VLAN_TRUNK_KEYS } from './link-options';
import { PluginType } from './plugin-type';
import { checkWithin, isAbsent, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { KEY_MISSING, OVS_VLAN_DROPPED, VLAN_TRUNK_REVERSED, VLAN_TRUNK_WITHOUT_VLAN } from '../diagnostics/plugins';

const TYPE = 'ovs';

/** What the database of Open vSwitch takes for a VLAN. */
const LAST_VLAN = 4095;

/**
 * A port of an Open vSwitch bridge on the node.
 *
 * @see https://github.com/k8snetworkplumbingwg/ovs-cni/blob/main/docs/cni-plugin.md
 */
export const OVS: PluginType = {
  type: TYPE,
  keys: {
    bridge: TEXT,
    vlan: INTEGER,
    mtu: INTEGER,
    trunk: LIST,
    deviceID: TEXT,
    ofport_request: INTEGER,
    interface_type: TEXT,
    configuration_path: TEXT,
    socket_file: TEXT,
    link_state_check_retries: INTEGER,
    link_state_check_interval: INTEGER,
  },
  check: (conf, path) => [
    ...checkWithin(conf, 'vlan', 0, LAST_VLAN, path),
    ...checkMtu(conf, path),
    ...checkWithin(conf, 'ofport_request', 0, 65279, path),
    ...checkTrunk(conf.trunk, [...path, 'trunk']),
    ...(isGiven(conf.vlan) && Array.isArray(conf.trunk) && conf.trunk.length > 0 ? [OVS_VLAN_DROPPED.fault([...path, 'vlan'], conf.vlan, {})] : []),
    ...checkIpamOptional(conf, TYPE, path),
  ],
  checkWithoutDevice: checkBridge,
};

/** The bridge is that of the device, br-int for a port of OVN, or what a file on the node names. */
function checkBridge(conf: Conf, path: readonly Step[]): Fault[] {
  const { bridge, deviceID, configuration_path: file } = conf;
  return [bridge, deviceID, file].every(isAbsent) && !isPortOfOvn(conf)
    ? [KEY_MISSING.fault([...path, 'bridge'], bridge, {
      plugin: TYPE,
      expected: 'the name of an Open vSwitch bridge on the node, such as "br1", or the annotation "k8s.v1.cni.cncf.io/resourceName" with the resource of virtual functions',
    })]
    : [];
}

function isPortOfOvn({ args }: Conf): boolean {
  const cni: unknown = isConf(args) ? args.cni : undefined;
  return isConf(cni) && Object.entries(cni).some(([key, value]) => key.toLowerCase() === 'ovnport' && !isAbsent(value));
}

/** Half a range, and one from 0, stand for no VLAN; a list in which nothing else stands is refused. */
function checkTrunk(trunk: unknown, path: readonly Step[]): Fault[] {
  const entries: unknown[] = Array.isArray(trunk) ? Array.from(trunk as unknown[]) : [];
  const faults = entries.flatMap((entry, i) => checkEntry(entry, [...path, i]));
  return entries.length > 0 && faults.length === 0 && !entries.some((entry) => isConf(entry) && namesVlan(entry))
    ? [VLAN_TRUNK_WITHOUT_VLAN.fault(path, trunk, {})]
    : faults;
}

function checkEntry(entry: unknown, path: readonly Step[]): Fault[] {
  if (!isConf(entry)) {
    return [KEY_TYPE.fault(path, entry, { expected: 'an object such as { "id": 100 } or { "minID": 100, "maxID": 105 }' })];
  }
  const faults = [
    ...checkKeys(entry, VLAN_TRUNK_KEYS, 'an entry of trunk', path),
    ...Object.keys(VLAN_TRUNK_KEYS).flatMap((key) => checkWithin(entry, key, 0, LAST_VLAN, path)),
  ];
  const { minID, maxID } = entry;
  return typeof minID === 'number' && typeof maxID === 'number' && faults.length === 0 && maxID < minID
    ? [VLAN_TRUNK_REVERSED.fault([...path, 'maxID'], maxID, { first: minID })]
    : faults;
}

function namesVlan({ id, minID, maxID }: Conf): boolean {
  return isGiven(id) || (!isAbsent(minID) && !isAbsent(maxID));
}
