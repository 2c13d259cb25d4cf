import { spread, table } from '../markdown';
import { interleaved, ratiosOf, runSubject, valuesOf } from '../measure';
import { Section } from '../section';

const ROUNDS = 25;

/** What loading the library costs. */
export const IMPORT: Section = {
  name: 'import',
  title: 'Import',
  about: 'What `require(\'cdk8s-multus\')` adds in a process that has loaded its peers, against loading these. Goal: at most 15 ms where the peers take 60, a ratio of 0.25.',
  run: () => {
    const { peers, library } = interleaved(ROUNDS, { peers: () => runSubject('import'), library: () => runSubject('import', 'library') });
    return table(['', 'milliseconds', 'MiB of the process'], [
      ['the peers: constructs, cdk8s, cdk8s-plus-27', spread(valuesOf(peers), 0), spread(valuesOf(peers, 'mebibytes'), 0)],
      ['cdk8s-multus beside them', spread(valuesOf(library), 0), spread(valuesOf(library, 'mebibytes'), 0)],
      ['ratio', spread(ratiosOf(library, peers)), spread(ratiosOf(library, peers, 'mebibytes'))],
    ]);
  },
};
