import { INTERFACE_NAME, Rule, Severity, quoteList } from './rule';

const PLUGINS = 'https://www.cni.dev/plugins/current/';
const BRIDGE = 'https://www.cni.dev/plugins/current/main/bridge/';
const VLAN = 'https://www.cni.dev/plugins/current/main/vlan/';
const TUNING = 'https://www.cni.dev/plugins/current/meta/tuning/';
const BANDWIDTH = 'https://www.cni.dev/plugins/current/meta/bandwidth/';
const BOND = 'https://github.com/k8snetworkplumbingwg/bond-cni';

export const KEY_MISSING = new Rule('key-missing', {
  severity: Severity.ERROR,
  why: 'The plugin fails when the pod starts, because it has no default for the key.',
  see: PLUGINS,
  words: ({ plugin, expected }: { plugin: string; expected: string }) => ({
    problem: `is missing, and ${plugin} needs it`,
    expected,
    fix: 'set it',
  }),
});

export const VALUE_UNKNOWN = new Rule('value-unknown', {
  severity: Severity.ERROR,
  why: 'The plugin refuses a value that it does not know when the pod starts.',
  see: PLUGINS,
  words: ({ plugin, values }: { plugin: string; values: readonly string[] }) => ({
    problem: `is not a value that ${plugin} knows`,
    expected: quoteList(values),
    fix: 'write one of them',
  }),
});

export const VALUE_IGNORED = new Rule('value-ignored', {
  severity: Severity.WARNING,
  why: 'The plugin does not refuse a value that it does not know, but takes another one without a word.',
  see: PLUGINS,
  words: ({ plugin, instead, values }: { plugin: string; instead: string; values: readonly string[] }) => ({
    problem: `is not a value that ${plugin} knows, so that it ${instead}`,
    expected: quoteList(values),
    fix: 'write one of them, in lower case',
  }),
});

export const NUMBER_RANGE = new Rule('number-range', {
  severity: Severity.ERROR,
  why: 'The plugin or the kernel refuses the number when the pod starts, or takes another one without a word.',
  see: PLUGINS,
  words: ({ first, last }: { first: number; last: number }) => ({
    problem: 'is out of range',
    expected: `a whole number from ${first} to ${last}`,
    fix: 'correct it',
  }),
});

export const OPTIONS_EXCLUSIVE = new Rule('options-exclusive', {
  severity: Severity.ERROR,
  why: 'The plugin refuses the two together when the pod starts.',
  see: PLUGINS,
  words: ({ other }: { other: string }) => ({
    problem: `is given beside '${other}'`,
    expected: 'one of the two',
    fix: `remove it, or remove '${other}'`,
  }),
});

export const HARDWARE_ADDRESS_INVALID = new Rule('hardware-address-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin fails to parse the address, or the kernel refuses it, when the pod starts.',
  see: PLUGINS,
  words: ({ expected }: { expected: string }) => ({
    problem: 'is not the hardware address of an interface',
    expected,
    fix: 'correct it, or leave it out',
  }),
});

export const PLUGIN_WITHOUT_EFFECT = new Rule('plugin-without-effect', {
  severity: Severity.WARNING,
  why: 'The runtime hands the request of a pod only to a plugin that declares the capability: without it the plugin does nothing.',
  see: 'https://www.cni.dev/docs/conventions/',
  words: ({ plugin, capability }: { plugin: string; capability: string }) => ({
    problem: `do not declare "${capability}", so that ${plugin} does nothing`,
    expected: `{ "${capability}": true }`,
    fix: 'add it, or remove the plugin',
  }),
});

export const VLAN_ID_RANGE = new Rule('vlan-id-range', {
  severity: Severity.ERROR,
  why: 'The plugin fails with "invalid VLAN ID" or the like when the pod starts.',
  see: VLAN,
  words: ({ first }: { first: number }) => ({
    problem: 'is not a VLAN ID',
    expected: `a whole number from ${first} to 4094`,
    fix: 'correct it',
  }),
});

export const VLAN_ID_MISSING = new Rule('vlan-id-missing', {
  severity: Severity.WARNING,
  why: 'The plugin takes 0: frames with a priority tag that belong to no VLAN.',
  see: VLAN,
  words: () => ({
    problem: 'names no VLAN',
    expected: 'a whole number from 1 to 4094',
    fix: 'write the number of the VLAN',
  }),
});

export const VLAN_MASTER_MISSING = new Rule('vlan-master-missing', {
  severity: Severity.ERROR,
  why: 'vlan fails with "master" field is required when the pod starts: it has no default as macvlan and ipvlan have.',
  see: VLAN,
  words: () => ({
    problem: 'is missing, and vlan needs it',
    expected: 'the name of the interface on the node, such as "eth1"',
    fix: 'name the interface',
  }),
});

export const VLAN_TRUNK_INCOMPLETE = new Rule('vlan-trunk-incomplete', {
  severity: Severity.ERROR,
  why: 'bridge fails with "minID and maxID should be configured simultaneously" when the pod starts.',
  see: BRIDGE,
  words: ({ other }: { other: string }) => ({
    problem: `is missing beside '${other}'`,
    expected: 'both ends of the range, or one VLAN, such as { "minID": 100, "maxID": 105 } or { "id": 100 }',
    fix: 'give both, or \'id\' alone',
  }),
});

export const VLAN_TRUNK_ENTRY_EMPTY = new Rule('vlan-trunk-entry-empty', {
  severity: Severity.WARNING,
  why: 'bridge skips an entry without a VLAN: the pod neither sends nor receives the tagged frames that were meant.',
  see: BRIDGE,
  words: () => ({
    problem: 'names no VLAN',
    expected: 'one VLAN or a range of them, such as { "id": 100 } or { "minID": 100, "maxID": 105 }',
    fix: 'name them, or remove the entry',
  }),
});

export const VLAN_TRUNK_REVERSED = new Rule('vlan-trunk-reversed', {
  severity: Severity.ERROR,
  why: 'bridge and ovs fail with "minID is greater than maxID in trunk parameter" when the pod starts.',
  see: BRIDGE,
  words: ({ first }: { first: number }) => ({
    problem: `comes before 'minID' ${first}`,
    expected: `${first} or more`,
    fix: 'swap \'minID\' and \'maxID\'',
  }),
});

export const VLAN_TRUNK_WITHOUT_VLAN = new Rule('vlan-trunk-without-vlan', {
  severity: Severity.ERROR,
  why: 'ovs fails with "trunk parameter is misconfigured" when the pod starts: it skips half a range, and one from 0.',
  see: 'https://github.com/k8snetworkplumbingwg/ovs-cni/blob/main/docs/cni-plugin.md',
  words: () => ({
    problem: 'names no VLAN',
    expected: 'VLANs, such as [{ "minID": 100, "maxID": 105 }, { "id": 200 }]',
    fix: 'name them, or remove it: the port then carries all VLANs',
  }),
});

export const BRIDGE_NAME_INVALID = new Rule('bridge-name-invalid', {
  severity: Severity.ERROR,
  why: 'The kernel refuses to make a bridge of this name when the pod starts.',
  see: BRIDGE,
  words: ({ tagged }: { tagged?: string }) => ({
    problem: tagged === undefined ? 'is not the name of a bridge' : `is too long for a bridge that is a gateway in a VLAN, whose interface would be "${tagged}"`,
    expected: `${INTERFACE_NAME}, such as "br1"${tagged === undefined ? '' : ', together with the VLAN'}`,
    fix: 'choose such a name',
  }),
});

export const BRIDGE_NAME_MISSING = new Rule('bridge-name-missing', {
  severity: Severity.WARNING,
  why: 'flannel and other cluster networks have a bridge of the default name: pods are then on it too, or fail with "already has an IP address different from …".',
  see: BRIDGE,
  words: () => ({
    problem: 'is missing, so that the plugin takes "cni0"',
    expected: 'the name of a bridge for this network, such as "br1"',
    fix: 'name the bridge, also if "cni0" is meant',
  }),
});

export const BRIDGE_OPTION_WITHOUT_IPAM = new Rule('bridge-option-without-ipam', {
  severity: Severity.WARNING,
  why: 'bridge reads the option together with addresses only: without an IPAM it has no effect and no error.',
  see: BRIDGE,
  words: () => ({
    problem: 'has no effect, because \'ipam\' names no plugin',
    expected: 'an \'ipam\' with a \'type\' beside it',
    fix: 'say where the addresses come from, or remove the option',
  }),
});

export const PTP_GATEWAY_MISSING = new Rule('ptp-gateway-missing', {
  severity: Severity.ERROR,
  why: 'ptp gives the gateway to the end of the link on the node, and fails when the pod starts where there is none.',
  see: 'https://www.cni.dev/plugins/current/main/ptp/',
  words: () => ({
    problem: 'is missing, and ptp needs it',
    expected: 'the address that the node has on the link, such as "192.168.1.1"',
    fix: 'set it',
  }),
});

export const PTP_GATEWAY_FAMILY = new Rule('ptp-gateway-family', {
  severity: Severity.ERROR,
  why: 'ptp makes a route from the address to the gateway, and fails with "source and destination ip are not the same IP family" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/main/ptp/',
  words: ({ subnet, family }: { subnet: string; family: number }) => ({
    problem: `is the gateway of an address in "${subnet}", and of another family`,
    expected: `an IPv${family} address`,
    fix: 'correct it, or let ptp have addresses of one family',
  }),
});

export const PTP_GATEWAY_SHARED = new Rule('ptp-gateway-shared', {
  severity: Severity.ERROR,
  why: 'ptp makes a route to the gateway of each address, and fails with "failed to add route …: file exists" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/main/ptp/',
  words: ({ other }: { other: string }) => ({
    problem: `has the gateway of '${other}'`,
    expected: 'a gateway of its own for each address of a pod',
    fix: "remove one of the two, or give it another 'gateway'",
  }),
});

export const PTP_ADDRESS_ALONE = new Rule('ptp-address-alone', {
  severity: Severity.ERROR,
  why: 'ptp takes the route to the subnet away, of which the kernel has made none, and fails with "failed to delete route …: no such process" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/main/ptp/',
  words: () => ({
    problem: 'is an address without a subnet',
    expected: 'a prefix length of at most 31, such as "192.168.1.10/24"',
    fix: 'write the prefix length of the subnet that the gateway is in too',
  }),
});

export const SYSCTL_OUTSIDE_NET = new Rule('sysctl-outside-net', {
  severity: Severity.ERROR,
  why: 'tuning fails with "invalid net sysctl key" when the pod starts: only what belongs to the network namespace may be set.',
  see: TUNING,
  words: () => ({
    problem: 'is not a setting of the network',
    expected: 'a key below "net", such as "net.ipv4.conf.IFNAME.arp_filter"',
    fix: 'remove it, or set it in the securityContext of the pod',
  }),
});

export const SYSCTL_DUPLICATE = new Rule('sysctl-duplicate', {
  severity: Severity.WARNING,
  why: 'To the kernel "." and "/" mean the same: tuning writes both values, in an order that differs from pod to pod, and the last one counts.',
  see: TUNING,
  words: ({ other }: { other: string }) => ({
    problem: `is the same setting as ${JSON.stringify(other)}, with another value`,
    expected: 'each setting once',
    fix: 'remove one of the two',
  }),
});

export const BANDWIDTH_INCOMPLETE = new Rule('bandwidth-incomplete', {
  severity: Severity.ERROR,
  why: 'bandwidth fails with "if rate is set, burst must also be set", or the reverse, when the pod starts.',
  see: BANDWIDTH,
  words: ({ other, unit }: { other: string; unit: string }) => ({
    problem: `is missing beside '${other}'`,
    expected: `a whole number of ${unit}, at least 8`,
    fix: `set it, or remove '${other}'`,
  }),
});

export const BANDWIDTH_BURST_RANGE = new Rule('bandwidth-burst-range', {
  severity: Severity.ERROR,
  why: 'bandwidth fails with "burst cannot be more than 4GB" when the pod starts.',
  see: BANDWIDTH,
  words: ({ most }: { most: number }) => ({
    problem: 'is too large',
    expected: `at most ${most} bits`,
    fix: 'lower it; a burst as large as the rate of one second is plenty',
  }),
});

export const BANDWIDTH_BELOW_BYTE = new Rule('bandwidth-below-byte', {
  severity: Severity.ERROR,
  why: 'The kernel counts in bytes, so that nothing is left of it: bandwidth fails with "create qdisc: invalid argument" when the pod starts.',
  see: BANDWIDTH,
  words: ({ least }: { least: number }) => ({
    problem: 'is less than a byte',
    expected: `at least ${least}: rates are in bits per second and bursts in bits, so that 1 Mbit/s is 1000000`,
    fix: 'multiply it by the unit that was meant',
  }),
});

export const BANDWIDTH_SUBNETS_IGNORED = new Rule('bandwidth-subnets-ignored', {
  severity: Severity.WARNING,
  why: 'The key is documented, and neither release 1.1.1 nor 1.9.1 of the plugins reads it: the limits apply to all traffic, and nobody says so.',
  see: BANDWIDTH,
  words: () => ({
    problem: 'is not read by current releases of bandwidth, which limit all traffic',
    expected: 'no such key',
    fix: 'remove it, or acknowledge the finding where the plugin on your nodes reads it',
  }),
});

export const VRF_NAME_INVALID = new Rule('vrf-name-invalid', {
  severity: Severity.ERROR,
  why: 'vrf fails with "configuration is expected to have a valid vrf name" or "is not a VRF", or the kernel refuses the name, when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/meta/vrf/',
  words: () => ({
    problem: 'is not the name of a VRF',
    expected: `${INTERFACE_NAME}, nor an interface that every pod has, such as "blue"`,
    fix: 'choose such a name',
  }),
});

export const OVS_VLAN_DROPPED = new Rule('ovs-vlan-dropped', {
  severity: Severity.WARNING,
  why: 'The plugin writes one of the two into the port, and does not say so: frames without a tag are in no VLAN.',
  see: 'https://github.com/k8snetworkplumbingwg/ovs-cni/blob/main/docs/cni-plugin.md',
  words: () => ({
    problem: "has no effect beside 'trunk'",
    expected: "one of the two: 'vlan' for a port in one VLAN, or 'trunk' for the VLANs whose tagged frames it takes",
    fix: "remove it, or remove 'trunk'",
  }),
});

export const BOND_LINKS_INVALID = new Rule('bond-links-invalid', {
  severity: Severity.ERROR,
  why: 'bond fails with "bonding requires at least two links" or "failed to find link name" when the pod starts; of one link twice it makes a bond of one, and says nothing.',
  see: BOND,
  words: ({ areNames = false, twice }: { areNames?: boolean; twice?: string }) => ({
    problem: twice === undefined ? 'is not a list of two links' : `names "${twice}" twice`,
    expected: areNames
      ? 'at least two names of interfaces, such as ["net1", "net2"]'
      : 'at least two objects with the \'name\' of an interface, such as [{ "name": "net1" }, { "name": "net2" }]',
    fix: 'name the interfaces that the bond is made of',
  }),
});

export const BOND_OPTION_REFUSED = new Rule('bond-option-refused', {
  severity: Severity.ERROR,
  why: 'bond fails with "… is only supported in … mode" when the pod starts.',
  see: BOND,
  words: ({ mode, modes }: { mode: string; modes: readonly string[] }) => ({
    problem: `is an option that bond refuses in the mode "${mode}"`,
    expected: `the mode ${quoteList(modes)}`,
    fix: 'remove it, or choose such a mode',
  }),
});

export const BOND_MIIMON_INVALID = new Rule('bond-miimon-invalid', {
  severity: Severity.ERROR,
  why: 'bond fails with "failed to convert bondMiimon value" or "invalid argument" when the pod starts, also where there is none.',
  see: BOND,
  words: () => ({
    problem: 'is not a number of milliseconds',
    expected: 'a whole number in a string, such as "100", of at most "2147483647"',
    fix: 'write how often the links are looked at',
  }),
});
