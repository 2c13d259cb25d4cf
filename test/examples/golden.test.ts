import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Yaml } from 'cdk8s';
import { ROOT, runOk, withTemporaryFolder } from '../support/process';
import { schemaErrors } from '../support/kubernetes-schema';

const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((file) => /^[^.]+\.ts$/.test(file)).map((file) => file.replace('.ts', ''));

/** Runs an example as a user does; the golden files are written anew where UPDATE_GOLDEN is set. */
describe.each(EXAMPLES)('the example "%s"', (example) => {
  const golden = join(__dirname, 'golden', example);

  test('synthesizes the manifests that were reviewed', () => {
    withTemporaryFolder((folder) => {
      runOk('node', ['-r', 'ts-node/register', `examples/${example}.ts`], ROOT, { CDK8S_OUTDIR: folder });
      const manifests = read(folder);
      if (process.env.UPDATE_GOLDEN) {
        rmSync(golden, { recursive: true, force: true });
        mkdirSync(golden, { recursive: true });
        Object.entries(manifests).forEach(([file, text]) => writeFileSync(join(golden, file), text));
      }
      expect(manifests).toEqual(read(golden));
    });
  });

  test('makes only objects that the Kubernetes API knows, field by field', () => {
    const objects = Object.values(read(golden)).flatMap((_, i) => Yaml.load(join(golden, readdirSync(golden).sort()[i])));
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.flatMap((object) => schemaErrors(object))).toEqual([]);
  });
});

test('`cdk8s synth` runs the guide', () => {
  withTemporaryFolder((folder) => {
    runOk(join(ROOT, 'node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false', '--output', folder], ROOT);
    expect(read(folder)).toEqual(read(join(__dirname, 'golden', 'guide')));
  });
});

/** The manifests in a folder; cdk8s-cli writes a file of its own beside them. */
function read(folder: string): Record<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.k8s.yaml')).sort() : [];
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
