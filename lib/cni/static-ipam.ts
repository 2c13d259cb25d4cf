import { checkDns } from './dns-keys';
import { checkRoutesOnLink, readAddresses } from './fixed-addresses';
import { IpamType } from './ipam-type';
import { ANY, Conf, KeySet, OBJECT, TEXT, checkKeys, isConf } from './keys';
import { isAbsent } from './values';
import { Fault, Step } from '../diagnostics';

const KEYS: KeySet = { type: TEXT, addresses: ANY, routes: ANY, dns: OBJECT };

/**
 * An `ipam` without an address is right: the pod may name it.
 *
 * @see https://www.cni.dev/plugins/current/ipam/static/
 */
export const STATIC: IpamType = {
  type: 'static',
  keys: KEYS,
  supportsIps: 'capability',
  ipsNeedPrefix: true,
  ownRelease: true,
  check: checkStatic,
};

function checkStatic(ipam: Conf, path: readonly Step[]): Fault[] {
  const faults = checkKeys(ipam, KEYS, 'static', path);
  const subnets = readAddresses(ipam, 'static', path, faults);
  const hasGateway = Array.isArray(ipam.addresses) && ipam.addresses.some((entry: unknown) => isConf(entry) && !isAbsent(entry.gateway));
  return [...faults, ...checkDns(ipam, path), ...checkRoutesOnLink(ipam, subnets ?? [], hasGateway, path)];
}
