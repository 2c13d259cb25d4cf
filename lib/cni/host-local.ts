import { ANY, Conf, KeySet, LIST, OBJECT, TEXT, checkKeys, isConf } from './keys';
import { checkRoutes } from './route';
import { Pool, PoolOptions, overlaps, pathOf, readPool } from '../address';
import { Fault, Step } from '../diagnostics';
import { PATH_NOT_ABSOLUTE } from '../diagnostics/config';
import { RANGES_MALFORMED, RANGES_MIXED_FAMILIES, SECOND_POOL } from '../diagnostics/pool';

export const RANGE_KEYS: KeySet = { subnet: ANY, rangeStart: ANY, rangeEnd: ANY, gateway: ANY };
const KEYS: KeySet = { type: TEXT, ...RANGE_KEYS, ranges: ANY, routes: LIST, dns: OBJECT, dataDir: TEXT, resolvConf: TEXT };

/** What host-local makes of its configuration. */
export interface HostLocalReading {
  readonly faults: readonly Fault[];
  /** The range sets: a pod gets one address from each. Empty where a fault makes them unknowable. */
  readonly sets: ReadonlyArray<readonly Pool[]>;
}

/**
 * Reads the `ipam` of host-local as the plugin does.
 *
 * @param conf the configuration; a range may have `secondaryIps` where `rangeKeys` knows them
 * @see https://www.cni.dev/plugins/current/ipam/host-local/
 */
export function readHostLocal(conf: Conf, path: readonly Step[], rangeKeys: KeySet = RANGE_KEYS): HostLocalReading {
  const faults: Fault[] = checkKeys(conf, { ...KEYS, ...rangeKeys }, 'host-local', path);
  const sets: Pool[][] = [];
  const flatIsGiven = conf.subnet !== undefined;
  const ranges = conf.ranges;
  if (flatIsGiven || ranges === undefined) {
    sets.push(readSet([conf], [path], faults));
  }
  if (ranges !== undefined) {
    if (flatIsGiven) {
      faults.push(SECOND_POOL.fault([...path, 'subnet'], conf.subnet, {}));
    }
    sets.push(...readSets(ranges, [...path, 'ranges'], rangeKeys, faults));
  }
  const pools = sets.flat();
  faults.push(...overlaps(pools));
  faults.push(...checkRoutes(conf, pools, path));
  faults.push(...checkDirectories(conf, path));
  return { faults, sets };
}

function readSets(ranges: unknown, path: readonly Step[], rangeKeys: KeySet, faults: Fault[]): Pool[][] {
  const wellFormed = Array.isArray(ranges) && ranges.length > 0
    && ranges.every((set) => Array.isArray(set) && set.length > 0 && set.every(isConf));
  if (!wellFormed) {
    faults.push(RANGES_MALFORMED.fault(path, ranges, {}));
    return [];
  }
  return (ranges as Conf[][]).map((set, i) => {
    set.forEach((range, j) => faults.push(...checkKeys(range, rangeKeys, 'a range of host-local', [...path, i, j])));
    return readSet(set, set.map((_, j) => [...path, i, j]), faults);
  });
}

function readSet(ranges: readonly PoolOptions[], paths: ReadonlyArray<readonly Step[]>, faults: Fault[]): Pool[] {
  const pools = ranges.map((range, i) => readPool(range, paths[i], faults)).filter((pool) => pool !== undefined);
  const stranger = pools.find((pool) => pool.subnet.family !== pools[0].subnet.family);
  if (stranger) {
    faults.push(RANGES_MIXED_FAMILIES.fault([...pathOf(stranger), 'subnet'], String(stranger.subnet), {
      family: stranger.subnet.family, other: `the first range of the set, "${pools[0].subnet}",`,
    }));
  }
  return pools;
}

function checkDirectories(conf: Conf, path: readonly Step[]): Fault[] {
  return ['dataDir', 'resolvConf'].flatMap((key) => {
    const value = conf[key];
    return typeof value === 'string' && value !== '' && !value.startsWith('/') ? [PATH_NOT_ABSOLUTE.fault([...path, key], value, {})] : [];
  });
}
