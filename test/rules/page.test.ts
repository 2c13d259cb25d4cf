import { readFileSync } from 'fs';
import { join } from 'path';
import { RULES } from '../../lib/diagnostics/registry';
import { rulesPage } from '../../tools/rules-page';
import { ROOT } from '../support/process';

const PAGE = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');

test('docs/rules.md is what the rules and their pairs say', () => {
  expect(rulesPage()).toBe(PAGE);
});

test('every rule has its section, and its place in the table of contents', () => {
  const ids = RULES.map(({ id }) => id);
  expect([...PAGE.matchAll(/^### (.*)$/gm)].map(([, id]) => id).sort()).toEqual(ids);
  expect([...PAGE.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, id]) => id).sort()).toEqual(ids);
});
