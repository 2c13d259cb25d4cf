import { execFileSync } from 'child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'fs';
import { basename, join, resolve } from 'path';

const META_PACKAGE = 'linux-image-cloud-amd64';

/** Unpacked kernel packages: in the folder of compiled output, which is not in the repository. */
const CACHE = resolve(__dirname, '..', '..', 'build', 'kernels');

/** Debian's cloud kernel and its modules. */
export interface Kernel {
  readonly image: string;
  /** The folder `kernel` under `/lib/modules`. */
  readonly modules: string;
}

/** Finds the kernel where it is installed or was unpacked before; else fetches its package, which needs no root. */
export function kernel(): Kernel {
  return newest('/') ?? newest(CACHE) ?? fetched();
}

/** The files of these modules and of those that they need, in the order in which they can be loaded. */
export function moduleFiles({ modules }: Kernel, names: readonly string[]): string[] {
  const files = new Map(walk(modules).filter((file) => file.endsWith('.ko')).map((file) => [moduleName(file), file]));
  const ordered = new Set<string>();
  const visit = (name: string) => {
    const file = files.get(name.replace(/-/g, '_'));
    // what is compiled in has no file
    if (file !== undefined && !ordered.has(file)) {
      dependencies(file).forEach(visit);
      ordered.add(file);
    }
  };
  names.forEach(visit);
  return [...ordered];
}

/** What a module says in its own `.modinfo` section, so that no depmod is needed. */
function dependencies(file: string): string[] {
  const text = readFileSync(file, 'latin1');
  const list = /\0depends=([^\0]*)\0/.exec(text)?.[1] ?? '';
  return list.split(',').filter((name) => name !== '');
}

function moduleName(file: string): string {
  return basename(file, '.ko').replace(/-/g, '_');
}

function newest(root: string): Kernel | undefined {
  const releases = listed(join(root, 'boot')).filter((file) => /^vmlinuz-.*-cloud-amd64$/.test(file)).map((file) => file.replace('vmlinuz-', ''));
  const kernels = releases
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((release) => ({ image: join(root, 'boot', `vmlinuz-${release}`), modules: join(root, 'lib/modules', release, 'kernel') }));
  return kernels.filter(({ image, modules }) => isReadable(image) && isReadable(modules)).at(-1);
}

function fetched(): Kernel {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, '.fetch-'));
  try {
    const name = packageName();
    command('apt-get', ['download', name], folder);
    const archive = readdirSync(folder).find((file) => file.endsWith('.deb'))!;
    const unpacked = join(folder, 'unpacked');
    command('dpkg-deb', ['-x', archive, unpacked], folder);
    const release = name.replace('linux-image-', '');
    move(join(unpacked, 'lib/modules', release), join(CACHE, 'lib/modules', release));
    // last: it is what says that the rest is there
    move(join(unpacked, 'boot', `vmlinuz-${release}`), join(CACHE, 'boot', `vmlinuz-${release}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return newest(CACHE)!;
}

/** The package that the metapackage stands for today. */
function packageName(): string {
  const name = /Depends: (linux-image-\S+)/.exec(command('apt-cache', ['depends', META_PACKAGE], '/'))?.[1];
  if (name === undefined) {
    throw new Error(`apt-cache knows no package ${META_PACKAGE}: on Debian run: apt-get update`);
  }
  return name;
}

/** Another test may have put the same there at the same time. */
function move(from: string, to: string): void {
  mkdirSync(resolve(to, '..'), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isReadable(to)) {
      throw error;
    }
  }
}

function command(name: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(name, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`no kernel for the virtual machine: ${name} ${args.join(' ')} failed: ${(error as { stderr?: string }).stderr?.trim() || error}; `
      + `on Debian run: apt-get update, or apt-get install --no-install-recommends ${META_PACKAGE}`);
  }
}

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
}

function listed(folder: string): string[] {
  return isReadable(folder) ? readdirSync(folder) : [];
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
