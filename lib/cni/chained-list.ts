import { defaultCniVersion } from './chain';
import { Conf, isConf } from './keys';
import { isAbsent } from './values';
import { Step } from '../diagnostics';

/** The keys that a list has beside its plugins, which get the name and the version from there. */
const LIST_KEYS = ['cniVersion', 'cniVersions', 'name', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'];

/**
 * The configuration with plugins behind its own: a list, where there are any.
 *
 * @see https://www.cni.dev/docs/spec/#section-1-network-configuration-format
 */
export function withChained(config: Conf, chained: readonly Conf[], cniVersion: string | undefined): Conf {
  const plugins = [...ownPlugins(config), ...chained].filter(isConf);
  const versioned = { cniVersion: cniVersion ?? defaultCniVersion(plugins), ...config };
  if (chained.length === 0) {
    return versioned;
  }
  const list = asList(versioned);
  return Array.isArray(list.plugins) ? { ...list, plugins: [...list.plugins as unknown[], ...chained] } : list;
}

/** The configuration as a list, also where it is one plugin. */
export function asList(config: Conf): Conf {
  if (isList(config)) {
    return config;
  }
  const entries = Object.entries(config);
  const [list, own] = [true, false].map((ofList) => Object.fromEntries(entries.filter(([key]) => LIST_KEYS.includes(key) === ofList)));
  return { ...list, plugins: [own] };
}

/**
 * Says where a value is to whoever wrote the plugins: `plugins[2].mtu` is `chained[1].mtu` behind one plugin of the network's own,
 * and `plugins[0].mtu` is `mtu`.
 */
export function pathInOwnPlugins(config: Conf, chained: number): (path: readonly Step[]) => readonly Step[] {
  const own = ownPlugins(config).length;
  const isSingle = !isList(config);
  return (path) => {
    const [list, index, ...rest] = path;
    const isPlaced = chained > 0 && list === 'plugins' && typeof index === 'number';
    if (isPlaced && index >= own) {
      return ['chained', index - own, ...rest];
    }
    return isPlaced && isSingle ? rest : path;
  };
}

function ownPlugins(config: Conf): unknown[] {
  return isList(config) ? (Array.isArray(config.plugins) ? config.plugins : []) : [config];
}

/** Whether it is a list of plugins, rather than one. */
export function isList(config: Conf): boolean {
  return isAbsent(config.type) && config.plugins !== undefined;
}
