import { Rule, Severity, quoteList } from './rule';

const STATIC = 'https://www.cni.dev/plugins/current/ipam/static/';
const DHCP = 'https://www.cni.dev/plugins/current/ipam/dhcp/';
const WHEREABOUTS = 'https://github.com/k8snetworkplumbingwg/whereabouts';
const NODE_SLICE = 'https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/proposals/fast_ipam_by_node.md';

export const ADDRESS_NOT_CIDR = new Rule('address-not-cidr', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "expected to be in CIDR notation" or "invalid CIDR" when the pod starts.',
  see: STATIC,
  words: () => ({
    problem: 'is not an address with a prefix length',
    expected: 'CIDR notation, such as "192.168.1.10/24" or "fd00:1::10/64"',
    fix: 'correct it; the prefix length is the one of the subnet',
  }),
});

export const STATIC_ADDRESS_RESERVED = new Rule('static-address-reserved', {
  severity: Severity.WARNING,
  why: 'The plugin gives it to the pod all the same, which then cannot be reached as another machine of the subnet.',
  see: STATIC,
  words: ({ role, subnet }: { role: string; subnet: string }) => ({
    problem: `is the ${role} of "${subnet}"`,
    expected: 'the address of one machine',
    fix: 'write the address that the pod is to have',
  }),
});

export const STATIC_ADDRESS_UNUSABLE = new Rule('static-address-unusable', {
  severity: Severity.ERROR,
  why: 'The kernel refuses it in IPv6 ("cannot assign requested address") when the pod starts, and in IPv4 nobody reaches the pod at it.',
  see: STATIC,
  words: ({ kind }: { kind: string }) => ({
    problem: `is ${kind === 'unspecified' ? 'no machine\'s' : `a ${kind} address`}`,
    expected: 'the address of one machine, such as "192.168.1.10/24" or "fd00:1::10/64"',
    fix: 'write the address that the pod is to have',
  }),
});

export const STATIC_ADDRESS_DUPLICATE = new Rule('static-address-duplicate', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "failed to add IP addr …: file exists" when the pod starts.',
  see: STATIC,
  words: ({ first }: { first: string }) => ({
    problem: `is '${first}' once more`,
    expected: 'each address once',
    fix: 'remove it',
  }),
});

export const GATEWAY_NOT_ON_LINK = new Rule('gateway-not-on-link', {
  severity: Severity.WARNING,
  why: 'No plugin checks it, and every route through it fails with "network is unreachable".',
  see: STATIC,
  words: ({ subnets }: { subnets: readonly string[] }) => ({
    problem: 'is in no subnet of this interface',
    expected: `an address of ${quoteList(subnets)}`,
    fix: 'correct it, or leave it out',
  }),
});

export const DHCP_OPTION_UNKNOWN = new Rule('dhcp-option-unknown', {
  severity: Severity.ERROR,
  why: 'dhcp fails with "Can not parse option" when the pod starts.',
  see: DHCP,
  words: ({ names, near }: { names: readonly string[]; near?: string }) => ({
    problem: 'is not a DHCP option',
    expected: near === undefined ? `${quoteList(names, names.length)}, or a number from "0" to "255"` : JSON.stringify(near),
    fix: near === undefined ? 'write the number of the option' : `did you mean ${JSON.stringify(near)}?`,
  }),
});

export const DHCP_VALUE_TOO_LONG = new Rule('dhcp-value-too-long', {
  severity: Severity.ERROR,
  why: 'dhcp refuses the value when the pod starts: the protocol has one byte for its length.',
  see: DHCP,
  words: ({ bytes }: { bytes: number }) => ({
    problem: `has ${bytes} bytes`,
    expected: 'at most 255 bytes',
    fix: 'shorten it',
  }),
});

export const WHEREABOUTS_RANGE_MISSING = new Rule('whereabouts-range-missing', {
  severity: Severity.ERROR,
  why: 'whereabouts hands out nothing, and the pod fails with "IPAM plugin returned missing IP config".',
  see: WHEREABOUTS,
  words: () => ({
    problem: 'is missing',
    expected: 'a range, such as "192.168.2.0/24", or a list of ranges in \'ipRanges\'',
    fix: "set 'range'",
  }),
});

export const WHEREABOUTS_RANGE_INVALID = new Rule('whereabouts-range-invalid', {
  severity: Severity.ERROR,
  why: 'whereabouts fails with "invalid CIDR" or "invalid range start" when the pod starts.',
  see: WHEREABOUTS,
  words: ({ problem = 'is not a range', fix = 'correct it' }: { problem?: string; fix?: string }) => ({
    problem,
    expected: 'a subnet, or the first and the last address with the prefix length of their subnet, such as "192.168.2.0/24" or "192.168.2.10-192.168.2.20/24"',
    fix,
  }),
});

export const WHEREABOUTS_RANGE_TOO_SMALL = new Rule('whereabouts-range-too-small', {
  severity: Severity.ERROR,
  why: 'whereabouts fails with "net mask is too short … has no usable IP addresses" when the pod starts.',
  see: WHEREABOUTS,
  words: ({ longest }: { longest: number }) => ({
    problem: 'is too small to allocate from',
    expected: `a prefix length of at most ${longest}`,
    fix: "give the subnet that the master is in; narrow the pool with 'range_start' and 'range_end'",
  }),
});

export const WHEREABOUTS_BOUND_IGNORED = new Rule('whereabouts-bound-ignored', {
  severity: Severity.ERROR,
  why: 'whereabouts ignores it without a word, and gives pods addresses that were not meant, which other machines may have.',
  see: WHEREABOUTS,
  words: ({ problem, expected, fix = 'correct it' }: { problem: string; expected: string; fix?: string }) => ({
    problem: `${problem}, so that whereabouts ignores it`,
    expected,
    fix,
  }),
});

export const WHEREABOUTS_EXCLUDE_INVALID = new Rule('whereabouts-exclude-invalid', {
  severity: Severity.ERROR,
  why: 'whereabouts fails with "could not parse exclude range" when the pod starts.',
  see: WHEREABOUTS,
  words: () => ({
    problem: 'is not what whereabouts can leave out',
    expected: 'an address or a subnet, such as "192.168.2.1" or "192.168.2.0/28"',
    fix: 'correct it; a range from one address to another is several subnets',
  }),
});

export const WHEREABOUTS_EXCLUDE_OUTSIDE = new Rule('whereabouts-exclude-outside', {
  severity: Severity.WARNING,
  why: 'It excludes nothing, and whereabouts does not say so: where an address of the range was meant, a pod gets it.',
  see: WHEREABOUTS,
  words: ({ range }: { range: string }) => ({
    problem: `has no address of the range "${range}", so that it excludes nothing`,
    expected: 'addresses of the range',
    fix: 'correct it, or remove it',
  }),
});

export const WHEREABOUTS_POOL_EMPTY = new Rule('whereabouts-pool-empty', {
  severity: Severity.ERROR,
  why: 'whereabouts fails with "Could not allocate IP in range" for the first pod already.',
  see: WHEREABOUTS,
  words: ({ range }: { range: string }) => ({
    problem: `leaves no address of the range ${range}`,
    expected: 'a range with at least one address that is not excluded',
    fix: 'exclude less, or widen the range',
  }),
});

export const WHEREABOUTS_GATEWAY_IN_RANGE = new Rule('whereabouts-gateway-in-range', {
  severity: Severity.WARNING,
  why: 'whereabouts hands the address of the router out to a pod: unlike host-local it does not leave it out.',
  see: 'https://github.com/k8snetworkplumbingwg/whereabouts/issues/601',
  words: ({ range, fix, filledIn, plugin }: { range: string; fix: string; filledIn?: string; plugin?: string }) => ({
    problem: `${filledIn === undefined ? 'is' : `is missing, so that ${plugin} takes "${filledIn}", which is`} in the range ${range} that pods get addresses from`,
    expected: 'a gateway that no pod can get',
    fix,
  }),
});

export const WHEREABOUTS_RANGES_OVERLAP = new Rule('whereabouts-ranges-overlap', {
  severity: Severity.ERROR,
  why: 'whereabouts keeps the addresses of a subnet in one pool, and gives a pod that has one of it the same once more: its bounds are those of the first range, and the pod has one address twice.',
  see: WHEREABOUTS,
  words: ({ other, subnet }: { other: string; subnet: string }) => ({
    problem: `has addresses of the subnet "${subnet}" of '${other}', so that pods get one address twice`,
    expected: 'a subnet of its own for each range',
    fix: "remove one of the two; of a range with a gap, 'exclude' the gap",
  }),
});

export const WHEREABOUTS_RANGE_TOO_FAR = new Rule('whereabouts-range-too-far', {
  severity: Severity.ERROR,
  why: 'whereabouts counts from the first address of the subnet in 63 bits: every pod gets the same address, or later ones fail with "OverlappingRangeIPReservation … is invalid".',
  see: WHEREABOUTS,
  words: ({ last }: { last: string }) => ({
    problem: 'begins with free addresses farther from the first one of the subnet than whereabouts can count',
    expected: `a free address not behind "${last}"`,
    fix: 'choose a smaller subnet, or begin earlier',
  }),
});

export const WHEREABOUTS_KEY_LATER = new Rule('whereabouts-key-later', {
  severity: Severity.WARNING,
  why: 'No release of whereabouts up to 0.9 reads the key, nor says so: the gateway is handed out, and the subnet has no more addresses than before.',
  see: WHEREABOUTS,
  words: ({ key }: { key: string }) => ({
    problem: 'is read by releases after 0.9 alone',
    expected: 'a key that 0.9 reads too',
    fix: key === 'exclude_gateway'
      ? "add the gateway to 'exclude', or acknowledge the finding where a later release runs"
      : 'remove it, or acknowledge the finding where a later release runs',
  }),
});

export const WHEREABOUTS_NETWORK_NAME_INVALID = new Rule('whereabouts-network-name-invalid', {
  severity: Severity.ERROR,
  why: 'The name becomes part of the name of an IPPool: the API server refuses the object when the pod starts.',
  see: WHEREABOUTS,
  words: ({ longest }: { longest?: number }) => ({
    problem: longest === undefined ? 'cannot be part of the name of an object' : 'makes the name of an object too long',
    expected: longest === undefined
      ? 'lower case letters, digits, hyphens and dots, with a letter or digit at both ends and beside each dot, such as "net-a"' : `at most ${longest} characters`,
    fix: 'write such a name',
  }),
});

export const WHEREABOUTS_LEASE_TIMES = new Rule('whereabouts-lease-times', {
  severity: Severity.ERROR,
  why: 'The client for Kubernetes refuses such times ("leaseDuration must be greater than renewDeadline" and the like), and whereabouts crashes when the pod starts.',
  see: 'https://pkg.go.dev/k8s.io/client-go/tools/leaderelection#NewLeaderElector',
  words: ({ other, value, expected, isTooLong }: { other: string; value: number; expected: string; isTooLong: boolean }) => ({
    problem: `is too ${isTooLong ? 'long' : 'short'} beside '${other}' ${value}`,
    expected: `${expected} milliseconds`,
    fix: `${isTooLong ? 'lower' : 'raise'} it, or ${isTooLong ? 'raise' : 'lower'} '${other}'`,
  }),
});

export const NODE_SLICE_INVALID = new Rule('node-slice-invalid', {
  severity: Severity.ERROR,
  why: 'The node slice controller cannot divide the range, and no pod gets an address.',
  see: NODE_SLICE,
  words: ({ first, last }: { first: number; last: number }) => ({
    problem: 'is not the size of a part of the range',
    expected: `a prefix length from ${first} to ${last} in a string, such as "/${Math.min(first + 8, last)}"`,
    fix: 'write how long the prefix of each node\'s part is; a longer prefix is a smaller part',
  }),
});

export const NODE_SLICE_IPV6 = new Rule('node-slice-ipv6', {
  severity: Severity.ERROR,
  why: 'The node slice controller counts in 32 bits, and crashes on an IPv6 range.',
  see: NODE_SLICE,
  words: ({ range }: { range: string }) => ({
    problem: `cannot divide the IPv6 range "${range}"`,
    expected: 'an IPv4 range beside it',
    fix: 'remove it, or give an IPv4 range first',
  }),
});

export const NODE_SLICE_KEY_IGNORED = new Rule('node-slice-key-ignored', {
  severity: Severity.WARNING,
  why: 'With node slices whereabouts divides the whole of the first range, and drops everything else without a word.',
  see: NODE_SLICE,
  words: ({ subnet }: { subnet?: string }) => ({
    problem: subnet === undefined ? "has no effect beside 'node_slice_size'" : `names bounds, which have no effect beside 'node_slice_size': all of "${subnet}" is divided`,
    expected: 'one range that pods may have all addresses of',
    fix: subnet === undefined ? "remove it, or remove 'node_slice_size'" : `write "${subnet}", or remove 'node_slice_size'`,
  }),
});

export const NODE_SLICE_SECOND_RANGE = new Rule('node-slice-second-range', {
  severity: Severity.ERROR,
  why: 'Pods get an address of the first range for each further one: the same once more, or with a prefix length of 0 where the range is of the other family.',
  see: NODE_SLICE,
  words: () => ({
    problem: "is another range beside 'node_slice_size', which divides one",
    expected: 'one range',
    fix: "remove it, or remove 'node_slice_size'",
  }),
});

export const NODE_SLICE_NETWORK_NAME_MISSING = new Rule('node-slice-network-name-missing', {
  severity: Severity.WARNING,
  why: 'The controller compares all networks without a name, and works on none of them where two differ ("found IPAM conf mismatch").',
  see: NODE_SLICE,
  words: () => ({
    problem: "is missing beside 'node_slice_size'",
    expected: 'a name of its own for each network with node slices, such as "net-a"',
    fix: 'set it',
  }),
});
