import { Rule, Severity, quoteList } from './rule';

export const PLUGIN_NOT_INSTALLED = new Rule('plugin-not-installed', {
  severity: Severity.ERROR,
  why: 'The container runtime fails with "failed to find plugin … in path" when a pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1413',
  words: ({ installer, installed }: { installer: string; installed: readonly string[] }) => ({
    problem: `is needed by the network, and "${installer}" does not install it`,
    expected: `a plugin that it installs: ${quoteList(installed, installed.length)}`,
    fix: "add it to 'plugins' of the installation or leave 'plugins' out there, and take a release that has it as the 'source'",
  }),
});

export const WHEREABOUTS_NOT_INSTALLED = new Rule('whereabouts-not-installed', {
  severity: Severity.WARNING,
  why: 'Without its binary and its CRDs on the cluster, the pod stays in ContainerCreating.',
  see: 'https://github.com/k8snetworkplumbingwg/whereabouts',
  words: () => ({
    problem: 'is needed by the network, and nothing here installs it',
    expected: 'an installation of whereabouts',
    fix: 'install it, or make sure that the cluster has it',
  }),
});
