import { execFileSync } from 'child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'fs';
import { basename, dirname, join } from 'path';
import { CNI_PATH, Program, program } from './debian';
import { Kernel, moduleFiles } from './kernel';

/** What the plugins of Debian's package use: the drivers, the filters of portmap and firewall, the shaping of bandwidth. */
const MODULES = [
  'ipvlan', 'macvlan', 'dummy', 'veth', 'bridge', '8021q', 'vrf', 'ifb', 'sch_tbf', 'sch_ingress', 'cls_u32', 'act_mirred',
  'nf_tables', 'nft_compat', 'nft_chain_nat', 'nft_counter', 'xt_MASQUERADE', 'xt_nat', 'xt_comment', 'xt_multiport', 'xt_mark',
  'xt_conntrack', 'xt_addrtype', 'xt_tcpudp', 'xt_statistic',
];

/** Programs by their place in the machine. Debian's busybox would run its own `ip`, so that its shell is not used. */
const PROGRAMS: Record<string, Program> = {
  '/bin/bash': 'bash',
  '/bb/busybox': 'busybox',
  '/sbin/ip': 'ip',
  '/sbin/tc': 'tc',
  '/bin/ping': 'ping',
  '/usr/bin/timeout': 'timeout',
  '/usr/sbin/xtables-nft-multi': 'xtables-nft-multi',
};

const LINKS: Record<string, string> = {
  '/bin/sh': 'bash',
  '/usr/sbin/iptables': 'xtables-nft-multi',
  '/usr/sbin/ip6tables': 'xtables-nft-multi',
  '/usr/sbin/iptables-save': 'xtables-nft-multi',
};

/** Makes the root filesystem of the virtual machine in `folder`, and returns it packed. */
export function initramfs(kernel: Kernel, folder: string): Buffer {
  const root = join(folder, 'root');
  const put = (from: string, to: string) => {
    mkdirSync(join(root, dirname(to)), { recursive: true });
    copyFileSync(from, join(root, to));
    chmodSync(join(root, to), 0o755);
  };
  ['proc', 'sys', 'dev', 'run', 'tmp', 'var/lib', 'root', 'opt/cni/bin'].forEach((name) => mkdirSync(join(root, name), { recursive: true }));
  put(join(__dirname, 'init.sh'), '/init');
  moduleFiles(kernel, MODULES).forEach((file, i) => put(file, `/modules/${String(i).padStart(2, '0')}-${basename(file)}`));

  const binaries = [
    ...Object.entries(PROGRAMS).map(([to, name]) => ({ from: realpathSync(program(name)), to })),
    ...readdirSync(CNI_PATH).map((name) => ({ from: join(CNI_PATH, name), to: `/opt/cni/bin/${name}` })),
  ];
  binaries.forEach(({ from, to }) => put(from, to));
  extensions().forEach((file) => put(file, file));
  libraries(binaries.map(({ from }) => from)).forEach((file) => put(file, file));

  Object.entries(LINKS).forEach(([link, to]) => symlinkSync(to, join(root, link)));
  const provided = new Set([...Object.keys(PROGRAMS), ...Object.keys(LINKS)].map((file) => basename(file)));
  applets().filter((name) => !provided.has(name)).forEach((name) => symlinkSync('busybox', join(root, 'bb', name)));
  return execFileSync(program('bash'), ['-c', 'find . | "$0" cpio -o -H newc', program('busybox')], {
    cwd: root, maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The extensions of iptables: found by their path, and linked to nothing that iptables itself is not. */
function extensions(): string[] {
  const folder = '/usr/lib/x86_64-linux-gnu/xtables';
  return readdirSync(folder).filter((name) => /^lib(xt|ipt|ip6t)_/.test(name)).map((name) => join(folder, name));
}

/** The shared libraries of these programs, at the paths under which the loader looks for them. */
function libraries(files: readonly string[]): string[] {
  // ldd fails where one of the programs is static, and has then written about all others
  const text = execFileSync(program('bash'), ['-c', '"$0" "$@" 2>/dev/null; :', program('ldd'), ...files], { encoding: 'utf8' });
  return [...new Set([...text.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1]))];
}

function applets(): string[] {
  return execFileSync(program('busybox'), ['--list'], { encoding: 'utf8' }).trim().split('\n');
}
