import { readdirSync } from 'fs';
import { join } from 'path';
import { Rule } from '../../lib/diagnostics';
import { RULES, ruleOf } from '../../lib/diagnostics/registry';
import { ROOT } from '../support/process';

test('every rule of every file is in the registry once, ordered by id', () => {
  const folder = join(ROOT, 'lib/diagnostics');
  const exported = readdirSync(folder).filter((file) => file !== 'registry.ts' && file !== 'index.ts')
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    .flatMap((file) => Object.values<unknown>(require(join(folder, file))))
    .filter((value) => value instanceof Rule)
    .map((rule) => rule.id);
  expect(RULES.map((rule) => rule.id)).toEqual(exported.sort());
});

test('ids are words with hyphens, and no two rules share one', () => {
  const ids = RULES.map((rule) => rule.id);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id))).toEqual([]);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('a rule is found by its id', () => {
  expect(ruleOf('subnet-host-bits')?.id).toBe('subnet-host-bits');
  expect(ruleOf('subnet')).toBeUndefined();
});
