import { Finding, findingsOf, nameOf } from './finding';
import { knownIpam } from '../cni/known-ipams';
import { knownPlugin } from '../cni/known-plugins';
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
    if (binary === 'whereabouts') {
      return hasWhereabouts ? [] : [{ subject, fault: WHEREABOUTS_NOT_INSTALLED.fault(['ipam', 'type'], binary, {}) }];
    }
    return installed.has(binary) || !isReference(binary) ? [] : [{
      subject, fault: PLUGIN_NOT_INSTALLED.fault(['type'], binary, { installer: nameOf(installers[0].subject), installed: [...installed].sort() }),
    }];
  }));
}

/** Plugins of other projects have installations of their own. */
function isReference(binary: string): boolean {
  return knownPlugin(binary)?.ownRelease ?? knownIpam(binary)?.ownRelease ?? false;
}
