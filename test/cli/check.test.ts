import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { FORMATS } from '../../lib/cli/formats';
import { WordCheck, command } from './support/command';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'cdk8s-multus-'));
});

afterEach(() => rm(cwd, { recursive: true }));

/** Writes files into the folder of the test. */
function write(files: Record<string, string | Uint8Array>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(cwd, file, '..'), { recursive: true });
    writeFileSync(join(cwd, file), content);
  }
}

test('files are checked in the order of their names', async () => {
  write({ 'b.yaml': 'b', 'a/c.json': 'c' });
  const check = new WordCheck();
  expect(await command(['check', 'b.yaml', 'a'], { cwd }, check)).toEqual({
    status: 0, stdout: 'no findings in 2 files (0 networks, 0 workloads)\n', stderr: '',
  });
  expect(check.added).toEqual([['a/c.json', 'c'], ['b.yaml', 'b']]);
  expect(check.complete).toBeUndefined();
});

test('errors end with 1', async () => {
  write({ 'a.yaml': 'x\nbad\n', 'b.yaml': 'slightly bad' });
  expect(await command(['check', '.'], { cwd })).toEqual({
    status: 1,
    stdout: `\
NetworkAttachmentDefinition default/storage
  a.yaml:2: error: error here
     2 | bad
  b.yaml:1: warning: warning here
     1 | slightly bad

1 error, 1 warning in 2 files (0 networks, 0 workloads)
`,
    stderr: '',
  });
});

test('warnings end with 0', async () => {
  write({ 'a.yaml': 'slightly bad' });
  expect((await command(['check', '.'], { cwd })).status).toBe(0);
});

test('the standard input is checked, and its lines are shown', async () => {
  const { status, stdout } = await command(['check', '-'], { cwd, input: '한국\nbad 한국\n' });
  expect(status).toBe(1);
  expect(stdout).toContain('\n  <stdin>:2: error: error here\n     2 | bad 한국\n');
});

test('the files are said to be all there is', async () => {
  const check = new WordCheck();
  await command(['check', '--complete', '-'], { cwd }, check);
  expect(check.complete).toBe(true);
});

test.each(FORMATS)('the report can be %s', async (format) => {
  write({ 'a.yaml': 'bad' });
  const { status, stdout } = await command(['check', 'a.yaml', '--format', format], { cwd });
  expect(status).toBe(1);
  const beginnings = { text: 'NetworkAttachmentDefinition', json: '{"findings":[{', github: '::error file=a.yaml,', sarif: '{"$schema":' };
  expect(stdout.startsWith(beginnings[format])).toBe(true);
});

test('what is no text is a finding', async () => {
  write({ 'a.yaml': Buffer.from([0xff]), 'b.yaml': 'b' });
  const check = new WordCheck();
  expect((await command(['check', '.'], { cwd }, check)).status).toBe(1);
  expect(check.unreadable).toEqual([['a.yaml', 'is not UTF-8']]);
  expect(check.added).toEqual([['b.yaml', 'b']]);
});

test('fails for a file that is gone when it is to be read, and checks the others', async () => {
  write({ 'a.yaml': 'bad', 'b.yaml': '', 'c.yaml': 'bad' });
  const check = new WordCheck((file) => file === 'a.yaml' && rmSync(join(cwd, 'b.yaml')));
  const { status, stdout, stderr } = await command(['check', '.'], { cwd }, check);
  expect(status).toBe(2);
  expect(stdout).toContain('2 errors in 2 files');
  expect(stderr).toBe('error: cannot read "b.yaml": no such file or directory\n');
});

test('a file that is gone after it was read has its finding, without the line', async () => {
  write({ 'a.yaml': 'bad' });
  const check = new WordCheck(() => rmSync(join(cwd, 'a.yaml')));
  expect(await command(['check', 'a.yaml'], { cwd }, check)).toEqual({
    status: 1,
    stdout: 'NetworkAttachmentDefinition default/storage\n  a.yaml:1: error: error here\n\n1 error in 1 file (0 networks, 0 workloads)\n',
    stderr: '',
  });
});

test('fails without a report where nothing could be read', async () => {
  expect(await command(['check', 'nowhere', '--format', 'json'], { cwd })).toEqual({
    status: 2, stdout: '', stderr: 'error: cannot read "nowhere": no such file or directory\n',
  });
});

test('fails for a link to nowhere, and checks the others', async () => {
  write({ 'a.yaml': '' });
  symlinkSync('nowhere', join(cwd, 'b.yaml'));
  const { status, stdout, stderr } = await command(['check', '.'], { cwd });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: 'no findings in 1 file (0 networks, 0 workloads)\n',
    stderr: 'error: cannot read "b.yaml": no such file or directory\n',
  });
});

test.each(['', ' \n\n'])('fails where the standard input is empty, because what was to write it has failed: %j', async (text) => {
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  expect(await command(['check', '-'], { cwd, stdin: stdin() })).toEqual({
    status: 2, stdout: '', stderr: 'error: nothing to check in the standard input: it is empty\n',
  });
});

test('fails where the standard input cannot be read', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    throw Object.assign(new Error('EIO'), { errno: -5 });
  }
  expect(await command(['check', '-'], { cwd, stdin: broken() })).toEqual({
    status: 2, stdout: '', stderr: 'error: cannot read "the standard input": i/o error\n',
  });
});

test('fails as wrong usage or broken input does, not as findings do, where the check itself breaks', async () => {
  write({ 'a.yaml': '' });
  const check = new WordCheck(() => {
    throw new Error('broken');
  });
  const { status, stdout, stderr } = await command(['check', 'a.yaml'], { cwd }, check);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^error: Error: broken\n {4}at /);
});

const HINT = '`cdk8s-multus --help` shows the usage\n';

test.each([
  [['check'], "error: missing required argument 'FILE|DIR|-'\n"],
  [['check', 'a', '--format', 'xml'], "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, github, sarif.\n"],
  [['check', 'a', '--compete'], "error: unknown option '--compete'\n(Did you mean --complete?)\n"],
  [['chek', 'a'], "error: unknown command 'chek'\n(Did you mean check?)\n"],
  [['explain'], "error: missing required argument 'RULE'\n"],
])('fails for the command line %j', async (args, stderr) => {
  expect(await command(args, { cwd })).toEqual({ status: 2, stdout: '', stderr: `${stderr}${HINT}` });
});

test('fails without a command by showing the usage', async () => {
  const { status, stdout, stderr } = await command([]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('Usage: cdk8s-multus [options] [command]\n');
});

test('help and version are no failures', async () => {
  const help = await command(['--help']);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain('\nExamples:\n  cdk8s-multus check dist  ');
  expect(await command(['check', '--help'])).toMatchObject({ status: 0, stderr: '' });
  expect(await command(['--version'])).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
});
