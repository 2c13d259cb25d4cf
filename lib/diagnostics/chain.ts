import { Rule, Severity, quoteList } from './rule';

// What is wrong only together with another plugin, or with the list that the plugins are in.

const SPEC = 'https://www.cni.dev/docs/spec/';
const CONVENTIONS = 'https://www.cni.dev/docs/conventions/';

export const CHAIN_ORDER = new Rule('chain-order', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "must be called as chained plugin" or "Required prevResult missing" when the pod starts.',
  see: SPEC,
  words: ({ isList }: { isList: boolean }) => ({
    problem: isList ? 'comes first, and works on the interface of an earlier plugin' : 'stands alone, and works on the interface of an earlier plugin',
    expected: `a plugin that makes an interface before it, such as ${isList ? '{ "type": "macvlan" }' : '{ "plugins": [{ "type": "macvlan" }, { "type": "tuning" }] }'}`,
    fix: isList ? 'move it behind that plugin' : 'write a list of plugins',
  }),
});

export const CHAIN_SECOND_INTERFACE = new Rule('chain-second-interface', {
  severity: Severity.ERROR,
  why: 'All plugins of a list get the name of one interface: the second that makes it fails with "file exists", "already exists" or, as ipvlan without a master does, "Link not found" when the pod starts.',
  see: SPEC,
  words: ({ first }: { first: string }) => ({
    problem: `makes an interface, and ${first} before it has made the one of this list`,
    expected: 'a plugin that works on that interface, such as "tuning"',
    fix: 'make a network of its own for it, and attach the pods to both',
  }),
});

export const BANDWIDTH_NEEDS_VETH = new Rule('bandwidth-needs-veth', {
  severity: Severity.ERROR,
  why: 'bandwidth fails with "has no veth peer" when the pod starts: it limits on the node\'s end of a veth pair.',
  see: 'https://www.cni.dev/plugins/current/meta/bandwidth/',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `cannot limit the interface of ${plugin}, which is no veth pair`,
    expected: 'behind a plugin that makes a veth pair, such as "bridge" or "ptp"',
    fix: 'remove it, or use such a plugin',
  }),
});

export const BANDWIDTH_CAPABILITY_WITHOUT_VETH = new Rule('bandwidth-capability-without-veth', {
  severity: Severity.WARNING,
  why: 'Pods start until one asks for a bandwidth: that one fails with "has no veth peer".',
  see: 'https://www.cni.dev/plugins/current/meta/bandwidth/',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `will fail on the interface of ${plugin}, which is no veth pair, as soon as a pod asks for a bandwidth`,
    expected: 'behind a plugin that makes a veth pair, such as "bridge" or "ptp"',
    fix: 'remove it, or use such a plugin',
  }),
});

export const PORTMAP_UNREACHABLE = new Rule('portmap-unreachable', {
  severity: Severity.WARNING,
  why: 'The node passes what comes in on a mapped port on to the pod, and reaches no ipvlan or macvlan interface on a master of its own: clients wait in vain.',
  see: 'https://www.cni.dev/plugins/current/meta/portmap/',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `leads ports of the node to an interface of ${plugin}, which its own node cannot reach`,
    expected: 'behind a plugin whose interface the node reaches, such as "bridge" or "ptp"',
    fix: 'remove it, and let clients use the address of the pod, or use such a plugin',
  }),
});

export const FIREWALL_NEEDS_BRIDGE = new Rule('firewall-needs-bridge', {
  severity: Severity.WARNING,
  why: 'firewall writes rules for a bridge that is not there: they match nothing, or it fails.',
  see: 'https://www.cni.dev/plugins/current/meta/firewall/',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `is a policy for bridges, and ${plugin} makes none`,
    expected: '"open", or "bridge" as the plugin before',
    fix: 'remove it, or use bridge',
  }),
});

export const MAC_ON_IPVLAN = new Rule('mac-on-ipvlan', {
  severity: Severity.ERROR,
  why: 'tuning fails when the pod starts: an ipvlan interface has the MAC address of its master, and the kernel lets nobody change it.',
  see: 'https://docs.kernel.org/networking/ipvlan.html',
  words: () => ({
    problem: 'cannot be set on an ipvlan interface',
    expected: 'no MAC address',
    fix: 'remove it, or use macvlan',
  }),
});

export const SBR_NEEDS_ADDRESSES = new Rule('sbr-needs-addresses', {
  severity: Severity.ERROR,
  why: 'sbr fails with "No IP addresses supplied on interface" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/meta/sbr/',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `routes by source address, and ${plugin} before it gives none`,
    expected: 'behind a plugin with an \'ipam\'',
    fix: `give ${plugin} an 'ipam', or remove sbr`,
  }),
});

export const PLUGIN_UNKNOWN = new Rule('plugin-unknown', {
  severity: Severity.WARNING,
  why: 'Where no binary of the name is on the node, pods fail with "failed to find plugin".',
  see: 'https://www.cni.dev/plugins/current/',
  words: ({ near }: { near?: string }) => ({
    problem: 'is not a plugin that this library knows',
    expected: near === undefined ? 'the name of the binary on the node, such as "macvlan"' : JSON.stringify(near),
    fix: near === undefined ? 'correct it, or acknowledge it where the plugin is your own' : `did you mean ${JSON.stringify(near)}?`,
  }),
});

export const IPAM_AS_PLUGIN = new Rule('ipam-as-plugin', {
  severity: Severity.ERROR,
  why: 'An IPAM plugin hands out addresses and makes no interface: it fails, or the pod starts without the network.',
  see: SPEC,
  words: ({ type }: { type: string }) => ({
    problem: 'is an IPAM plugin, which makes no interface',
    expected: `a plugin that makes one, such as { "type": "macvlan", "ipam": { "type": ${JSON.stringify(type)} } }`,
    fix: "put it under 'ipam' of that plugin, with what belongs to it",
  }),
});

export const IPAM_UNKNOWN = new Rule('ipam-unknown', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "failed to find plugin" when the pod starts, and when it is deleted, so that it hangs in Terminating.',
  see: SPEC,
  words: ({ near }: { near: string }) => ({
    problem: 'is not the name of an IPAM plugin',
    expected: JSON.stringify(near),
    fix: `did you mean ${JSON.stringify(near)}?`,
  }),
});

export const IPAM_UNRECOGNIZED = new Rule('ipam-unrecognized', {
  severity: Severity.WARNING,
  why: 'Where no binary of the name is on the node, pods fail with "failed to find plugin".',
  see: SPEC,
  words: () => ({
    problem: 'is not an IPAM plugin that this library knows',
    expected: 'the name of the binary on the node, such as "host-local" or "whereabouts"',
    fix: 'correct it, or acknowledge it where the plugin is your own',
  }),
});

export const IPAM_MISSING_LAYER_2 = new Rule('ipam-missing-layer-2', {
  severity: Severity.WARNING,
  why: 'The plugin makes an interface without an address, without a word.',
  see: SPEC,
  words: ({ plugin }: { plugin: string }) => ({
    problem: `names no plugin for the addresses, so that the interface of ${plugin} has none`,
    expected: 'an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }',
    fix: 'say where the addresses come from, or write {} (in code: Ipam.none()) if layer 2 is all that is meant',
  }),
});

export const IPAM_REFUSED = new Rule('ipam-refused', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "ipam type dhcp is not supported" or the like when the pod starts.',
  see: SPEC,
  words: ({ plugin, expected }: { plugin: string; expected: string }) => ({
    problem: `is an IPAM that ${plugin} refuses`,
    expected,
    fix: 'correct the \'ipam\', or remove it',
  }),
});

export const CAPABILITY_UNKNOWN = new Rule('capability-unknown', {
  severity: Severity.WARNING,
  why: 'The runtime knows no capability of this name: what a pod asks for is dropped without a word.',
  see: CONVENTIONS,
  words: ({ near }: { near: string }) => ({
    problem: 'is not a capability',
    expected: JSON.stringify(near),
    fix: `did you mean ${JSON.stringify(near)}?`,
  }),
});

export const KEY_RESERVED = new Rule('key-reserved', {
  severity: Severity.WARNING,
  why: 'The runtime writes the key for each pod: what is written here is replaced, or taken for what a pod asked for.',
  see: SPEC,
  words: () => ({
    problem: 'is reserved for the container runtime',
    expected: 'a key of the plugin',
    fix: 'remove it',
  }),
});

export const CNI_VERSION_MISSING = new Rule('cni-version-missing', {
  severity: Severity.WARNING,
  why: 'The plugins take 0.1.0: one address of each family, and no name of the interface in the status of the pod.',
  see: SPEC,
  words: () => ({
    problem: 'is missing, which means "0.1.0"',
    expected: 'a version, such as "0.3.1"',
    fix: 'write "0.3.1", which every release of Multus and of the plugins accepts',
  }),
});

export const CNI_VERSION_NEEDS_ADDRESS = new Rule('cni-version-needs-address', {
  severity: Severity.ERROR,
  why: 'Before 0.3.0 a plugin reports addresses and nothing else: without any it fails with "cannot convert: no valid IP addresses" when the pod starts.',
  see: SPEC,
  words: ({ plugin }: { plugin: string }) => ({
    problem: `is before 0.3.0, as it is where there is none, and ${plugin} makes an interface without addresses`,
    expected: '"0.3.0" or later',
    fix: 'write "0.3.1"',
  }),
});

export const CNI_VERSION_TOO_OLD = new Rule('cni-version-too-old', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "incompatible CNI versions" when the pod starts.',
  see: SPEC,
  words: ({ plugin, oldest }: { plugin: string; oldest: string }) => ({
    problem: `is too old for ${plugin}`,
    expected: `"${oldest}" or later`,
    fix: `write "${oldest}"`,
  }),
});

export const CONFIG_NAME_INVALID = new Rule('config-name-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "invalid characters found in network name" when the pod starts.',
  see: SPEC,
  words: () => ({
    problem: 'is not a name that a plugin accepts',
    expected: `letters, digits, ${quoteList(['_', '.', '-'])}, with a letter or digit at the beginning, such as "storage"`,
    fix: 'write such a name, or leave it out: Multus then takes the name of the network',
  }),
});
