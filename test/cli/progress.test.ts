import { Progress } from '../../lib/cli/progress';
import { Page } from './support/command';

/** What is written when the steps come at these times. */
function shown(isTTY: boolean, times: readonly number[]): string {
  const page = new Page(isTTY);
  let now = 5000;
  const progress = new Progress(page, 40, () => now);
  times.forEach((time, i) => {
    now = 5000 + time;
    progress.step(i);
  });
  progress.end();
  return page.text;
}

test('progress is shown on a terminal after a second, at most ten times a second, and taken away', () => {
  expect(shown(true, [0, 500, 1000, 1001, 1050, 1102])).toBe(`\r3 of 40 files read\r5 of 40 files read\r${' '.repeat(18)}\r`);
});

test('progress is not shown for what is quick', () => {
  expect(shown(true, [0, 1000])).toBe('');
});

test('progress is not shown where no terminal is', () => {
  expect(shown(false, [0, 2000, 4000])).toBe('');
});
