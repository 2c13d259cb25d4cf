import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { spread, table } from '../markdown';
import { ROOT, interleaved, ratiosOf, runProgram, valuesOf } from '../measure';
import { Section } from '../section';
import { withFolder } from '../temporary';

const ROUNDS = 3;
const CDK8S = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');

/** How soon the manifests are there after a file was saved. */
export const GUIDE: Section = {
  name: 'guide',
  title: 'From saving a file to manifests',
  about: 'This repository’s `npm run synth`, which takes the library from its sources, against the setting that `cdk8s init` writes, `npx ts-node`, which checks types: with the '
    + 'same sources, and in a project of a user, which has the library compiled. Goal: at most a third.',
  run: () => withFolder((folder) => {
    makeProject(folder);
    const project = join(folder, 'checked.json');
    writeFileSync(project, JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), 'ts-node': { swc: false, files: false } }));
    const { usual, checked, ours } = interleaved(ROUNDS, {
      usual: () => runProgram(process.execPath, [CDK8S, 'synth', '--check-upgrade=false', '--app', 'npx ts-node main.ts', '--output', 'dist'], folder),
      checked: () => runProgram(process.execPath, [
        CDK8S, 'synth', '--check-upgrade=false', '--app', `npx ts-node --project ${project} examples/guide.ts`, '--output', join(folder, 'dist'),
      ]),
      ours: () => runProgram('npm', ['run', 'synth', '--', '--output', join(folder, 'dist')]),
    });
    return table(['', 'milliseconds', 'time of `npm run synth` divided by it'], [
      ['`npm run synth`', spread(valuesOf(ours), 0), '1'],
      ['`npx ts-node`, the same sources', spread(valuesOf(checked), 0), spread(ratiosOf(ours, checked))],
      ['`npx ts-node`, the library compiled', spread(valuesOf(usual), 0), spread(ratiosOf(ours, usual))],
    ]);
  }),
};

/** A project as `cdk8s init typescript-app` makes it, with the guide as its app and this library as a dependency. */
function makeProject(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  symlinkSync(ROOT, join(modules, 'cdk8s-multus'));
  cpSync(join(ROOT, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app', 'tsconfig.json'), join(folder, 'tsconfig.json'));
  const guide = readFileSync(join(ROOT, 'examples', 'guide.ts'), 'utf8').replace('\'../lib\'', '\'cdk8s-multus\'').replace(/\nif \(require\.main[^]*/, '');
  writeFileSync(join(folder, 'main.ts'), `${guide}\nconst app = new App();\nguide(app);\napp.synth();\n`);
}
