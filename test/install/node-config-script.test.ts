import { ChildProcess, spawn } from 'child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join } from 'path';
import { Testing } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../lib';
import { SHELLS, environment, expandedByKubelet, located } from './support/shells';
import { newDirectory } from './support/test-node';

const CHART = Testing.chart();
new IpvlanNetwork(new Chart(CHART, 'networks'), 'storage', {
  name: 'storage', master: 'eth1', ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: '192.168.1.0/24' }) }),
});
const [CONTAINER] = Testing.synth(CHART.node.findChild('networks') as Chart).find(({ kind }) => kind === 'DaemonSet').spec.template.spec.containers;

/** A node, with the ConfigMap as it is mounted there. */
class Node {
  public readonly confDir = join(newDirectory(), 'multus', 'net.d');
  private readonly configs = newDirectory();

  public configure(name: string, text: string | undefined): void {
    const file = join(this.configs, name);
    if (text === undefined) {
      rmSync(file);
    } else {
      writeFileSync(file, text);
    }
  }

  public files(): Record<string, string> {
    return existsSync(this.confDir)
      ? Object.fromEntries(readdirSync(this.confDir).sort().map((file) => [file, readFileSync(join(this.confDir, file), 'utf8')]))
      : {};
  }

  public start(shell: string[], podUid: string): Pod {
    const env = { ...environment(CONTAINER), PATH: process.env.PATH!, CONFIGS: this.configs, CONF_DIR: this.confDir, NODE_NAME: 'worker-1', POD_UID: podUid, INTERVAL_SECONDS: '0.1' };
    return new Pod(spawn(located(shell[0])!, [...shell.slice(1), ...CONTAINER.command.slice(1)], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }
}

class Pod {
  public output = '';
  private readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    [child.stdout!, child.stderr!].forEach((stream) => stream.on('data', (data) => { this.output += data; }));
    this.ended = new Promise((resolve) => child.on('close', resolve));
  }

  /** What the kubelet sends. */
  public stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

async function eventually(check: () => void): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      return check();
    } catch (error) {
      if (tries === 0) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const written = (text: string, owner = 'a') => ({ '.storage.owner': `${owner}\n`, 'storage.conflist': text });

/** A node in the middle of an update: the next pod has the file already. */
async function inUpdate(shell: string[]): Promise<{ readonly node: Node; readonly last: Pod; readonly next: Pod }> {
  const node = new Node();
  node.configure('worker-1', 'text');
  const last = node.start(shell, 'a');
  await eventually(() => expect(node.files()).toEqual(written('text')));
  const next = node.start(shell, 'b');
  await eventually(() => expect(last.output).toContain('another pod keeps the file now\n'));
  return { node, last, next };
}

test('the kubelet leaves the script as it is', () => {
  expect(expandedByKubelet(CONTAINER.command[2], environment(CONTAINER))).toBe(CONTAINER.command[2]);
});

describe.each(SHELLS.map((shell) => [shell.join(' '), shell]))('under %s', (_, shell) => {
  test('a node gets its own configuration, and follows when it changes, goes and comes back', async () => {
    const node = new Node();
    node.configure('worker-1', '{"name":"storage"}');
    node.configure('worker-2', '{"name":"other"}');
    const pod = node.start(shell, 'a');
    await eventually(() => expect(node.files()).toEqual(written('{"name":"storage"}')));
    node.configure('worker-1', '{"name":"storage","changed":true}');
    await eventually(() => expect(node.files()).toEqual(written('{"name":"storage","changed":true}')));
    node.configure('worker-1', undefined);
    await eventually(() => expect(node.files()).toEqual({ '.storage.owner': 'a\n' }));
    node.configure('worker-1', 'again');
    await eventually(() => expect(node.files()).toEqual(written('again')));
    rmSync(node.confDir, { recursive: true });
    await pod.stop('SIGKILL');
    expect(pod.output).toContain(`removed ${node.confDir}/storage.conflist: there is no configuration for the node worker-1\n`);
  });

  test('a node whose name is not that of its machine gets the configuration of the machine', async () => {
    const node = new Node();
    node.configure(hostname().toLowerCase(), 'of the machine');
    const pod = node.start(shell, 'a');
    await eventually(() => expect(node.files()).toEqual(written('of the machine')));
    node.configure('worker-1', 'of the node');
    await eventually(() => expect(node.files()).toEqual(written('of the node')));
    expect(await pod.stop()).toBe(0);
  });

  test('a file that somebody else changes or removes is put right', async () => {
    const node = new Node();
    node.configure('worker-1', 'right');
    const pod = node.start(shell, 'a');
    await eventually(() => expect(node.files()).toEqual(written('right')));
    writeFileSync(join(node.confDir, 'storage.conflist'), 'wrong');
    await eventually(() => expect(node.files()).toEqual(written('right')));
    rmSync(join(node.confDir, '.storage.owner'));
    await eventually(() => expect(node.files()).toEqual(written('right')));
    rmSync(join(node.confDir, 'storage.conflist'));
    await eventually(() => expect(node.files()).toEqual(written('right')));
    expect(await pod.stop()).toBe(0);
  });

  test('when the pod is deleted the file goes, at once, and nothing of other networks', async () => {
    const node = new Node();
    node.configure('worker-1', 'text');
    const pod = node.start(shell, 'a');
    await eventually(() => expect(node.files()).toEqual(written('text')));
    writeFileSync(join(node.confDir, 'backup.conflist'), 'other');
    expect(await pod.stop()).toBe(0);
    expect(node.files()).toEqual({ 'backup.conflist': 'other' });
    expect(pod.output).toContain(`removed ${node.confDir}/storage.conflist: the network is gone, or no longer on this node\n`);
  });

  test('an update leaves the file in place: the next pod takes it over before the last one ends', async () => {
    const { node, last, next } = await inUpdate(shell);
    expect(await last.stop()).toBe(0);
    expect(node.files()).toEqual(written('text', 'b'));
    expect(await next.stop()).toBe(0);
    expect(node.files()).toEqual({});
  });

  test('after a crash of the node the next pod goes on', async () => {
    const node = new Node();
    node.configure('worker-1', 'old');
    const pod = node.start(shell, 'a');
    await eventually(() => expect(node.files()).toEqual(written('old')));
    await pod.stop('SIGKILL');
    expect(node.files()).toEqual(written('old'));
    node.configure('worker-1', 'new');
    const next = node.start(shell, 'b');
    await eventually(() => expect(node.files()).toEqual(written('new', 'a\nb')));
    expect(await next.stop()).toBe(0);
    expect(node.files()).not.toHaveProperty(['storage.conflist']);
  });

  test('a container that starts again does not take the file from the next pod', async () => {
    const { node, last, next } = await inUpdate(shell);
    await last.stop('SIGKILL');
    const again = node.start(shell, 'a');
    await eventually(() => expect(again.output).toBe('another pod keeps the file now\n'));
    expect(node.files()).toEqual(written('text', 'a\nb'));
    expect(await again.stop()).toBe(0);
    expect(node.files()).toEqual(written('text', 'b'));
    writeFileSync(join(node.confDir, 'storage.conflist'), 'wrong');
    await eventually(() => expect(node.files()).toEqual(written('text', 'b')));
    expect(await next.stop()).toBe(0);
    expect(node.files()).toEqual({});
  });

  test('when an update is taken back, the pod from before keeps the file again', async () => {
    const { node, last, next } = await inUpdate(shell);
    expect(await next.stop()).toBe(0);
    await eventually(() => expect(node.files()).toEqual(written('text')));
    expect(await last.stop()).toBe(0);
    expect(node.files()).toEqual({});
  });

  test('a pod that runs the script of before the list of pods gives way, and takes nothing along', async () => {
    const node = new Node();
    node.configure('worker-1', 'text');
    const next = node.start(shell, 'b');
    await eventually(() => expect(node.files()).toEqual(written('text', 'b')));
    // what that script wrote when it started, and what it does when it ends: nothing where the file does not say its own name
    writeFileSync(join(node.confDir, '.storage.owner'), 'a\n');
    await eventually(() => expect(node.files()).toEqual(written('text', 'a\nb')));
    expect(await next.stop()).toBe(0);
  });
});
