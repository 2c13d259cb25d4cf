import { Rule, Severity } from './rule';

const MULTI_NETWORK_POLICY = 'https://github.com/k8snetworkplumbingwg/multi-networkpolicy';
const IPTABLES = 'https://github.com/k8snetworkplumbingwg/multi-networkpolicy-iptables';

export const POLICY_FOR_MISSING = new Rule('policy-for-missing', {
  severity: Severity.ERROR,
  why: 'A policy applies to the networks that it names: without one it applies to nothing, and says so nowhere.',
  see: MULTI_NETWORK_POLICY,
  words: () => ({
    problem: 'names no network',
    expected: 'at least one network, such as "storage" or "default/storage"',
    fix: 'name the networks whose traffic the policy is about',
  }),
});

export const POLICY_FOR_MALFORMED = new Rule('policy-for-malformed', {
  severity: Severity.ERROR,
  why: 'The names are compared letter by letter with those of the networks: one that no network can have is left out without a word, and the network stays open.',
  see: MULTI_NETWORK_POLICY,
  words: ({ item }: { item: string }) => ({
    problem: `has the item ${JSON.stringify(item)}, which is not the name of a network`,
    expected: 'names with commas between them, each with its namespace where that is another one, such as "storage, platform/backup"',
    fix: 'correct the annotation',
  }),
});

export const POLICY_FOR_SET_BY_HAND = new Rule('policy-for-set-by-hand', {
  severity: Severity.ERROR,
  why: "The annotation follows from 'networks': what is written by hand would be replaced.",
  see: MULTI_NETWORK_POLICY,
  words: () => ({
    problem: "is set by hand beside 'networks'",
    expected: 'no annotation of this name',
    fix: "remove it, and give its networks in 'networks' (one defined elsewhere: 'CniNetwork.fromNetworkName')",
  }),
});

export const POLICY_NETWORK_NOT_FOUND = new Rule('policy-network-not-found', {
  severity: Severity.ERROR,
  why: 'The policy applies to no network of this name, and says so nowhere: the pods stay open on the network that was meant.',
  see: MULTI_NETWORK_POLICY,
  words: ({ network, near, elsewhere }: { network: string; near?: string; elsewhere?: string }) => {
    const other = elsewhere ?? near;
    return {
      problem: `names ${JSON.stringify(network)}, which is not a network`,
      expected: other === undefined ? 'the name of a NetworkAttachmentDefinition' : JSON.stringify(other),
      fix: other === undefined ? 'define the network, or correct the name' : `write ${JSON.stringify(other)}: without a namespace, that of the policy counts`,
    };
  },
});

export const POLICY_NETWORK_NOT_SEEN = new Rule('policy-network-not-seen', {
  severity: Severity.WARNING,
  why: 'If the network does not exist in the cluster either, the policy applies to nothing, and says so nowhere.',
  see: MULTI_NETWORK_POLICY,
  words: ({ network }: { network: string }) => ({
    problem: `names ${JSON.stringify(network)}, which is not among the networks that were read`,
    expected: 'the name of a NetworkAttachmentDefinition',
    fix: 'include its manifest, or make sure that it exists in the cluster',
  }),
});

export const POLICY_NAMESPACE = new Rule('policy-namespace', {
  severity: Severity.ERROR,
  why: 'A policy selects pods of its own namespace only: pods elsewhere stay open, and nothing says so.',
  see: MULTI_NETWORK_POLICY,
  words: ({ policy }: { policy?: string }) => ({
    problem: policy === undefined ? 'selects pods in more than one namespace, or by labels of namespaces' : `selects pods in another namespace than the policy's, ${JSON.stringify(policy)}`,
    expected: 'pods of one namespace, that of the policy',
    fix: 'write a policy for each namespace',
  }),
});

export const POLICY_TYPES_MISSING = new Rule('policy-types-missing', {
  severity: Severity.WARNING,
  why: 'multi-networkpolicy-iptables then blocks what the pods send too, where others block only what they receive.',
  see: IPTABLES,
  words: () => ({
    problem: 'does not say which directions the policy is about',
    expected: '["Ingress"], ["Egress"] or ["Ingress", "Egress"]',
    fix: 'name the directions; in MultiNetworkPolicy give \'ingress\' or \'egress\' a default or a rule',
  }),
});

export const POLICY_TYPE_UNKNOWN = new Rule('policy-type-unknown', {
  severity: Severity.ERROR,
  why: 'A direction of another name is left out without a word: the policy blocks nothing there.',
  see: MULTI_NETWORK_POLICY,
  words: () => ({
    problem: 'is not a direction',
    expected: '"Ingress" or "Egress"',
    fix: 'correct it',
  }),
});

export const POLICY_RULES_IGNORED = new Rule('policy-rules-ignored', {
  severity: Severity.WARNING,
  why: 'Rules of a direction that is not among the types are left out without a word: everything passes there.',
  see: MULTI_NETWORK_POLICY,
  words: ({ type }: { type: string }) => ({
    problem: `is not looked at, because "${type}" is not among the policyTypes`,
    expected: `"${type}" in 'policyTypes'`,
    fix: 'add it, or remove the rules',
  }),
});

export const POLICY_PEER_INVALID = new Rule('policy-peer-invalid', {
  severity: Severity.ERROR,
  why: 'multi-networkpolicy-iptables leaves out what it does not understand of a peer, and a rule whose peers are all left out lets everybody in.',
  see: IPTABLES,
  words: ({ problem }: { problem: string }) => ({
    problem,
    expected: "either 'ipBlock', or 'podSelector' and 'namespaceSelector', of which one may be missing",
    fix: 'make two peers of it, or leave the peers out if all are meant',
  }),
});

export const POLICY_CIDR_INVALID = new Rule('policy-cidr-invalid', {
  severity: Severity.ERROR,
  why: 'The API server takes any text. What iptables cannot read leaves the pod without any of its policies: everything passes.',
  see: IPTABLES,
  words: () => ({
    problem: 'is not a subnet',
    expected: 'an address with a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"',
    fix: 'correct it; a single address has the prefix length 32, or 128 with IPv6',
  }),
});

export const POLICY_EXCEPT_OUTSIDE = new Rule('policy-except-outside', {
  severity: Severity.ERROR,
  why: 'The API server refuses it in a NetworkPolicy, but not here: the exception takes traffic from other rules, or takes everything.',
  see: IPTABLES,
  words: ({ cidr }: { cidr: string }) => ({
    problem: `is not a part of "${cidr}"`,
    expected: `a smaller subnet inside of "${cidr}"`,
    fix: 'correct it, or leave it out',
  }),
});

export const POLICY_PORT_INVALID = new Rule('policy-port-invalid', {
  severity: Severity.ERROR,
  why: 'The API server takes any number and any text. What iptables cannot read leaves the pod without any of its policies: everything passes.',
  see: IPTABLES,
  words: () => ({
    problem: 'is not a port',
    expected: 'a number from 1 to 65535',
    fix: "correct it; leave 'port' out if all of the protocol are meant, and 'ports' if all are",
  }),
});

export const POLICY_PORT_NAMED = new Rule('policy-port-named', {
  severity: Severity.ERROR,
  why: 'Nobody who enforces the policy reads the names of the ports of containers: iptables takes the name for one of /etc/services and refuses others, which leaves the pod without any of its policies; OVN-Kubernetes opens all ports.',
  see: 'https://github.com/ovn-kubernetes/ovn-kubernetes/issues/2117',
  words: () => ({
    problem: 'is the name of a port, which nobody who enforces the policy looks up',
    expected: 'a number from 1 to 65535',
    fix: 'write the number of the port',
  }),
});

export const POLICY_PORT_RANGE_INVALID = new Rule('policy-port-range-invalid', {
  severity: Severity.ERROR,
  why: 'The API server refuses it in a NetworkPolicy, but not here: the end is left out, or leaves the pod without any of its policies.',
  see: MULTI_NETWORK_POLICY,
  words: ({ port }: { port: unknown }) => ({
    problem: port === undefined || port === null ? "is an end without a 'port'" : `is not the end of a range from ${JSON.stringify(port)}`,
    expected: `a number from ${typeof port === 'number' ? String(port) : "that of 'port'"} to 65535`,
    fix: 'correct the range',
  }),
});

export const POLICY_VERSION_UNSERVED = new Rule('policy-version-unserved', {
  severity: Severity.WARNING,
  why: "Upstream's definition of MultiNetworkPolicy has v1beta2 and does not serve it: kubectl finds no such kind.",
  see: `${MULTI_NETWORK_POLICY}/blob/master/scheme.yml`,
  words: ({ served }: { served: string }) => ({
    problem: 'is a version that upstream does not serve',
    expected: JSON.stringify(served),
    fix: `write ${JSON.stringify(served)}, whose ports may have an 'endPort' too (since 1.0.1)`,
  }),
});

export const POLICY_NODE_CONFIGS = new Rule('policy-node-configs', {
  severity: Severity.WARNING,
  why: "multi-networkpolicy-iptables looks for a configuration that the network does not have in its own container, where upstream's manifest mounts no folder for it: it takes the network for none of its plugins, and everything passes.",
  see: `${MULTI_NETWORK_POLICY}-iptables`,
  words: ({ network, folder, place }: { network: string; folder: string; place: string }) => ({
    problem: `is for the network "${network}", whose configuration is on the nodes alone`,
    expected: 'a network with a configuration, or a program that enforces the policy and sees those of the nodes',
    fix: `mount the folder "${folder}" of the node at "${place}" into multi-networkpolicy-iptables, and acknowledge the finding`,
  }),
});

export const POLICY_PROTOCOL_UNKNOWN = new Rule('policy-protocol-unknown', {
  severity: Severity.ERROR,
  why: 'The API server takes any text. What iptables cannot read leaves the pod without any of its policies: everything passes.',
  see: IPTABLES,
  words: () => ({
    problem: 'is not a protocol',
    expected: '"TCP", "UDP" or "SCTP"',
    fix: 'correct it; without one it is TCP',
  }),
});
