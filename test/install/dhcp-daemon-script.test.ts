import { SHELLS, environment, expandedByKubelet, inEveryShell, lines, located } from './support/shells';
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { spawn, spawnSync } from 'child_process';
import { DhcpDaemonInstall, DhcpDaemonInstallProps } from '../../lib/install/dhcp-daemon-install';
import { Testing } from 'cdk8s';
import { createServer } from 'net';
import { join } from 'path';
import { newDirectory } from './support/test-node';

/** The real plugin, where Debian's package `containernetworking-plugins` has it. */
const REAL = '/usr/lib/cni/dhcp';
const withRealPlugin = existsSync(REAL) ? test : test.skip;

function containerOf(props: DhcpDaemonInstallProps = {}): any {
  const chart = Testing.chart();
  new DhcpDaemonInstall(chart, 'dhcp', props);
  return Testing.synth(chart)[0].spec.template.spec.containers[0];
}

/** A container that runs on a node. */
class Running {
  public readonly binDir = newDirectory();
  public readonly socket = join(newDirectory(), 'dhcp.sock');
  public readonly plugin = join(this.binDir, 'dhcp');
  public output = '';
  private process?: ReturnType<typeof spawn>;

  public start(shell: string[], props?: DhcpDaemonInstallProps): this {
    const [, ...args] = containerOf(props).command;
    this.process = spawn(located(shell[0])!, [...shell.slice(1), ...args], {
      env: { PATH: process.env.PATH!, CNI_BIN_DIR: this.binDir, SOCKET: this.socket },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout!.on('data', (data) => { this.output += data; });
    this.process.stderr!.on('data', (data) => { this.output += data; });
    return this;
  }

  public async until(done: () => boolean): Promise<void> {
    const end = Date.now() + 15_000;
    while (!done()) {
      if (Date.now() > end) {
        this.process!.kill('SIGKILL');
        throw new Error(`waited in vain; the container said: ${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Sends the signal, and says how the process ended and after how many milliseconds. */
  public async end(signal: NodeJS.Signals): Promise<{ readonly how: unknown; readonly milliseconds: number }> {
    const begin = Date.now();
    const ended = new Promise((resolve) => this.process!.on('exit', (code, by) => resolve(code ?? by)));
    this.process!.kill(signal);
    return { how: await ended, milliseconds: Date.now() - begin };
  }

  /** What the plugin says that asks the daemon about a pod which has no such interface. */
  public ask(): string {
    return spawnSync(REAL, {
      env: { CNI_COMMAND: 'ADD', CNI_CONTAINERID: 'pod', CNI_NETNS: `/proc/${process.pid}/ns/net`, CNI_IFNAME: 'net1', CNI_PATH: this.binDir },
      input: JSON.stringify({ cniVersion: '0.3.1', name: 'storage', type: 'macvlan', ipam: { type: 'dhcp', daemonSocketPath: this.socket } }),
    }).stdout.toString();
  }
}

test('the kubelet leaves the script as it is', () => {
  const container = containerOf();
  expect(expandedByKubelet(container.command[2], environment(container))).toBe(container.command[2]);
});

describe('while there is no plugin', () => {
  test('the container waits, says so once, and ends at once when it is told to', () => inEveryShell(async (shell) => {
    const node = new Running().start(shell);
    await node.until(() => node.output.endsWith('\n'));
    expect(await node.end('SIGTERM')).toEqual({ how: 0, milliseconds: expect.any(Number) });
    expect(node.output).toBe(lines(`waiting for the plugin ${node.binDir}/dhcp: something else installs it`));
  }));

  test('a directory or a file that nobody may run is not taken for one', () => inEveryShell(async (shell) => {
    const directory = new Running();
    mkdirSync(directory.plugin);
    const file = new Running();
    writeFileSync(file.plugin, '', { mode: 0o644 });
    for (const node of [directory, file]) {
      node.start(shell);
      await node.until(() => node.output.startsWith('waiting'));
      await node.end('SIGTERM');
    }
  }), 30_000);

  test('the daemon starts when the plugin comes, with the flags, in the place of the shell', () => inEveryShell(async (shell) => {
    const node = new Running().start(shell, { broadcast: true, timeoutSeconds: 15 });
    await node.until(() => node.output.startsWith('waiting'));
    writeFileSync(node.plugin, '#!/bin/sh\necho "$$ $*"\nexec sleep 60\n', { mode: 0o755 });
    await node.until(() => node.output.includes('daemon '));
    const pid = /^(\d+) daemon -socketpath (\S+) -broadcast=true -timeout=15s$/m.exec(node.output);
    expect([Number(pid?.[1]), pid?.[2]]).toEqual([(node as any).process.pid, node.socket]);
    expect((await node.end('SIGTERM')).how).toBe('SIGTERM');
  }), 30_000);
});

describe('the real daemon', () => {
  withRealPlugin('answers the plugin, and ends at once when it is told to', () => inEveryShell(async (shell) => {
    const node = new Running();
    copyFileSync(REAL, node.plugin);
    node.start(shell, { broadcast: true, timeoutSeconds: 15, resendMaxSeconds: 30 });
    await node.until(() => existsSync(node.socket));
    expect(JSON.parse(node.ask())).toMatchObject({ msg: 'error calling DHCP.Allocate: error looking up "net1": Link not found' });
    const { milliseconds } = await node.end('SIGTERM');
    expect(milliseconds).toBeLessThan(5000); // a pod has ten seconds
  }), 30_000);

  withRealPlugin('starts again after one that was killed and left its socket', () => inEveryShell(async (shell) => {
    const node = new Running();
    symlinkSync(REAL, node.plugin);
    node.start(shell);
    await node.until(() => existsSync(node.socket));
    expect((await node.end('SIGKILL')).how).toBe('SIGKILL');
    expect([existsSync(node.socket), JSON.parse(node.ask()).msg]).toEqual([true, expect.stringContaining('error dialing DHCP daemon')]);
    node.output = '';
    node.start(shell);
    await node.until(() => JSON.parse(node.ask()).msg.startsWith('error calling DHCP.Allocate'));
    await node.end('SIGTERM');
  }), 30_000);

  withRealPlugin('by itself does not start where a socket is left: the script is what removes it', async () => {
    const socket = join(newDirectory(), 'dhcp.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const run = spawnSync(REAL, ['daemon', '-socketpath', socket], { timeout: 5000 });
    server.close();
    expect([run.status, run.stderr.toString()]).toEqual([1, expect.stringContaining('address already in use')]);
  });

  // What the mounts and capabilities of the pod are for: a namespace made after the daemon started is seen, and entered.
  const asRoot = existsSync(REAL) && process.getuid?.() === 0 && located('setpriv') && located('unshare')
    && spawnSync('unshare', ['-m', '-n', 'true']).status === 0 ? test : test.skip;
  asRoot('enters a network namespace that is made after its start, with HostToContainer and three capabilities', () => {
    const directory = newDirectory();
    symlinkSync(REAL, join(directory, 'dhcp'));
    const [, , script] = containerOf().command;
    const conf = JSON.stringify({ cniVersion: '0.3.1', name: 'storage', type: 'macvlan', ipam: { type: 'dhcp' } });
    // The outer namespace is the node, the inner one the container.
    const run = spawnSync('unshare', ['-m', '-n', 'sh', '-c', `
      mount -t tmpfs none /run && mount --make-shared /run && mkdir -p /run/netns /run/cni
      CNI_BIN_DIR=${directory} SOCKET=/run/cni/dhcp.sock unshare -m --propagation slave \
        setpriv --bounding-set=-all,+net_admin,+net_raw,+sys_admin sh -c "$SCRIPT" >/dev/null 2>&1 &
      until [ -S /run/cni/dhcp.sock ]; do sleep 0.1; done
      touch /run/netns/pod && unshare --net=/run/netns/pod true
      echo '${conf}' | CNI_COMMAND=ADD CNI_CONTAINERID=pod CNI_NETNS=/var/run/netns/pod CNI_IFNAME=net1 CNI_PATH=${directory} ${REAL}
      kill $!`], { env: { PATH: process.env.PATH, SCRIPT: script }, timeout: 20_000 });
    expect(JSON.parse(run.stdout.toString())).toEqual({ code: 999, msg: 'error calling DHCP.Allocate: error looking up "net1": Link not found' });
  });
});

test('there is more than one shell to try', () => {
  expect(SHELLS.length).toBeGreaterThan(1);
});
