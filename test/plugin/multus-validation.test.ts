import { ValidationContext } from 'cdk8s-cli/plugins';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Severity } from '../../lib/diagnostics';
import { ManifestFinding } from '../../lib/manifests/manifest-check';
import { MultusValidation, MultusValidationProps } from '../../lib/plugin';
import { WordCheck, finding, report } from '../cli/support/command';
import { networkText } from '../manifests/support';
import { ROOT, runOk, withTemporaryFolder } from '../support/process';

/** A validation that finds what the test says. */
class FoundValidation extends MultusValidation {
  public readonly check = new WordCheck();

  constructor(private readonly findings: readonly ManifestFinding[], props?: MultusValidationProps) {
    super(props);
  }

  protected override newCheck() {
    return Object.assign(this.check, { finish: () => report(...this.findings) });
  }
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The context that cdk8s-cli makes for an app with these manifests. */
function contextOf(manifests: Record<string, string | Uint8Array>): ValidationContext {
  const paths = Object.entries(manifests).map(([file, content]) => {
    writeFileSync(join(folder, file), content);
    return join(folder, file);
  });
  return new ValidationContext(paths, 'cdk8s-multus', '1.0.0', { storage: { path: 'networks/storage' }, web: { path: 'apps/service' } });
}

const object = (kind: string, name: string) => `kind: ${kind}\nmetadata:\n  name: ${name}\n`;

test('each rule is one violation, with its objects and their lines', async () => {
  const context = contextOf({ 'a.yaml': object('NetworkAttachmentDefinition', 'storage'), 'b.yaml': object('Pod', 'x') });
  const [a, b] = context.manifests;
  await new FoundValidation([
    finding({ file: a, line: 3, message: 'm3', fix: 'write "a"' }),
    finding({ file: a, line: 4, message: 'm4', fix: 'write "b"' }),
    finding({ file: b, line: 1, message: 'm1', kind: 'Pod', namespace: '', name: 'x' }),
    finding({ file: b, line: 2, message: 'm2', kind: 'Pod', namespace: '', name: 'x', rule: 'key-unknown', severity: Severity.WARNING, fix: 'remove it' }),
  ]).validate(context);

  expect(context.report.toJson()).toEqual({
    title: 'Validation Report (cdk8s-multus@1.0.0)',
    violations: [{
      ruleName: 'subnet-host-bits',
      recommendation: 'host-local refuses such a subnet when the pod starts, and also when it is deleted, so that the pod hangs in Terminating.',
      fix: 'each location ends with what to do',
      violatingConstructs: [{
        resourceName: 'storage',
        constructPath: 'networks/storage',
        manifestPath: a,
        locations: ['NetworkAttachmentDefinition default/storage, line 3: error: m3', 'NetworkAttachmentDefinition default/storage, line 4: error: m4'],
      }, {
        resourceName: 'x',
        constructPath: undefined,
        manifestPath: b,
        locations: ['Pod x, line 1: error: m1'],
      }],
    }, {
      ruleName: 'key-unknown',
      recommendation: 'Plugins ignore keys that they do not know: a misspelt key has no effect and no error.',
      fix: 'remove it',
      violatingConstructs: [{ resourceName: 'x', constructPath: undefined, manifestPath: b, locations: ['Pod x, line 2: warning: m2'] }],
    }],
    summary: {
      status: 'failure',
      plugin: 'cdk8s-multus',
      version: '1.0.0',
      metadata: { Checked: '3 errors, 1 warning in 1 file (1 network, 2 workloads)' },
    },
  });
});

test.each<[string, MultusValidationProps | undefined, Severity[], boolean]>([
  ['nothing passes', undefined, [], true],
  ['warnings pass', undefined, [Severity.WARNING], true],
  ['warnings pass where errors fail', { failOn: 'error' }, [Severity.WARNING], true],
  ['errors fail', {}, [Severity.WARNING, Severity.ERROR], false],
  ['warnings fail where they are to', { failOn: 'warning' }, [Severity.WARNING], false],
  ['errors fail where warnings do', { failOn: 'warning' }, [Severity.ERROR], false],
])('%s', async (_, props, severities, success) => {
  const context = contextOf({});
  await new FoundValidation(severities.map((severity) => finding({ severity })), props).validate(context);
  expect(context.report.success).toBe(success);
});

test.each([
  ['two kinds have the name', { 'a.yaml': `${object('Service', 'web')}---\n${object('Deployment', 'web')}` }],
  ['two manifests have the name', { 'a.yaml': object('Deployment', 'web'), 'b.yaml': object('Service', 'web') }],
  ['the manifest cannot be read', { 'a.yaml': 'a: b: c' }],
])('no construct is named where %s', async (_, manifests) => {
  const context = contextOf(manifests);
  await new FoundValidation([finding({ kind: 'Deployment', name: 'web' })]).validate(context);
  expect(context.report.toJson().violations[0].violatingConstructs[0]).toMatchObject({ resourceName: 'Deployment default/web', constructPath: undefined });
});

test('a document that cannot be read goes by its file', async () => {
  const context = contextOf({});
  await new FoundValidation([finding({ kind: '', namespace: '', name: '', line: 7, message: 'm' })]).validate(context);
  expect(context.report.toJson().violations[0].violatingConstructs)
    .toEqual([{ resourceName: 'a.yaml', constructPath: undefined, manifestPath: 'a.yaml', locations: ['line 7: error: m'] }]);
});

test('the texts of all manifests are checked, those too that are no text', async () => {
  const context = contextOf({ 'a.yaml': '\ufeffa', 'b.yaml': Buffer.from([0xff]) });
  const validation = new FoundValidation([]);
  await validation.validate(context);
  const [a, b] = context.manifests;
  expect(validation.check.added).toEqual([[a, 'a']]);
  expect(validation.check.unreadable).toEqual([[b, 'is not UTF-8']]);
});

test('the networks are compared with the addresses of the cluster', async () => {
  const ipam = { type: 'host-local', subnet: '10.244.0.0/24' };
  const context = contextOf({ 'a.yaml': networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam }) });
  await new MultusValidation({ cluster: { pods: ['10.244.0.0/16'] } }).validate(context);
  expect(context.report.toJson().violations.map(({ ruleName }) => ruleName)).toEqual(['subnet-overlaps-cluster']);
});

test('nothing of a manifest reaches the terminal as a control sequence', async () => {
  const context = contextOf({});
  const esc = '\u001b[2J\u009b\u202e';
  await new FoundValidation([finding({ name: esc, kind: esc, message: esc, fix: esc })]).validate(context);
  const [{ fix, violatingConstructs: [{ resourceName, locations }] }] = context.report.toJson().violations;
  expect([fix, resourceName, ...locations].join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

const START = '[MultusValidation] validation-property-invalid';
const END = "correct it under 'properties' in cdk8s.yaml, or leave it out";

test.each([
  [{ failOn: 'warn' }, `${START} 'failOn' has a wrong value: got "warn"; expected "error" or "warning"; ${END}`],
  [{ failOn: null }, `${START} 'failOn' has a wrong value: got null; expected "error" or "warning"; ${END}`],
  [{ complete: 'yes' }, `${START} 'complete' has a wrong value: got "yes"; expected true or false; ${END}`],
  [{ cluster: ['10.244.0.0/16'] }, `${START} 'cluster' has a wrong value: got ["10.244.0.0/16"]; expected an object with "pods", "services" and "nodes", `
    + `each a list of CIDRs; ${END}`],
  [{ cluster: { pods: ['10.244.0.0/16', '10.96.0.1/12'] } }, '[MultusValidation] cluster-cidr-invalid \'cluster.pods[1]\' has host bits set: got "10.96.0.1/12"; '
    + 'expected "10.96.0.0/12"; write "10.96.0.0/12"; a single address has the prefix length 32, or 128 with IPv6'],
  [{ failon: 'error' }, `${START} 'failon' is not a property of the validation: got "error"; expected "failOn", "complete", "cluster"; ${END}`],
  [{ toString: 1 }, `${START} 'toString' is not a property of the validation: got 1; expected "failOn", "complete", "cluster"; ${END}`],
  [['error'], `${START} 'properties' has the wrong type: got ["error"]; expected an object, such as {"failOn":"warning"}; ${END}`],
  [null, `${START} 'properties' has the wrong type: got null; expected an object, such as {"failOn":"warning"}; ${END}`],
  ['error', `${START} 'properties' has the wrong type: got "error"; expected an object, such as {"failOn":"warning"}; ${END}`],
])('fails for the properties %j', (props, message) => {
  expect(() => new MultusValidation(props as MultusValidationProps)).toThrow(new Error(message));
});

test('the class is what cdk8s-cli calls a validation', () => {
  withTemporaryFolder((project) => {
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'uses.ts'), `
      import type { Validation } from 'cdk8s-cli/plugins';
      import { MultusValidation } from '${join(ROOT, 'lib/plugin/index')}';
      export const validation: Validation = new MultusValidation({ failOn: 'warning', complete: true });
    `);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'node16', '--target', 'es2022', '--types', 'node'];
    expect(runOk(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'uses.ts'], project)).toBe('');
  });
});
