import { isOlder } from './cni-version';
import { ANY, Conf, INTEGER, KeySet, checkKeys, isConf } from './keys';
import { NewKey } from './plugin-type';
import { checkUint32, checkWithin, isAbsent } from './values';
import { Ip, Subnet } from '../address';
import { Fault, Step, pathText } from '../diagnostics';
import {
  DEFAULT_ROUTE_IN_NETWORK, KEY_TYPE, ROUTE_DUPLICATE, ROUTE_GATEWAY_IN_POOL, ROUTE_GATEWAY_UNREACHABLE, ROUTE_INVALID,
  ROUTE_KEY_IGNORED, ROUTE_OVERRIDDEN,
} from '../diagnostics/config';
import { ADDRESS_INVALID } from '../diagnostics/pool';

/** The kernel's number of the main routing table. */
const MAIN_TABLE = 254;

/** The kernel's scope of what is on the link, and the largest one, of what is in the pod itself. */
const LINK_SCOPE = 253;
const LARGEST_SCOPE = 254;

/** The keys that plugins set on a route. */
const SET_KEYS: KeySet = { priority: INTEGER, table: INTEGER, scope: INTEGER };

/** The keys that plugins hand on, and that none of them sets. */
const HANDED_ON_KEYS: KeySet = { mtu: INTEGER, advmss: INTEGER };

const KEYS: KeySet = { dst: ANY, gw: ANY, ...SET_KEYS, ...HANDED_ON_KEYS };

/** The first release of the plugins that sets them. */
const SET_SINCE = '1.6.0';

/** Finds the keys of routes that get lost with this version of the CNI specification. */
export function checkRouteKeys(ipam: Conf, version: string | undefined, path: readonly Step[]): Fault[] {
  return givenKeys(ipam, path).flatMap(({ key, value, at }) => {
    const by = lostBy(key, version);
    return by === undefined ? [] : [ROUTE_KEY_IGNORED.fault(at, value, { by })];
  });
}

/** Finds the keys of routes that old releases of the plugins drop. */
export function newKeysOfRoutes(ipam: Conf, path: readonly Step[]): NewKey[] {
  return givenKeys(ipam, path).filter(({ key }) => Object.hasOwn(SET_KEYS, key)).map(({ value, at }) => ({ path: at, value, release: SET_SINCE }));
}

/** The keys of the routes that say something. */
function givenKeys({ routes }: Conf, path: readonly Step[]): Array<{ readonly key: string; readonly value: unknown; readonly at: readonly Step[] }> {
  const list: unknown[] = Array.isArray(routes) ? routes : [];
  return list.flatMap((route, i) => Object.entries(isConf(route) ? route : {})
    .filter(([key, value]) => !isAbsent(value) && !(key === 'table' && value === MAIN_TABLE))
    .map(([key, value]) => ({ key, value, at: [...path, 'routes', i, key] })));
}

/** Whether the route is for another table than the one that all traffic of the pod is looked up in. */
export function isInOtherTable({ table }: Conf): boolean {
  return typeof table === 'number' && ![0, MAIN_TABLE].includes(table);
}

function lostBy(key: string, version: string | undefined): 'plugins' | 'old results' | undefined {
  if (Object.hasOwn(HANDED_ON_KEYS, key)) {
    return 'plugins';
  }
  return Object.hasOwn(SET_KEYS, key) && version !== undefined && isOlder(version, '0.3.0') ? 'old results' : undefined;
}

/** What routes are to an interface: what it reaches by itself, and the gateways that plugins take for routes without one. */
export interface Link {
  /** The subnets of its addresses; none where they are not known. */
  readonly subnets: readonly Subnet[];
  /** The gateways beside its addresses: the first one of a family counts. */
  readonly gateways: readonly Ip[];
}

/** Checks the `routes` of an IPAM in their order: the kernel takes a gateway only where a route before leads to it. */
export function checkRoutes(ipam: Conf, { subnets, gateways }: Link, path: readonly Step[]): Fault[] {
  const routes = ipam.routes;
  if (routes === undefined) {
    return [];
  }
  if (!Array.isArray(routes)) {
    return [KEY_TYPE.fault([...path, 'routes'], routes, { expected: 'a list of objects with a \'dst\'' })];
  }
  const onLink = [...subnets];
  return [
    ...routes.flatMap((route: unknown, i) => {
      const faults = checkRoute(route, { subnets: onLink, gateways }, [...path, 'routes', i]);
      const own = onLink.length > 0 && isConf(route) ? putOnLink(route, gateways) : undefined;
      onLink.push(...(own ? [own] : []));
      return faults;
    }),
    ...checkDuplicates(routes, gateways, [...path, 'routes']),
  ];
}

/** The gateway of a route: its own, or the one that plugins put in. */
function hopOf(route: Conf, gateways: readonly Ip[]): Ip | undefined {
  if (isOnLink(route)) {
    return undefined;
  }
  return isAbsent(route.gw) ? gateways.find(({ family }) => family === Subnet.parse(route.dst)?.family) : Ip.parse(route.gw);
}

/** The subnet that a route puts on the link, for gateways of later routes. In IPv4 the kernel takes it for one only with such a scope. */
function putOnLink(route: Conf, gateways: readonly Ip[]): Subnet | undefined {
  const dst = Subnet.parse(route.dst);
  return dst && !hopOf(route, gateways) && !isInOtherTable(route) && (dst.family === 6 || isOfLink(route)) ? dst : undefined;
}

/** Whether the scope of a route says that it has no gateway. */
function isOfLink({ scope }: Conf): boolean {
  return typeof scope === 'number' && scope >= LINK_SCOPE;
}

/**
 * Finds routes to one destination: the kernel refuses the same route once more, puts an IPv4 route with another gateway before
 * the first one, and shares the traffic between IPv6 routes. In tables of their own, or with priorities, they do not meet.
 */
function checkDuplicates(routes: readonly unknown[], gateways: readonly Ip[], path: readonly Step[]): Fault[] {
  const firsts = new Map<string, number>();
  const seen = (key: string, i: number) => {
    const first = firsts.get(key);
    firsts.set(key, first ?? i);
    return first;
  };
  return routes.flatMap((route, i) => {
    const dst = isConf(route) ? Subnet.parse(route.dst) : undefined;
    if (!isConf(route) || !dst) {
      return [];
    }
    const [priority, scope] = [route.priority, route.scope].map((value) => (typeof value === 'number' ? value : 0));
    const place = `${dst} ${isInOtherTable(route) ? String(route.table) : ''} ${priority}`;
    const [sameRoute, samePlace] = [seen(`${place} ${scope} ${hopOf(route, gateways) ?? ''}`, i), seen(place, i)];
    const at = [...path, i, 'dst'];
    if (sameRoute !== undefined) {
      return [ROUTE_DUPLICATE.fault(at, route.dst, { other: `'${pathText([...path, sameRoute])}'` })];
    }
    return samePlace !== undefined && dst.family === 4 ? [ROUTE_OVERRIDDEN.fault(at, route.dst, { other: pathText([...path, samePlace]) })] : [];
  });
}

/**
 * Finds the routers whose addresses pods get too, each at its first route.
 *
 * @param rangeWith the range that an address is handed out from, and how to keep it from that
 */
export function checkRouters({ routes }: Conf, rangeWith: (router: Ip) => { readonly range: string; readonly fix: string } | undefined,
  path: readonly Step[]): Fault[] {
  const seen = new Set<string>();
  return (Array.isArray(routes) ? routes : []).flatMap((route: unknown, i) => {
    const router = isConf(route) ? Ip.parse(route.gw) : undefined;
    const handing = router && !seen.has(String(router)) ? rangeWith(router) : undefined;
    seen.add(String(router));
    return isConf(route) && handing ? [ROUTE_GATEWAY_IN_POOL.fault([...path, 'routes', i, 'gw'], route.gw, handing)] : [];
  });
}

function checkRoute(route: unknown, link: Link, path: readonly Step[]): Fault[] {
  if (!isConf(route)) {
    return [KEY_TYPE.fault(path, route, { expected: 'an object with a \'dst\', such as { "dst": "10.0.0.0/8" }' })];
  }
  const faults = [
    ...checkKeys(route, KEYS, 'a route', path),
    ...['priority', 'table'].flatMap((key) => checkUint32(route, key, path)), ...checkWithin(route, 'scope', 0, LARGEST_SCOPE, path),
  ];
  const dst = Subnet.parse(route.dst);
  // the kernel refuses host bits in IPv4, and clears them in IPv6
  if (!dst || (dst.hasHostBits && dst.family === 4)) {
    faults.push(ROUTE_INVALID.fault([...path, 'dst'], route.dst, { network: dst && String(dst) }));
  } else if (dst.prefix === 0) {
    faults.push(DEFAULT_ROUTE_IN_NETWORK.fault([...path, 'dst'], route.dst, {}));
  }
  return [...faults, ...checkNextHop(route, dst, link, [...path, 'gw'])];
}

/** Whether the route is on the link, although it has a gateway: the kernel takes 0.0.0.0 for none, and the plugins do not put theirs in. */
function isOnLink({ dst, gw }: Conf): boolean {
  return Subnet.parse(dst)?.family === 4 && gw === '0.0.0.0';
}

/** A next hop must be on the link, as a link-local one always is. */
function checkNextHop(route: Conf, dst: Subnet | undefined, { subnets, gateways }: Link, path: readonly Step[]): Fault[] {
  const hop = hopOf(route, gateways);
  // an empty address is none to the plugins
  if (!hop) {
    return isAbsent(route.gw) || isOnLink(route) ? [] : [ADDRESS_INVALID.fault(path, route.gw, { example: '192.168.1.1' })];
  }
  if (dst && dst.family !== hop.family) {
    return [ROUTE_GATEWAY_UNREACHABLE.fault(path, route.gw, { family: dst.family })];
  }
  const filledIn = isAbsent(route.gw) ? String(hop) : undefined;
  if (dst?.family === 4 && isOfLink(route)) {
    return [ROUTE_GATEWAY_UNREACHABLE.fault(path, route.gw, { filledIn, scope: Number(route.scope) })];
  }
  const broadcastOf = subnets.find(({ family, prefix, last }) => family === 4 && prefix <= 30 && last.equals(hop));
  if (broadcastOf && !filledIn) {
    return [ROUTE_GATEWAY_UNREACHABLE.fault(path, route.gw, { broadcastOf: String(broadcastOf) })];
  }
  const ofFamily = subnets.filter(({ family }) => family === hop.family);
  return subnets.length === 0 || hop.isLinkLocal || ofFamily.some((subnet) => subnet.contains(hop))
    ? []
    : [ROUTE_GATEWAY_UNREACHABLE.fault(path, route.gw, { filledIn, subnets: [...new Set(ofFamily.map(String))] })];
}
