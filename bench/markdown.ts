import { median } from './measure';

/** A table, the first column to the left. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** The median, and the least and the greatest of the values: `1.04 (1.01–1.10)`. */
export function spread(values: readonly number[], digits = 2): string {
  const text = (value: number) => value.toFixed(digits);
  return values.length === 1 ? text(values[0]) : `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** A time in the unit that suits it. */
export function time(milliseconds: number): string {
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** 10,000 rather than 10000. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
