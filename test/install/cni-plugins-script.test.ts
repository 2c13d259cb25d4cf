import { ReleaseServer, cut, missing, silent, slow, whole } from './support/release-server';
import { Run, environment, expandedByKubelet, inEveryShell, lines, located } from './support/shells';
import { TestNode, archiveOf, initContainer, newDirectory, only, sha256 } from './support/test-node';
import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { CniPluginsSource } from '../../lib/install/cni-plugins-source';
import { execFileSync, spawn } from 'child_process';

const PLUGINS = { 'bridge': 'not wanted', 'host-local': 'host-local 1.9.1', 'ipvlan': `ipvlan 1.9.1 ${'x'.repeat(100000)}` };
const ARCHIVE = archiveOf(PLUGINS);
const SUM = sha256(ARCHIVE);
const RECORD = `archive ${SUM}\n${sha256(PLUGINS['host-local'])}  host-local\n${sha256(PLUGINS.ipvlan)}  ipvlan\n`;
const INSTALLED = { '.cdk8s-multus-plugins': RECORD, 'host-local': PLUGINS['host-local'], 'ipvlan': PLUGINS.ipvlan };
const FILE = '/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz';
/** What the script uses, apart from what downloads. */
const TOOLS = ['chmod', 'cp', 'grep', 'gzip', 'mkdir', 'mv', 'rm', 'sha256sum', 'sh', 'tar'];

const server = new ReleaseServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

type Answer = Parameters<ReleaseServer['mirror']>[0];

function setup(answer: Answer = whole(ARCHIVE), plugins = ['host-local', 'ipvlan']) {
  const { baseUrl, requests } = server.mirror(answer);
  const container = initContainer({ source: CniPluginsSource.release({ baseUrl, sha256: { amd64: SUM } }), plugins });
  return { node: new TestNode(), url: `${baseUrl}${FILE}`, requests, container };
}

/** The line with which the script ends. What programs say before it is theirs. */
function lastError(run: Run): string {
  return run.stderr.trimEnd().split('\n').pop() ?? '';
}

test('the kubelet leaves the script as it is', () => {
  const { container } = setup();
  expect(expandedByKubelet(container.command[2], environment(container))).toBe(container.command[2]);
});

describe('a node', () => {
  test('gets the wanted plugins of the release and nothing else', () => inEveryShell(async (shell) => {
    const { node, container, requests } = setup();
    expect(await node.run(container, { shell })).toEqual({
      status: 0,
      stdout: lines('installed host-local', 'installed ipvlan', `done: ${node.binDir} has the plugins of release v1.9.1 for amd64`),
      stderr: '',
    });
    expect(node.files()).toEqual(INSTALLED);
    expect([node.mode('host-local'), node.mode('ipvlan'), node.mode('.cdk8s-multus-plugins')]).toEqual(['755', '755', '644']);
    expect(requests).toEqual([FILE]);
    expect(existsSync(node.workDir)).toBe(false);
  }));

  test('that has them downloads nothing', () => inEveryShell(async (shell) => {
    const { node, container, requests } = setup();
    await node.run(container, { shell });
    node.age();
    expect(await node.run(container, { shell })).toEqual({
      status: 0, stdout: `found the plugins of release v1.9.1 for amd64 in ${node.binDir}: nothing to do\n`, stderr: '',
    });
    expect([requests.length, node.changed()]).toEqual([1, []]);
  }));

  test('with a changed plugin gets that one again', () => inEveryShell(async (shell) => {
    const { node, container } = setup();
    await node.run(container, { shell });
    node.put('ipvlan', 'changed');
    node.age();
    expect((await node.run(container, { shell })).stdout).toBe(
      lines('left host-local as it is', 'replaced ipvlan', `done: ${node.binDir} has the plugins of release v1.9.1 for amd64`),
    );
    expect(node.files()).toEqual(INSTALLED);
    expect(node.changed()).toEqual(['.cdk8s-multus-plugins', 'ipvlan']);
  }));

  test('that wants another plugin gets that one besides', async () => {
    const { node, container } = setup();
    await node.run(container);
    node.age();
    await node.run(container, { env: { PLUGINS: 'bridge ipvlan' } });
    expect(node.changed()).toEqual(['.cdk8s-multus-plugins', 'bridge']);
  });

  test('whose plugin was not executable can run it again', async () => {
    const { node, container } = setup();
    await node.run(container);
    node.put('ipvlan', PLUGINS.ipvlan, 0o644);
    node.age();
    expect((await node.run(container)).stdout).toContain('made ipvlan executable\n');
    expect([node.mode('ipvlan'), node.changed()]).toEqual(['755', ['.cdk8s-multus-plugins', 'ipvlan']]);
  });

  test('with the plugins of another installer keeps those that are equal', async () => {
    const { node, container } = setup();
    node.put('host-local', PLUGINS['host-local']);
    node.put('ipvlan', 'ipvlan 1.2.0');
    node.put('loopback', 'loopback 1.2.0');
    node.age();
    await node.run(container);
    expect(node.files()).toEqual({ ...INSTALLED, loopback: 'loopback 1.2.0' });
    expect(node.changed()).toEqual(['.cdk8s-multus-plugins', 'ipvlan']);
  });

  test('goes on with a plugin that runs while it is replaced', async () => {
    const { node, container } = setup();
    copyFileSync(located('sleep')!, node.file('ipvlan'));
    const running = spawn(node.file('ipvlan'), ['60']);
    await new Promise((resolve) => { running.on('spawn', resolve); });
    try {
      expect((await node.run(container)).status).toBe(0);
      expect([node.files().ipvlan, running.exitCode]).toEqual([PLUGINS.ipvlan, null]);
    } finally {
      running.kill();
    }
  });

  test('gets a file where a plugin was a link, and keeps what the link led to', async () => {
    const { node, container } = setup();
    node.put('cni', 'all in one');
    symlinkSync('cni', node.file('ipvlan'));
    await node.run(container);
    expect([node.files().cni, node.files().ipvlan, lstatSync(node.file('ipvlan')).isSymbolicLink()]).toEqual(['all in one', PLUGINS.ipvlan, false]);
  });

  test('loses what an interrupted run left', async () => {
    const { node, container } = setup();
    node.put('.cdk8s-multus-new.tap', 'half');
    mkdirSync(node.workDir);
    writeFileSync(`${node.workDir}/archive`, 'half');
    await node.run(container);
    expect([node.files(), existsSync(node.workDir)]).toEqual([INSTALLED, false]);
  });

  test('with two installations has both, and each finds its own again', () => inEveryShell(async (shell) => {
    const other = { 'host-local': 'host-local 1.2.0', 'tap': 'tap 1.2.0' };
    const archive = archiveOf(other);
    const { node, container, requests } = setup();
    const { baseUrl, requests: otherRequests } = server.mirror(whole(archive));
    const second = initContainer({ name: 'more-plugins', source: CniPluginsSource.release({ baseUrl, sha256: { amd64: sha256(archive) } }), plugins: ['tap'] });
    // of the other, which may be at work
    node.put('.cdk8s-multus-new-more-plugins.tap', 'half');
    await node.run(container, { shell });
    expect(node.files()).toEqual({ ...INSTALLED, '.cdk8s-multus-new-more-plugins.tap': 'half' });
    node.put('.cdk8s-multus-new.ipvlan', 'half');
    await node.run(second, { shell });
    expect(node.files()).toEqual({
      ...INSTALLED, '.cdk8s-multus-new.ipvlan': 'half', 'tap': 'tap 1.2.0',
      '.cdk8s-multus-plugins-more-plugins': `archive ${sha256(archive)}\n${sha256('tap 1.2.0')}  tap\n`,
    });
    const again = [await node.run(container, { shell }), await node.run(second, { shell })];
    expect(again.map(({ stdout }) => stdout.includes(': nothing to do'))).toEqual([true, true]);
    expect([requests.length, otherRequests.length]).toEqual([1, 1]);
  }));

  test('whose folder is read-only is left alone where it has the plugins, and each start says why it downloads', async () => {
    const { node, container, requests } = setup();
    await node.run(container);
    rmSync(node.file('.cdk8s-multus-plugins'));
    const run = await node.runWithoutWriting(container);
    expect(run).toEqual({
      status: 0,
      stdout: lines('left host-local as it is', 'left ipvlan as it is', `found ${node.binDir} read-only, so that the next start downloads again; it has the plugins already`,
        `done: ${node.binDir} has the plugins of release v1.9.1 for amd64`),
      stderr: '',
    });
    rmSync(node.file('ipvlan'));
    expect(lastError(await node.runWithoutWriting(container))).toBe(`error: cannot write ${node.binDir}/ipvlan; what was there is as it was`);
    expect([node.files(), requests.length]).toEqual([{ 'host-local': PLUGINS['host-local'] }, 3]);
  });

  test.each([['curl'], ['wget']])('needs nothing but a few common programs, and %s', async (downloads) => {
    const { node, container } = setup();
    expect((await node.run(container, { wholePath: only([...TOOLS, downloads]) })).stderr).toBe('');
    expect(node.files()).toEqual(INSTALLED);
  });

  (located('busybox') ? test : test.skip)('can be one with the programs of busybox', async () => {
    const { node, container } = setup();
    const path = newDirectory();
    TOOLS.forEach((tool) => symlinkSync(located('busybox')!, `${path}/${tool}`));
    symlinkSync(located('curl')!, `${path}/curl`);
    const run = () => node.run(container, { shell: ['busybox', 'sh'], wholePath: path });
    expect([(await run()).stderr, node.files()]).toEqual(['', INSTALLED]);
    node.put('ipvlan', 'changed');
    expect([(await run()).stderr, node.files()]).toEqual(['', INSTALLED]);
    expect((await run()).stdout).toBe(`found the plugins of release v1.9.1 for amd64 in ${node.binDir}: nothing to do\n`);
  });

  test('of another architecture gets the archive for it', async () => {
    const { baseUrl, requests } = server.mirror(whole(ARCHIVE));
    const container = initContainer({ source: CniPluginsSource.release({ baseUrl, sha256: { amd64: '0'.repeat(64), arm64: SUM } }), plugins: ['ipvlan'] });
    const node = new TestNode();
    node.machine = 'aarch64';
    expect((await node.run(container)).status).toBe(0);
    expect(requests).toEqual(['/v1.9.1/cni-plugins-linux-arm64-v1.9.1.tgz']);
  });
});

describe('a mirror', () => {
  test.each([['curl'], ['wget']])('may cut a download, which %s then begins again', async (downloads) => {
    const { node, container, requests, url } = setup((response, attempt) => (attempt === 1 ? cut : whole)(ARCHIVE)(response, attempt));
    const run = await node.run(container, { wholePath: only([...TOOLS, downloads]) });
    expect([run.status, run.stdout.split('\n')[0], requests.length]).toEqual([0, `attempt 1 to download ${url} failed`, 2]);
    expect(node.files()).toEqual(INSTALLED);
  });

  test('may be slow', async () => {
    const { node, container, requests } = setup(slow(ARCHIVE, 5, 400));
    expect((await node.run(container, { env: { TIMEOUT_SECONDS: '1' } })).status).toBe(0);
    expect([node.files(), requests.length]).toEqual([INSTALLED, 1]);
  });
});

describe('fails, changes nothing and says so', () => {
  const before = { 'host-local': 'old', 'ipvlan': 'old' };

  async function unchanged(answer: Answer, options: Parameters<TestNode['run']>[1] = {}, plugins?: string[]) {
    const { node, container, url, requests } = setup(answer, plugins);
    Object.entries(before).forEach(([name, content]) => node.put(name, content));
    node.age();
    const run = await node.run(container, options);
    expect([run.status, node.files(), node.changed(), existsSync(node.workDir)]).toEqual([1, before, [], false]);
    return { run, url, requests };
  }

  test('when the checksum is wrong', () => inEveryShell(async (shell) => {
    const other = archiveOf({ ...PLUGINS, ipvlan: 'evil' });
    const { run, url, requests } = await unchanged(whole(other), { shell });
    expect(run).toEqual({ status: 1, stdout: '', stderr: `error: wrong SHA-256 of ${url}: expected ${SUM}, got ${sha256(other)}; nothing was changed\n` });
    expect(requests.length).toBe(1);
  }));

  test.each<[string, string, Answer]>([
    ['the connection is always cut', 'curl', cut(ARCHIVE)],
    ['the connection is always cut', 'wget', cut(ARCHIVE)],
    ['there is no such release', 'curl', missing()],
    ['there is no such release', 'wget', missing()],
  ])('when %s: %s', async (_what, downloads, answer) => {
    const { run, url, requests } = await unchanged(answer, { wholePath: only([...TOOLS, downloads]), env: { TIMEOUT_SECONDS: '1' } });
    expect(run.stdout).toBe(lines(...[1, 2, 3, 4].map((attempt) => `attempt ${attempt} to download ${url} failed`)));
    expect(lastError(run)).toBe(`error: cannot download ${url} in 5 attempts; nothing was changed`);
    expect(requests.length).toBe(5);
  });

  test('when the mirror says nothing', () => Promise.all(['curl', 'wget'].map(async (downloads) => {
    const { run, url, requests } = await unchanged(silent(), { wholePath: only([...TOOLS, downloads]), env: { TIMEOUT_SECONDS: '1' } });
    expect([lastError(run), requests.length]).toEqual([`error: cannot download ${url} in 5 attempts; nothing was changed`, 5]);
  })), 20000);

  test('when the archive lacks a plugin', async () => {
    const { run, url } = await unchanged(whole(ARCHIVE), {}, ['host-local', 'vrf']);
    expect(run).toEqual({ status: 1, stdout: '', stderr: `error: the archive ${url} has no plugin vrf; nothing was changed\n` });
  });

  test('when the archive is not one, although its checksum is right', async () => {
    const { run, url } = await unchanged(whole(Buffer.from('text')), { env: { SHA256: `amd64=${sha256('text')}` } });
    expect(lastError(run)).toBe(`error: cannot read the archive ${url}; nothing was changed`);
  });

  test('when there is no room to unpack', async () => {
    const { container } = setup();
    container.command[2] = `ulimit -f 16\n${container.command[2]}`;
    const big = archiveOf({ 'host-local': 'x', 'ipvlan': 'x'.repeat(1000000) });
    const { baseUrl } = server.mirror(whole(big));
    const node = new TestNode();
    const run = await node.run(container, { env: { BASE_URL: baseUrl, SHA256: `amd64=${sha256(big)}` } });
    expect([run.status, lastError(run), node.files()]).toEqual([1, `error: cannot unpack ${baseUrl}${FILE} into ${node.workDir}/plugins; nothing was changed`, {}]);
  });

  test('when the image can download nothing', async () => {
    const { run } = await unchanged(whole(ARCHIVE), { wholePath: only(TOOLS) });
    expect(run).toEqual({ status: 1, stdout: '', stderr: 'error: the image has neither curl nor wget\n' });
  });

  test.each([
    ['i686', 'i686'], ['x86_64', 'amd64'], ['aarch64', 'arm64'], ['armv7l', 'arm'], ['ppc64le', 'ppc64le'], ['s390x', 's390x'], ['riscv64', 'riscv64'], ['mips64', 'mips64le'],
  ])('when there is no checksum for a %s node', async (machine, architecture) => {
    const { node, container, requests } = setup();
    node.machine = machine;
    expect(await node.run(container, { env: { SHA256: 'vax=0' } })).toEqual({
      status: 1, stdout: '', stderr: `error: there is no checksum of release v1.9.1 for the architecture ${architecture}: add it to 'sha256' of the source\n`,
    });
    expect([requests, node.files()]).toEqual([[], {}]);
  });
});

describe('fails without leaving half a plugin', () => {
  test('when a write is cut', () => inEveryShell(async (shell) => {
    const { node, container } = setup();
    node.put('ipvlan', 'old');
    // Writes the first bytes, then finds no room, for that one plugin. A function: a shell may have a cp of its own.
    const [sh, flag, script] = container.command;
    const cp = 'cp() { case $1 in *ipvlan) head -c 9 "$1" >"$2"; echo "cp: No space left on device" >&2; return 1;; esac; cat "$1" >"$2"; }';
    expect(await node.run({ ...container, command: [sh, flag, `${cp}\n${script}`] }, { shell })).toEqual({
      status: 1,
      stdout: 'installed host-local\n',
      stderr: lines('cp: No space left on device', `error: cannot write ${node.binDir}/ipvlan; what was there is as it was`),
    });
    expect(node.files()).toEqual({ 'host-local': PLUGINS['host-local'], 'ipvlan': 'old' });
    expect((await node.run(container, { shell })).status).toBe(0);
    expect(node.files()).toEqual(INSTALLED);
  }));

  test('when the directory cannot be written', async () => {
    const { node, container } = setup();
    const run = await node.run(container, { env: { CNI_BIN_DIR: '/proc' } });
    expect([run.status, lastError(run)]).toEqual([1, 'error: cannot write /proc/host-local; what was there is as it was']);
  });

  test('when the directory is a file', async () => {
    const { node, container } = setup();
    node.put('file', '');
    expect(await node.run(container, { env: { CNI_BIN_DIR: node.file('file') } })).toEqual({
      status: 1, stdout: '', stderr: `error: ${node.file('file')} is not a directory\n`,
    });
  });

  test('when a directory has the name of a plugin', async () => {
    const { node, container } = setup();
    mkdirSync(node.file('ipvlan'));
    const run = await node.run(container);
    expect([run.status, lastError(run)]).toEqual([1, `error: ${node.file('ipvlan')} is a directory`]);
    expect(node.files()).toEqual({ 'host-local': PLUGINS['host-local'], 'ipvlan': 'not a file' });
  });
});

test('the record is a list that sha256sum can check', async () => {
  const { node, container } = setup();
  await node.run(container);
  const sums = readFileSync(node.file('.cdk8s-multus-plugins'), 'utf8').split('\n').slice(1).join('\n');
  expect(execFileSync('sha256sum', ['-c', '-'], { cwd: node.binDir, input: sums, encoding: 'utf8' })).toBe('host-local: OK\nipvlan: OK\n');
});
