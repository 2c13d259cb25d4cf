import { COMMON_KEYS, Conf, isConf } from './keys';
import { IPAM_TYPES } from './known-ipams';
import { KNOWN_PLUGINS } from './known-plugins';

/** The keys of the parts of a configuration. */
const PART_KEYS = [
  'plugins', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins', 'dst', 'gw', 'scope', 'advmss', 'address',
  'minID', 'maxID', 'id', 'option', 'value', 'fromArg', 'skipDefault', 'kubeconfig', 'k8s_api_root',
];

const TYPES = [...KNOWN_PLUGINS, ...IPAM_TYPES];

/** The spelling of each key, by its lower case. */
const SPELLINGS = spellingsOf([...Object.keys(COMMON_KEYS), ...TYPES.flatMap(({ keys }) => Object.keys(keys)), ...PART_KEYS]);

/** The spellings of the keys of each plugin or IPAM: what is vlanId to one is vlanID to another, and no key to a third, which stays as it is written. */
const OWN_SPELLINGS = new Map(TYPES.map(({ type }) => [type, spellingsOf([
  ...Object.keys(COMMON_KEYS), ...TYPES.filter((other) => other.type === type).flatMap(({ keys }) => Object.keys(keys)),
])]));

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
  const spellings = OWN_SPELLINGS.get(typeOf(value)) ?? SPELLINGS;
  for (const [key, part] of Object.entries(value)) {
    const known = spellings.get(key.toLowerCase()) ?? key;
    const spelling = Object.hasOwn(value, known) ? key : known;
    if (part !== null) {
      result[spelling] = FOREIGN.includes(spelling) ? part : canonical(part, depth + 1);
    }
  }
  // a prototype again, for those who print it; entries of its own keep even `__proto__` a key like any other
  return Object.defineProperties({}, Object.getOwnPropertyDescriptors(result)) as Conf;
}

function spellingsOf(keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key.toLowerCase(), key]));
}

/** The plugin that the part is for, however its key is spelt. */
function typeOf(conf: Conf): string {
  return String(conf.type ?? Object.entries(conf).find(([key]) => key.toLowerCase() === 'type')?.[1]);
}
