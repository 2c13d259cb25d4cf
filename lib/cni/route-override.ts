import { Conf, FLAG, LIST, isConf } from './keys';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { Ip, Subnet } from '../address';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE, ROUTE_INVALID } from '../diagnostics/config';
import { ADDRESS_INVALID } from '../diagnostics/pool';

/** @see https://github.com/redhat-nfvpe/cni-route-override */
export const ROUTE_OVERRIDE: PluginType = {
  type: 'route-override',
  keys: { flushroutes: FLAG, flushgateway: FLAG, delroutes: LIST, addroutes: LIST, skipcheck: FLAG },
  check: (conf, path) => ['delroutes', 'addroutes'].flatMap((key) => {
    const routes: unknown[] = Array.isArray(conf[key]) ? Array.from(conf[key] as unknown[]) : [];
    return routes.flatMap((route, i) => checkRoute(route, [...path, key, i]));
  }),
};

/** Whether it removes the default routes of the interface. */
export function removesDefaultRoutes({ type, flushroutes, flushgateway }: Conf): boolean {
  return type === ROUTE_OVERRIDE.type && (flushroutes === true || flushgateway === true);
}

/** What it cannot read, it refuses; a route that the kernel refuses, it leaves out. */
function checkRoute(route: unknown, path: readonly Step[]): Fault[] {
  if (!isConf(route)) {
    return [KEY_TYPE.fault(path, route, { expected: 'an object with a \'dst\', such as { "dst": "10.0.0.0/8" }' })];
  }
  return [
    ...(Subnet.parse(route.dst) ? [] : [ROUTE_INVALID.fault([...path, 'dst'], route.dst, {})]),
    ...(isAbsent(route.gw) || Ip.parse(route.gw) ? [] : [ADDRESS_INVALID.fault([...path, 'gw'], route.gw, { example: '192.168.1.1' })]),
  ];
}
