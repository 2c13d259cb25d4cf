import { checkAnnotations, checkLabels } from '../../lib/nodes/labels';
import { linesOf } from '../support/messages';

const NAME = 'n'.repeat(63);
const CYCLE: Record<string, unknown> = {};
CYCLE.itself = CYCLE;

test.each<[Record<string, unknown>]>([
  [{}], [{ a: '' }], [{ [NAME]: NAME, 'example.com/a_b.c-d': 'E_f.G-h' }], [{ toString: 'a', hasOwnProperty: 'b' }], [{ a: undefined }],
])('%j are labels, and annotations', (given) => {
  expect(linesOf([...checkLabels(given, 'labels'), ...checkAnnotations(given, 'annotations')])).toEqual([]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a number', { a: 'b', c: 5 }, '{"c":5}'],
  ['null', { a: null }, '{"a":null}'],
  ['an object', { a: { b: 'c' } }, '{"a":{"b":"c"}}'],
  ['itself', CYCLE, 'an object of type Object'],
  ['a key with a blank', { 'b c': 'd' }, '{"b c":"d"}'],
  ['an empty key', { '': 'd' }, '{"":"d"}'],
  ['a key of 64 characters', { [`${NAME}n`]: '' }, `{"${NAME}n":""}`],
  ['a key with two slashes', { 'a/b/c': '' }, '{"a/b/c":""}'],
  ['a prototype', JSON.parse('{"__proto__":"x"}'), '{"__proto__":"x"}'],
])('neither can have %s', (_, given, got) => {
  expect(linesOf([...checkLabels(given, 'labels'), ...checkAnnotations(given, 'annotations')])).toEqual([
    `error: install-label-invalid 'labels' has an entry that is not a label: got ${got}; expected a key and a value of letters, digits, "-", "_" and ".", each at most 63 long, such as {"team":"network"}; write it in this form`,
    `error: annotation-invalid 'annotations' has an entry that is not an annotation: got ${got}; expected a key of letters, digits, "-", "_" and ".", at most 63 long, perhaps behind a domain and "/", and a text, such as {"example.com/team":"network"}; write it in this form`,
  ]);
});

test('an annotation can have any text, and a domain in upper case', () => {
  const given = { 'Example.COM/Team': '[{ "a": 5 }]\n' };
  expect(checkAnnotations(given, 'annotations')).toEqual([]);
  expect(checkLabels(given, 'labels')).toHaveLength(1);
});
