import { Rule, Severity } from './rule';

export const NETWORK_NAME_DUPLICATE = new Rule('network-name-duplicate', {
  severity: Severity.ERROR,
  why: 'Both have the same name in the cluster: the one applied last silently replaces the other.',
  words: ({ other, namespace }: { other: string; namespace?: string }) => ({
    problem: `is already the name of the network "${other}"${namespace === undefined ? '' : ` in the namespace "${namespace}"`}`,
    expected: 'a name of its own for each network of a namespace',
    fix: "change 'name' or 'namespace' of one of the two",
  }),
});

export const CONFIG_NOT_JSON = new Rule('config-not-json', {
  severity: Severity.ERROR,
  why: 'Multus fails to read the configuration when a pod starts.',
  words: ({ reason, fix, expected }: { reason: string; fix?: string; expected?: string }) => ({
    problem: `is not a JSON object (${reason})`,
    expected: expected ?? 'a CNI configuration as JSON text, such as { "cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1" }',
    fix: fix ?? 'correct the text: double quotes around keys and texts, no comma behind the last member',
  }),
});

function renderedText(renderer: string | undefined): string {
  return renderer === undefined ? '' : `, for instance with \`${renderer} | cdk8s-multus check -\``;
}

export const PLACEHOLDER_UNRENDERED = new Rule('placeholder-unrendered', {
  severity: Severity.WARNING,
  why: 'Nobody can tell whether the value will be right, so nothing is said of it; where nothing replaces the placeholder, it is wrong.',
  words: ({ renderer }: { renderer?: string }) => ({
    problem: 'has a placeholder that something else must replace',
    expected: 'the text as it is applied',
    fix: `check the manifest that is made of this one${renderedText(renderer)}`,
  }),
});

export const CONFIG_MISPLACED = new Rule('config-misplaced', {
  severity: Severity.ERROR,
  why: 'kubectl refuses the object, or the API server drops the key: the network has no configuration, or another one than was meant.',
  see: 'https://github.com/k8snetworkplumbingwg/multi-net-spec',
  words: ({ expected }: { expected?: string }) => ({
    problem: 'is where nobody reads it',
    expected: expected ?? "the configuration as JSON text in 'spec.config'",
    fix: expected === undefined ? 'move it there, or remove it where the nodes have the configuration' : 'move it there',
  }),
});

export const NETWORK_NAME_MISSING = new Rule('network-name-missing', {
  severity: Severity.ERROR,
  why: 'Kubernetes refuses an object without a name.',
  words: () => ({
    problem: 'is missing',
    expected: 'the name by which pods are attached to the network, such as "ipvlan-conf-1"',
    fix: 'name the network',
  }),
});

export const NETWORK_VERSION_UNSERVED = new Rule('network-version-unserved', {
  severity: Severity.ERROR,
  why: 'kubectl refuses the object: "no matches for kind".',
  see: 'https://github.com/k8snetworkplumbingwg/multi-net-spec',
  words: ({ served }: { served: string }) => ({
    problem: 'is a version of networks that no cluster has',
    expected: JSON.stringify(served),
    fix: 'write that version',
  }),
});

export const POOLS_OVERLAP = new Rule('pools-overlap', {
  severity: Severity.ERROR,
  why: 'host-local keeps one book for each network, whereabouts one for each network_name, static none: two networks give out the same address. With ipvlan the second pod of a node fails to start, with macvlan both have it.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ other, range, on }: { other: string; range: string; on: string }) => ({
    problem: `overlaps with the pool of the network "${other}" on ${on}`,
    expected: `addresses outside ${range}`,
    fix: 'give each network addresses of its own, or attach all pods to one network',
  }),
});

export const POOLS_OVERLAP_ACROSS_NODES = new Rule('pools-overlap-across-nodes', {
  severity: Severity.WARNING,
  why: 'Where the links of the nodes are one, as the network cards of a cloud subnet are, pods of two nodes have the same address, and no one notices until connections fail.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ other, range, on }: { other: string; range: string; on: string }) => ({
    problem: `overlaps with the pool of the network "${other}" on ${on} of other nodes`,
    expected: `addresses outside ${range}`,
    fix: 'give each node addresses of its own, or acknowledge the finding where the nodes have links of their own',
  }),
});

export const BRIDGE_ADDRESS_CONFLICT = new Rule('bridge-address-conflict', {
  severity: Severity.ERROR,
  why: 'A bridge has one IPv4 address: the second pod, or already the first one, fails with "already has an IP address different from …", or with forceAddress takes the gateway from the others.',
  see: 'https://www.cni.dev/plugins/current/main/bridge/',
  words: ({ address, otherAddress, other }: {
    address: string; otherAddress: string; other?: { readonly bridge: string; readonly network: string };
  }) => (other === undefined ? {
    problem: `is to have the addresses ${address} and ${otherAddress} as gateways of its pods`,
    expected: 'one IPv4 subnet with one gateway, and IPv6 subnets that do not overlap',
    fix: 'make a network with a bridge of its own for each subnet',
  } : {
    problem: `is to have the address ${address} as the gateway of this network, and ${otherAddress} as that of the network "${other.network}"`,
    expected: `another bridge than "${other.bridge}", or the same subnet and gateway`,
    fix: 'give each network a bridge of its own',
  }),
});

export const BRIDGE_SUBNET_SHARED = new Rule('bridge-subnet-shared', {
  severity: Severity.WARNING,
  why: 'The node has one route to an address: what it answers or forwards to the pods behind one of the bridges goes into the other, and is lost.',
  see: 'https://www.cni.dev/plugins/current/main/bridge/',
  words: ({ bridge, other, otherBridge, range }: { bridge: string; other: string; otherBridge: string; range: string }) => ({
    problem: `is routed to ${bridge}, and has addresses of pods behind ${otherBridge}, in the network "${other}"`,
    expected: `a subnet without the addresses ${range}`,
    fix: 'give each network a subnet of its own, or both the same bridge',
  }),
});

/** For networks that exclude each other on a node. */
const APART = ", or say on which nodes each of them is (in code 'nodes', in a manifest the annotation \"cdk8s-multus/nodes\")";

export const IPVLAN_MODES_MIXED = new Rule('ipvlan-modes-mixed', {
  severity: Severity.ERROR,
  why: 'The mode belongs to the master: a pod in the one network switches the running pods of the other to its mode.',
  see: 'https://docs.kernel.org/networking/ipvlan.html',
  words: ({ other, mode, master }: { other: string; mode: string; master: string }) => ({
    problem: `differs from that of the network "${other}" on ${master}`,
    expected: JSON.stringify(mode),
    fix: `give both the same mode, or another master${APART}`,
  }),
});

export const MASTER_SHARED = new Rule('master-shared', {
  severity: Severity.ERROR,
  why: 'An interface carries either ipvlan or macvlan: the network whose pod comes second on a node fails with "device or resource busy".',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1339',
  words: ({ other, plugin, otherPlugin, master }: { other: string; plugin: string; otherPlugin: string; master: string }) => ({
    problem: `puts ${plugin} on ${master}, where the network "${other}" puts ${otherPlugin}`,
    expected: 'a master that carries one of the two',
    fix: `use the same plugin for both, or another master${APART}`,
  }),
});

export const LEASE_NAME_SHARED = new Rule('lease-name-shared', {
  severity: Severity.WARNING,
  why: 'host-local keeps its book under the name of the configuration, which leaves out the namespace: both networks write into one.',
  see: 'https://www.cni.dev/plugins/current/ipam/host-local/',
  words: ({ other, name }: { other: string; name: string }) => ({
    problem: `is also the name under which the network "${other}" keeps its addresses`,
    expected: 'a name of its own for each network with host-local',
    fix: `set "name" in the configuration of one of the two, for instance ${JSON.stringify(`${name}-2`)}`,
  }),
});

export const DOCUMENT_UNREADABLE = new Rule('document-unreadable', {
  severity: Severity.ERROR,
  why: 'kubectl cannot read it either.',
  words: ({ reason, isTemplate = false, renderer }: { reason: string; isTemplate?: boolean; renderer?: string }) => ({
    problem: `${isTemplate ? 'is a template, and ' : ''}cannot be read (${reason})`,
    expected: 'YAML or JSON in UTF-8',
    fix: isTemplate ? `check what is made of the template${renderedText(renderer)}` : 'correct the text',
  }),
});
