import { Rule, Severity } from './rule';

const KUBERNETES = 'https://kubernetes.io/docs/concepts/cluster-administration/networking/';

export const CLUSTER_CIDR_INVALID = new Rule('cluster-cidr-invalid', {
  severity: Severity.ERROR,
  why: 'Nothing could be compared with it, so that an overlap would pass.',
  see: KUBERNETES,
  words: ({ network }: { network?: string }) => ({
    problem: network === undefined ? 'is not a subnet' : 'has host bits set',
    expected: network === undefined ? 'an address with a prefix length, such as "10.244.0.0/16" or "fd00:10:244::/56"' : JSON.stringify(network),
    fix: network === undefined ? 'correct it; a single address has the prefix length 32, or 128 with IPv6' : `write ${JSON.stringify(network)}; a single address has the prefix length 32, or 128 with IPv6`,
  }),
});

export const SUBNET_OVERLAPS_CLUSTER = new Rule('subnet-overlaps-cluster', {
  severity: Severity.ERROR,
  why: 'The pod has a route to the subnet over the second interface: what it sends to pods or services with such addresses, or answers them, never arrives.',
  see: KUBERNETES,
  words: ({ what, cidr }: { what: string; cidr: string }) => ({
    problem: `overlaps with the addresses of the cluster's ${what}, "${cidr}"`,
    expected: `a subnet without addresses of "${cidr}"`,
    fix: 'use other addresses for the network',
  }),
});

export const ROUTE_OVERLAPS_CLUSTER = new Rule('route-overlaps-cluster', {
  severity: Severity.ERROR,
  why: 'The route takes precedence over the default route of the pod: what it sends to pods or services with such addresses, or answers them, never arrives.',
  see: KUBERNETES,
  words: ({ what, cidr }: { what: string; cidr: string }) => ({
    problem: `takes traffic to the cluster's ${what}, "${cidr}", to the second interface`,
    expected: `routes without addresses of "${cidr}"`,
    fix: 'route the subnets that are meant, one by one',
  }),
});

export const POOL_OVERLAPS_NODES = new Rule('pool-overlaps-nodes', {
  severity: Severity.WARNING,
  why: 'A pod can get the address that a node has, or that a node gets later, unless somebody keeps it for the pods.',
  see: KUBERNETES,
  words: ({ range, cidr, isAsked }: { range: string; cidr: string; isAsked: boolean }) => ({
    problem: isAsked ? `is one of the addresses that nodes can have, "${cidr}"` : `hands out ${range}, of which nodes can have the addresses in "${cidr}"`,
    expected: `${isAsked ? 'an address outside' : 'a pool without addresses'} of "${cidr}"`,
    fix: `${isAsked ? 'choose another address' : 'narrow the pool'}, or name for the nodes only what they can have; acknowledge it where the addresses are kept for the pods`,
  }),
});

export const POOL_HAS_NODE_ADDRESS = new Rule('pool-has-node-address', {
  severity: Severity.ERROR,
  why: 'Nobody who hands out addresses looks at the nodes: a pod and a node then have the same address.',
  see: KUBERNETES,
  words: ({ range, address, isAsked }: { range: string; address: string; isAsked: boolean }) => (isAsked ? {
    problem: 'is the address of a node',
    expected: 'an address that no node has',
    fix: 'choose another address',
  } : {
    problem: `hands out ${range}, and "${address}" is the address of a node`,
    expected: `a pool without "${address}"`,
    fix: 'narrow the pool so that it leaves the address out',
  }),
});
