import * as fc from 'fast-check';
import { acknowledgementText, readAcknowledgements } from '../../lib/facts/acknowledgements';

test.each<[string, unknown, Array<[string, string]>]>([
  ['a rule and its reason', 'a-rule: one worker', [['a-rule', 'one worker']]],
  ['a reason with colons', 'a-rule: see: the ticket', [['a-rule', 'see: the ticket']]],
  ['a line for each rule, blanks around them', '  a : x  \r\n\n\tb:y\n', [['a', 'x'], ['b', 'y']]],
  ['the last reason of a rule', 'a: x\na: y', [['a', 'y']]],
  ['no line without a reason', 'a:\nb: \nc\nd: x', [['d', 'x']]],
  ['no line without a rule', ': x\n  A: x  \n a b: x', []],
  ['no comment', '# a: x\n  #b', []],
  ['nothing of an empty text', '', []],
  ['nothing of what is no text', ['a: x'], []],
  ['nothing of nothing', undefined, []],
])('reads %s', (_, text, expected) => {
  expect([...readAcknowledgements(text).acknowledgements]).toEqual(expected);
});

test('keeps the lines that acknowledge nothing', () => {
  expect(readAcknowledgements('a:\n# b\nc: x\n  d \nE: x\n\n: x').malformedAcknowledgements).toEqual(['a:', 'd', 'E: x', ': x']);
  expect(readAcknowledgements('c: x\n# b\n').malformedAcknowledgements).toBeUndefined();
});

test('what was written is read', () => {
  const reason = fc.stringMatching(/^[^\s][ -~]*[^\s]$/);
  fc.assert(fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9-]*$/), reason)), (pairs) => {
    const acknowledgements = new Map(pairs);
    expect(readAcknowledgements(acknowledgementText(acknowledgements))).toEqual({ acknowledgements });
  }));
});
