import { Rule, Severity } from './rule';

export const ACKNOWLEDGEMENT_UNUSED = new Rule('acknowledgement-unused', {
  severity: Severity.WARNING,
  why: 'What was acknowledged is mended, or the rule is misspelt: the acknowledgement would hide a later finding that nobody has thought about.',
  words: () => ({
    problem: 'is acknowledged, and no finding of this rule is here',
    expected: 'the id of a rule that finds something on this object',
    fix: 'remove the acknowledgement',
  }),
});

export const ACKNOWLEDGEMENT_INVALID = new Rule('acknowledgement-invalid', {
  severity: Severity.ERROR,
  why: 'An acknowledgement names a rule and says why its findings may pass; anything else would hide nothing, or too much.',
  words: ({ problem, expected, fix }: { problem: string; expected: string; fix: string }) => ({ problem, expected, fix }),
});
