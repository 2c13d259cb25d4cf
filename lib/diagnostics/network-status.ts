import { Rule, Severity } from './rule';

export const NETWORK_STATUS_INVALID = new Rule('network-status-invalid', {
  severity: Severity.ERROR,
  why: 'What cannot be read would be taken for a pod without the network.',
  see: 'https://github.com/k8snetworkplumbingwg/multi-net-spec',
  words: ({ problem, fix }: { problem: string; fix?: string }) => ({
    problem,
    expected: 'the annotation that Multus writes on a running pod, such as [{ "name": "default/storage", "interface": "net1", "ips": ["192.168.1.14"] }]',
    fix: fix ?? 'pass the text as it is on the pod',
  }),
});
