import { memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';
import { posix } from 'path';

/**
 * The path on the node of a folder as a container sees it; undefined where that is not of the node.
 *
 * @param pods the pod template
 */
export function hostPathAt(pods: unknown, container: Conf, folder: string): string | undefined {
  const mount = mountAt(container, folder);
  const path = mount && memberAt(volumeOf(pods, mount), ['hostPath', 'path']);
  return mount && typeof path === 'string' && mount.subPathExpr === undefined
    ? withoutEnd(posix.join(path, textOf(mount.subPath), folder.slice(withoutEnd(textOf(mount.mountPath)).length))) || '/'
    : undefined;
}

/** The mount of a container that a folder is in: the longest, since it lies over the others. */
export function mountAt({ volumeMounts }: Conf, folder: string): Conf | undefined {
  return objectsIn(volumeMounts)
    .filter(({ mountPath }) => textOf(mountPath) !== '' && `${folder}/`.startsWith(`${withoutEnd(textOf(mountPath))}/`))
    .sort((a, b) => textOf(b.mountPath).length - textOf(a.mountPath).length)[0];
}

/** The volume of a mount. */
export function volumeOf(pods: unknown, mount: Conf): Conf | undefined {
  return objectsIn(memberAt(pods, ['spec', 'volumes'])).find(({ name }) => name === mount.name);
}

/** The objects of what should be a list of them. */
export function objectsIn(list: unknown): Conf[] {
  return Array.isArray(list) ? list.filter(isConf) : [];
}

function withoutEnd(path: string): string {
  return path.replace(/\/+$/, '');
}
