import { accessSync, constants, existsSync } from 'fs';
import { delimiter, join } from 'path';

/** Where the real CNI plugins are: Debian's place, or that of another release, such as `CNI_PATH=/opt/cni/bin`. */
export const CNI_PATH = process.env.CNI_PATH ?? '/usr/lib/cni';

/** Administrators' programs are not in everybody's PATH. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** The programs that the tests on the real things need, and the Debian package of each. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'busybox': 'busybox-static',
  'ip': 'iproute2',
  'tc': 'iproute2',
  'ping': 'iputils-ping',
  'xtables-nft-multi': 'iptables',
  'bash': 'bash',
  'dash': 'dash',
  'timeout': 'coreutils',
  'ldd': 'libc-bin',
  'dpkg-deb': 'dpkg',
  'kubectl': 'kubernetes-client',
};

/** A program that the tests need. */
export type Program = keyof typeof PROGRAMS;

/** What a package gives: a program in the PATH, or a plugin. */
const PLUGIN_PACKAGE = 'containernetworking-plugins';

/** Where a program is. Fails with the name of its Debian package where it is missing. */
export function program(name: Program): string {
  const found = located(name);
  if (found === undefined) {
    throw new Error(missingText([name]));
  }
  return found;
}

/** The binary of a CNI plugin. Fails with the name of its Debian package where it is missing. */
export function plugin(name: string): string {
  const file = join(CNI_PATH, name);
  if (!existsSync(file)) {
    throw new Error(missingText([file]));
  }
  return file;
}

/** Fails, naming all packages at once, where something is missing for the virtual machine. */
export function requireAll(): void {
  if (process.arch !== 'x64') {
    throw new Error(`the virtual machine needs an amd64 machine: got ${JSON.stringify(process.arch)}`);
  }
  const programs = (Object.keys(PROGRAMS) as Program[]).filter((name) => located(name) === undefined);
  const plugins = ['host-local', 'ipvlan'].map((name) => join(CNI_PATH, name)).filter((file) => !existsSync(file));
  if (programs.length + plugins.length > 0) {
    throw new Error(missingText([...programs, ...plugins]));
  }
}

/** What to do about programs and plugins that are not here. */
export function missingText(names: readonly string[]): string {
  const packages = [...new Set(names.map((name) => PROGRAMS[name as Program] ?? PLUGIN_PACKAGE))];
  return `missing ${names.join(', ')}: on Debian run: apt-get install --no-install-recommends ${packages.join(' ')}`;
}

function located(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
