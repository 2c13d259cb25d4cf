import { checkDns } from './dns-keys';
import { readAddresses } from './fixed-addresses';
import { IpamType } from './ipam-type';
import { ANY, Conf, KeySet, OBJECT, TEXT, checkKeys, isConf } from './keys';
import { checkRoutes } from './route';
import { isGiven } from './values';
import { Ip } from '../address';
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
  const gateways = (Array.isArray(ipam.addresses) ? ipam.addresses as unknown[] : [])
    .map((entry) => (isConf(entry) ? Ip.parse(entry.gateway) : undefined)).filter((gateway) => gateway !== undefined);
  return [...faults, ...checkDns(ipam, path), ...(isGiven(ipam.routes) ? checkRoutes(ipam, { subnets: subnets ?? [], gateways }, path) : [])];
}
