import { Rule, Severity, quoteList } from './rule';

const HOST_LOCAL = 'https://www.cni.dev/plugins/current/ipam/host-local/';

export const ADDRESS_INVALID = new Rule('address-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "invalid IP address" when the pod starts.',
  see: HOST_LOCAL,
  words: ({ example }: { example: string }) => ({
    problem: 'is not an IP address',
    expected: `an IPv4 or IPv6 address without a mask, such as "${example}"`,
    fix: 'write four decimal numbers without leading zeros, or IPv6 text without a zone',
  }),
});

export const SUBNET_MISSING = new Rule('subnet-missing', {
  severity: Severity.ERROR,
  why: 'host-local fails with "no IP ranges specified" when the pod starts.',
  see: HOST_LOCAL,
  words: () => ({
    problem: 'is missing',
    expected: 'a subnet in CIDR notation, such as "192.168.1.0/24"',
    fix: "set 'subnet', or give one or more pools in 'ranges'",
  }),
});

export const SUBNET_INVALID = new Rule('subnet-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "invalid CIDR address" when the pod starts.',
  see: HOST_LOCAL,
  words: () => ({
    problem: 'is not a subnet',
    expected: 'an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"',
    fix: 'write the network address of the master\'s subnet with its prefix length',
  }),
});

export const SUBNET_UNUSABLE = new Rule('subnet-unusable', {
  severity: Severity.ERROR,
  why: 'The plugin hands out such addresses all the same: the kernel refuses them in IPv6 when the pod starts, and in IPv4 nobody reaches the pod.',
  see: HOST_LOCAL,
  words: ({ kind }: { kind: string }) => ({
    problem: kind === 'unspecified' ? 'is a subnet of addresses that no machine has' : `is a subnet of ${kind} addresses`,
    expected: 'a subnet of machines, such as "192.168.1.0/24" or "fd00:1::/64"',
    fix: 'write the subnet that the pods are to be in',
  }),
});

export const SUBNET_HOST_BITS = new Rule('subnet-host-bits', {
  severity: Severity.ERROR,
  why: 'host-local refuses such a subnet when the pod starts, and also when it is deleted, so that the pod hangs in Terminating.',
  see: HOST_LOCAL,
  words: ({ network, address }: { network: string; address: string }) => ({
    problem: 'has host bits set',
    expected: 'a network address',
    fix: `write "${network}", and set 'rangeStart' to "${address}" if allocation should begin there`,
  }),
});

export const SUBNET_TOO_SMALL = new Rule('subnet-too-small', {
  severity: Severity.ERROR,
  why: 'host-local fails with "too small to allocate from" when the pod starts: it needs two addresses besides the network and the last one.',
  see: HOST_LOCAL,
  words: ({ longest }: { longest: number }) => ({
    problem: 'is too small to allocate from',
    expected: `a prefix length of at most ${longest}`,
    fix: 'give the subnet that the master is in; narrow the pool with \'rangeStart\' and \'rangeEnd\'',
  }),
});

export const RANGE_REVERSED = new Rule('range-reversed', {
  severity: Severity.ERROR,
  why: 'host-local fails when the pod starts, with a message that misleads ("RangeStart … not in network …").',
  see: HOST_LOCAL,
  words: ({ start }: { start: string }) => ({
    problem: `comes before 'rangeStart' "${start}"`,
    expected: `"${start}" or a later address of the subnet`,
    fix: 'swap \'rangeStart\' and \'rangeEnd\'',
  }),
});

export const RANGE_OUTSIDE_SUBNET = new Rule('range-outside-subnet', {
  severity: Severity.ERROR,
  why: 'host-local fails with "RangeStart … not in network …" when the pod starts, and again when it is deleted.',
  see: HOST_LOCAL,
  words: ({ subnet, first, last }: { subnet: string; first: string; last: string }) => ({
    problem: `is outside the subnet "${subnet}"`,
    expected: `an address from "${first}" to "${last}"`,
    fix: 'correct the address, or widen \'subnet\'',
  }),
});

export const RANGE_NOT_CONTIGUOUS = new Rule('range-not-contiguous', {
  severity: Severity.ERROR,
  why: 'host-local hands out every address between rangeStart and rangeEnd: those in a gap are not on the network card, and a pod that gets one has no connection.',
  see: HOST_LOCAL,
  words: ({ missing, missingCount, runs }: { missing: readonly string[]; missingCount: bigint; runs: readonly string[] }) => ({
    problem: `leaves out ${missingCount} address${missingCount === 1n ? '' : 'es'} between the first and the last`,
    expected: 'addresses that follow each other without a gap',
    fix: `add ${quoteMissing(missing, missingCount)} to the network card and to the list, or use one of the contiguous runs: ${quoteList(runs)}`,
  }),
});

export const RANGE_RESERVED_ADDRESS = new Rule('range-reserved-address', {
  severity: Severity.ERROR,
  why: 'host-local hands it out all the same: a pod then gets the network or broadcast address of its subnet and cannot be reached.',
  see: HOST_LOCAL,
  words: ({ role, first, last, usable }: { role: string; first: string; last: string; usable?: string }) => ({
    problem: `is the ${role} of the subnet`,
    expected: `an address from "${first}" to "${last}"`,
    fix: usable === undefined ? 'correct or remove it' : `write "${usable}"`,
  }),
});

export const RANGE_GIVEN_TWICE = new Rule('range-given-twice', {
  severity: Severity.ERROR,
  why: "'secondaryIps' already says where the range begins and ends.",
  words: ({ other }: { other: string }) => ({
    problem: `is given beside '${other}'`,
    expected: "either 'secondaryIps' or 'rangeStart' and 'rangeEnd'",
    fix: `remove '${other}'`,
  }),
});

export const RANGES_OVERLAP = new Rule('ranges-overlap', {
  severity: Severity.ERROR,
  why: 'host-local fails with "range set … overlaps with …" when the pod starts.',
  see: HOST_LOCAL,
  words: ({ other, range }: { other: string; range: string }) => ({
    problem: `overlaps with '${other}'`,
    expected: `addresses outside ${range}`,
    fix: 'give each range addresses of its own',
  }),
});

export const RANGES_MIXED_FAMILIES = new Rule('ranges-mixed-families', {
  severity: Severity.ERROR,
  why: 'host-local fails with "mixed address families" or "not in network" when the pod starts.',
  see: HOST_LOCAL,
  words: ({ family, other }: { family: number; other: string }) => ({
    problem: `is IPv${family}, but ${other} is IPv${family === 4 ? 6 : 4}`,
    expected: 'one family in one range set',
    fix: 'for dual stack give two sets: ranges: [[{ subnet: "192.168.1.0/24" }], [{ subnet: "fd00:1::/64" }]]',
  }),
});

export const RANGES_MALFORMED = new Rule('ranges-malformed', {
  severity: Severity.ERROR,
  why: 'host-local fails with "no IP ranges specified", "empty range set" or a JSON error when the pod starts.',
  see: HOST_LOCAL,
  words: () => ({
    problem: 'is not a list of range sets',
    expected: 'a list of lists of ranges, such as [[{ "subnet": "192.168.1.0/24" }]], none of them empty',
    fix: 'put each pool in a list of its own: a pod gets one address from every inner list',
  }),
});

export const GATEWAY_OUTSIDE_SUBNET = new Rule('gateway-outside-subnet', {
  severity: Severity.ERROR,
  why: 'No plugin checks it: the pod starts, and the first route through the gateway fails with "network is unreachable".',
  see: HOST_LOCAL,
  words: ({ subnet, example }: { subnet: string; example: string }) => ({
    problem: `is outside the subnet "${subnet}"`,
    expected: `an address of "${subnet}", such as "${example}"`,
    fix: `correct the address, or leave it out: host-local then takes "${example}"`,
  }),
});

export const GATEWAY_UNUSABLE = new Rule('gateway-unusable', {
  severity: Severity.ERROR,
  why: 'No plugin checks it: the pod starts with a gateway that no machine can have.',
  see: HOST_LOCAL,
  words: ({ reason, example }: { reason: string; example: string }) => ({
    problem: `cannot be a gateway: it is ${reason}`,
    expected: `the address of a router, such as "${example}"`,
    fix: `correct the address, or leave it out: host-local then takes "${example}"`,
  }),
});

export const GATEWAY_IN_POOL = new Rule('gateway-in-pool', {
  severity: Severity.WARNING,
  why: 'host-local skips the gateway, so that the pool has one address less than it seems to have.',
  see: HOST_LOCAL,
  words: ({ range, size }: { range: string; size: bigint }) => ({
    problem: `lies in the pool ${range}`,
    expected: 'an address outside the pool',
    fix: `leave the gateway out of the range; ${size === 1n ? '1 address remains' : `${size} addresses remain`} for pods`,
  }),
});

export const GATEWAY_IS_SECONDARY_IP = new Rule('gateway-is-secondary-ip', {
  severity: Severity.ERROR,
  why: 'An address of the network card is not the router of its subnet: one of the two was copied wrongly.',
  words: ({ example }: { example: string }) => ({
    problem: "is also in 'secondaryIps'",
    expected: `the address of the router, such as "${example}"`,
    fix: "correct 'gateway', or remove the address from 'secondaryIps'",
  }),
});

export const POOL_EMPTY = new Rule('pool-empty', {
  severity: Severity.ERROR,
  why: 'host-local fails with "no IP addresses available in range set" for the first pod already.',
  see: HOST_LOCAL,
  words: ({ range, fallback }: { range: string; fallback?: string }) => ({
    problem: `${fallback === undefined ? '' : `is by default "${fallback}", which `}leaves no address in the pool ${range}`,
    expected: 'a pool with at least one address besides the gateway',
    fix: "widen the pool, or correct 'gateway'",
  }),
});

export const SECONDARY_IPS_EMPTY = new Rule('secondary-ips-empty', {
  severity: Severity.ERROR,
  why: 'Without an address there is nothing to give to a pod.',
  words: () => ({
    problem: 'has no address',
    expected: 'the secondary IPs of the network card, such as ["192.168.1.13", "192.168.1.14"]',
    fix: "list the addresses, or leave 'secondaryIps' out to use the whole subnet",
  }),
});

export const SECONDARY_IP_DUPLICATE = new Rule('secondary-ip-duplicate', {
  severity: Severity.ERROR,
  why: 'A list copied from a console has no address twice: another one was meant, and would be missing.',
  words: ({ first }: { first: number }) => ({
    problem: `repeats 'secondaryIps[${first}]'`,
    expected: 'each address once',
    fix: 'remove one of the two, or correct it',
  }),
});

export const NODE_ADDRESS_IN_POOL = new Rule('node-address-in-pool', {
  severity: Severity.ERROR,
  why: 'host-local hands the address out all the same: a pod and a node then have the same address.',
  see: HOST_LOCAL,
  words: ({ range, subnet }: { range: string; subnet: string }) => ({
    problem: `is in the pool ${range} of the subnet "${subnet}"`,
    expected: 'an address of a node that no pod can get',
    fix: 'narrow the pool so that it leaves the address out',
  }),
});

export const MASTER_ADDRESS_INVALID = new Rule('master-address-invalid', {
  severity: Severity.ERROR,
  why: 'Without the prefix length the subnet of the master is not known, and the pool cannot be compared with it.',
  words: () => ({
    problem: 'is not an address with a prefix length',
    expected: 'the address of the master on a node in CIDR notation, such as "192.168.0.12/24" or "fd00:1::12/64"',
    fix: 'write what `ip address` shows on the node',
  }),
});

export const SUBNET_NOT_ON_MASTER = new Rule('subnet-not-on-master', {
  severity: Severity.WARNING,
  why: 'No plugin checks it: the pods get addresses that nobody else on the master\'s network has a route to.',
  words: ({ master }: { master: readonly string[] }) => ({
    problem: 'is not the subnet of any address of the master',
    expected: `a subnet that the master is in: ${quoteList(master)}`,
    fix: "correct 'subnet' or 'masterAddresses'; keep it where the network routes this subnet to the node",
  }),
});

export const SECOND_POOL = new Rule('second-pool', {
  severity: Severity.WARNING,
  why: "host-local puts 'subnet' in front of 'ranges' as a set of its own: every pod gets one address more.",
  see: HOST_LOCAL,
  words: () => ({
    problem: "is given beside 'ranges'",
    expected: "either 'subnet' or 'ranges'",
    fix: "move the subnet into 'ranges'",
  }),
});

export const RANGE_KEY_IGNORED = new Rule('range-key-ignored', {
  severity: Severity.WARNING,
  why: 'It belongs to the range beside it alone, and to none of the list: without such a range it has no effect and no error.',
  see: HOST_LOCAL,
  words: ({ list, range }: { list: string; range: string }) => ({
    problem: `has no effect beside '${list}' and without '${range}'`,
    expected: `the key in a range of '${list}'`,
    fix: 'move it into the range that it is meant for',
  }),
});

function quoteMissing(missing: readonly string[], count: bigint): string {
  const quoted = missing.map((ip) => JSON.stringify(ip)).join(', ');
  return count > BigInt(missing.length) ? `${quoted} and ${count - BigInt(missing.length)} more` : quoted;
}
