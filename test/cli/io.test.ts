import { isColoured } from '../../lib/cli/io';
import { Page } from './support/command';

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: 'true', NO_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [false, { FORCE_COLOR: '' }, false],
])('on a terminal: %p, with %j: coloured %p', (isTTY, env, expected) => {
  expect(isColoured(new Page(isTTY), env)).toBe(expected);
});
