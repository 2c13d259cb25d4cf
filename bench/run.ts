import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { create } from 'ts-node';
import { cpus } from 'os';
import { join } from 'path';
import { QUICK, ROOT, SUBJECTS } from './measure';
import { Section } from './section';
import { CHECK } from './sections/check';
import { GUIDE } from './sections/guide';
import { IMPORT } from './sections/import';
import { OTHER_TOOLS } from './sections/other-tools';
import { OWN_COST } from './sections/own-cost';
import { POOLS } from './sections/pools';
import { RULES } from './sections/rules';

// npm run bench writes bench/RESULTS.md; npm run bench -- NAME … replaces the named sections in it,
// npm run bench -- --quick … prints small sizes, measured once

const SECTIONS: readonly Section[] = [OWN_COST, RULES, OTHER_TOOLS, GUIDE, IMPORT, CHECK, POOLS];

const INTRODUCTION = `# Measurements

<!-- Made by npm run bench. -->

Each thing is measured in a process of its own, and beside what it is compared with, in turn. A ratio is the median of the rounds' ratios, with
the least and the greatest in parentheses; times are medians. Measured on ${cpus().length} cores, Node ${process.versions.node.split('.')[0]}.
`;

/** The subjects run as a user's program does: compiled, with the compiled library. */
function compileSubjects(): void {
  const compiler = create({ cwd: ROOT, swc: true, transpileOnly: true });
  const source = join(__dirname, 'subjects');
  mkdirSync(SUBJECTS, { recursive: true });
  for (const file of readdirSync(source)) {
    const path = join(source, file);
    writeFileSync(join(SUBJECTS, file.replace(/\.ts$/, '.js')), compiler.compile(readFileSync(path, 'utf8'), path));
  }
}

const RESULTS = join(__dirname, 'RESULTS.md');

function measure(section: Section): string {
  const start = performance.now();
  const text = `\n## ${section.title}\n\n${section.about}\n\n${section.run()}\n`;
  process.stderr.write(`${section.name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  return text;
}

/** What an earlier run found of a section. */
function earlier({ title }: Section): string {
  const [text] = readFileSync(RESULTS, 'utf8').split(/(?=\n## )/).filter((part) => part.startsWith(`\n## ${title}\n`));
  return text ?? '';
}

function main(names: readonly string[]): void {
  const unknown = names.find((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`there is no section ${JSON.stringify(unknown)}; there are ${SECTIONS.map(({ name }) => name).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  compileSubjects();
  const isChosen = ({ name }: Section) => names.length === 0 || names.includes(name);
  if (QUICK) {
    process.stdout.write(SECTIONS.filter(isChosen).map(measure).join(''));
  } else {
    writeFileSync(RESULTS, INTRODUCTION + SECTIONS.map((section) => (isChosen(section) ? measure(section) : earlier(section))).join(''));
  }
}

main(process.argv.slice(2).filter((argument) => argument !== '--quick'));
