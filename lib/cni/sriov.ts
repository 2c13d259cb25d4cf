import { checkIpamOptional } from './ipam-given';
import { Conf, INTEGER, TEXT } from './keys';
import { checkVlanId } from './link-options';
import { PluginType } from './plugin-type';
import { SriovLinkState, SriovLogLevel, SriovVlanProtocol } from './sriov-values';
import { checkLog, checkMac, checkOneOf, checkUint32, checkWithin, isAbsent, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { SRIOV_RATE_REVERSED, SRIOV_VLAN_MISSING, SRIOV_VLAN_TRUNK_INVALID } from '../diagnostics/devices';
import { VALUE_IGNORED, VALUE_UNKNOWN } from '../diagnostics/plugins';

/** With one that the documentation does not have. */
const LOG_LEVELS: string[] = [...Object.values(SriovLogLevel), 'verbose'];

const PROTOCOLS: string[] = Object.values(SriovVlanProtocol);

/** @see https://github.com/k8snetworkplumbingwg/sriov-cni/blob/master/docs/configuration-reference.md */
export const SRIOV: PluginType = {
  type: 'sriov',
  keys: {
    deviceID: TEXT,
    vlan: INTEGER,
    vlanQoS: INTEGER,
    vlanProto: TEXT,
    vlan_trunk: TEXT,
    mac: TEXT,
    mtu: INTEGER,
    spoofchk: TEXT,
    trust: TEXT,
    link_state: TEXT,
    min_tx_rate: INTEGER,
    max_tx_rate: INTEGER,
    logLevel: TEXT,
    logFile: TEXT,
  },
  check: (conf, path) => [
    ...checkVlanId(conf, 'vlan', 0, path),
    ...checkWithin(conf, 'vlanQoS', 0, 7, path),
    ...checkProtocol(conf.vlanProto, [...path, 'vlanProto']),
    ...['vlanQoS', 'vlanProto'].flatMap((key) => checkVlanGiven(conf, key, path)),
    ...checkMac(conf, 'mac', path),
    ...['spoofchk', 'trust'].flatMap((key) => checkSwitch(conf[key], [...path, key])),
    ...checkOneOf(conf, 'link_state', Object.values(SriovLinkState), 'sriov', path),
    ...['min_tx_rate', 'max_tx_rate'].flatMap((key) => checkUint32(conf, key, path)),
    ...checkRates(conf, path),
    ...checkTrunk(conf.vlan_trunk, [...path, 'vlan_trunk']),
    ...checkLog(conf, 'logFile', 'logLevel', LOG_LEVELS, 'sriov', path),
    ...checkIpamOptional(conf, 'sriov', path),
  ],
};

function checkProtocol(protocol: unknown, path: readonly Step[]): Fault[] {
  return typeof protocol === 'string' && !PROTOCOLS.includes(protocol.toLowerCase())
    ? [VALUE_UNKNOWN.fault(path, protocol, { plugin: 'sriov', values: PROTOCOLS })]
    : [];
}

/** Without any `vlan` neither may be there; with `vlan` 0 only what says no VLAN either. */
function checkVlanGiven(conf: Conf, key: string, path: readonly Step[]): Fault[] {
  const value = conf[key];
  const saysNone = isAbsent(value) || (typeof value === 'string' && value.toLowerCase() === '802.1q');
  const mayStand = isGiven(conf.vlan) ? conf.vlan !== 0 || saysNone : !isGiven(value);
  return mayStand ? [] : [SRIOV_VLAN_MISSING.fault([...path, key], value, { vlan: isGiven(conf.vlan) ? '0' : 'missing' })];
}

/** Every value but "on" is off to the plugin. */
function checkSwitch(value: unknown, path: readonly Step[]): Fault[] {
  const values = ['on', 'off'];
  return typeof value === 'string' && value !== '' && !values.includes(value)
    ? [VALUE_IGNORED.fault(path, value, { plugin: 'sriov', instead: 'takes "off"', values })]
    : [];
}

function checkRates(conf: Conf, path: readonly Step[]): Fault[] {
  const { min_tx_rate: least, max_tx_rate: most } = conf;
  return typeof least === 'number' && typeof most === 'number' && most !== 0 && least > most
    ? [SRIOV_RATE_REVERSED.fault([...path, 'min_tx_rate'], least, { most })]
    : [];
}

/** VLANs, and ranges of them from a lower to a higher one. */
function checkTrunk(trunk: unknown, path: readonly Step[]): Fault[] {
  const isVlan = (id: number) => id >= 1 && id <= 4094;
  const isPart = (text: string) => {
    const [first, last] = text.split('-').map(Number);
    return /^\d+(-\d+)?$/.test(text) && isVlan(first) && (last === undefined || (isVlan(last) && last > first));
  };
  return typeof trunk === 'string' && trunk !== '' && !trunk.split(',').every(isPart) ? [SRIOV_VLAN_TRUNK_INVALID.fault(path, trunk, {})] : [];
}
