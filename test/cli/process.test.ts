import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, run, withTemporaryFolder } from '../support/process';

// The command as a process of its own, from its sources.

const ENV = { TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
const NODE = [process.execPath, '-r', require.resolve('ts-node/register')];
const COMMAND = [...NODE, join(ROOT, 'lib/cli/bin.ts')].map((word) => `'${word}'`).join(' ');

/** Runs a line of the shell in a folder with these files; `multus` stands for the command. */
function shell(line: string, files: Record<string, string> = {}) {
  return withTemporaryFolder((folder) => {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    return run('bash', ['-o', 'pipefail', '-c', line.replaceAll('multus ', `${COMMAND} `)], folder, ENV);
  });
}

const NONE = 'no findings in 1 file (0 networks, 0 workloads)\n';

test('files of the working folder are checked', () => {
  expect(shell('multus check .', { 'a/b.yaml': '{}' })).toEqual({ status: 0, stdout: NONE, stderr: '' });
});

test('standard input and pipes of the shell are checked', () => {
  expect(shell('echo {} | multus check -')).toEqual({ status: 0, stdout: NONE, stderr: '' });
  expect(shell('multus check <(echo {})')).toEqual({ status: 0, stdout: NONE, stderr: '' });
});

test('fails with 2 for a file that is not there', () => {
  expect(shell('multus check x.yaml')).toEqual({ status: 2, stdout: '', stderr: 'error: cannot read "x.yaml": no such file or directory\n' });
});

test('a reader that has seen enough is no failure', () => {
  expect(shell('multus rules | true')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('fails with 2 where the report cannot be written', () => {
  expect(shell('multus check . > /dev/full', { 'a.yaml': '' }).status).toBe(2);
});

test('cdk8s is not loaded, which takes longer than the check', () => {
  const loaded = `
    const { main } = require('${join(ROOT, 'lib/cli/main')}');
    const page = { write() {} };
    main(['check', 'a.yaml'], { stdin: [], stdout: page, stderr: page, env: {}, cwd: process.cwd() })
      .then((status) => console.log(status, Object.keys(require.cache).filter((file) => /node_modules.(cdk8s|constructs)/.test(file)).length));
  `;
  const outcome = withTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'a.yaml'), '{}');
    return run(NODE[0], [...NODE.slice(1), '-e', loaded], folder, ENV);
  });
  expect(outcome).toEqual({ status: 0, stdout: '0 0\n', stderr: '' });
});
