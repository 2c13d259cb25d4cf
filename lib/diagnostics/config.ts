import { INTERFACE_NAME, Rule, Severity, Words, quoteList } from './rule';

const SPEC = 'https://www.cni.dev/docs/spec/';
const IPVLAN = 'https://www.cni.dev/plugins/current/main/ipvlan/';

export const KEY_REPEATED = new Rule('key-repeated', {
  severity: Severity.WARNING,
  why: 'Of two values under one key the last counts, and nobody says that the other one is lost.',
  see: 'https://datatracker.ietf.org/doc/html/rfc8259#section-4',
  words: () => ({
    problem: 'is there more than once, and only the last value counts',
    expected: 'each key once',
    fix: 'remove all but one',
  }),
});

export const PROPERTY_MISSING = new Rule('property-missing', {
  severity: Severity.ERROR,
  why: 'Without the value nothing can be said about the network.',
  words: ({ expected }: { expected: string }) => ({
    problem: 'is required',
    expected,
    fix: 'set it',
  }),
});

export const VALUE_EMPTY = new Rule('value-empty', {
  severity: Severity.ERROR,
  why: 'Plugins take an empty value for none, and their default instead of what was meant: an environment variable that is not set becomes such a value.',
  words: () => ({
    problem: 'is empty',
    expected: 'a value, or no such property',
    fix: 'set it, or leave it out',
  }),
});

export const KEY_TYPE = new Rule('key-type', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "json: cannot unmarshal …" when the pod starts.',
  see: SPEC,
  words: ({ expected, problem = 'has the wrong type' }: { expected: string; problem?: string }) => ({
    problem,
    expected,
    fix: 'correct the value',
  }),
});

export const KEY_UNKNOWN = new Rule('key-unknown', {
  severity: Severity.WARNING,
  why: 'Plugins ignore keys that they do not know: a misspelt key has no effect and no error.',
  see: SPEC,
  words: ({ plugin, near, known, hint }: { plugin: string; near?: string; known: readonly string[]; hint?: Pick<Words, 'expected' | 'fix'> }) => ({
    problem: `is not a key of ${plugin}, which ignores it`,
    expected: near ? `${JSON.stringify(near)}` : `one of ${quoteList(known)}`,
    fix: near ? `did you mean ${JSON.stringify(near)}?` : 'remove it, or correct its name',
    ...hint,
  }),
});

export const PLUGIN_TYPE_MISSING = new Rule('plugin-type-missing', {
  severity: Severity.ERROR,
  why: 'Multus fails with "delegate must have the \'type\' or \'plugin\' field" when the pod starts.',
  see: SPEC,
  words: ({ expected }: { expected: string }) => ({
    problem: 'names no plugin',
    expected,
    fix: "set 'type'",
  }),
});

export const CNI_VERSION_UNSUPPORTED = new Rule('cni-version-unsupported', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "incompatible CNI versions" when the pod starts.',
  see: SPEC,
  words: ({ known }: { known: readonly string[] }) => ({
    problem: 'is not a version of the CNI specification',
    expected: known.map((version) => JSON.stringify(version)).join(', '),
    fix: 'write "0.3.1", which every release of Multus and of the plugins accepts',
  }),
});

export const CNI_VERSION_ONE_ADDRESS = new Rule('cni-version-one-address', {
  severity: Severity.ERROR,
  why: 'host-local or static fails with "CNI version … does not support more than 1 address per family" when the pod starts, as whereabouts does of fixed addresses; of several ranges it gives one address, and no one says so.',
  see: SPEC,
  words: ({ family }: { family: number }) => ({
    problem: `allows one IPv${family} address for each interface, and the 'ipam' gives more`,
    expected: '"0.3.0" or later',
    fix: 'write "0.3.1"',
  }),
});

export const NETWORK_NAME_INVALID = new Rule('network-name-invalid', {
  severity: Severity.ERROR,
  why: 'Multus refuses such a name in the annotation of a pod, or the API server refuses the object.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md',
  words: ({ what, dots = false }: { what: string; dots?: boolean }) => ({
    problem: `cannot be the name of a ${what}`,
    expected: `${dots ? 'parts, separated by dots, of ' : ''}at most 63 lower case letters, digits and hyphens, with a letter or digit at both ends, such as "ipvlan-conf-1"`,
    fix: 'write such a name',
  }),
});

export const ANNOTATION_INVALID = new Rule('annotation-invalid', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses the object.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  words: () => ({
    problem: 'has an entry that is not an annotation',
    expected: 'a key of letters, digits, "-", "_" and ".", at most 63 long, perhaps behind a domain and "/", and a text, such as {"example.com/team":"network"}',
    fix: 'write it in this form',
  }),
});

export const MASTER_INVALID = new Rule('master-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "Link not found" when the pod starts: no network card of a node can have this name.',
  see: IPVLAN,
  words: ({ own, pciAddress }: { own?: string; pciAddress?: string }) => (own === undefined ? {
    problem: `is ${pciAddress === undefined ? 'not' : 'the PCI address of a device, and not'} the name of a network card`,
    expected: `the name of the interface on the node, ${INTERFACE_NAME}, nor "lo", such as "eth1"`,
    fix: pciAddress === undefined ? 'write the name that `ip link` shows on the node' : `write ${JSON.stringify(pciAddress)} in 'pciBusID' instead`,
  } : {
    problem: 'is not the name of a network card: what `ip link` shows from "@" on is not part of it',
    expected: JSON.stringify(own),
    fix: `write ${JSON.stringify(own)}`,
  }),
});

export const MASTER_MISSING = new Rule('master-missing', {
  severity: Severity.WARNING,
  why: 'The plugin takes the interface with the default route, which carries the cluster\'s own traffic, or fails on a node without one.',
  see: IPVLAN,
  words: () => ({
    problem: 'is missing',
    expected: 'the name of the interface on the node, such as "eth1"',
    fix: 'name the interface',
  }),
});

export const MODE_UNKNOWN = new Rule('mode-unknown', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "unknown … mode" when the pod starts.',
  see: IPVLAN,
  words: ({ modes }: { modes: readonly string[] }) => ({
    problem: 'is not a mode',
    expected: quoteList(modes),
    fix: 'write one of them, in lower case',
  }),
});

export const MODE_MISSING = new Rule('mode-missing', {
  severity: Severity.WARNING,
  why: 'The plugin falls back to its default mode without a word; a misspelt key has the same effect.',
  see: IPVLAN,
  words: ({ fallback, modes }: { fallback: string; modes: readonly string[] }) => ({
    problem: `is missing, so that the plugin takes "${fallback}"`,
    expected: quoteList(modes),
    fix: `write "${fallback}" if it is meant`,
  }),
});

export const MTU_INVALID = new Rule('mtu-invalid', {
  severity: Severity.ERROR,
  why: 'The kernel or the plugin refuses the value when the pod starts, or takes another one; below 1280 it fails with "keep_addr_on_down … no such file or directory" or "invalid argument" where there is IPv6.',
  see: IPVLAN,
  words: ({ isForIpv6 = false }: { isForIpv6?: boolean }) => ({
    problem: isForIpv6 ? 'is too small for IPv6, which the kernel takes from such an interface' : 'is not an MTU',
    expected: `a whole number of bytes from ${isForIpv6 ? 1280 : 68} to 65535`,
    fix: `correct it, or leave it out${isForIpv6 ? ", or take IPv6 from the 'ipam'" : ''}`,
  }),
});

export const MTU_ABOVE_MASTER = new Rule('mtu-above-master', {
  severity: Severity.ERROR,
  why: 'macvlan and vlan fail when the pod starts; ipvlan accepts it, and the network then drops every large packet in silence.',
  see: IPVLAN,
  words: ({ masterMtu }: { masterMtu: number }) => ({
    problem: 'is larger than the MTU of the master',
    expected: `at most ${masterMtu}`,
    fix: "lower 'mtu', or raise the MTU of the master and 'masterMtu'",
  }),
});

export const IPAM_MISSING = new Rule('ipam-missing', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "no plugin name provided" when the pod starts.',
  see: SPEC,
  words: ({ plugin }: { plugin: string }) => ({
    problem: `names no plugin for the addresses, and ${plugin} needs one`,
    expected: "an object with a 'type', such as { \"type\": \"host-local\", \"subnet\": \"192.168.1.0/24\" }",
    fix: 'say where the addresses come from',
  }),
});

export const DHCP_ON_IPVLAN = new Rule('dhcp-on-ipvlan', {
  severity: Severity.ERROR,
  why: 'All ipvlan interfaces share the MAC address of their master, so that a DHCP server cannot tell pods apart.',
  see: IPVLAN,
  words: () => ({
    problem: 'cannot work on ipvlan',
    expected: 'an IPAM that does not depend on the MAC address, such as "host-local"',
    fix: 'use another IPAM, or macvlan',
  }),
});

export const ROUTE_INVALID = new Rule('route-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "invalid CIDR address", or the kernel refuses the route, when the pod starts.',
  see: SPEC,
  words: ({ network }: { network?: string }) => ({
    problem: network ? 'has host bits set' : 'is not a destination',
    expected: network ? 'a network address with its prefix length' : 'an address and a prefix length, such as "10.0.0.0/8"',
    fix: network ? `write "${network}"` : 'add the prefix length; a single host is "/32" or "/128"',
  }),
});

export const ROUTE_DUPLICATE = new Rule('route-duplicate', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "failed to add route …: file exists" when the pod starts.',
  see: SPEC,
  words: ({ other }: { other: string }) => ({
    problem: `is the destination of ${other} already`,
    expected: 'each route once',
    fix: 'remove it, or the other route',
  }),
});

export const ROUTE_OVERRIDDEN = new Rule('route-overridden', {
  severity: Severity.WARNING,
  why: 'The kernel takes the IPv4 route that is added last, and nobody says that the gateway of the other one is never used.',
  see: 'https://man7.org/linux/man-pages/man8/ip-route.8.html',
  words: ({ other }: { other: string }) => ({
    problem: `is the destination of '${other}' too, which this route takes the place of`,
    expected: 'one gateway for each destination',
    fix: 'remove one of the two, or give each a \'priority\', of which the smaller one comes first',
  }),
});

export const ROUTE_GATEWAY_UNREACHABLE = new Rule('route-gateway-unreachable', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "network is unreachable", "no route to host" or "not the same IP family" when the pod starts, and keeps the address reserved.',
  see: SPEC,
  words: ({ subnets = [], family, filledIn, scope, broadcastOf }: {
    subnets?: readonly string[]; family?: number; filledIn?: string; scope?: number; broadcastOf?: string;
  }) => {
    if (broadcastOf !== undefined) {
      return { problem: `is the broadcast address of ${broadcastOf}`, expected: 'the address of a router', fix: "correct 'gw', or leave it out to use the network's own gateway" };
    }
    const problem = filledIn ? `is missing, so that the plugin takes the gateway "${filledIn}"` : 'is a gateway';
    if (family !== undefined) {
      return { problem: `is the gateway of an IPv${family} destination, and of the other family`, expected: `an IPv${family} address`, fix: "correct 'gw' or 'dst'" };
    }
    if (scope !== undefined) {
      return { problem: `${problem}, and 'scope' ${scope} says that there is none`, expected: '"0.0.0.0", which stands for none', fix: "write it, or remove 'scope'" };
    }
    const expected = subnets.length > 0 ? `an address of ${quoteList(subnets)}` : 'a route of a family of which the network has addresses';
    if (filledIn) {
      return {
        problem: `${problem}, to which nothing before leads`,
        expected,
        fix: `correct the gateway,${filledIn.includes(':') ? ' or' : ''} write the prefix length of the subnet behind the address${filledIn.includes(':') ? '' : `, or put { "dst": "${filledIn}/32", "gw": "0.0.0.0", "scope": 253 } before it`}`,
      };
    }
    return { problem: 'is in no subnet of this network', expected, fix: "correct 'gw', or leave it out to use the network's own gateway" };
  },
});

export const ROUTE_GATEWAY_IN_POOL = new Rule('route-gateway-in-pool', {
  severity: Severity.WARNING,
  why: 'The IPAM does not know that the address is taken: sooner or later a pod has that of the router, and takes the traffic that is meant for it.',
  see: SPEC,
  words: ({ range, fix }: { range: string; fix: string }) => ({
    problem: `is in the range ${range} that pods get addresses from`,
    expected: 'a router whose address no pod can get',
    fix,
  }),
});

export const ROUTE_KEY_IGNORED = new Rule('route-key-ignored', {
  severity: Severity.WARNING,
  why: 'The route is made without it, and nobody says so: in the main table for all of the pod\'s traffic, or with another metric.',
  see: SPEC,
  words: ({ by }: { by: 'plugins' | 'old results' }) => ROUTE_KEY_WORDS[by],
});

const ROUTE_KEY_WORDS = {
  'plugins': {
    problem: 'is in the result of the IPAM, and no plugin sets it on the route',
    expected: 'no such key',
    fix: 'remove it; the \'mtu\' of the plugin is for all of the interface',
  },
  'old results': {
    problem: 'gets lost between the IPAM and the plugin before CNI version 0.3.0',
    expected: 'a configuration with "cniVersion": "0.3.1" or later',
    fix: 'set \'cniVersion\' to "0.3.1"',
  },
};

export const DEFAULT_ROUTE_IN_NETWORK = new Rule('default-route-in-network', {
  severity: Severity.WARNING,
  why: 'The route takes precedence over the default route of eth0: the pod loses services, DNS and the rest of the cluster network.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md',
  words: ({ isFlag = false }: { isFlag?: boolean }) => ({
    problem: isFlag ? 'makes a default route' : 'is the default route',
    expected: `${isFlag ? 'false, and in \'routes\' of the \'ipam\' ' : ''}the destinations that this network leads to, such as "10.0.0.0/8"`,
    fix: 'name those destinations, or ask for the default route where a pod is attached',
  }),
});

export const PATH_NOT_ABSOLUTE = new Rule('path-not-absolute', {
  severity: Severity.ERROR,
  why: 'A relative path would depend on the directory in which the container runtime was started.',
  words: () => ({
    problem: 'is not an absolute path',
    expected: 'a path on the node that begins with "/", such as "/run/cni/networks"',
    fix: 'write the whole path',
  }),
});

export const LOG_FILE_RELATIVE = new Rule('log-file-relative', {
  severity: Severity.WARNING,
  why: 'The plugin writes its log where the container runtime, or the Multus daemon, was started: nobody looks there.',
  words: () => ({
    problem: 'is not an absolute path',
    expected: 'a path on the node that begins with "/", such as "/var/log/plugin.log"',
    fix: 'write the whole path',
  }),
});

export const RAW_KEY_RESERVED = new Rule('raw-key-reserved', {
  severity: Severity.ERROR,
  why: 'The container runtime writes the key itself for each pod.',
  see: SPEC,
  words: () => ({
    problem: 'is reserved for the container runtime',
    expected: 'a key of the plugin',
    fix: 'remove it',
  }),
});
