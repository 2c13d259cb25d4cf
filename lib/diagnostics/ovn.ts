import { Rule, Severity, quoteList } from './rule';

// What OVN-Kubernetes and Kube-OVN refuse in the configuration of a network, or leave unread.

const MULTI_HOMING = 'https://ovn-kubernetes.io/features/multiple-networks/multi-homing/';

export const OVN_KEY_REFUSED = new Rule('ovn-key-refused', {
  severity: Severity.ERROR,
  why: 'The controller of OVN-Kubernetes refuses the key in a network of this topology and makes no network: pods stay in ContainerCreating.',
  see: MULTI_HOMING,
  words: ({ topology, own }: { topology: string; own: readonly string[] }) => ({
    problem: `is refused in a network with the topology "${topology}"`,
    expected: `no such key, or the topology ${quoteList(own)}`,
    fix: 'remove it, or change \'topology\'',
  }),
});

export const OVN_KEY_IGNORED = new Rule('ovn-key-ignored', {
  severity: Severity.WARNING,
  why: 'OVN-Kubernetes reads the key in networks of other topologies alone: here it has no effect and no error.',
  see: MULTI_HOMING,
  words: ({ topology, own }: { topology: string; own: readonly string[] }) => ({
    problem: `has no effect in a network with the topology "${topology}"`,
    expected: `no such key, or the topology ${quoteList(own)}`,
    fix: 'remove it, or change \'topology\'',
  }),
});

export const OVN_SUBNET_INVALID = new Rule('ovn-subnet-invalid', {
  severity: Severity.ERROR,
  why: 'The controller of OVN-Kubernetes fails to parse the subnets and makes no network: pods stay in ContainerCreating.',
  see: MULTI_HOMING,
  words: ({ text, problem, isShared }: { text: string; problem: string; isShared: boolean }) => ({
    problem: `has ${JSON.stringify(text)}, which ${problem}`,
    expected: isShared
      ? 'subnets, each with the longer prefix length of a node\'s share (/24 where it is left out, and always /64 in IPv6), such as "10.128.0.0/14/23"'
      : 'subnets, separated by commas, such as "10.100.0.0/16,fd00:100::/64"',
    fix: 'correct it',
  }),
});

export const OVN_SUBNET_OUTSIDE = new Rule('ovn-subnet-outside', {
  severity: Severity.ERROR,
  why: 'The controller of OVN-Kubernetes refuses to leave out what is not in the network and makes none: pods stay in ContainerCreating.',
  see: MULTI_HOMING,
  words: ({ text, subnets }: { text: string; subnets: readonly string[] }) => ({
    problem: `has ${JSON.stringify(text)}, which is in no subnet of this network`,
    expected: subnets.length === 0 ? "no such key, because there are no 'subnets'" : `parts of ${quoteList(subnets)}`,
    fix: "correct it, or 'subnets'",
  }),
});

export const OVN_IPS_REFUSED = new Rule('ovn-ips-refused', {
  severity: Severity.ERROR,
  why: 'The controller of OVN-Kubernetes fails with "cannot allocate a static IP request with IPAM": the pod stays in ContainerCreating.',
  see: MULTI_HOMING,
  words: ({ network }: { network: string }) => ({
    problem: `asks for addresses of the network "${network}", whose 'subnets' have OVN-Kubernetes choose them`,
    expected: "no addresses, or a network without 'subnets'",
    fix: "remove 'ips', or the 'subnets' of the network, whose pods then all ask for theirs",
  }),
});

export const KUBE_OVN_PROVIDER_MISSING = new Rule('kube-ovn-provider-missing', {
  severity: Severity.WARNING,
  why: 'Kube-OVN then takes "ovn", the cluster network: the second interface is to have the address that the pod has on eth0 already.',
  see: 'https://kubeovn.github.io/docs/stable/en/advance/multi-nic/',
  words: ({ example }: { example: string }) => ({
    problem: 'is missing, which means "ovn", the provider of the cluster network',
    expected: `the name and namespace of this object, such as ${JSON.stringify(example)}, which a Subnet has as its 'provider' too`,
    fix: 'set it, or acknowledge the finding where pods have this network in place of the cluster network (v1.multus-cni.io/default-network)',
  }),
});

export const OVN_NAME_MISMATCH = new Rule('ovn-name-mismatch', {
  severity: Severity.ERROR,
  why: 'The controller looks for the network of a pod by this name and finds none: pods stay in ContainerCreating with "net-attach-def name is inconsistent with config" or "no address allocated to pod".',
  see: MULTI_HOMING,
  words: ({ isKnown = true, name }: { isKnown?: boolean; name: string }) => ({
    problem: 'is not the namespace and name of this network',
    expected: `${isKnown ? '' : 'its namespace and its name, such as '}${JSON.stringify(name)}`,
    fix: 'write that',
  }),
});
