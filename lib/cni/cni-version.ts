import { Conf } from './keys';
import { isAbsent, isGiven } from './values';

/** The versions that the plugins accept (`version.All`). A result before 0.3.0 has one address of each family. */
export const CNI_VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];

/** The newest version whose results a release of Multus reads, by the libcni that it is built with. */
export function newestForMultus(release: string): string {
  return isOlder(release, '4.0.0') ? '0.4.0' : isOlder(release, '4.1.0') ? '1.0.0' : '1.1.0';
}

/** The newest version that a release of the reference plugins accepts. */
export function newestForPlugins(release: string): string {
  return isOlder(release, '1.0.0') ? '0.4.0' : isOlder(release, '1.6.0') ? '1.0.0' : '1.1.0';
}

/** Plugins of other projects no release of which accepts the newest version (`PluginSupports` in their `main`). */
const NEWEST_FOR: Readonly<Record<string, string>> = { 'calico': '1.0.0', 'calico-ipam': '1.0.0' };

/** The newest version that a plugin of another project accepts; undefined where none is too new for it. */
export function newestFor(plugin: unknown): string | undefined {
  return typeof plugin === 'string' && Object.hasOwn(NEWEST_FOR, plugin) ? NEWEST_FOR[plugin] : undefined;
}

/** The version that all plugins of a configuration get; undefined where nobody can tell: of `cniVersions` the runtime takes the highest that it knows. */
export function versionOf(config: Conf): string | undefined {
  if ((isGiven(config.cniVersion) && typeof config.cniVersion !== 'string') || (Array.isArray(config.cniVersions) && config.cniVersions.length > 0)) {
    return undefined;
  }
  return isAbsent(config.cniVersion) ? '0.1.0' : String(config.cniVersion);
}

/** Whether one version comes before another. What is not a version comes before none: another rule says that it is not. */
export function isOlder(version: string, other: string): boolean {
  const parts = (text: string) => text.split('.').map(Number);
  const [a, b] = [parts(version), parts(other)];
  const i = [0, 1, 2].find((k) => a[k] !== b[k]);
  return /^\d+\.\d+\.\d+$/.test(version) && i !== undefined && a[i] < b[i];
}
