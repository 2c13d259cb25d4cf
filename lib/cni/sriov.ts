import { checkIpamOptional } from './ipam-given';
import { Conf, INTEGER, TEXT } from './keys';
import { checkVlanId } from './link-options';
import { PluginType } from './plugin-type';
import { SriovLinkState, SriovLogLevel, SriovVlanProtocol } from './sriov-values';
import { checkLog, checkMac, checkOneOf, checkUint32, checkWithin, isAbsent, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { SRIOV_RATE_REVERSED, SRIOV_VLAN_MISSING } from '../diagnostics/devices';
import { HARDWARE_ADDRESS_INVALID, VALUE_IGNORED, VALUE_UNKNOWN } from '../diagnostics/plugins';

const LOG_LEVELS: string[] = Object.values(SriovLogLevel);

const PROTOCOLS: string[] = Object.values(SriovVlanProtocol);

/** @see https://github.com/k8snetworkplumbingwg/sriov-cni/blob/master/docs/configuration-reference.md */
export const SRIOV: PluginType = {
  type: 'sriov',
  keys: {
    deviceID: TEXT,
    vlan: INTEGER,
    vlanQoS: INTEGER,
    vlanProto: TEXT,
    mac: TEXT,
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
    ...checkColons(conf, path),
    ...['spoofchk', 'trust'].flatMap((key) => checkSwitch(conf[key], [...path, key])),
    ...checkOneOf(conf, 'link_state', Object.values(SriovLinkState), 'sriov', path),
    ...['min_tx_rate', 'max_tx_rate'].flatMap((key) => checkUint32(conf, key, path)),
    ...checkRates(conf, path),
    ...checkLog(conf, 'logFile', 'logLevel', LOG_LEVELS, 'sriov', path),
    ...checkIpamOptional(conf, 'sriov', path),
  ],
};

/** The plugin compares the text with what the kernel says of the interface afterwards. */
function checkColons(conf: Conf, path: readonly Step[]): Fault[] {
  const faults = checkMac(conf, 'mac', path);
  return faults.length > 0 || isAbsent(conf.mac) || typeof conf.mac !== 'string' || /^([\da-f]{2}:){5}[\da-f]{2}$/i.test(conf.mac)
    ? faults
    : [HARDWARE_ADDRESS_INVALID.fault([...path, 'mac'], conf.mac, { expected: 'six octets with colons between them, such as "02:00:00:00:00:01"' })];
}

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
