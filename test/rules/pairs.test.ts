import { existsSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdk8s';
import { RULES } from '../../lib/diagnostics/registry';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { stderrOf } from '../support/app';
import { withTemporaryFolder } from '../support/process';

// UPDATE_PAIRS=1 writes what is found into expected.txt: read the difference before it is committed.

const FOLDERS = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

test('every rule has a pair, and every pair a rule', () => {
  expect(FOLDERS).toEqual(RULES.map(({ id }) => id));
});

describe.each(RULES.map(({ id, severity }) => [id, severity]))('%s', (id, severity) => {
  const folder = join(__dirname, id);
  const expected = join(folder, 'expected.txt');

  test('fires, with these words and nothing else', () => {
    const found = findingsOf(join(folder, 'fires'));
    if (process.env.UPDATE_PAIRS === '1') {
      writeFileSync(expected, found);
    }
    expect(found).toMatch(new RegExp(`^${severity} \\S+ ${id} '`, 'm'));
    expect(found).toBe(readFileSync(expected, 'utf8'));
  });

  test('passes once it is mended', () => {
    expect(findingsOf(join(folder, 'passes'))).toBe('');
  });
});

/** What is found in `file`.yaml, each as `severity line message`, or in the app of `file`.ts, each as `severity [place] message`. */
function findingsOf(file: string): string {
  const lines = existsSync(`${file}.yaml`) ? findingsInManifest(`${file}.yaml`) : findingsInApp(`${file}.ts`);
  return lines.map((line) => `${line}\n`).join('');
}

function findingsInManifest(file: string): string[] {
  const check = new ManifestCheck();
  check.add('file.yaml', readFileSync(file, 'utf8'));
  return check.finish().findings.map(({ severity, line, message }) => `${severity} ${line} ${message}`);
}

function findingsInApp(file: string): string[] {
  let errors: string[] = [];
  const warnings = stderrOf(() => withTemporaryFolder((outdir) => {
    const app = new App({ outdir });
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      (require(file) as { app: (app: App) => void }).app(app);
      app.synth();
    } catch (error) {
      errors = (error as Error).message.replace(/^Validation failed with the following errors:\n {2}/, '').split('\n  ');
    }
  }));
  return [...errors.map((line) => `error ${line}`), ...warnings.split('\n').filter(Boolean).map((line) => line.replace(/^warning: /, 'warning '))];
}
