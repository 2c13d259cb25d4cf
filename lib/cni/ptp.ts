import { checkMtu } from './interface-on-master';
import { checkIpamRequired } from './ipam-given';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { checkIpMasqBackend } from './link-options';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { ROUTE_DUPLICATE } from '../diagnostics/config';
import { PTP_GATEWAY_MISSING } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/main/ptp/ */
export const PTP: PluginType = {
  type: 'ptp',
  keys: { ipMasq: FLAG, ipMasqBackend: TEXT, mtu: INTEGER },
  check: (conf, path) => [
    ...checkIpMasqBackend(conf, 'ptp', path),
    ...checkMtu(conf, path),
    ...checkIpamRequired(conf, 'ptp', path),
    ...(isConf(conf.ipam) ? [...checkGateways(conf.ipam, [...path, 'ipam']), ...checkOwnRoutes(conf.ipam, [...path, 'ipam'])] : []),
  ],
};

/** The plugin itself makes the route to the subnet of each address. */
function checkOwnRoutes(ipam: Conf, path: readonly Step[]): Fault[] {
  const listOf = (value: unknown) => (Array.isArray(value) ? (value as unknown[]).filter(isConf) : []);
  const written = [ipam.subnet, ...(Array.isArray(ipam.ranges) ? ipam.ranges.flatMap(listOf) : []).map(({ subnet }) => subnet),
    ...listOf(ipam.addresses).map(({ address }) => address)];
  const subnets = new Set(written.map((text) => String(Subnet.parse(text))));
  return (Array.isArray(ipam.routes) ? ipam.routes as unknown[] : []).flatMap((route, i) => {
    const dst = isConf(route) ? Subnet.parse(route.dst) : undefined;
    return isConf(route) && dst && subnets.has(String(dst))
      ? [ROUTE_DUPLICATE.fault([...path, 'routes', i, 'dst'], route.dst, { other: 'the route that ptp makes' })]
      : [];
  });
}

/** The IPAMs that have no gateway of their own accord. */
function checkGateways(ipam: Conf, path: readonly Step[]): Fault[] {
  const check = (conf: unknown, at: readonly Step[]) => (isConf(conf) && isAbsent(conf.gateway)
    ? [PTP_GATEWAY_MISSING.fault([...at, 'gateway'], conf.gateway, {})]
    : []);
  if (ipam.type === 'whereabouts') {
    return check(ipam, path);
  }
  return ipam.type === 'static' && Array.isArray(ipam.addresses)
    ? ipam.addresses.flatMap((address: unknown, i) => check(address, [...path, 'addresses', i]))
    : [];
}
