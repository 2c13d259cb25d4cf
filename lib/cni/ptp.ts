import { checkMtu } from './interface-on-master';
import { checkIpamRequired } from './ipam-given';
import { Conf, FLAG, INTEGER, TEXT, isConf } from './keys';
import { checkIpMasqBackend } from './link-options';
import { PluginType } from './plugin-type';
import { PodAddress, podAddresses } from './pod-addresses';
import { isInOtherTable } from './route';
import { isAbsent } from './values';
import { readWhereabouts } from './whereabouts';
import { Ip, Subnet } from '../address';
import { Fault, Step, pathText } from '../diagnostics';
import { ROUTE_DUPLICATE } from '../diagnostics/config';
import { PTP_ADDRESS_ALONE, PTP_GATEWAY_FAMILY, PTP_GATEWAY_MISSING, PTP_GATEWAY_SHARED } from '../diagnostics/plugins';

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

/** The plugin itself makes routes to the gateway of each address, and through it to the subnet. */
function checkOwnRoutes(ipam: Conf, addresses: readonly PodAddress[], path: readonly Step[]): Fault[] {
  const own = new Set(addresses.flatMap(({ subnet, gateway }) => [String(subnet), ...(gateway ? [gateway.hostCidr] : [])]));
  return (Array.isArray(ipam.routes) ? ipam.routes as unknown[] : []).flatMap((route, i) => {
    const dst = isConf(route) ? Subnet.parse(route.dst) : undefined;
    return isConf(route) && dst && own.has(String(dst)) && isAbsent(route.priority) && !isInOtherTable(route)
      ? [ROUTE_DUPLICATE.fault([...path, 'routes', i, 'dst'], route.dst, { other: 'the route that ptp makes' })]
      : [];
  });
}

/** It makes them once more where two addresses of a pod have one gateway, which the kernel refuses. */
function checkGatewaysShared(addresses: ReadonlyArray<readonly PodAddress[]>): Fault[] {
  const firsts = new Map<string, readonly Step[]>();
  return addresses.flatMap((choices) => {
    const own = choices.flatMap(({ subnet, gateway, path }) => (gateway?.family === subnet.family ? [{ gateway: String(gateway), path }] : []));
    const [fault] = own.flatMap(({ gateway, path }) => {
      const first = firsts.get(gateway);
      return first ? [PTP_GATEWAY_SHARED.fault(path, gateway, { other: pathText(first) })] : [];
    });
    own.filter(({ gateway }) => !firsts.has(gateway)).forEach(({ gateway, path }) => firsts.set(gateway, path));
    return fault ? [fault] : [];
  });
}

/** It takes away the route that the kernel has made to the subnet of an address; to an IPv4 address alone the kernel makes none. */
function checkAlone(addresses: readonly PodAddress[]): Fault[] {
  return addresses.filter(({ subnet }) => subnet.family === 4 && subnet.prefix === 32)
    .map(({ subnet, path }) => PTP_ADDRESS_ALONE.fault(path, String(subnet), {}));
}

function checkAddresses(ipam: Conf, path: readonly Step[]): Fault[] {
  const addresses = podAddresses(ipam, path);
  return [
    ...checkGateways(givenBy(ipam, path)),
    ...checkGatewaysShared(addresses),
    ...checkAlone(addresses.flat()),
    ...checkOwnRoutes(ipam, addresses.flat(), path),
  ];
}
