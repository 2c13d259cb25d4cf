import { isAbsolute, relative, resolve, sep } from 'path';

/** The path of a file below the folder with slashes, or `undefined` if it lies elsewhere. */
export function pathBelow(folder: string, file: string): string | undefined {
  const path = relative(folder, resolve(folder, file));
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path.split(sep).join('/');
}
