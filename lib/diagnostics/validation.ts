import { Rule, Severity } from './rule';

// What the validation plugin is given.

export const VALIDATION_PROPERTY_INVALID = new Rule('validation-property-invalid', {
  severity: Severity.ERROR,
  why: 'The validation would check something else than cdk8s.yaml means.',
  see: 'https://cdk8s.io/docs/latest/cli/synth/',
  words: ({ problem, expected }: { problem: string; expected: string }) => ({
    problem,
    expected,
    fix: "correct it under 'properties' in cdk8s.yaml, or leave it out",
  }),
});
