import { Run, SHELLS, environment, expandedByKubelet, inEveryShell, lines, located, runIn } from './support/shells';
import { newDirectory, programs } from './support/test-node';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'fs';
import { Testing } from 'cdk8s';
import { WhereaboutsInstall } from '../../lib/install/whereabouts-install';
import { delimiter, join } from 'path';
import { parse } from 'yaml';
import { spawn } from 'child_process';

function podSpec(): any {
  const chart = Testing.chart();
  new WhereaboutsInstall(chart, 'whereabouts');
  return Testing.synth(chart).find(({ kind }: any) => kind === 'DaemonSet').spec.template.spec;
}

const [INSTALL] = podSpec().initContainers;
const REFRESH = podSpec().containers[1];

/** A node, and what a pod finds in its folders. */
class Node {
  public readonly binDir = newDirectory();
  public readonly confDir = newDirectory();
  public readonly tokenDir = newDirectory();
  public readonly env: Record<string, string>;
  private readonly plugin = join(newDirectory(), 'whereabouts');
  private readonly conf = join(newDirectory(), 'whereabouts.conf');

  constructor() {
    this.put(this.tokenDir, 'token', 'first');
    this.put(this.tokenDir, 'ca.crt', 'an authority\n'.repeat(20));
    this.release('whereabouts 0.9.4');
    this.configure('{}');
    this.env = {
      CNI_BIN_DIR: this.binDir, CONF_DIR: this.confDir, TOKEN_DIR: this.tokenDir, PLUGIN: this.plugin, CONF: this.conf,
      NODENAME: 'worker-1', POD_UID: 'a', WHEREABOUTS_NAMESPACE: 'kube-system', KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443',
    };
  }

  public put(directory: string, name: string, text: string): void {
    writeFileSync(join(directory, name), text);
  }

  public release(text: string): void {
    writeFileSync(this.plugin, text);
  }

  public configure(text: string): void {
    writeFileSync(this.conf, text);
  }

  public install(shell: string[], more: { env?: Record<string, string>; path?: string } = {}): Promise<Run> {
    const PATH = [more.path, process.env.PATH].filter(Boolean).join(delimiter);
    return runIn(shell, INSTALL.command, { ...this.env, PATH, ...more.env });
  }

  public files(directory: string): Record<string, string> {
    return Object.fromEntries(readdirSync(directory).sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
  }

  public kubeconfig(): any {
    return parse(readFileSync(join(this.confDir, 'whereabouts.kubeconfig'), 'utf8'));
  }
}

/** The shells that find a program by its path. busybox takes its own. */
const WITH_OWN_PROGRAMS = SHELLS.filter(([program]) => program !== 'busybox');

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

test('the kubelet leaves the script as it is', () => {
  expect(expandedByKubelet(INSTALL.command[2], environment(INSTALL))).toBe(INSTALL.command[2]);
  expect(REFRESH.command).toEqual(INSTALL.command);
});

describe('a node', () => {
  test('gets the plugin, its configuration, its name and a kubeconfig, which only root reads', () => inEveryShell(async (shell) => {
    const node = new Node();
    expect(await node.install(shell)).toEqual({
      status: 0,
      stdout: lines('wrote whereabouts.kubeconfig', 'wrote nodename', 'wrote whereabouts.conf', 'installed the plugin', `done: whereabouts is in ${node.binDir}`),
      stderr: '',
    });
    expect(node.files(node.binDir)).toEqual({ whereabouts: 'whereabouts 0.9.4' });
    expect(mode(join(node.binDir, 'whereabouts'))).toBe('755');
    expect(Object.keys(node.files(node.confDir)).map((name) => [name, mode(join(node.confDir, name))])).toEqual([
      ['nodename', '600'], ['whereabouts.conf', '600'], ['whereabouts.kubeconfig', '600'],
    ]);
    expect(node.files(node.confDir)).toMatchObject({ 'nodename': 'worker-1\n', 'whereabouts.conf': '{}\n' });
    expect(node.kubeconfig()).toEqual({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{
        name: 'local',
        cluster: { 'server': 'https://10.96.0.1:443', 'certificate-authority-data': Buffer.from('an authority\n'.repeat(20)).toString('base64') },
      }],
      'users': [{ name: 'whereabouts', user: { token: 'first' } }],
      'contexts': [{ name: 'whereabouts', context: { cluster: 'local', user: 'whereabouts', namespace: 'kube-system' } }],
      'current-context': 'whereabouts',
    });
  }));

  test('that has all of it keeps every file', () => inEveryShell(async (shell) => {
    const node = new Node();
    await node.install(shell);
    const paths = [node.binDir, node.confDir].flatMap((directory) => readdirSync(directory).map((name) => join(directory, name)));
    paths.forEach((path) => utimesSync(path, 1, 1));
    expect(await node.install(shell)).toEqual({ status: 0, stdout: lines('left the plugin as it is', `done: whereabouts is in ${node.binDir}`), stderr: '' });
    expect(paths.map((path) => statSync(path).mtimeMs)).toEqual(paths.map(() => 1000));
  }));

  test('with another release gets this one by a move, so that a plugin that runs goes on', () => inEveryShell(async (shell) => {
    const node = new Node();
    await node.install(shell);
    const before = statSync(join(node.binDir, 'whereabouts')).ino;
    node.release('whereabouts 0.9.5');
    // of a pod that was killed
    writeFileSync(join(node.binDir, '.cdk8s-multus-new-b.whereabouts'), 'half');
    expect((await node.install(shell)).stdout).toBe(lines('installed the plugin', `done: whereabouts is in ${node.binDir}`));
    expect(node.files(node.binDir)).toEqual({ whereabouts: 'whereabouts 0.9.5' });
    expect(statSync(join(node.binDir, 'whereabouts')).ino).not.toBe(before);
  }));

  test('reaches an API server with an IPv6 address', () => inEveryShell(async (shell) => {
    const node = new Node();
    await node.install(shell, { env: { KUBERNETES_SERVICE_HOST: 'fd00::1' } });
    expect(node.kubeconfig().clusters[0].cluster.server).toBe('https://[fd00::1]:443');
  }));
});

describe('what fails changes nothing that is there', () => {
  test.each(['token', 'ca.crt'])('fails without a %s', (name) => inEveryShell(async (shell) => {
    const node = new Node();
    await node.install(shell);
    const before = node.files(node.confDir);
    node.put(node.tokenDir, name, '');
    expect(await node.install(shell)).toEqual({
      status: 1,
      stdout: '',
      stderr: lines(`${node.tokenDir}/${name} is missing or empty`, `error: cannot write the configuration to ${node.confDir}; the files there are whole, old or new`),
    });
    expect(node.files(node.confDir)).toEqual(before);
  }));

  test('fails where the image has no plugin', () => inEveryShell(async (shell) => {
    const node = new Node();
    rmSync(node.env.PLUGIN);
    const run = await node.install(shell);
    expect([run.status, run.stderr.split('\n').at(-2)]).toEqual([1, `error: this image has no plugin ${node.env.PLUGIN}; the plugin on the node is as it was`]);
  }));

  test('fails where the disk is full, with the old plugin whole and no half copy beside it', () => Promise.all(WITH_OWN_PROGRAMS.map(async (shell) => {
    const node = new Node();
    await node.install(shell);
    node.release('whereabouts 0.9.5');
    const path = programs({ cp: 'echo half >"$2"; echo "No space left on device" >&2; exit 1' });
    const run = await node.install(shell, { path });
    expect([run.status, run.stderr.split('\n').at(-2)]).toEqual([1, `error: cannot write ${node.binDir}/whereabouts; the plugin on the node is as it was`]);
    expect(node.files(node.binDir)).toEqual({ whereabouts: 'whereabouts 0.9.4' });
  })));

  test('fails where a directory has the name of the plugin', () => inEveryShell(async (shell) => {
    const node = new Node();
    mkdirSync(join(node.binDir, 'whereabouts'));
    const run = await node.install(shell);
    expect([run.status, run.stderr]).toEqual([1, lines(`error: ${node.binDir}/whereabouts is a directory`)]);
  }));
});

describe('the container that keeps the kubeconfig current', () => {
  test('writes a new token and a changed configuration, waits out a missing one, leaves the plugin alone, and ends at once', () => inEveryShell(async (shell) => {
    const node = new Node();
    const { PLUGIN, CNI_BIN_DIR, ...env } = node.env;
    expect([environment(REFRESH).PLUGIN, environment(REFRESH).CNI_BIN_DIR]).toEqual([undefined, undefined]);
    expect([PLUGIN, CNI_BIN_DIR].every((path) => existsSync(path) || path === CNI_BIN_DIR)).toBe(true);
    const child = spawn(located(shell[0])!, [...shell.slice(1), '-c', REFRESH.command[2]], {
      env: { ...env, PATH: process.env.PATH!, WATCH_SECONDS: '0.1' }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    const until = async (done: () => boolean) => {
      const end = Date.now() + 15_000;
      while (!done()) {
        if (Date.now() > end) {
          child.kill('SIGKILL');
          throw new Error('waited in vain');
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const token = () => (existsSync(join(node.confDir, 'whereabouts.conf')) ? node.kubeconfig().users[0].user.token : undefined);
    await until(() => token() === 'first');
    node.put(node.tokenDir, 'new', 'second');
    renameSync(join(node.tokenDir, 'new'), join(node.tokenDir, 'token'));
    await until(() => token() === 'second');
    let complaints = '';
    child.stderr.on('data', (data) => { complaints += data; });
    rmSync(join(node.tokenDir, 'token'));
    await until(() => complaints.includes(`error: cannot write the configuration to ${node.confDir}; trying again in 0.1 s\n`));
    expect(token()).toBe('second');
    node.put(node.tokenDir, 'token', 'third');
    await until(() => token() === 'third');
    node.configure('{"log_level":"debug"}');
    await until(() => node.files(node.confDir)['whereabouts.conf'] === '{"log_level":"debug"}\n');
    expect(node.files(node.binDir)).toEqual({});
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }), 30_000);
});
