import { Conf, KeyType, isConf, isListOf } from './keys';
import { Fault, Step } from '../diagnostics';
import { LOG_FILE_RELATIVE, PATH_NOT_ABSOLUTE } from '../diagnostics/config';
import { PCI_ADDRESS_INVALID } from '../diagnostics/devices';
import { HARDWARE_ADDRESS_INVALID, NUMBER_RANGE, OPTIONS_EXCLUSIVE, VALUE_IGNORED, VALUE_UNKNOWN } from '../diagnostics/plugins';

export const TEXT_LIST: KeyType = { expected: 'a list of strings', accepts: (value) => isListOf(value, isText) };
export const TEXTS: KeyType = { expected: 'an object of strings', accepts: (value) => isConf(value) && Object.values(value).every(isText) };
export const UINT32: KeyType = { expected: 'a whole number from 0 to 4294967295', accepts: (value) => Number.isInteger(value) && isWithin(value, 0, 0xffffffff) };
// beyond 2^53 a JavaScript number is no longer exact, and still what Go's uint64 takes
export const UINT64: KeyType = { expected: 'a whole number of at least 0', accepts: (value) => Number.isInteger(value) && isWithin(value, 0, 2 ** 64 - 1) };

/** Whether a key says nothing to a plugin: JSON's null, and the value that Go has for a key that is not there. */
export function isAbsent(value: unknown): boolean {
  return !isGiven(value) || value === '' || value === 0 || value === false;
}

/** Whether a key is there, to a plugin that tells a zero from nothing. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Checks a number against bounds that belong to it. */
export function checkWithin(conf: Conf, key: string, first: number, last: number, path: readonly Step[]): Fault[] {
  const value = conf[key];
  return Number.isSafeInteger(value) && !isWithin(value, first, last) ? [NUMBER_RANGE.fault([...path, key], value, { first, last })] : [];
}

/** Checks a number that the kernel has 32 bits for, without a sign. */
export function checkUint32(conf: Conf, key: string, path: readonly Step[]): Fault[] {
  return checkWithin(conf, key, 0, 0xffffffff, path);
}

/** Checks a string against the values that a plugin knows; the empty one stands for the plugin's default. */
export function checkOneOf(conf: Conf, key: string, values: readonly string[], plugin: string, path: readonly Step[]): Fault[] {
  const value = conf[key];
  return isText(value) && value !== '' && !values.includes(value) ? [VALUE_UNKNOWN.fault([...path, key], value, { plugin, values })] : [];
}

/** Reports two options that the plugin refuses together. */
export function exclusive(conf: Conf, key: string, other: string, path: readonly Step[]): Fault {
  return OPTIONS_EXCLUSIVE.fault([...path, key], conf[key], { other });
}

/** Checks the file that a plugin logs to, and how much it logs there: case does not count. Empty ones are none. */
export function checkLog(conf: Conf, file: string, level: string, levels: readonly string[], plugin: string, path: readonly Step[]): Fault[] {
  const given = conf[level];
  return [
    ...(isRelative(conf[file]) ? [LOG_FILE_RELATIVE.fault([...path, file], conf[file], {})] : []),
    ...(isText(given) && given !== '' && !levels.includes(given.toLowerCase())
      ? [VALUE_IGNORED.fault([...path, level], given, { plugin, instead: 'logs as if none were given', values: levels })]
      : []),
  ];
}

/** Checks paths on the node, which must begin at its root. The empty one is none. */
export function checkAbsolute(conf: Conf, keys: readonly string[], path: readonly Step[]): Fault[] {
  return keys.filter((key) => isRelative(conf[key])).map((key) => PATH_NOT_ABSOLUTE.fault([...path, key], conf[key], {}));
}

/** Checks a MAC address that an Ethernet interface is to get: six octets, of which the first is even; the kernel refuses all zeros. */
export function checkMac(conf: Conf, key: string, path: readonly Step[]): Fault[] {
  const value = conf[key];
  if (!isText(value) || value === '') {
    return [];
  }
  const octets = octetsOf(value);
  return octets?.length === 6 && isOfOneInterface(octets) ? [] : [HARDWARE_ADDRESS_INVALID.fault([...path, key], value, {
    expected: 'six octets, the first of them even, such as "02:00:00:00:00:01"',
  })];
}

/** Whether an Ethernet interface can have the MAC address: the kernel refuses those of groups, and all zeros. */
export function isOfOneInterface(octets: readonly number[]): boolean {
  return octets[0] % 2 === 0 && octets.some((octet) => octet !== 0);
}

/** Checks the address of a device on the PCI bus, as the kernel spells it in /sys/bus/pci/devices; case counts. The empty one is none. */
export function checkPciAddress(conf: Conf, key: string, path: readonly Step[]): Fault[] {
  const value = conf[key];
  return isText(value) && value !== '' && !/^[\da-f]{4,8}:[\da-f]{2}:[01][\da-f]\.[0-7]$/.test(value) ? [PCI_ADDRESS_INVALID.fault([...path, key], value, {})] : [];
}

/** The octets of a hardware address in a form that Go's `net.ParseMAC` reads; undefined where it is none. */
export function octetsOf(text: string): number[] | undefined {
  const isHardwareAddress = /^[\da-f]{2}(:[\da-f]{2})+$|^[\da-f]{2}(-[\da-f]{2})+$|^[\da-f]{4}(\.[\da-f]{4})+$/i.test(text);
  const octets = (text.match(/[\da-f]{2}/gi) ?? []).map((pair) => parseInt(pair, 16));
  return isHardwareAddress && [6, 8, 20].includes(octets.length) ? octets : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRelative(value: unknown): boolean {
  return isText(value) && value !== '' && !value.startsWith('/');
}

function isWithin(value: unknown, first: number, last: number): boolean {
  return Number(value) >= first && Number(value) <= last;
}
