import * as fc from 'fast-check';
import { acknowledgementText, readAcknowledgements } from '../../lib/facts/acknowledgements';

test.each<[string, unknown, Array<[string, string]>]>([
  ['a rule and its reason', 'a-rule: one worker', [['a-rule', 'one worker']]],
  ['a reason with colons', 'a-rule: see: the ticket', [['a-rule', 'see: the ticket']]],
  ['a line for each rule, blanks around them', '  a : x  \r\n\n\tb:y\n', [['a', 'x'], ['b', 'y']]],
  ['the last reason of a rule', 'a: x\na: y', [['a', 'y']]],
  ['no line without a reason', 'a:\nb: \nc', []],
  ['no line without a rule', ': x\n# y: z\nA: x', []],
  ['nothing of an empty text', '', []],
  ['nothing of what is no text', ['a: x'], []],
  ['nothing of nothing', undefined, []],
])('reads %s', (_, text, expected) => {
  expect([...readAcknowledgements(text)]).toEqual(expected);
});

test('what was written is read', () => {
  const reason = fc.stringMatching(/^[^\s][ -~]*[^\s]$/);
  fc.assert(fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9-]*$/), reason)), (pairs) => {
    const acknowledgements = new Map(pairs);
    expect(readAcknowledgements(acknowledgementText(acknowledgements))).toEqual(acknowledgements);
  }));
});
