import { Rule, Severity } from './rule';

export const NETWORK_NAME_DUPLICATE = new Rule('network-name-duplicate', {
  severity: Severity.ERROR,
  why: 'Both have the same name in the cluster: the one applied last silently replaces the other.',
  words: ({ other, namespace }: { other: string; namespace?: string }) => ({
    problem: `is already the name of the network "${other}"${namespace === undefined ? '' : ` in the namespace "${namespace}"`}`,
    expected: 'a name of its own for each network of a namespace',
    fix: "change 'name' or 'namespace' of one of the two",
  }),
});
