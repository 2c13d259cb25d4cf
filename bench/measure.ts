import { spawnSync } from 'child_process';
import { join } from 'path';

/** What it took to do something. */
export interface Cost {
  readonly milliseconds: number;
  /** Processor time, of all threads. Not known of programs of others. */
  readonly cpuMilliseconds?: number;
  /** The most memory that the process had at once. Not known of programs of others. */
  readonly mebibytes?: number;
}

/** What a subject prints, beside its cost: whatever the section wants to compare. */
export interface Outcome extends Cost {
  readonly output?: string;
}

export const ROOT = join(__dirname, '..');

/** Where the subjects are when they are compiled: beside the compiled library, so that `../../lib` is that. */
export const SUBJECTS = join(ROOT, 'build', 'bench', 'subjects');

/** Small sizes, once: whether all runs, rather than how fast. */
export const QUICK = process.argv.includes('--quick');
const LARGEST_QUICK = 1000;

/** The sizes that are to be measured. */
export function chosen<T extends readonly [size: number, ...rest: readonly unknown[]]>(sizes: readonly T[]): readonly T[] {
  return QUICK ? sizes.filter(([size]) => size <= LARGEST_QUICK) : sizes;
}

/** Runs a subject in a process of its own. */
export function runSubject(name: string, ...args: readonly (string | number)[]): Outcome {
  const text = execute(process.execPath, ['--max-old-space-size=12288', join(SUBJECTS, `${name}.js`), ...args.map(String)]);
  return JSON.parse(text.trimEnd().split('\n').at(-1)!) as Outcome;
}

/** Runs a program from its start to its end. */
export function runProgram(program: string, args: readonly string[], cwd = ROOT, env: Record<string, string> = {}): Outcome {
  const start = performance.now();
  const output = execute(program, args, cwd, env);
  return { milliseconds: performance.now() - start, output };
}

function execute(program: string, args: readonly string[], cwd = ROOT, env: Record<string, string> = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${error?.message ?? status}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  }
  return stdout;
}

/** Measures several ways of doing one thing in turn (A B A B …), so that what else the machine does meets all of them. */
export function interleaved<K extends string>(rounds: number, ways: Readonly<Record<K, () => Outcome>>): Record<K, Outcome[]> {
  const names = Object.keys(ways) as K[];
  const outcomes = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, Outcome[]>;
  for (let round = 0; round < (QUICK ? 1 : rounds); round++) {
    for (const name of names) {
      outcomes[name].push(ways[name]());
    }
  }
  return outcomes;
}

export type Quantity = 'milliseconds' | 'cpuMilliseconds' | 'mebibytes';

/** Of one quantity, the runs' values. */
export function valuesOf(outcomes: readonly Outcome[], quantity: Quantity = 'milliseconds'): number[] {
  return outcomes.map((outcome) => outcome[quantity] ?? NaN);
}

/** How many times as much the one took as the other that was measured beside it, in each round. */
export function ratiosOf(outcomes: readonly Outcome[], others: readonly Outcome[], quantity: Quantity = 'milliseconds'): number[] {
  const base = valuesOf(others, quantity);
  return valuesOf(outcomes, quantity).map((value, i) => value / base[i]);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The exponent with which the values grow with the sizes: the slope of the line through their logarithms. */
export function exponentOf(sizes: readonly number[], values: readonly number[]): string {
  const [x, y] = [sizes.map(Math.log), values.map(Math.log)];
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return sizes.length > 1 ? slope.toFixed(2) : 'not known from one size';
}
