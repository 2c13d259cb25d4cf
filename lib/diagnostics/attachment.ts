import { INTERFACE_NAME, Rule, Severity, quoteList } from './rule';

const HOW_TO_USE = 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md';
const SPEC = 'https://github.com/k8snetworkplumbingwg/multi-net-spec';

export const WORKLOAD_WITHOUT_POD_TEMPLATE = new Rule('workload-without-pod-template', {
  severity: Severity.ERROR,
  why: 'Multus reads the annotation of pods: an object that makes no pod cannot be attached to a network.',
  words: ({ kinds }: { kinds: readonly string[] }) => ({
    problem: 'makes no pod',
    expected: `a workload of cdk8s-plus, or an ApiObject with a pod template, of kind ${kinds.join(', ')}`,
    fix: 'pass the workload whose pods are to be attached',
  }),
});

export const ANNOTATION_SET_BY_HAND = new Rule('annotation-set-by-hand', {
  severity: Severity.ERROR,
  why: 'The pod has one annotation for all its networks: the one written by hand and the one of the attachments would replace each other.',
  see: HOW_TO_USE,
  words: ({ expected, removed }: { expected?: string; removed: boolean }) => ({
    problem: removed ? 'was removed from a workload that has attachments' : 'is set by hand on a workload that has attachments',
    expected: expected === undefined ? 'no annotation of this name' : JSON.stringify(expected),
    fix: removed
      ? 'keep the annotation, or attach no network'
      : "remove the annotation, and attach its networks with 'attach' (a network defined elsewhere: 'CniNetwork.fromNetworkName')",
  }),
});

export const NETWORK_ATTACHED_TWICE = new Rule('network-attached-twice', {
  severity: Severity.ERROR,
  why: 'Attaching a network twice is usually a mistake; the pod would get a second interface in it.',
  words: ({ network, earlierHasNone }: { network: string; earlierHasNone: boolean }) => ({
    problem: earlierHasNone
      ? `is not enough, because the network "${network}" is attached to this workload already, without one`
      : `is needed, because the network "${network}" is attached to this workload already`,
    expected: 'one attachment for each network, or interface names that tell the attachments apart, such as "net1" and "net2"',
    fix: "remove one of the two, or give each an 'interfaceName' if two interfaces are meant",
  }),
});

export const INTERFACE_NAME_INVALID = new Rule('interface-name-invalid', {
  severity: Severity.ERROR,
  why: 'Multus or the kernel refuses the name when the pod starts.',
  see: HOW_TO_USE,
  words: () => ({
    problem: 'is not the name of an interface',
    expected: `${INTERFACE_NAME}, such as "net1"`,
    fix: 'choose such a name',
  }),
});

export const INTERFACE_NAME_DUPLICATE = new Rule('interface-name-duplicate', {
  severity: Severity.ERROR,
  why: 'Multus fails with "interface name … already exists", and the pod stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ owner, free }: { owner: string; free: string }) => ({
    problem: `is already the name of ${owner}`,
    expected: `a name of its own, such as "${free}"`,
    fix: 'name this interface, or the other one, differently',
  }),
});

export const MAC_INVALID = new Rule('mac-invalid', {
  severity: Severity.ERROR,
  why: 'Multus fails with "failed to parse mac address" when the pod starts, or the kernel takes the address for no interface: "cannot assign requested address".',
  see: SPEC,
  words: ({ isMac }: { isMac: boolean }) => ({
    problem: isMac ? 'is not the MAC address of one interface' : 'is not a MAC address',
    expected: `six octets, ${isMac ? 'the first of them even and not all of them 0, ' : ''}such as "02:00:00:00:00:01"`,
    fix: 'correct it',
  }),
});

export const GUID_INVALID = new Rule('infiniband-guid-invalid', {
  severity: Severity.ERROR,
  why: 'Multus fails to parse the value when the pod starts.',
  see: SPEC,
  words: () => ({
    problem: 'is not an InfiniBand GUID',
    expected: 'eight octets, such as "c2:11:22:33:44:55:66:77"',
    fix: 'correct it',
  }),
});

export const IPS_INVALID = new Rule('ips-invalid', {
  severity: Severity.ERROR,
  why: 'Multus fails with "failed to parse IP address" or a JSON error when the pod starts.',
  see: SPEC,
  words: () => ({
    problem: 'is not a list of addresses',
    expected: 'a list of addresses, with or without a prefix length, such as ["192.168.1.14"]',
    fix: 'correct it, or leave it out',
  }),
});

export const BANDWIDTH_INVALID = new Rule('bandwidth-invalid', {
  severity: Severity.ERROR,
  why: 'The bandwidth plugin fails with "if rate is set, burst must also be set", or Multus to read a number, when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/meta/bandwidth/',
  words: ({ text }: { text?: string }) => ({
    problem: 'is not a pair of rate and burst',
    expected: 'for each direction both rate (bits per second) and burst (bits, at most 34359738359), whole numbers of at least 8, such as { "ingressRate": 1000000, "ingressBurst": 1000000 }',
    fix: text === undefined ? 'give both, or neither' : `write a number without quotes and unit instead of ${JSON.stringify(text)}: 100 Mbit/s is 100000000`,
  }),
});

export const PORT_MAPPING_INVALID = new Rule('port-mapping-invalid', {
  severity: Severity.ERROR,
  why: 'The portmap plugin fails with "Invalid container port number", or with "unknown protocol" where there is none, when the pod starts.',
  see: 'https://www.cni.dev/plugins/current/meta/portmap/',
  words: () => ({
    problem: 'is not a port mapping',
    expected: 'two ports from 1 to 65535 and a protocol out of "tcp", "udp", "sctp", such as { "hostPort": 8080, "containerPort": 80, "protocol": "tcp" }',
    fix: 'correct it',
  }),
});

export const DEFAULT_ROUTE_INVALID = new Rule('default-route-invalid', {
  severity: Severity.ERROR,
  why: 'Multus fails to read the annotation when the pod starts.',
  see: SPEC,
  words: () => ({
    problem: 'is not a list of gateways',
    expected: 'a list of addresses without a prefix length, such as ["192.168.1.1"]',
    fix: 'correct it, or leave it out',
  }),
});

export const DEFAULT_ROUTE_EMPTY = new Rule('default-route-empty', {
  severity: Severity.WARNING,
  why: 'Multus takes every default route away from the pod, also that of eth0.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/1011',
  words: () => ({
    problem: 'is empty, so that the pod loses its default route',
    expected: 'the gateway of this network, such as ["192.168.1.1"]',
    fix: 'name the gateway, or leave it out',
  }),
});

export const DEFAULT_ROUTE_KEPT = new Rule('default-route-kept', {
  severity: Severity.WARNING,
  why: 'Since 4.2.2 Multus does not find the default route of eth0 to take it away, and passes over it that the new one then cannot be made: the pod keeps the old one.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/pull/1552',
  words: ({ installation, version }: { installation: string; version: string }) => ({
    problem: `has no effect with Multus ${version} of "${installation}", which leaves the pod the default route that it has`,
    expected: 'Multus 4.2.1 or older: no release mends it yet',
    fix: "install one of these, or write the destinations of this network in the 'routes' of its IPAM",
  }),
});

export const DEFAULT_ROUTE_MANY = new Rule('default-route-many', {
  severity: Severity.ERROR,
  why: 'Multus fails with "multus does not support ECMP for default-route" when the pod starts.',
  see: SPEC,
  words: ({ family, other }: { family: number; other: string }) => ({
    problem: `is a second default route for IPv${family}, beside '${other}'`,
    expected: 'at most one gateway of each family in all attachments of a pod',
    fix: 'keep one of the two',
  }),
});

export const IPAM_CLAIM_WITH_IPS = new Rule('ipam-claim-with-ips', {
  severity: Severity.ERROR,
  why: 'The specification forbids both: the claim already says which addresses the pod gets.',
  see: SPEC,
  words: () => ({
    problem: "is given beside 'ips'",
    expected: 'either a claim or addresses',
    fix: 'remove one of the two',
  }),
});

export const ANNOTATION_ON_HOST_NETWORK = new Rule('annotation-on-host-network', {
  severity: Severity.ERROR,
  why: 'No CNI plugin is called for a pod in the host network: it starts without the interface, and nobody says so.',
  see: HOW_TO_USE,
  words: ({ networks }: { networks: readonly string[] }) => ({
    problem: `is set on pods that are attached to ${quoteList(networks)}`,
    expected: 'a pod with a network namespace of its own',
    fix: "remove 'hostNetwork', or the attachments",
  }),
});

export const NETWORK_NAMESPACE_UNKNOWN = new Rule('network-namespace-unknown', {
  severity: Severity.WARNING,
  why: 'A network without a namespace lands in the one that kubectl happens to use; a pod elsewhere does not find it and stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ network, namespace }: { network: string; namespace: string }) => ({
    problem: `of the network "${network}" is not known, and the pod takes it from "${namespace}"`,
    expected: 'a namespace for the network',
    fix: `set 'namespace' on the network or its chart, for instance "${namespace}"`,
  }),
});

export const ANNOTATION_MALFORMED = new Rule('annotation-malformed', {
  severity: Severity.ERROR,
  why: 'Multus fails to read the annotation when the pod starts, and the pod stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ problem, expected, fix }: { problem: string; expected?: string; fix?: string }) => ({
    problem,
    expected: expected ?? '"namespace/name@interface, …", or a JSON list of objects such as [{ "name": "storage", "interface": "net1" }]',
    fix: fix ?? 'correct the annotation',
  }),
});

export const ANNOTATION_ON_WORKLOAD = new Rule('annotation-on-workload', {
  severity: Severity.ERROR,
  why: 'Multus reads the annotation of pods: on the workload it has no effect, and the pods start without the networks.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/issues/308',
  words: ({ kind, template, networks, isReplaced = false }: { kind: string; template: string; networks?: string; isReplaced?: boolean }) => ({
    problem: isReplaced ? `is lost: KubeVirt writes in its place what it makes of the networks of the ${kind}` : `is on the ${kind}, not on its pods`,
    expected: networks === undefined ? `the annotation in '${template}.metadata.annotations'` : `a network with 'multus.networkName' in '${networks}'`,
    fix: networks === undefined ? 'move it there' : 'name the network there, and an interface for it',
  }),
});

export const VM_BRIDGE_UNREACHABLE = new Rule('vm-bridge-unreachable', {
  severity: Severity.WARNING,
  why: 'The machine has the MAC address that the interface of its pod had, and macvlan and ipvlan drop frames that are not for an interface of theirs: the machine sends, and gets no answer.',
  see: 'https://github.com/kubevirt/kubevirt/issues/5483',
  words: ({ network, plugin }: { network: string; plugin: string }) => ({
    problem: `puts the machine behind a bridge on an interface of ${plugin}, which lets nothing through to it, in the network "${network}"`,
    expected: 'a network of the plugin "bridge" or "ovs", or another binding than \'bridge\', such as macvtap',
    fix: 'attach the machine to such a network',
  }),
});

export const ANNOTATION_MISPLACED = new Rule('annotation-misplaced', {
  severity: Severity.ERROR,
  why: 'Multus reads annotations of pods: as a label it has no effect, and in other places kubectl refuses it, or the API server drops it.',
  see: HOW_TO_USE,
  words: ({ place }: { place: string }) => ({
    problem: 'is not among the annotations of the pods',
    expected: `the annotation in '${place}'`,
    fix: 'move it there',
  }),
});

export const ANNOTATION_MISSPELT = new Rule('annotation-misspelt', {
  severity: Severity.ERROR,
  why: 'Multus reads two annotations and ignores all others: the pods start without the network, and nobody says so.',
  see: HOW_TO_USE,
  words: ({ meant }: { meant: string }) => ({
    problem: 'is an annotation that Multus does not read',
    expected: `the annotation "${meant}"`,
    fix: `did you mean "${meant}"?`,
  }),
});

/** Behind the namespace of a default network that names none. */
const ASSUMED = ", where Multus looks for a default network without a namespace (unless its 'multusNamespace' is another)";

export const NETWORK_NOT_FOUND = new Rule('network-not-found', {
  severity: Severity.ERROR,
  why: 'Multus fails with "cannot find a network-attachment-definition" when the pod starts, and the pod stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ namespace, near, elsewhere, isAssumed }: { namespace?: string; near?: string; elsewhere?: string; isAssumed?: boolean }) => {
    const problem = `is not a network${namespace === undefined ? '' : ` in the namespace "${namespace}"`}${isAssumed ? ASSUMED : ''}`;
    if (elsewhere !== undefined) {
      return {
        problem,
        expected: `the namespace "${elsewhere}" with it, where there is a network of this name`,
        fix: `name the namespace too: "${elsewhere}/" before the name, or in the JSON form of the annotation "namespace": "${elsewhere}"`,
      };
    }
    return {
      problem,
      expected: near === undefined ? 'the name of a NetworkAttachmentDefinition' : JSON.stringify(near),
      fix: near === undefined ? 'define the network, or correct the name' : `did you mean ${JSON.stringify(near)}?`,
    };
  },
});

export const NETWORK_NOT_SEEN = new Rule('network-not-seen', {
  severity: Severity.WARNING,
  why: 'If the network does not exist in the cluster either, the pod stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ namespace, near, isAssumed }: { namespace?: string; near?: string; isAssumed?: boolean }) => ({
    problem: `is not among the networks that were read${namespace === undefined ? '' : ` for the namespace "${namespace}"`}${isAssumed ? ASSUMED : ''}`,
    expected: near === undefined ? 'the name of a NetworkAttachmentDefinition' : `${JSON.stringify(near)}, or a network of this name elsewhere`,
    fix: 'include its manifest, or make sure that it exists in the cluster',
  }),
});

export const NETWORK_NAMESPACE = new Rule('network-namespace', {
  severity: Severity.ERROR,
  why: 'Multus fails with "namespace isolation enabled, annotation violates permission" when the pod starts.',
  see: 'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md',
  words: ({ pod, open }: { pod: string; open: readonly string[] }) => ({
    problem: `is a network of another namespace than the pod's, "${pod}", and Multus isolates namespaces`,
    expected: `a network in ${quoteList([...new Set([pod, ...open])])}`,
    fix: "define the network there too, or add its namespace to 'globalNamespaces'",
  }),
});

export const DEFAULT_NETWORK_COUNT = new Rule('default-network-count', {
  severity: Severity.ERROR,
  why: 'Multus fails with "more than one default network is specified", and crashes where there is none: the pod stays in ContainerCreating.',
  see: HOW_TO_USE,
  words: ({ count }: { count: number }) => ({
    problem: `names ${count} networks`,
    expected: 'one network, such as "kube-system/cilium-only"',
    fix: "leave one, or remove the annotation; further networks belong into 'k8s.v1.cni.cncf.io/networks'",
  }),
});
