import * as fc from 'fast-check';
import { Rule, Severity, Step, messageOf, pathText, quoteList, refuse } from '../../lib/diagnostics';

const RULE = new Rule('too-large', {
  severity: Severity.ERROR,
  why: 'It does not fit.',
  see: 'https://example.com',
  words: ({ most }: { most: number }) => ({ problem: 'is too large', expected: `at most ${most}`, fix: 'lower it' }),
});
const HINT = new Rule('odd', { severity: Severity.WARNING, why: 'It is odd.', words: () => ({ problem: 'is odd', expected: 'even', fix: 'add 1' }) });

/** How a message shows the value. */
const shown = (got: unknown) => /: got (.*); expected/.exec(messageOf(RULE.fault(['size'], got, { most: 5 })))?.[1];

test('a message is one line: the rule, the property, what is wrong, the value, what is valid, what to do', () => {
  expect(messageOf(RULE.fault(['ranges', 0, 1, 'size'], 7, { most: 5 })))
    .toBe("too-large 'ranges[0][1].size' is too large: got 7; expected at most 5; lower it");
});

test('a fault carries its rule, severity, path and value', () => {
  expect(RULE.fault(['size'], 7, { most: 5 })).toEqual({
    rule: 'too-large',
    severity: 'error',
    path: ['size'],
    got: 7,
    words: { problem: 'is too large', expected: 'at most 5', fix: 'lower it' },
  });
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;
class Ring {
  public readonly self = this;
}

test.each<[string, unknown, string]>([
  ['undefined as nothing', undefined, 'nothing'],
  ['null', null, 'null'],
  ['text in quotes', 'eth1', '"eth1"'],
  ['an empty text', '', '""'],
  ['line breaks escaped', 'a\nb\r', '"a\\nb\\r"'],
  ['a number', 1.5, '1.5'],
  ['numbers that JSON does not have', NaN, 'NaN'],
  ['infinity', -Infinity, '-Infinity'],
  ['a bigint', 10n, '"10"'],
  ['a list', ['a', 1], '["a",1]'],
  ['an object', { a: { b: 1n } }, '{"a":{"b":"1"}}'],
  ['a cycle by its class', new Ring(), 'an object of type Ring'],
  ['a cycle without a class', cycle, 'an object of type Object'],
  ['a cycle whose class has no name', Object.assign(Object.create(null), { cycle }), 'an object of type Object'],
  ['a cycle that claims an odd class', { cycle, constructor: { name: Object.create(null) } }, 'an object of type Object'],
  ['an object that is not JSON', { toJSON: () => undefined }, 'an object of type Object'],
  ['a function by its first line', function broken() {
    return 1;
  }, 'function broken() {'],
  ['a symbol', Symbol('x'), 'Symbol(x)'],
  ['a long value cut at 200 characters', 'x'.repeat(300), `"${'x'.repeat(199)}…`],
  ['a value of 200 characters whole', 'x'.repeat(198), `"${'x'.repeat(198)}"`],
])('a message shows %s', (_, got, text) => {
  expect(shown(got)).toBe(text);
});

test('a message is one line whatever the value', () => {
  fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true, withDate: true, withMap: true }), (got) => {
    expect(messageOf(RULE.fault(['size'], got, { most: 5 }))).toMatch(/^too-large 'size' is too large: got [^\n\r]+; expected at most 5; lower it$/);
  }), { numRuns: 500 });
});

test.each<[readonly Step[], string]>([
  [[], ''],
  [['subnet'], 'subnet'],
  [['ranges', 0, 1, 'subnet'], 'ranges[0][1].subnet'],
  [['k8s.v1.cni.cncf.io/networks'], 'k8s.v1.cni.cncf.io/networks'],
  [['__proto__'], '__proto__'],
  [['ipam', 'two words'], 'ipam["two words"]'],
  [['ipam', 'a\nb', 'c'], 'ipam["a\\nb"].c'],
  [['it\'s'], '["it\'s"]'],
  [[''], '[""]'],
])('the path %j is written %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

test.each<[string[], number | undefined, string]>([
  [[], undefined, ''],
  [['a'], undefined, '"a"'],
  [['a', 'b', 'c', 'd', 'e'], undefined, '"a", "b", "c", "d", "e"'],
  [['a', 'b', 'c', 'd', 'e', 'f'], undefined, '"a", "b", "c", "d", "e" or 1 more'],
  [['a', 'b', 'c'], 1, '"a" or 2 more'],
  [['a"\n'], undefined, '"a\\"\\n"'],
])('the names %j are quoted, of which at most %p', (names, most, text) => {
  expect(quoteList(names, most)).toBe(text);
});

describe('refuse', () => {
  test('passes where there is nothing, or only warnings', () => {
    expect(() => refuse('apps/pod', [])).not.toThrow();
    expect(() => refuse('apps/pod', [HINT.fault(['size'], 1, {})])).not.toThrow();
  });

  test('fails with the first error, behind the place', () => {
    const faults = [HINT.fault(['size'], 1, {}), RULE.fault(['size'], 7, { most: 5 }), RULE.fault(['size'], 8, { most: 5 })];
    expect(() => refuse('apps/pod', faults)).toThrow(new Error("[apps/pod] too-large 'size' is too large: got 7; expected at most 5; lower it"));
  });
});
