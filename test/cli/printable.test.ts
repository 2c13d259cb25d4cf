import { count, cut, printable, quoted } from '../../lib/cli/printable';

test.each([
  ['eth1 한국어 😀 é "x"', 'eth1 한국어 😀 é "x"'],
  ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
  ['a\r\nb\tc\0', 'a\\u000d\\u000ab\\u0009c\\u0000'],
  ['\u007f\u009b31m', '\\u007f\\u009b31m'],
  ['left\u202eright\u2066', 'left\\u202eright\\u2066'],
  ['\u2028\u2029\u200b\ufeff', '\\u2028\\u2029\\u200b\\ufeff'],
  ['half \ud800', 'half \\ud800'],
  ['tag \u{e0041}', 'tag \\udb40\\udc41'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

test('the escapes of JSON mean the same as before', () => {
  const value = { 'a\u009b': 'b\u202e\u{e0041}\u001b' };
  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});

test('a name is quoted', () => {
  expect(quoted('a "b"\n\u009b')).toBe('"a \\"b\\"\\n\\u009b"');
});

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['한국', 4, '한국'],
  ['한국어', 5, '한국…'],
  ['한국어', 4, '한…'],
  ['a😀b', 3, 'a…'],
  ['a😀b', 4, 'a😀b'],
])('%j in %i columns is %j', (text, columns, expected) => {
  expect(cut(text, columns)).toBe(expected);
});

test('a noun agrees with its number', () => {
  expect([0, 1, 2].map((number) => count(number, 'file'))).toEqual(['0 files', '1 file', '2 files']);
});
