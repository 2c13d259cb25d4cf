import { NodeRequirement, implies, isContradictory, namesOf, parseTerm, termText } from '../../lib/nodes/node-term';

const is = (key: string, ...values: string[]): NodeRequirement => ({ key, operator: 'In', values });
const not = (key: string, ...values: string[]): NodeRequirement => ({ key, operator: 'NotIn', values });
const has = (key: string): NodeRequirement => ({ key, operator: 'Exists', values: [] });
const lacks = (key: string): NodeRequirement => ({ key, operator: 'DoesNotExist', values: [] });
const HOSTNAME = 'kubernetes.io/hostname';

test.each([
  ['kubernetes.io/hostname in (worker-1, worker-2)', [is(HOSTNAME, 'worker-1', 'worker-2')]],
  ['zone notin (a), nic, !virtual', [not('zone', 'a'), has('nic'), lacks('virtual')]],
  ['cores>8, cores<64', [{ key: 'cores', operator: 'Gt', values: ['8'] }, { key: 'cores', operator: 'Lt', values: ['64'] }]],
])('a selector is read and written: %s', (text, term) => {
  expect(parseTerm(text)).toEqual(term);
  expect(termText(term)).toBe(text);
});

test.each([
  ['zone=a', [is('zone', 'a')]],
  ['zone==a,nic = storage', [is('zone', 'a'), is('nic', 'storage')]],
  ['zone!=a', [not('zone', 'a')]],
  ['zone in(a,b)', [is('zone', 'a', 'b')]],
  ['zone in (a,b', undefined],
  ['worker-1 or worker-2', undefined],
  ['', undefined],
  ['zone in (a) x', undefined],
])('%j is read as kubectl does', (text, term) => {
  expect(parseTerm(text)).toEqual(term);
});

test.each<[string, NodeRequirement[]]>([
  ['two names', [is(HOSTNAME, 'a'), is(HOSTNAME, 'b')]],
  ['a name and the label that holds it', [is('metadata.name', 'a'), is(HOSTNAME, 'b')]],
  ['values that are ruled out', [is('zone', 'a', 'b'), not('zone', 'a'), not('zone', 'b')]],
  ['no value', [is('zone')]],
  ['there and not there', [has('nic'), lacks('nic')]],
  ['a value of what is not there', [is('nic', 'x'), lacks('nic')]],
])('no node is both: %s', (_, term) => {
  expect(isContradictory(term)).toBe(true);
});

test.each<[string, NodeRequirement[]]>([
  ['nothing', []],
  ['lists that meet', [is(HOSTNAME, 'a', 'b'), is(HOSTNAME, 'b', 'c')]],
  ['different labels', [is('zone', 'a'), is('rack', 'b')]],
  ['another value ruled out', [is('zone', 'a'), not('zone', 'b')]],
  ['only what it must not be', [not('zone', 'a'), not('zone', 'b')]],
])('a node can be: %s', (_, term) => {
  expect(isContradictory(term)).toBe(false);
});

test.each<[NodeRequirement[], NodeRequirement[], boolean]>([
  [[is('zone', 'a')], [is('zone', 'a', 'b')], true],
  [[is('zone', 'a', 'b')], [is('zone', 'a')], false],
  [[is('zone', 'a'), is('rack', 'x')], [is('rack', 'x')], true],
  [[is('metadata.name', 'a')], [is(HOSTNAME, 'a')], true],
  [[is('zone', 'a')], [has('zone')], true],
  [[not('zone', 'a', 'b')], [not('zone', 'a')], true],
  [[not('zone', 'a')], [not('zone', 'a', 'b')], false],
  [[lacks('zone')], [has('zone')], false],
  [[], [is('zone', 'a')], false],
  [[], [], true],
])('%j implies %j: %j', (term, others, expected) => {
  expect(implies(term, others)).toBe(expected);
});

test('the names are those that all conditions leave', () => {
  expect(namesOf([is(HOSTNAME, 'a', 'b'), is('zone', 'x'), is('metadata.name', 'b', 'c')])).toEqual(['b']);
  expect(namesOf([is('zone', 'x'), not(HOSTNAME, 'a')])).toBeUndefined();
});
