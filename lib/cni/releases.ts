import { PlacedPlugin } from './chain';
import { isConf } from './keys';
import { knownIpam } from './known-ipams';
import { knownPlugin } from './known-plugins';
import { NewKey } from './plugin-type';
import { newKeysOfRoutes } from './route';
import { isAbsent } from './values';

/** Whether the binary comes with a release of the reference plugins: those of other projects have installations of their own. */
export function isReferencePlugin(binary: string): boolean {
  return knownPlugin(binary)?.ownRelease ?? knownIpam(binary)?.ownRelease ?? false;
}

/** The keys of a plugin's configuration that old releases of the reference plugins ignore, and that say something. */
export function newKeysOf({ conf, path }: PlacedPlugin): NewKey[] {
  const own = Object.entries(knownPlugin(conf.type)?.keysSince ?? {})
    .filter(([key, { before }]) => (before === true ? conf[key] === false : !isAbsent(conf[key]) && conf[key] !== before))
    .map(([key, { release, after }]) => ({ path: [...path, key], value: conf[key], release, after }));
  return [...own, ...(isConf(conf.ipam) && knownIpam(conf.ipam.type) ? newKeysOfRoutes(conf.ipam, [...path, 'ipam']) : [])];
}
