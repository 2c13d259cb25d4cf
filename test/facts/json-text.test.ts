import * as fc from 'fast-check';
import { faultOfJson, spellingOf } from '../../lib/facts/json-text';
import { pathText } from '../../lib/diagnostics';

const COMMENT = 'remove the comment: JSON has none';
const QUOTES = 'write plain double quotes around keys and texts';
const COMMA = 'remove the comma behind the last member';
const THERE = 'correct the text there';

test.each<[string, number, string, string]>([
  ['', 0, 'it is empty', 'write the text'],
  [' \n', 2, 'it is empty', 'write the text'],
  ['{', 1, 'it ends before its last "}"', 'close what is open, with "}" last'],
  ['{"a": [1', 8, 'it ends before its last "]"', 'close what is open, with "]" last'],
  ['{"a": 1 # one', 8, 'there is the comment "# one"', COMMENT],
  ['{\n  // the card\n  "a": 1\n}', 4, 'in its line 2 there is the comment "// the card"', COMMENT],
  ['{ /* the network card of the node */ "a": 1 }', 2, 'there is the comment "/* the network card of the nod…"', COMMENT],
  ["{'a': 1}", 1, 'there is "\'a\': 1}"', QUOTES],
  ['{“a”: 1}', 1, 'there is "“a”: 1}"', QUOTES],
  ['{"a": 1,}', 8, 'there is a comma before "}"', COMMA],
  ['{"a": [1,\n]}', 10, 'in its line 2 there is a comma before "]"', COMMA],
  ['{\n  "a": 1\n  "b": 2\n}', 13, 'in its line 3 there is no comma before "\\"b\\": 2"', 'separate the members by commas'],
  ['[{} {}]', 4, 'there is no comma before "{}]"', 'separate the members by commas'],
  ['{"a": 1}}', 8, 'there is "}" behind its end', 'remove what is behind the end'],
  ['{"a": 1}, {"b": 2}', 8, 'there is ", {\\"b\\": 2}" behind its end', 'remove what is behind the end'],
  ['{a: 1}', 1, 'there is "a: 1}" where a key in double quotes or "}" must be', THERE],
  ['{"a": 1, b: 2}', 9, 'there is "b: 2}" where a key in double quotes must be', THERE],
  ['{"a" 1}', 5, 'there is "1}" where a colon must be', THERE],
  ['{"a": eth1}', 6, 'there is "eth1}" where a value must be', THERE],
  ['{"a": {{ .Values.master }}}', 7, 'there is "{ .Values.master }}}" where a key in double quotes or "}" must be', THERE],
  ['{"a": ,}', 6, 'there is ",}" where a value must be', THERE],
  ['{"a": }', 6, 'there is "}" where a value must be', THERE],
  ['[}', 1, 'there is "}" where a value or "]" must be', THERE],
  ['{"a": 1]', 7, 'there is "]" where a comma or the end of what is open must be', THERE],
  ['{"a": 01}', 6, 'there is "01}" where a value must be', THERE],
  ['{"a": 1.}', 6, 'there is "1.}" where a value must be', THERE],
  ['{"a": "b\nc"}', 6, 'in its line 1 there is "\\"b" where a value must be', THERE],
  ['{"a": "\\x"}', 6, 'there is "\\"\\\\x\\"}" where a value must be', THERE],
])('finds in %j at %d: %s', (text, at, reason, fix) => {
  expect(faultOfJson(text)).toEqual({ at, reason, fix });
});

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('finds nothing in what is JSON, and something in what is not', () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.jsonValue().map((value) => JSON.stringify(value, undefined, 2))), fc.nat(), fc.constantFrom('', ',', '}', '"', 'e', '1', '.', '\\', '\n'), (text, at, change) => {
    const place = at % (text.length + 1);
    for (const changed of [text, text.slice(0, place) + change + text.slice(place), text.slice(0, place) + change + text.slice(place + 1)]) {
      expect([changed, faultOfJson(changed) === undefined]).toEqual([changed, isJson(changed)]);
    }
  }), { numRuns: 2000 });
});

test('takes a time like that of the text, however long', () => {
  const start = Date.now();
  expect(faultOfJson(`["${'a\\n'.repeat(1_000_000)}`)?.at).toBe(1);
  expect(faultOfJson('['.repeat(1_000_000))?.at).toBe(1_000_000);
  expect(faultOfJson(`${' '.repeat(1_000_000)}x`)?.at).toBe(1_000_000);
  expect(Date.now() - start).toBeLessThan(2_000);
});

test.each<[string, string[]]>([
  ['{}', []],
  ['[]', []],
  ['"a"', []],
  ['{"a": 1, "b": 2, "a": 3}', ['a']],
  ['{"a": 1, "a": 2, "a": 3}', ['a', 'a']],
  ['{"a": {"a": 1}, "b": {"a": [{"a": "a"}, {"a": {}}]}}', []],
  ['{"a": [1, [2, {"b": []}], {"b": {"c": 1, "d": {}, "c": 2}, "e": 1}, {"b": 1, "b": 2}]}', ['a[2].b.c', 'a[3].b']],
  ['{"a": "x, \\"a\\": {", "b": ["a", "a"]}', []],
  ['{"a\\u0062": 1, "ab": 2}', ['ab']],
  ['{"__proto__": 1, "__proto__": 2, "toString": 3}', ['__proto__']],
])('finds the keys of %s that are there again', (text, keys) => {
  expect(spellingOf(text).repeatedKeys.map(pathText)).toEqual(keys);
});

test('finds no key again in what JavaScript writes, and one in a pair of objects with a key in common', () => {
  fc.assert(fc.property(fc.json(), (text) => {
    expect(spellingOf(text).repeatedKeys).toEqual([]);
  }));
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
    const members = JSON.stringify(object).slice(1, -1);
    expect(spellingOf(`[0, {${members},${members}}]`).repeatedKeys).toEqual(Object.keys(JSON.parse(`{${members}}`)).map((key) => [1, key]));
  }));
});

test('finds the numbers that are written with a fraction or an exponent', () => {
  expect(spellingOf('[1, -2.0, {"a": [3, 4e6, 1E+06], "1.5": "2.5", "b": {"c": 0.25}}, true, 5]').decimals).toEqual([
    { path: [1], text: '-2.0' }, { path: [2, 'a', 1], text: '4e6' }, { path: [2, 'a', 2], text: '1E+06' }, { path: [2, 'b', 'c'], text: '0.25' },
  ]);
});

test('ends on what is no JSON', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    expect(Array.isArray(spellingOf(text).repeatedKeys)).toBe(true);
  }));
});
