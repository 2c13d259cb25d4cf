import { Finding, findingsOf, nameOf } from './finding';
import { CNI_VERSIONS, isOlder, newestForMultus, newestForPlugins } from '../cni/cni-version';
import { NewKey } from '../cni/plugin-type';
import { isReferencePlugin, newKeysOf } from '../cni/releases';
import { CNI_VERSION_TOO_NEW, KEY_TOO_NEW } from '../diagnostics/installations';
import { Facts, NetworkFact } from '../facts/facts';

/** Something installed whose release is known. */
interface Release {
  readonly what: 'Multus' | 'the plugins';
  readonly release: string;
  readonly installation: string;
  /** The newest version of the CNI specification that it reads. */
  readonly newest: string;
  /** Of plugins, which ones. */
  readonly plugins: ReadonlySet<string>;
}

/** Whether what is installed is new enough for the networks. Says something only where its release is known. */
export function checkReleases({ installations, networks }: Pick<Facts, 'installations' | 'networks'>): Finding[] {
  const releases = installations.flatMap(({ subject, multusVersion, plugins = [], pluginsVersion }): Release[] => [
    ...multusVersion === undefined ? []
      : [{ what: 'Multus' as const, release: multusVersion, installation: nameOf(subject), newest: newestForMultus(multusVersion), plugins: new Set<string>() }],
    ...pluginsVersion === undefined ? []
      : [{
        what: 'the plugins' as const, release: pluginsVersion, installation: nameOf(subject), newest: newestForPlugins(pluginsVersion),
        plugins: new Set(plugins.filter(isReferencePlugin)),
      }],
  ]);
  return networks.flatMap((network) => findingsOf(network.subject, [
    ...checkVersion(network, releases), ...checkKeys(network, releases),
  ]));
}

/** Plugins must accept the version, and Multus read what they answer in it. */
function checkVersion({ reading }: NetworkFact, releases: readonly Release[]) {
  const version = reading?.cniVersion;
  const old = version === undefined || !CNI_VERSIONS.includes(version) ? undefined : releases.find(({ what, newest, plugins }) =>
    isOlder(newest, version) && (what === 'Multus' || reading?.binaries.some((binary) => plugins.has(binary))));
  return old ? [CNI_VERSION_TOO_NEW.fault(['cniVersion'], version, { ...old, installed: old })] : [];
}

function checkKeys({ reading }: NetworkFact, releases: readonly Release[]) {
  return (reading?.plugins ?? []).flatMap((plugin) => {
    const own = releases.filter(({ plugins }) => plugins.has(String(plugin.conf.type)));
    // each may be on nodes of its own
    const installed = own.find(({ release }) => !own.some((other) => isOlder(other.release, release)));
    const ignores = (old: string, { release, after }: NewKey) => (after ? !isOlder(release, old) : isOlder(old, release));
    return !installed ? [] : newKeysOf(plugin).filter((key) => ignores(installed.release, key)).map(({ path, value, release, after }) =>
      KEY_TOO_NEW.fault(path, value, { ...installed, since: after ? `newer than ${release}` : `${release} or later` }));
  });
}
