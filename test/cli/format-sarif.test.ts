import Ajv from 'ajv';
import { readFileSync } from 'fs';
import { formatSarif } from '../../lib/cli/format-sarif';
import { version } from '../../lib/cli/version';
import { Severity } from '../../lib/diagnostics';
import { finding, report } from './support/command';

const sarif = (...findings: Parameters<typeof report>) => JSON.parse(formatSarif(report(...findings), '/repo'));

/** The URI that a finding in this file points at. */
const uriOf = (file: string) => sarif(finding({ file })).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
const fingerprintsOf = (...findings: Parameters<typeof report>) => (
  sarif(...findings).runs[0].results.map((result: any) => result.partialFingerprints['cdk8sMultus/v1'])
);

test('a report has the rules that were violated, and a result for each finding', () => {
  const log = sarif(
    finding({ line: 3, message: 'm' }),
    finding({ rule: 'key-unknown', severity: Severity.WARNING, kind: 'Pod', namespace: '', name: 'web', message: 'w' }),
    finding({ kind: '', namespace: '', name: '', message: 'x' }),
  );
  const [run] = log.runs;
  expect(log.version).toBe('2.1.0');
  const why = 'host-local refuses such a subnet when the pod starts, and also when it is deleted, so that the pod hangs in Terminating.';
  const whyKey = 'Plugins ignore keys that they do not know: a misspelt key has no effect and no error.';
  expect(run.tool.driver).toEqual({
    name: 'cdk8s-multus',
    semanticVersion: version(),
    rules: [{
      id: 'key-unknown',
      shortDescription: { text: whyKey },
      fullDescription: { text: whyKey },
      help: { text: 'cdk8s-multus explain key-unknown' },
      helpUri: 'https://www.cni.dev/docs/spec/',
      defaultConfiguration: { level: 'warning' },
    }, {
      id: 'subnet-host-bits',
      shortDescription: { text: why },
      fullDescription: { text: why },
      help: { text: 'cdk8s-multus explain subnet-host-bits' },
      helpUri: 'https://www.cni.dev/plugins/current/ipam/host-local/',
      defaultConfiguration: { level: 'error' },
    }],
  });
  const place = (line: number) => ({ artifactLocation: { uri: 'a.yaml' }, region: { startLine: line } });
  expect(run.results.map((result: any) => ({ ...result, partialFingerprints: undefined }))).toEqual([{
    ruleId: 'subnet-host-bits',
    ruleIndex: 1,
    level: 'error',
    message: { text: 'm' },
    locations: [{
      physicalLocation: place(3),
      logicalLocations: [{ name: 'storage', fullyQualifiedName: 'NetworkAttachmentDefinition/default/storage', kind: 'resource' }],
    }],
  }, {
    ruleId: 'key-unknown',
    ruleIndex: 0,
    level: 'warning',
    message: { text: 'w' },
    locations: [{ physicalLocation: place(1), logicalLocations: [{ name: 'web', fullyQualifiedName: 'Pod/web', kind: 'resource' }] }],
  }, {
    ruleId: 'subnet-host-bits',
    ruleIndex: 1,
    level: 'error',
    message: { text: 'x' },
    locations: [{ physicalLocation: place(1) }],
  }]);
});

test.each([
  ['k8s/a.yaml', 'k8s/a.yaml'],
  ['/repo/k8s/a.yaml', 'k8s/a.yaml'],
  ['a b#c?d%e:f\u001b한.yaml', 'a%20b%23c%3Fd%25e%3Af%1B%ED%95%9C.yaml'],
  ['../other/a b.yaml', 'file:///other/a%20b.yaml'],
  ['<stdin>', '%3Cstdin%3E'],
])('the file %j has the URI %s', (file, uri) => {
  expect(uriOf(file)).toBe(uri);
});

test('a fingerprint stays when lines move, and tells findings apart', () => {
  const all = [finding({ line: 1 }), finding({ line: 2 }), finding({ name: 'other' }), finding({ file: 'b.yaml' }), finding({ rule: 'key-unknown' })];
  const fingerprints = fingerprintsOf(...all);
  expect(new Set(fingerprints).size).toBe(5);
  expect(fingerprintsOf(...all.map((one) => ({ ...one, line: one.line + 10 })))).toEqual(fingerprints);
});

test('the report conforms to the schema of SARIF 2.1.0', () => {
  const schema = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  // the schema is written in a draft that this validator no longer reads: of what differs it uses only the name of the id
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile({ ...schema, $schema: undefined, id: undefined, $id: schema.id });
  const problems = (log: unknown) => (validate(log) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`));
  expect(problems(sarif())).toEqual([]);
  expect(problems(sarif(finding(), finding({ kind: '' }), finding({ rule: 'key-unknown', severity: Severity.WARNING })))).toEqual([]);
  expect(problems({ ...sarif(), version: '2.0.0' })).toEqual(['/version must be equal to one of the allowed values']);
  expect(problems(sarif(finding({ line: 0 })))).toEqual(['/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1']);
});
