import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { spread, table } from '../markdown';
import { ROOT, interleaved, ratiosOf, runProgram, valuesOf } from '../measure';
import { Section } from '../section';
import { withFolder } from '../temporary';

const ROUNDS = 3;

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
      usual: () => runProgram('npm', ['run', 'synth'], folder),
      checked: () => runProgram('npm', ['run', 'synth', '--', '--app', `npx ts-node --project ${project} examples/guide.ts`, '--output', join(folder, 'dist')]),
      ours: () => runProgram('npm', ['run', 'synth', '--', '--output', join(folder, 'dist')]),
    });
    return table(['', 'milliseconds', 'time of `npm run synth` divided by it'], [
      ['`npm run synth`', spread(valuesOf(ours), 0), '1'],
      ['with `npx ts-node`, the same sources', spread(valuesOf(checked), 0), spread(ratiosOf(ours, checked))],
      ['with `npx ts-node`, the library compiled', spread(valuesOf(usual), 0), spread(ratiosOf(ours, usual))],
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
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts: { synth: 'cdk8s synth --check-upgrade=false' } }));
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: npx ts-node main.ts\n');
  cpSync(join(ROOT, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app', 'tsconfig.json'), join(folder, 'tsconfig.json'));
  const guide = readFileSync(join(ROOT, 'examples', 'guide.ts'), 'utf8').replace('\'../lib\'', '\'cdk8s-multus\'').replace(/\nif \(require\.main[^]*/, '');
  writeFileSync(join(folder, 'main.ts'), `${guide}\nconst app = new App();\nguide(app);\napp.synth();\n`);
}
