import { Finding, findingsOf, nameOf } from './finding';
import { PlacedPlugin } from '../cni/chain';
import { isConf } from '../cni/keys';
import { knownIpam } from '../cni/known-ipams';
import { knownPlugin } from '../cni/known-plugins';
import { Step } from '../diagnostics';
import { PLUGIN_NOT_INSTALLED, WHEREABOUTS_NOT_INSTALLED } from '../diagnostics/installations';
import { Facts } from '../facts/facts';

/** What each installation says by itself, and whether the plugins of the networks are installed. */
export function checkInstallations({ installations, networks }: Facts): Finding[] {
  return [
    ...installations.flatMap(({ subject, faults }) => findingsOf(subject, faults)),
    ...checkPlugins({ installations, networks }),
  ];
}

/** Says something only where an installation of plugins is known: others put them on the nodes in ways that no manifest shows. */
function checkPlugins({ installations, networks }: Pick<Facts, 'installations' | 'networks'>): Finding[] {
  const installers = installations.filter(({ plugins }) => plugins !== undefined);
  if (installers.length === 0) {
    return [];
  }
  const installed = new Set(installers.flatMap(({ plugins }) => plugins ?? []));
  const hasWhereabouts = installations.some(({ isWhereabouts }) => isWhereabouts);
  return networks.flatMap(({ subject, reading }) => [...new Set(reading?.binaries ?? [])].flatMap((binary) => {
    const path = placeOf(binary, reading?.plugins ?? []);
    if (binary === 'whereabouts') {
      return hasWhereabouts ? [] : [{ subject, fault: WHEREABOUTS_NOT_INSTALLED.fault(path, binary, {}) }];
    }
    return installed.has(binary) || !isReference(binary) ? [] : [{
      subject, fault: PLUGIN_NOT_INSTALLED.fault(path, binary, { installer: nameOf(installers[0].subject), installed: [...installed].sort() }),
    }];
  }));
}

/** Where the configuration names the binary: as a plugin, or as the IPAM of one. */
function placeOf(binary: string, plugins: readonly PlacedPlugin[]): readonly Step[] {
  const plugin = plugins.find(({ conf }) => conf.type === binary);
  const owner = plugins.find(({ conf }) => isConf(conf.ipam) && conf.ipam.type === binary);
  return plugin ? [...plugin.path, 'type'] : [...owner?.path ?? [], 'ipam', 'type'];
}

/** Plugins of other projects have installations of their own. */
function isReference(binary: string): boolean {
  return knownPlugin(binary)?.ownRelease ?? knownIpam(binary)?.ownRelease ?? false;
}
