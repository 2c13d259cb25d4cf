import { Rule, Severity, quoteList } from './rule';

const HOW_TO_USE = 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md';

export const IPS_MANY = new Rule('ips-many', {
  severity: Severity.ERROR,
  why: 'Multus passes the addresses to host-local in a form that holds one: it fails with "invalid IP address" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: () => ({
    problem: 'asks host-local for more than one address',
    expected: 'one address',
    fix: "ask for one address; for dual stack let host-local choose from 'ranges'",
  }),
});

export const IPS_OUTSIDE_POOL = new Rule('ips-outside-pool', {
  severity: Severity.ERROR,
  why: 'host-local fails with "failed to allocate all requested IPs" when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ network, ranges, gateway, node }: { network: string; ranges: readonly string[]; gateway: boolean; node?: string }) => ({
    problem: `is ${gateway ? 'the gateway' : 'not in the pool'} of the network "${network}"${node === undefined ? '' : ` on the node "${node}", where the pod can run`}`,
    expected: `an address of ${quoteList(ranges)}${gateway ? ' that is not the gateway' : ''}`,
    fix: `ask for such an address${gateway ? '' : ', or widen the pool'}${node === undefined ? '' : ', or keep the pod on the node whose pool has it'}`,
  }),
});

export const IPS_NEED_PREFIX = new Rule('ips-need-prefix', {
  severity: Severity.ERROR,
  why: 'The IPAM fails with "expected to be in CIDR notation" or "invalid CIDR" when the pod starts.',
  see: HOW_TO_USE,
  words: ({ ipam }: { ipam: string }) => ({
    problem: `has no prefix length, which ${ipam} needs`,
    expected: 'an address and a prefix length, such as "192.168.1.14/24"',
    fix: 'add the prefix length of the subnet',
  }),
});

export const IPS_UNSUPPORTED = new Rule('ips-unsupported', {
  severity: Severity.ERROR,
  why: 'The request is dropped in silence: the pod starts with another address or with none.',
  see: HOW_TO_USE,
  words: ({ network, ipam }: { network: string; ipam: string }) => ({
    problem: `asks the network "${network}" for addresses, and ${ipam} gives none on request`,
    expected: 'an IPAM such as host-local, static or whereabouts',
    fix: "remove 'ips', or change the IPAM of the network",
  }),
});

export const IPS_SHARED_BY_REPLICAS = new Rule('ips-shared-by-replicas', {
  severity: Severity.ERROR,
  why: 'All pods of a workload ask for the same address: on one node the second fails to start, on two nodes both have it.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1309',
  words: ({ pods }: { pods: string }) => ({
    problem: `asks for the same address for ${pods}`,
    expected: 'one pod, or no request',
    fix: "remove 'ips', or make a workload for each address",
  }),
});

export const IPS_NOT_RESERVED = new Rule('ips-not-reserved', {
  severity: Severity.WARNING,
  why: 'Nobody reserves the address in the pool that it is in, be it of another network on the link, or of the network itself, whose whereabouts gives the pod one of its range beside it: sooner or later another pod gets the same address.',
  see: 'https://github.com/k8snetworkplumbingwg/whereabouts',
  words: ({ network, ipam, range, exclude, link }: { network: string; ipam: string; range: string; exclude: string; link?: string }) => ({
    problem: `is in the range "${range}" of the network "${network}"${link === undefined ? '' : ` on the same link, ${link}`}, from which ${ipam} may give it to another pod too`,
    expected: `an address that ${ipam} does not hand out`,
    fix: ipam === 'whereabouts'
      ? `add "${exclude}" to 'exclude' of the range, or choose another address`
      : 'choose another address, or take it out of that range',
  }),
});

/** What a Deployment or DaemonSet should say whose new pod needs what an old one has. */
function endsFirst(kind: string): { readonly expected: string; readonly fix: string } {
  return kind === 'DaemonSet' ? {
    expected: "an 'updateStrategy' of the DaemonSet that ends the old pod first: with a 'maxSurge' of 0",
    fix: "remove 'maxSurge' from the 'updateStrategy'",
  } : {
    expected: 'a \'strategy\' of the Deployment that ends the old pod first: of the type "Recreate", or with a \'maxSurge\' of 0',
    fix: "set the 'strategy' to { \"type\": \"Recreate\" }",
  };
}

/** What every pod of a network has. */
interface OfNetwork {
  readonly network: string;
  readonly value: unknown;
}

/** Pods that have the same one after the other. */
interface Held {
  /** What the pods are of. */
  readonly kind: string;
  readonly given?: OfNetwork;
}

function heldText(what: string, { kind, given }: Held): string {
  const asked = given === undefined ? `asks for ${what}` : `is a network whose pods have ${what}, ${JSON.stringify(given.value)},`;
  return `${asked} that the pod before it still has whenever the ${kind} is changed`;
}

export const IPS_HELD_AT_ROLLOUT = new Rule('ips-held-at-rollout', {
  severity: Severity.WARNING,
  why: 'The new pod gets the address while the old one has it: on the same node host-local and ipvlan refuse, and the rollout waits without end; otherwise both have it for a while.',
  see: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  words: (held: Held) => ({ problem: heldText('an address', held), ...endsFirst(held.kind) }),
});

export const MAC_HELD_AT_ROLLOUT = new Rule('mac-held-at-rollout', {
  severity: Severity.WARNING,
  why: 'The new pod gets the MAC address while the old one has it: on the same node macvlan refuses with "address already in use", and the rollout waits without end; on another node both have it for a while.',
  see: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  words: (held: Held) => ({ problem: heldText('a MAC address', held), ...endsFirst(held.kind) }),
});

export const DEVICE_HELD_AT_ROLLOUT = new Rule('device-held-at-rollout', {
  severity: Severity.WARNING,
  why: 'The new pod needs the device while the old one has it: it fails to start, the old one is not ended before it has, and the rollout waits without end.',
  see: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  words: ({ device, kind }: { device: string; kind: string }) => ({
    problem: `needs ${device}, which the pod before it still has whenever the ${kind} is changed`,
    ...endsFirst(kind),
  }),
});

function linkText(link: string | undefined): string {
  return link === undefined ? '' : `, on the same link, ${link}`;
}

export const IPS_DUPLICATE = new Rule('ips-duplicate', {
  severity: Severity.ERROR,
  why: 'Two pods ask for the same address of one network, or of two on one interface of the node: the second fails to start, or both have it.',
  see: HOW_TO_USE,
  words: ({ other, network, link }: { other: string; network: string; link?: string }) => ({
    problem: `is also asked for by ${other} in the network "${network}"${linkText(link)}`,
    expected: 'an address that no other pod asks for',
    fix: 'choose another address',
  }),
});

export const MAC_SHARED = new Rule('mac-shared', {
  severity: Severity.ERROR,
  why: 'Pods with one MAC address on a link take each other\'s frames, and a DHCP server gives them one address; on one node macvlan starts one of them, and fails with "address already in use" for the next.',
  see: HOW_TO_USE,
  words: ({ network, sharer, mac, link }: { network: string; sharer?: string; mac?: string; link?: string }) => ({
    problem: mac === undefined ? `is ${sharer} in the network "${network}"${linkText(link)}` : `is a network whose pods all have the MAC address ${JSON.stringify(mac)}, and has more than one`,
    expected: mac === undefined ? 'an address that no other pod has' : `one pod in "${network}"`,
    fix: mac === undefined ? 'leave it out, so that each pod gets one of its own, or run one pod with it' : "take 'mac' out of the network, so that each pod gets one of its own",
  }),
});

export const MAC_UNSUPPORTED = new Rule('mac-unsupported', {
  severity: Severity.ERROR,
  why: 'The request is dropped in silence, and the interface gets another MAC address; behind ipvlan, tuning takes it and fails when the pod starts.',
  see: HOW_TO_USE,
  words: ({ network, plugin, fails = false }: { network: string; plugin: string; fails?: boolean }) => ({
    problem: `asks the network "${network}" for a MAC address, which ${fails ? 'its plugin tuning fails to set' : `${plugin} does not set`}`,
    expected: plugin === 'ipvlan' ? 'no MAC address: ipvlan interfaces have that of their master' : 'a plugin that sets it, such as macvlan, or "tuning" chained behind',
    fix: plugin === 'ipvlan' ? "remove 'mac', or use macvlan" : "remove 'mac', or chain \"tuning\" with the capability \"mac\"",
  }),
});

export const BANDWIDTH_UNSUPPORTED = new Rule('bandwidth-unsupported', {
  severity: Severity.ERROR,
  why: 'The request is dropped in silence: the interface is not limited.',
  see: 'https://www.cni.dev/plugins/current/meta/bandwidth/',
  words: ({ network, isLimited = false }: { network: string; isLimited?: boolean }) => ({
    problem: `asks the network "${network}" for a limit, ${isLimited ? 'and the limits of its plugin "bandwidth" win' : 'and no plugin of it sets one'}`,
    expected: isLimited ? 'no limit of the pod\'s own' : 'a network with the plugin "bandwidth" and the capability "bandwidth"',
    fix: isLimited
      ? "remove 'bandwidth', or the rates and bursts of the plugin"
      : "remove 'bandwidth', or chain the plugin behind one that makes a veth pair, such as bridge",
  }),
});

export const PORT_MAPPINGS_UNSUPPORTED = new Rule('port-mappings-unsupported', {
  severity: Severity.ERROR,
  why: 'The request is dropped in silence: the port of the node leads nowhere.',
  see: 'https://www.cni.dev/plugins/current/meta/portmap/',
  words: ({ network }: { network: string }) => ({
    problem: `asks the network "${network}" for port mappings, and no plugin of it makes them`,
    expected: 'a network with the plugin "portmap" and the capability "portMappings"',
    fix: "remove 'portMappings', or chain the plugin",
  }),
});

export const BOND_LINK_NOT_ATTACHED = new Rule('bond-link-not-attached', {
  severity: Severity.ERROR,
  why: 'Multus makes the interfaces of a pod in the order of its attachments: bond fails with "failed to confirm that link (…) exists" when the pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/bond-cni',
  words: ({ network, link, earlier }: { network: string; link: string; earlier: readonly string[] }) => ({
    problem: `is the bond "${network}" over "${link}", which no earlier attachment of the pod makes`,
    expected: `links out of ${quoteList(earlier)}`,
    fix: `attach the pod to a network with the interface name "${link}" before, or correct the links of the bond`,
  }),
});

export const BOND_LINKS_ON_NODE = new Rule('bond-links-on-node', {
  severity: Severity.ERROR,
  why: 'bond looks for the links on the node, to move them into the pod, and fails with "failed to lookup link interface …: Link not found" when the pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/bond-cni',
  words: ({ network, links }: { network: string; links: readonly string[] }) => ({
    problem: `is the bond "${network}", which looks on the node for ${quoteList(links)}, the interfaces of earlier attachments`,
    expected: "a 'linksInContainer' of true",
    fix: "set it in the bond's configuration",
  }),
});

export const BOND_LINK_REFUSED = new Rule('bond-link-refused', {
  severity: Severity.ERROR,
  why: 'bond fails with "failed to attached links to bond", or refuses the MTU, when the pod starts; with a \'failOverMac\' of 2 it does when the pod ends.',
  see: 'https://docs.kernel.org/networking/bonding.html',
  words: ({ network, link, reason, fix }: { network: string; link: string; reason: string; fix: string }) => ({
    problem: `is the bond "${network}" over "${link}", which ${reason}`,
    expected: 'links that a bond can be made of',
    fix,
  }),
});

export const HOST_LOCAL_ACROSS_NODES = new Rule('host-local-across-nodes', {
  severity: Severity.ERROR,
  why: 'host-local hands out addresses on each node by itself: pods on two nodes get the same address, and no one notices until connections fail.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ network, pods }: { network: string; pods: string }) => ({
    problem: `attaches ${pods} to the network "${network}", whose pods can run on different nodes, and each node hands out the same addresses`,
    expected: 'pods on one node, or an IPAM for the whole cluster such as whereabouts',
    fix: "keep the pods on the node whose network card has the addresses ('nodes' of the network, or a node affinity on 'kubernetes.io/hostname'), give each node addresses of its own (Ipam.perNode), use another IPAM, or acknowledge the finding if there is one node",
  }),
});

/** The networks whose pods share a pool, and the node where it is the node's. */
interface PoolPlace {
  readonly network: string;
  readonly others?: readonly string[];
  readonly node?: string;
}

function poolPlaceText(network: string, others: readonly string[], node: string | undefined): string {
  return `the network "${network}"${others.length === 0 ? '' : `, with those in ${quoteList(others)} of the same pool,`}${node === undefined ? '' : ` on the node "${node}"`}`;
}

export const POOL_EXHAUSTED = new Rule('pool-exhausted', {
  severity: Severity.ERROR,
  why: 'The pods that come last fail, with "no IP addresses available in range set" or "Could not allocate IP in range".',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ network, others = [], node, pods, size }: PoolPlace & { pods: number; size: bigint }) => ({
    problem: `brings the interfaces in ${poolPlaceText(network, others, node)} to ${pods}`,
    expected: `at most ${size}, as many as the pool has addresses`,
    fix: 'widen the pool, or run fewer pods',
  }),
});

export const POOL_FULL_AT_ROLLOUT = new Rule('pool-full-at-rollout', {
  severity: Severity.WARNING,
  why: 'The new pod gets no address while the old ones have theirs, none of them is ended before it has one, and the rollout waits without end.',
  see: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
  words: ({ network, others = [], node, needed, free, size, kind }: PoolPlace & { needed: number; free: bigint; size: bigint; kind: string }) => ({
    problem: `needs ${needed} more in ${poolPlaceText(network, others, node)} whenever the ${kind} is changed, and ${free} of ${size} addresses are free`,
    expected: `enough addresses, or ${endsFirst(kind).expected}`,
    fix: `${endsFirst(kind).fix}, or widen the pool`,
  }),
});

export const DEVICE_NOT_REQUESTED = new Rule('device-not-requested', {
  severity: Severity.ERROR,
  why: 'Without the request the device plugin gives the pod no device, and the network fails when the pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/sriov-network-device-plugin',
  words: ({ network, resource, needed }: { network: string; resource: string; needed: number }) => ({
    problem: `does not ask for the devices of the network "${network}"`,
    expected: `${needed} of "${resource}" in the limits of a container`,
    fix: 'add the resource to the limits, or acknowledge the finding where the network resources injector adds it',
  }),
});

export const DEVICE_LEFT_OUT = new Rule('device-left-out', {
  severity: Severity.WARNING,
  why: 'The pod starts, and its interface is made without the device that the network names.',
  see: 'https://github.com/k8snetworkplumbingwg/sriov-network-device-plugin',
  words: ({ network, resource, needed }: { network: string; resource: string; needed: number }) => ({
    problem: `does not ask for the devices of the network "${network}", which makes its interface without them`,
    expected: `${needed} of "${resource}" in the limits of a container`,
    fix: 'add the resource to the limits, or acknowledge the finding where the network resources injector adds it',
  }),
});

export const DEFAULT_ROUTE_UNREACHABLE = new Rule('default-route-unreachable', {
  severity: Severity.ERROR,
  why: 'Multus fails to set the default route, because the kernel takes no gateway that is not on the link, and the pod stays in ContainerCreating.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md',
  words: ({ network, subnets }: { network: string; subnets: readonly string[] }) => ({
    problem: `is not in a subnet of the network "${network}"`,
    expected: `an address in ${quoteList(subnets)}`,
    fix: 'correct the gateway, or ask for it on the network that it is in',
  }),
});

export const STATIC_ADDRESS_MISSING = new Rule('static-address-missing', {
  severity: Severity.ERROR,
  why: 'The pod fails with "IPAM plugin returned missing IP config" and stays in ContainerCreating.',
  see: 'https://www.cni.dev/plugins/current/ipam/static/',
  words: ({ network }: { network: string }) => ({
    problem: `is needed, because the network "${network}" has no address of its own to give`,
    expected: 'addresses with a prefix length, such as ["192.168.1.14/24"]',
    fix: "ask for an address, or give the network 'addresses'",
  }),
});

/** More pods than can have a device of the node for themselves. */
interface DeviceUsers {
  readonly device: string;
  readonly pods: number;
  readonly most: number;
  readonly each: string;
}

/** An interface of the node that a pod in another network has for itself: one on the node, or the same. */
interface TakenInterface {
  readonly name: string;
  /** The other network. */
  readonly taker: string;
  readonly by?: string;
  readonly node?: string;
}

export const NODE_DEVICE_SHARED = new Rule('node-device-shared', {
  severity: Severity.ERROR,
  why: 'The first pod takes the device into its own namespace, or the master for itself; the next one on the node fails when it starts ("Link not found", "file exists", "invalid argument").',
  see: 'https://www.cni.dev/plugins/current/main/host-device/',
  words: (args: DeviceUsers | TakenInterface) => ('taker' in args ? {
    problem: `needs the interface "${args.name}" of ${args.node === undefined ? 'its node' : `the node "${args.node}"`}, which ${args.by ?? 'the pod'} has for itself in the network "${args.taker}"`,
    expected: `a network on another interface${args.node === undefined ? '' : ', or a pod on another node'}`,
    fix: `name another interface in one of the two networks${args.node === undefined ? '' : ', or keep their pods on different nodes'}`,
  } : {
    problem: `brings the interfaces that need ${args.device} for themselves to ${args.pods}`,
    expected: `at most ${args.most}, one for each ${args.each}`,
    fix: "attach one pod on each node, or make the network one that pods can share, such as ipvlan, macvlan in mode 'bridge' or bridge",
  }),
});

export const NODE_PORT_SHARED = new Rule('node-port-shared', {
  severity: Severity.ERROR,
  why: 'portmap takes the port for every pod that asks, and the node sends what arrives there to the one that came first: the others start, and nobody reaches them. The scheduler does not know of these ports.',
  see: 'https://www.cni.dev/plugins/current/meta/portmap/',
  words: ({ port, pods, most }: { port: string; pods: number; most: number }) => ({
    problem: `brings the pods that ask for the port ${port} of their node to ${pods}`,
    expected: `at most ${most}, one for each node`,
    fix: 'run one pod on each node, as a DaemonSet does, or have each ask for a port of its own',
  }),
});

export const STATIC_ADDRESS_SHARED = new Rule('static-address-shared', {
  severity: Severity.ERROR,
  why: 'static gives every pod of the network what stands in it: two pods have the same address, and nothing says so.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1309',
  words: ({ network, address }: { network: string; address: unknown }) => ({
    problem: `is a network whose pods all have the address ${JSON.stringify(address)}, and has more than one`,
    expected: `one pod in "${network}"`,
    fix: "take the addresses out of the network and have each pod ask for its own ('ips'), or take whereabouts",
  }),
});
