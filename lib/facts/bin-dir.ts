import { BinDir } from './facts';
import { hostPathAt, mountAt, volumeOf } from './host-path';
import { flagOf } from './multus-flags';
import { memberAt, variableOf } from './pod-objects';
import { Conf } from '../cni/keys';
import { Step } from '../diagnostics';
import { nodesOfPod } from '../nodes/pod-nodes';

/** Where upstream's containers, of Multus and of whereabouts, have the plugins of the node unless they are told otherwise. */
const BIN_DIR = '/host/opt/cni/bin';

/**
 * The folder of the node in which containers have plugins; undefined where none of them shows it.
 *
 * @param template the way to the pod template
 */
export function binDirOf(object: Conf, template: readonly Step[], containers: readonly Conf[]): BinDir | undefined {
  const pods = memberAt(object, template);
  const volumes = memberAt(pods, ['spec', 'volumes']);
  return containers.flatMap((container) => {
    const mounted = variableOf(container, 'CNI_BIN_DIR') ?? flagOf(container, 'cni-bin-dir') ?? BIN_DIR;
    const folder = hostPathAt(pods, container, mounted);
    const mount = mountAt(container, mounted);
    return folder === undefined || !mount || !Array.isArray(volumes) ? []
      : [{ path: [...template, 'spec', 'volumes', volumes.indexOf(volumeOf(pods, mount)), 'hostPath', 'path'], folder, nodes: nodesOfPod(memberAt(pods, ['spec'])) }];
  })[0];
}
