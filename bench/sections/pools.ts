import { count, table, time } from '../markdown';
import { chosen, exponentOf, interleaved, median, runSubject, valuesOf } from '../measure';
import { Section } from '../section';

/** Networks, each with a /24. */
const SIZES = [[1000], [10_000], [100_000]] as const;
const ROUNDS = 3;

/** Address arithmetic, and the rules that compare networks. */
export const POOLS: Section = {
  name: 'pools',
  title: 'Address arithmetic and the rules between networks',
  about: 'Networks on one master, each with a pool of its own: reading their configurations with all its checks, and comparing all of them with each other.',
  run: () => {
    const measured = chosen(SIZES).map(([size]) => ({ size, ...interleaved(ROUNDS, { read: () => runSubject('pools', 'read', size), sweep: () => runSubject('pools', 'sweep', size) }) }));
    const rows = measured.map(({ size, read, sweep }) => [count(size), time(median(valuesOf(read))), time(median(valuesOf(sweep))), median(valuesOf(sweep, 'mebibytes')).toFixed(0)]);
    const exponent = (way: 'read' | 'sweep') => exponentOf(measured.map(({ size }) => size), measured.map((sizes) => median(valuesOf(sizes[way]))));
    return table(['networks', 'read', 'compare', 'MiB at most'], [...rows, ['exponent', exponent('read'), exponent('sweep'), '']]);
  },
};
