import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Yaml } from 'cdk8s';
import { expectValid } from './support/kubernetes-schema';

const IMPORTS = join(__dirname, '..', 'imports');
const CRDS = readdirSync(IMPORTS).filter((name) => name.endsWith('.crd.yaml'));

test('imports/ holds what cdk8s import makes of the CRDs beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    for (const crd of CRDS) {
      execFileSync(process.execPath, [
        join(__dirname, '..', 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'),
        'import', join(IMPORTS, crd), '--language', 'typescript', '--output', folder, '--no-save', '--check-upgrade=false',
      ], { stdio: 'pipe' });
    }
    const contents = (path: string) => Object.fromEntries(
      readdirSync(path).filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(join(path, name), 'utf8')]),
    );
    expect(contents(IMPORTS)).toEqual(contents(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

test.each(CRDS)('%s fits the schema of the Kubernetes API', (name) => {
  for (const crd of Yaml.load(join(IMPORTS, name))) {
    expectValid(crd);
  }
});

test('the CRD of networks is the one that Multus installs: names, scope, version, and a schema that requires nothing', () => {
  const [crd] = Yaml.load(join(IMPORTS, 'network-attachment-definition.crd.yaml'));
  expect(crd).toMatchObject({
    metadata: { name: 'network-attachment-definitions.k8s.cni.cncf.io' },
    spec: {
      group: 'k8s.cni.cncf.io',
      scope: 'Namespaced',
      names: {
        plural: 'network-attachment-definitions',
        singular: 'network-attachment-definition',
        kind: 'NetworkAttachmentDefinition',
        shortNames: ['nad', 'net-attach-def'],
      },
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  });
  expect(JSON.parse(JSON.stringify(crd.spec.versions[0].schema.openAPIV3Schema, (key, value) => (key === 'description' ? undefined : value)))).toEqual({
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: { type: 'object', properties: { config: { type: 'string' } } },
    },
  });
});
