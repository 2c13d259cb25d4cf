import { Conf, KeySet, TEXT, checkKeys, isConf } from './keys';
import { TEXT_LIST } from './values';
import { Fault, Step } from '../diagnostics';

const KEYS: KeySet = { nameservers: TEXT_LIST, domain: TEXT, search: TEXT_LIST, options: TEXT_LIST };

/** Checks the `dns` of a plugin, or of an IPAM that reads one. */
export function checkDns({ dns }: Conf, path: readonly Step[]): Fault[] {
  return isConf(dns) ? checkKeys(dns, KEYS, 'dns', [...path, 'dns']) : [];
}
