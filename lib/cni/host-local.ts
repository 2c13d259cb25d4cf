import { ANY, Conf, KeySet, TEXT, checkKeys, isConf, isListOf } from './keys';
import { checkRouters, checkRoutes } from './route';
import { checkAbsolute } from './values';
import { Ip, Pool, PoolOptions, overlaps, pathOf, readPool } from '../address';
import { Fault, Step } from '../diagnostics';
import { POOL_EMPTY, RANGES_MALFORMED, RANGES_MIXED_FAMILIES, RANGE_KEY_IGNORED, SECOND_POOL } from '../diagnostics/pool';

export const RANGE_KEYS: KeySet = { subnet: ANY, rangeStart: ANY, rangeEnd: ANY, gateway: ANY };
export const HOST_LOCAL_KEYS: KeySet = { type: TEXT, ...RANGE_KEYS, ranges: ANY, routes: ANY, dataDir: TEXT, resolvConf: TEXT };
const ADDRESSES = ['rangeStart', 'rangeEnd', 'gateway'];

/** What host-local makes of its configuration. */
export interface HostLocalReading {
  readonly faults: readonly Fault[];
  /** The range sets: a pod gets one address from each. One of which a fault makes a range unknowable is empty. */
  readonly sets: ReadonlyArray<readonly Pool[]>;
}

/**
 * Reads the `ipam` of host-local as the plugin does.
 *
 * @param conf the configuration; a range may have `secondaryIps` where `rangeKeys` knows them
 * @see https://www.cni.dev/plugins/current/ipam/host-local/
 */
export function readHostLocal(conf: Conf, path: readonly Step[], rangeKeys: KeySet = RANGE_KEYS): HostLocalReading {
  const { dns, ...others } = conf;
  // an empty one says nothing anyway
  const faults: Fault[] = checkKeys(isConf(dns) && Object.keys(dns).length === 0 ? others : conf, { ...HOST_LOCAL_KEYS, ...rangeKeys }, 'host-local', path);
  const sets: Pool[][] = [];
  const flat = pick(conf, rangeKeys);
  // an empty list says nothing, as to host-local
  const ranges = Array.isArray(conf.ranges) && conf.ranges.length === 0 ? undefined : conf.ranges;
  if (ranges === undefined || flat.subnet !== undefined || flat.secondaryIps !== undefined) {
    sets.push(readSet([flat], [path], faults));
  } else {
    faults.push(...Object.entries(flat).map(([key, value]) => RANGE_KEY_IGNORED.fault([...path, key], value, { list: 'ranges', range: 'subnet' })));
  }
  if (ranges !== undefined) {
    if (flat.subnet !== undefined) {
      faults.push(SECOND_POOL.fault([...path, 'subnet'], flat.subnet, {}));
    }
    sets.push(...readSets(ranges, [...path, 'ranges'], rangeKeys, faults));
  }
  const pools = sets.flat();
  faults.push(...overlaps(pools));
  // with a range that is not known, nothing can be said of what is outside
  const known = knownPools(sets);
  faults.push(...checkRoutes(conf, { subnets: known.map(({ subnet }) => subnet), gateways: known.map(({ gateway }) => gateway) }, path));
  faults.push(...checkRouters(conf, (router) => rangeWith(router, pools), path));
  faults.push(...checkAbsolute(conf, ['dataDir', 'resolvConf'], path));
  return { faults, sets };
}

/** The range that host-local hands an address out from. Of each range it leaves out the gateway. */
function rangeWith(address: Ip, pools: readonly Pool[]): { readonly range: string; readonly fix: string } | undefined {
  const pool = pools.find(({ range, gateway }) => range.contains(address) && !gateway.equals(address));
  return pool && { range: String(pool.range), fix: "leave it out of the range, or make it the 'gateway', which host-local gives to no pod" };
}

/** The pools of all sets; none where one of the sets is not known. */
export function knownPools(sets: HostLocalReading['sets']): Pool[] {
  return sets.every((set) => set.length > 0) ? sets.flat() : [];
}

function readSets(ranges: unknown, path: readonly Step[], rangeKeys: KeySet, faults: Fault[]): Pool[][] {
  const isSet = (set: unknown): set is Conf[] => isListOf(set, isConf) && set.length > 0;
  if (!isListOf(ranges, isSet)) {
    faults.push(RANGES_MALFORMED.fault(path, ranges, {}));
    return [];
  }
  return (ranges as Conf[][]).map((set, i) => {
    set.forEach((range, j) => faults.push(...checkKeys(range, rangeKeys, 'a range of host-local', [...path, i, j])));
    return readSet(set.map((range) => pick(range, rangeKeys)), set.map((_, j) => [...path, i, j]), faults);
  });
}

/** The given ones of the keys: to host-local, a key that it does not know says nothing, and an empty address is none. */
function pick(conf: Conf, keys: KeySet): Conf {
  const isEmpty = (key: string, value: unknown) => value === undefined || (ADDRESSES.includes(key) && (value === null || value === ''));
  return Object.fromEntries(Object.entries(conf).filter(([key, value]) => Object.hasOwn(keys, key) && !isEmpty(key, value)));
}

function readSet(ranges: readonly PoolOptions[], paths: ReadonlyArray<readonly Step[]>, faults: Fault[]): Pool[] {
  const found: Fault[] = [];
  const pools = ranges.map((range, i) => readPool(range, paths[i], found)).filter((pool) => pool !== undefined);
  // of a set a pod gets one address: a range without any does no harm beside one that has some
  faults.push(...found.filter(({ rule }) => rule !== POOL_EMPTY.id || pools.every(({ size }) => size === 0n)));
  const stranger = pools.find((pool) => pool.subnet.family !== pools[0].subnet.family);
  if (stranger) {
    faults.push(RANGES_MIXED_FAMILIES.fault([...pathOf(stranger), 'subnet'], String(stranger.subnet), {
      family: stranger.subnet.family, other: `the first range of the set, "${pools[0].subnet}",`,
    }));
  }
  return pools.length === ranges.length ? pools : [];
}
