import { COMMON_KEYS, Conf, isConf } from './keys';
import { IPAM_TYPES } from './known-ipams';
import { KNOWN_PLUGINS } from './known-plugins';

/** The keys of the parts of a configuration. */
const PART_KEYS = [
  'plugins', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins', 'dst', 'gw', 'scope', 'address',
  'minID', 'maxID', 'id', 'option', 'value', 'fromArg', 'skipDefault', 'kubeconfig', 'k8s_api_root',
];

/** The spelling of each key, by its lower case. */
const SPELLINGS = new Map([...Object.keys(COMMON_KEYS), ...[...KNOWN_PLUGINS, ...IPAM_TYPES].flatMap(({ keys }) => Object.keys(keys)), ...PART_KEYS]
  .map((key) => [key.toLowerCase(), key]));

const DEEPEST = 100;

/** The parts whose keys belong to somebody else. */
const FOREIGN = ['args', 'runtimeConfig', 'prevResult', 'capabilities', 'sysctl'];

/**
 * The configuration as Go reads it: keys in any case are one, and null is as good as absent.
 *
 * @see https://pkg.go.dev/encoding/json#Unmarshal
 * @throws where it is nested deeper than any configuration goes
 */
export function canonicalConfig(config: Conf): Conf {
  return canonical(config, 0) as Conf;
}

function canonical(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) {
    throw new RangeError(`it is nested more than ${DEEPEST} levels deep`);
  }
  if (Array.isArray(value)) {
    return value.map((part) => canonical(part, depth + 1));
  }
  if (!isConf(value)) {
    return value;
  }
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, part] of Object.entries(value)) {
    const spelling = Object.hasOwn(value, SPELLINGS.get(key.toLowerCase()) ?? key) ? key : SPELLINGS.get(key.toLowerCase()) ?? key;
    if (part !== null) {
      result[spelling] = FOREIGN.includes(spelling) ? part : canonical(part, depth + 1);
    }
  }
  // a prototype again, for those who print it; entries of its own keep even `__proto__` a key like any other
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(result)) as Conf;
}
