import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Outcome, ROOT, run, withTemporaryFolder } from '../support/process';

// A real cdk8s-cli synthesizes a real app and validates it.

const APP = `
const { ApiObject, App, Chart } = require('cdk8s');
const app = new App();
const chart = new Chart(app, 'networks');
new ApiObject(chart, 'net', { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'storage' }, spec: { config: 'CONFIG' } });
app.synth();
`;

/** The validation, but what it finds are lines with the word "bad". */
const PLUGIN = `
require(${JSON.stringify(require.resolve('ts-node/register'))});
const { MultusValidation } = require(${JSON.stringify(join(ROOT, 'lib/plugin'))});
const { WordCheck } = require(${JSON.stringify(join(ROOT, 'test/cli/support/command'))});
exports.WordValidation = class extends MultusValidation {
  newCheck() {
    return new WordCheck();
  }
};
`;

const CONFIG = `
language: typescript
app: node app.js
validations:
  - package: ./plugin
    version: 0.0.0
    class: WordValidation
    properties:
      PROPERTIES
`;

interface Synthesis extends Outcome {
  readonly report?: any;
  readonly manifests: boolean;
}

/** Synthesizes an app whose network has this configuration. */
function synth(config: string, properties: string, options: readonly string[] = []): Synthesis {
  return withTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'plugin'));
    writeFileSync(join(folder, 'plugin/index.js'), PLUGIN);
    writeFileSync(join(folder, 'app.js'), APP.replace('CONFIG', config));
    writeFileSync(join(folder, 'cdk8s.yaml'), CONFIG.replace('PROPERTIES', properties));
    const env = { NODE_PATH: join(ROOT, 'node_modules'), TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const outcome = run(join(ROOT, 'node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false', ...options], folder, env);
    const reportFile = join(folder, 'report.json');
    return {
      ...outcome,
      report: existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined,
      manifests: existsSync(join(folder, 'dist/networks.k8s.yaml')),
    };
  });
}

test('an app without findings passes', () => {
  const { status, stdout, stderr } = synth('good', 'failOn: warning');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('no findings in 1 file (0 networks, 0 workloads)');
  expect(stdout).toContain('Validations ended succesfully');
});

test('an app fails, after the manifests are written, with a report on paper and in a file', () => {
  const { status, stdout, report, manifests } = synth('bad', 'failOn: error', ['--validation-reports-output-file', 'report.json']);
  expect({ status, manifests }).toEqual({ status: 2, manifests: true });
  expect(stdout).toContain('word-bad (1 occurrences)');
  expect(stdout).toContain('Construct Path: networks/net\n');
  expect(stdout).toContain('> NetworkAttachmentDefinition default/storage, line 6: error: error here\n');
  expect(report.reports).toEqual([{
    title: expect.stringMatching(/^Validation Report \(.*\/plugin@0\.0\.0\)$/),
    violations: [{
      ruleName: 'word-bad',
      recommendation: 'word-bad',
      fix: 'write "10.8.0.0/24"',
      violatingConstructs: [{
        resourceName: 'storage',
        constructPath: 'networks/net',
        manifestPath: 'dist/networks.k8s.yaml',
        locations: ['NetworkAttachmentDefinition default/storage, line 6: error: error here'],
      }],
    }],
    summary: {
      status: 'failure',
      plugin: expect.stringMatching(/\/plugin$/),
      version: '0.0.0',
      metadata: { Checked: '1 error in 1 file (0 networks, 0 workloads)' },
    },
  }]);
});

test('an app with warnings passes', () => {
  const { status, stdout } = synth('slightly bad', 'failOn: error');
  expect(status).toBe(0);
  expect(stdout).toContain('line 6: warning: warning here\n');
});

test('nothing is validated where the user says so', () => {
  const { status, stdout } = synth('bad', 'failOn: error', ['--no-validate']);
  expect(status).toBe(0);
  expect(stdout).not.toContain('Validation');
});

test('fails for a wrong property in cdk8s.yaml', () => {
  const { status, stdout, stderr } = synth('good', 'failOn: never');
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain(
    '[MultusValidation] validation-property-invalid \'failOn\' has a wrong value: got "never"; expected "error" or "warning"; '
    + "correct it under 'properties' in cdk8s.yaml, or leave it out\n",
  );
});
