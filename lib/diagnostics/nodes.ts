import { Rule, Severity } from './rule';

// On which nodes networks and pods are.

const ASSIGNING = 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/';

export const NODE_SET_INVALID = new Rule('node-set-invalid', {
  severity: Severity.ERROR,
  why: 'No node could be meant, so that no pod of the network would find a place.',
  see: ASSIGNING,
  words: ({ expected }: { expected: string }) => ({
    problem: 'does not name nodes',
    expected,
    fix: 'look at `kubectl get nodes --show-labels`, or leave the nodes out for a network that is on all of them',
  }),
});

export const NODE_SETS_DISJOINT = new Rule('node-sets-disjoint', {
  severity: Severity.ERROR,
  why: 'The pods need a node that has all their networks and that their own placement allows: they stay Pending for ever.',
  see: ASSIGNING,
  words: ({ nodes, other, otherNodes }: { nodes: string; other: string; otherNodes: string }) => ({
    problem: `is on the nodes ${JSON.stringify(nodes)}, of which none is among those of ${other}`,
    expected: `a network on nodes among ${JSON.stringify(otherNodes)}`,
    fix: "attach the pods to one of the two, or correct the 'nodes' of the network or the placement of the pods",
  }),
});

export const PODS_OUTSIDE_NODE_SET = new Rule('pods-outside-node-set', {
  severity: Severity.WARNING,
  why: 'A pod that lands on a node without the network stays in ContainerCreating.',
  see: ASSIGNING,
  words: ({ nodes, ofMachine }: { nodes: string; ofMachine: boolean }) => ({
    problem: `is only on the nodes ${JSON.stringify(nodes)}, and the ${ofMachine ? 'machine' : 'pods'} may run on others`,
    expected: `${ofMachine ? 'a machine' : 'pods'} with a required node affinity for these nodes`,
    fix: ofMachine ? "add the affinity beside the machine's 'networks'" : 'add the affinity, or attach the pods with Attachments, which does',
  }),
});

export const NODES_ANNOTATION_MALFORMED = new Rule('nodes-annotation-malformed', {
  severity: Severity.WARNING,
  why: 'The checks take the network for one that is on all nodes.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
  words: () => ({
    problem: 'is not a selector of nodes',
    expected: 'a text such as "kubernetes.io/hostname in (worker-1, worker-2)"',
    fix: 'correct the text, or remove the annotation',
  }),
});
