import { readHostLocal } from './host-local';
import { checkMtu } from './interface-on-master';
import { checkIpamRequired } from './ipam-given';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { checkIpMasqBackend } from './link-options';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { readWhereabouts } from './whereabouts';
import { Ip, Subnet } from '../address';
import { Fault, Step, pathText } from '../diagnostics';
import { ROUTE_DUPLICATE } from '../diagnostics/config';
import { PTP_GATEWAY_FAMILY, PTP_GATEWAY_MISSING } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/main/ptp/ */
export const PTP: PluginType = {
  type: 'ptp',
  keys: { ipMasq: FLAG, ipMasqBackend: TEXT, mtu: INTEGER },
  keysSince: { ipMasqBackend: { release: '1.6.0', before: 'iptables' } },
  check: (conf, path) => [
    ...checkIpMasqBackend(conf, 'ptp', path),
    ...checkMtu(conf, path),
    ...checkIpamRequired(conf, 'ptp', path),
    ...(isConf(conf.ipam) ? checkAddresses(conf.ipam, [...path, 'ipam']) : []),
  ],
};

/** One address that the IPAM gives, and the gateway beside it. */
interface Given {
  readonly subnet?: Subnet;
  readonly gateway: unknown;
  readonly path: readonly Step[];
}

/** The addresses of the IPAMs that have no gateway of their own accord. */
function givenBy(ipam: Conf, path: readonly Step[]): Given[] {
  const listed = (Array.isArray(ipam.addresses) ? ipam.addresses as unknown[] : []).flatMap((entry, i) => (isConf(entry)
    ? [{ subnet: Subnet.parse(entry.address), gateway: entry.gateway, path: [...path, 'addresses', i, 'gateway'] }]
    : []));
  switch (ipam.type) {
    case 'static': return listed;
    case 'whereabouts': return [...readWhereabouts(ipam, path).ranges.map(({ subnet }) => ({ subnet, gateway: ipam.gateway, path: [...path, 'gateway'] })), ...listed];
    default: return [];
  }
}

/** The plugin gives the gateway to the node's end of the link, and makes a route from each address to its gateway. */
function checkGateways(given: readonly Given[]): Fault[] {
  return given.flatMap(({ subnet, gateway, path }, i) => {
    if (isAbsent(gateway)) {
      // whereabouts has one gateway for all of its ranges
      return given.findIndex((other) => pathText(other.path) === pathText(path)) === i ? [PTP_GATEWAY_MISSING.fault(path, gateway, {})] : [];
    }
    const family = Ip.parse(gateway)?.family;
    return subnet && family !== undefined && family !== subnet.family
      ? [PTP_GATEWAY_FAMILY.fault(path, gateway, { subnet: String(subnet), family: subnet.family })]
      : [];
  });
}

/** The plugin itself makes the route to the subnet of each address. */
function checkOwnRoutes(ipam: Conf, given: readonly Given[], path: readonly Step[]): Fault[] {
  const pools = ipam.type === 'host-local' ? readHostLocal(ipam, path).sets.flat() : [];
  const subnets = new Set([...pools, ...given].map(({ subnet }) => String(subnet)));
  return (Array.isArray(ipam.routes) ? ipam.routes as unknown[] : []).flatMap((route, i) => {
    const dst = isConf(route) ? Subnet.parse(route.dst) : undefined;
    return isConf(route) && dst && subnets.has(String(dst))
      ? [ROUTE_DUPLICATE.fault([...path, 'routes', i, 'dst'], route.dst, { other: 'the route that ptp makes' })]
      : [];
  });
}

function checkAddresses(ipam: Conf, path: readonly Step[]): Fault[] {
  const given = givenBy(ipam, path);
  return [...checkGateways(given), ...checkOwnRoutes(ipam, given, path)];
}
