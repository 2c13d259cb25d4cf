import { IpamType } from './ipam-type';
import { ANY, Conf, FLAG, INTEGER, KeySet, TEXT, checkKeys, isConf, nearest } from './keys';
import { checkAbsolute, checkUint32, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { DHCP_OPTION_UNKNOWN, DHCP_VALUE_TOO_LONG } from '../diagnostics/ipams';

const KEYS: KeySet = { type: TEXT, daemonSocketPath: TEXT, request: ANY, provide: ANY, priority: INTEGER };
const REQUEST_KEYS: KeySet = { skipDefault: FLAG, option: TEXT };
const PROVIDE_KEYS: KeySet = { option: TEXT, value: TEXT, fromArg: TEXT };

const OPTION_NAMES = ['dhcp-client-identifier', 'subnet-mask', 'routers', 'host-name', 'user-class', 'vendor-class-identifier'];

/** @see https://www.cni.dev/plugins/current/ipam/dhcp/ */
export const DHCP: IpamType = {
  type: 'dhcp',
  keys: KEYS,
  supportsIps: 'never',
  ipsNeedPrefix: false,
  ownRelease: true,
  check: (ipam, path) => [
    ...checkKeys(ipam, KEYS, 'dhcp', path),
    ...checkAbsolute(ipam, ['daemonSocketPath'], path),
    ...checkEntries(ipam.request, REQUEST_KEYS, 'request', [...path, 'request']),
    ...checkUint32(ipam, 'priority', path),
    ...checkEntries(ipam.provide, PROVIDE_KEYS, 'provide', [...path, 'provide']),
  ],
};

function checkEntries(entries: unknown, keys: KeySet, list: 'request' | 'provide', path: readonly Step[]): Fault[] {
  if (!isGiven(entries)) {
    return [];
  }
  if (!Array.isArray(entries)) {
    return [KEY_TYPE.fault(path, entries, { expected: 'a list of objects with an \'option\'' })];
  }
  return Array.from(entries as unknown[]).flatMap((entry, i) => (isConf(entry)
    ? [...checkKeys(entry, keys, `an entry of ${list}`, [...path, i]), ...checkOption(entry, list === 'request', [...path, i])]
    : [KEY_TYPE.fault([...path, i], entry, { expected: 'an object with an \'option\', such as { "option": "host-name" }' })]));
}

/** A request may name no option: it then only says whether to ask for the usual ones. */
function checkOption({ option, value }: Conf, mayBeMissing: boolean, path: readonly Step[]): Fault[] {
  const faults: Fault[] = [];
  const isMissing = !isGiven(option) || option === '';
  if (isMissing ? !mayBeMissing : typeof option === 'string' && !isOption(option)) {
    const near = isMissing ? undefined : nearest(String(option), OPTION_NAMES);
    faults.push(DHCP_OPTION_UNKNOWN.fault([...path, 'option'], option, { names: OPTION_NAMES, near }));
  }
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : 0;
  if (bytes > 255) {
    faults.push(DHCP_VALUE_TOO_LONG.fault([...path, 'value'], value, { bytes }));
  }
  return faults;
}

/** A known name, or the number of an option as Go's ParseUint reads it. */
function isOption(option: string): boolean {
  return OPTION_NAMES.includes(option) || (/^\d+$/.test(option) && Number(option) <= 255);
}
