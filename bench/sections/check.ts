import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { count, spread, table, time } from '../markdown';
import { chosen, interleaved, median, ratiosOf, runSubject, valuesOf } from '../measure';
import { Section } from '../section';
import { withFolder } from '../temporary';

/** Documents, and how often they are measured. */
const SIZES: ReadonlyArray<readonly [documents: number, rounds: number]> = [[100, 9], [10_000, 3], [100_000, 1]];

/** What the command costs. */
export const CHECK: Section = {
  name: 'check',
  title: '`cdk8s-multus check`',
  about: 'One file with the networks and pods of the scenario as YAML, against parsing it with the `yaml` library alone. Goal: at most 1.3 times as long at 10,000 documents.',
  run: () => withFolder((folder) => table(['documents', 'parse', 'check', 'ratio of time', 'of peak memory', 'documents a second', 'MiB at most'], chosen(SIZES).map(([documents, rounds]) => {
    const file = join(folder, `${documents}.yaml`);
    makeFile(file, documents, join(folder, `dist-${documents}`));
    const { parse, check } = interleaved(rounds, { parse: () => runSubject('check', 'parse', file), check: () => runSubject('check', 'check', file) });
    return [
      count(documents), time(median(valuesOf(parse))), time(median(valuesOf(check))), spread(ratiosOf(check, parse)), spread(ratiosOf(check, parse, 'mebibytes')),
      count(Math.round(documents * 1000 / median(valuesOf(check)))), median(valuesOf(check, 'mebibytes')).toFixed(0),
    ];
  }))),
};

/** Networks and pods, of which there are as many as documents altogether. */
function makeFile(file: string, documents: number, dist: string): void {
  const networks = Math.round(documents / 11);
  runSubject('by-hand', dist, documents - networks, networks);
  writeFileSync(file, readdirSync(dist).map((name) => readFileSync(join(dist, name), 'utf8')).join('---\n'));
}
