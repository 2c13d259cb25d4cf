import { join } from 'path';
import { count, spread, table, time } from '../markdown';
import { chosen, exponentOf, interleaved, median, ratiosOf, runSubject, valuesOf } from '../measure';
import { Section } from '../section';
import { withFolder } from '../temporary';

/** Pods, and how often they are measured. */
const SIZES: ReadonlyArray<readonly [pods: number, rounds: number]> = [[100, 9], [1000, 5], [10_000, 5], [100_000, 1]];

/** What the constructs and all rules cost over the plain constructs. */
export const OWN_COST: Section = {
  name: 'own-cost',
  title: 'The library’s own cost',
  about: 'Pods (`MultiHomedPod`) in a tenth as many networks, with all rules, against the same manifests by hand with `ApiObject` and cdk8s-plus-27: from the '
    + 'first construct to the last file, the libraries being loaded. Both write the same bytes. Goal: at most 1.05 at 10,000 pods, and an exponent of at most 1.05.',
  run,
};

function run(): string {
  const measured = chosen(SIZES).map(([pods, rounds]) => ({ pods, ...interleaved(rounds, {
    hand: () => withFolder((folder) => runSubject('by-hand', join(folder, 'dist'), pods)),
    library: () => withFolder((folder) => runSubject('with-library', join(folder, 'dist'), pods)),
  }) }));
  for (const { pods, hand, library } of measured) {
    if (new Set([...hand, ...library].map(({ output }) => output)).size !== 1) {
      throw new Error(`the manifests of ${pods} pods differ`);
    }
  }
  const rows = measured.map(({ pods, hand, library }) => [
    count(pods), time(median(valuesOf(hand))), time(median(valuesOf(library))), spread(ratiosOf(library, hand)),
    spread(ratiosOf(library, hand, 'cpuMilliseconds')), spread(ratiosOf(library, hand, 'mebibytes')), median(valuesOf(library, 'mebibytes')).toFixed(0),
  ]);
  const large = measured.filter(({ pods }) => pods >= 1000);
  const exponent = (way: 'hand' | 'library') => exponentOf(large.map(({ pods }) => pods), large.map((sizes) => median(valuesOf(sizes[way]))));
  return `${table(['pods', 'by hand', 'with the library', 'ratio of time', 'of CPU', 'of peak memory', 'MiB at most'], rows)}

Exponent from ${count(large[0].pods)} pods on: ${exponent('library')}; by hand ${exponent('hand')}.`;
}
