import { spread, table } from '../markdown';
import { interleaved, ratiosOf, runSubject, valuesOf } from '../measure';
import { Section } from '../section';

const ROUNDS = 21;

const WAYS = {
  '`require(\'cdk8s-multus\')`': () => runSubject('import', ''),
  'and a network and pods in it': () => runSubject('import', 'Ipam,IpvlanNetwork,MultiHomedPod'),
  'and everything that it exports': () => runSubject('import', 'all'),
};

/** What loading the library costs. */
export const IMPORT: Section = {
  name: 'import',
  title: 'Import',
  about: 'What `require(\'cdk8s-multus\')` adds in a process that has loaded its peers (constructs, cdk8s, cdk8s-plus-27), against loading these; and, because the file of a '
    + 'construct is loaded when the construct is first used, what using constructs adds. Goal: at most 15 ms where the peers take 60, a ratio of 0.25.',
  run: () => {
    const { peers, ...ways } = interleaved(ROUNDS, { peers: () => runSubject('import'), ...WAYS });
    return table(['', 'milliseconds', 'MiB of the process', 'ratio of time', 'of CPU'], [
      ['the peers', spread(valuesOf(peers), 0), spread(valuesOf(peers, 'mebibytes'), 0), '1', '1'],
      ...Object.entries(ways).map(([name, way]) => [
        name, spread(valuesOf(way), 0), spread(valuesOf(way, 'mebibytes'), 0), spread(ratiosOf(way, peers)), spread(ratiosOf(way, peers, 'cpuMilliseconds')),
      ]),
    ]);
  },
};
