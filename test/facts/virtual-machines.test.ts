import { networkText, reportOf } from '../manifests/support';

/** A machine that runs on the node of the networks. */
const machine = (networks: unknown, metadata: object = {}, spec: object = { nodeSelector: { 'kubernetes.io/hostname': 'a' } }) =>
  ({ metadata, spec: { networks, domain: { devices: {} }, ...spec } });

function object(kind: string, rest: object, metadata = {}): string {
  return JSON.stringify({ apiVersion: 'kubevirt.io/v1', kind, metadata: { name: 'router', namespace: 'default', ...metadata }, ...rest }, undefined, 1);
}

const virtualMachine = (networks: unknown, metadata = {}, own = {}) => object('VirtualMachine', { spec: { template: machine(networks, own) } }, metadata);

/** Networks that no pod may use as it likes: on one node, with a device, and with addresses of each node. */
const NETWORKS = ['blue', 'red'].map((name) => networkText(
  { cniVersion: '1.0.0', type: 'sriov', vlan: name === 'blue' ? 1 : 2, ipam: { type: 'host-local', subnet: name === 'blue' ? '10.1.0.0/24' : '10.2.0.0/24' } },
  { name, annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'intel.com/vf', 'cdk8s-multus/nodes': 'kubernetes.io/hostname=a' } },
)).join('\n---\n');

const multus = (networkName: unknown, more = {}) => ({ name: 'net', multus: { networkName, ...more } });
const messagesIn = (text: string) => reportOf(`${NETWORKS}\n---\n${text}`).findings.map(({ severity, line, message }) => `${severity} ${line} ${message}`);

test.each<[string, string]>([
  ['its networks, one of them twice', virtualMachine([{ name: 'default', pod: {} }, multus('blue'), multus('default/red'), multus('red')])],
  ['an instance', object('VirtualMachineInstance', machine([multus('blue')]))],
  ['a set of them', object('VirtualMachineInstanceReplicaSet', { spec: { replicas: 3, template: machine([multus('blue')]) } })],
  ['a network in place of the cluster network', virtualMachine([multus('default/red', { default: true })])],
  ['none', virtualMachine([{ name: 'default', pod: {} }])],
  ['nonsense, which the API server refuses', virtualMachine([null, 5, multus(5), multus(''), { multus: 'blue' }, multus(null)])],
  ['no list', virtualMachine({ multus: {} })],
  ['the annotation on an instance, which KubeVirt passes on', object('VirtualMachineInstance', machine([]), { annotations: { 'k8s.v1.cni.cncf.io/networks': 'blue' } })],
  ['the annotation that the machine has too', virtualMachine([], { annotations: { 'k8s.v1.cni.cncf.io/networks': 'blue' } }, { annotations: { 'k8s.v1.cni.cncf.io/networks': 'blue' } })],
  ['the annotation that says what the machine says', virtualMachine([multus('blue'), multus('red')], { annotations: { 'k8s.v1.cni.cncf.io/networks': 'red' } })],
  ['a kind of the same name of others', virtualMachine([multus('bleu')]).replace('kubevirt.io/v1', 'vmoperator.vmware.com/v1')],
])('a virtual machine is left alone with %s', (_, text) => {
  expect(messagesIn(text)).toEqual([]);
});

const FOUND = 'expected "blue"; did you mean "blue"?';

test.each<[string, string, string[]]>([
  ['a network that is misspelt', virtualMachine([{ name: 'default', pod: {} }, multus('bleu')]),
    [`error 24 network-not-found 'spec.template.spec.networks[1].multus.networkName' is not a network in the namespace "default": got "bleu"; ${FOUND}`]],
  ['a network of a pool', object('VirtualMachinePool', { spec: { virtualMachineTemplate: { spec: { template: machine([multus('default/bleu')]) } } } }),
    [`error 22 network-not-found 'spec.virtualMachineTemplate.spec.template.spec.networks[0].multus.networkName' is not a network in the namespace "default": got "bleu"; ${FOUND}`]],
  ['a network in another namespace', virtualMachine([multus('other/red')]),
    ['error 20 network-not-found \'spec.template.spec.networks[0].multus.networkName\' is not a network in the namespace "other": got "red"; expected the namespace "default" with it, where there is a network of this name; '
      + 'name the namespace too: "default/" before the name, or in the JSON form of the annotation "namespace": "default"']],
  ['a network in place of the cluster network, without its namespace', virtualMachine([multus('reed', { default: true })]),
    ['warning 20 network-not-seen \'v1.multus-cni.io/default-network\' is not among the networks that were read for the namespace "kube-system", where Multus looks for a default network without a namespace '
      + '(unless its \'multusNamespace\' is another): got "reed"; expected the name of a NetworkAttachmentDefinition; include its manifest, or make sure that it exists in the cluster']],
  ['a namespace that cannot be one', virtualMachine([multus('My_Space/red')]),
    ['error 20 network-name-invalid \'spec.template.spec.networks[0].multus.networkName\' cannot be the name of a namespace: got "My_Space"; '
      + 'expected at most 63 lower case letters, digits and hyphens, with a letter or digit at both ends, such as "ipvlan-conf-1"; write such a name']],
  ['the annotation on what makes the machine', virtualMachine([], { annotations: { 'k8s.v1.cni.cncf.io/networks': 'blue' } }),
    ['error 12 annotation-on-workload \'metadata.annotations.k8s.v1.cni.cncf.io/networks\' is on the VirtualMachine, not on its pods: got "blue"; '
      + 'expected a network with \'multus.networkName\' in \'spec.template.spec.networks\'; name the network there, and an interface for it']],
  ['an annotation that asks for more than the machine', virtualMachine([multus('blue')], { annotations: { 'k8s.v1.cni.cncf.io/networks': '[{ "name": "blue", "ips": ["10.1.0.5"] }]' } }),
    ['error 12 annotation-on-workload \'metadata.annotations.k8s.v1.cni.cncf.io/networks\' is on the VirtualMachine, not on its pods: got "[{ \\"name\\": \\"blue\\", \\"ips\\": [\\"10.1.0.5\\"] }]"; '
      + 'expected a network with \'multus.networkName\' in \'spec.template.spec.networks\'; name the network there, and an interface for it']],
])('fails on %s', (_, text, messages) => {
  expect(messagesIn(text)).toEqual(messages);
});

describe('a machine behind a bridge in its pod', () => {
  const lan = (config: object) => networkText({ cniVersion: '0.3.1', ipam: {}, ...config }, { name: 'lan' });
  const bound = (interfaces: unknown) => object('VirtualMachine', { spec: { template: { spec: {
    networks: [{ name: 'default', pod: {} }, { name: 'net', multus: { networkName: 'lan' } }], domain: { devices: { interfaces } },
  } } } });
  const rulesOf = (config: object, interfaces: unknown) => reportOf(`${lan(config)}\n---\n${bound(interfaces)}`).findings.map(({ rule }) => rule);
  const MACVLAN = { type: 'macvlan', master: 'eth1' };
  const BRIDGE = [{ name: 'default', masquerade: {} }, { name: 'net', bridge: {} }];

  test.each<[string, object, unknown, boolean]>([
    ['macvlan', MACVLAN, BRIDGE, true],
    ['macvlan in a list', { type: undefined, ipam: undefined, plugins: [{ ...MACVLAN, ipam: {} }, { type: 'tuning' }] }, BRIDGE, true],
    ['ipvlan', { type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } }, BRIDGE, true],
    ['macvlan that takes all frames', { ...MACVLAN, mode: 'passthru' }, BRIDGE, false],
    ['a bridge', { type: 'bridge', bridge: 'br1' }, BRIDGE, false],
    ['macvlan, bound otherwise', MACVLAN, [{ name: 'net', binding: { name: 'macvtap' } }], false],
    ['macvlan, the other interface being on the bridge', MACVLAN, [{ name: 'default', bridge: {} }, { name: 'net', sriov: {} }], false],
    ['macvlan, with nonsense for interfaces', MACVLAN, [null, 5, 'bridge', { bridge: true, name: 'net' }], false],
    ['macvlan, without interfaces', MACVLAN, { net: { bridge: {} } }, false],
  ])('gets answers or not from %s', (_, config, interfaces, isFound) => {
    expect(rulesOf(config, interfaces)).toEqual(isFound ? ['vm-bridge-unreachable'] : []);
  });

  test('gets what nobody knows from a network whose plugin is not to be seen', () => {
    const rules = (config: unknown) => reportOf(`${networkText(config, { name: 'lan' })}\n---\n${bound(BRIDGE)}`).findings.map(({ rule }) => rule);
    expect([rules(undefined), rules({ cniVersion: '0.3.1', ipam: {} })]).toEqual([[], ['plugin-type-missing']]);
  });
});

describe('a machine on a network of some nodes', () => {
  const affinity = (...values: string[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values }] }],
  } } });
  const withSpec = (spec: object, own = {}) => object('VirtualMachine', { spec: { template: machine([multus('blue')], {}, spec), ...own } });
  const PATH = "'spec.template.spec.networks[0].multus.networkName' is";
  const OUTSIDE = `warning 20 pods-outside-node-set ${PATH} only on the nodes "kubernetes.io/hostname in (a)", and the machine may run on others: got "blue"; `
    + "expected a machine with a required node affinity for these nodes; add the affinity beside the machine's 'networks'";
  const disjoint = (nodes: string) => `error 20 node-sets-disjoint ${PATH} on the nodes "kubernetes.io/hostname in (a)", of which none is among those of the pods' own placement: `
    + `got "blue"; expected a network on nodes among "${nodes}"; attach the pods to one of the two, or correct the 'nodes' of the network or the placement of the pods`;

  test.each<[string, string, string[]]>([
    ['no word of its nodes', withSpec({}), [OUTSIDE]],
    ['those and others', withSpec({ affinity: affinity('a', 'b') }), [OUTSIDE]],
    ['these', withSpec({ affinity: affinity('a') }), []],
    ['others', withSpec({ nodeSelector: { 'kubernetes.io/hostname': 'b' } }), [disjoint('kubernetes.io/hostname in (b)')]],
    ['an instance type, which may name nodes too', withSpec({}, { instancetype: { name: 'u1.medium' } }), []],
    ['an instance type of its pool', object('VirtualMachinePool', { spec: { virtualMachineTemplate: { spec: {
      instancetype: { name: 'u1.medium' }, template: machine([multus('blue')], {}, {}),
    } } } }), []],
    ['nonsense for nodes', withSpec({ nodeSelector: 5, affinity: [null] }), [OUTSIDE]],
  ])('says %s', (_, text, messages) => {
    expect(messagesIn(text)).toEqual(messages);
  });
});

describe('the annotation of a machine that has networks', () => {
  const vm = (annotation: string, networks: unknown) => object('VirtualMachine', { spec: { template: machine(networks, { annotations: { 'k8s.v1.cni.cncf.io/networks': annotation } }) } });

  test('is replaced by KubeVirt', () => {
    expect(messagesIn(vm('[{ "name": "blue", "ips": ["10.1.0.5"] }]', [multus('blue')])).map((line) => line.split('; expected')[0])).toEqual([
      "error 16 annotation-on-workload 'spec.template.metadata.annotations.k8s.v1.cni.cncf.io/networks' is lost: KubeVirt writes in its place what it makes of the networks of the VirtualMachine: "
        + 'got "[{ \\"name\\": \\"blue\\", \\"ips\\": [\\"10.1.0.5\\"] }]"',
    ]);
  });

  test.each([['blue', [multus('blue')]], ['blue@net1', [multus('blue')]], ['default/blue', [multus('blue')]], ['blue', []]])('does no harm where it is %s beside %j', (annotation, networks) => {
    expect(messagesIn(vm(annotation, networks))).toEqual([]);
  });
});

describe('the MAC address of a machine', () => {
  const lan = (name: string, config: object) => networkText({ cniVersion: '0.3.1', ipam: {}, ...config }, { name });
  const NETWORKS_OF_MACHINES = [
    lan('lan', { type: 'bridge', bridge: 'br1' }), lan('same', { type: 'cnv-bridge', bridge: 'br1' }), lan('other', { type: 'bridge', bridge: 'br2' }),
    lan('l2', { type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } }),
  ].join('\n---\n');
  const MAC = '02:00:00:00:00:01';
  const made = (kind: string, name: string, networkName: string, macAddress: unknown, own: object = {}) => {
    const spec = {
      networks: [{ name: 'default', pod: {} }, { name: 'net', multus: { networkName } }],
      domain: { devices: { interfaces: [{ name: 'default', masquerade: {} }, { name: 'net', sriov: {}, macAddress }] } },
    };
    const inner = kind === 'VirtualMachineInstance' ? spec : { ...own, template: { spec } };
    return object(kind, { spec: kind === 'VirtualMachinePool' ? { ...own, virtualMachineTemplate: { spec: { template: { spec } } } } : inner }, { name });
  };
  const vm = (name: string, network = 'lan', mac: unknown = MAC, own: object = {}) => made('VirtualMachine', name, network, mac, own);
  const found = (...machines: string[]) => reportOf([NETWORKS_OF_MACHINES, ...machines].join('\n---\n')).findings
    .filter(({ rule }) => rule.includes('mac') || rule === 'unreadable').map(({ severity, name, message }) => `${severity} ${name} ${message}`);
  const shared = (name: string, sharer: string, path = 'spec.template.spec.domain.devices.interfaces[1].macAddress', link = '') =>
    `error ${name} mac-shared '${path}' is ${sharer} in the network "default/lan"${link}: got "${MAC}"; expected an address that no other pod has; `
    + 'leave it out, so that each pod gets one of its own, or run one pod with it';

  test.each<[string, string[]]>([
    ['is its own', [vm('a'), vm('b', 'lan', '02:00:00:00:00:02')]],
    ['is another\'s on another link', [vm('a'), vm('b', 'other')]],
    ['is not given', [vm('a', 'lan', undefined), vm('b', 'lan', null), vm('c', 'lan', ''), vm('d', 'lan', ''), vm('e', 'lan', 5), vm('f', 'lan', {})]],
    ['is another\'s, of which one is stopped', [vm('a'), vm('b', 'lan', MAC, { runStrategy: 'Halted' }), vm('c', 'lan', MAC, { running: false })]],
    ['is asked of a plugin that gives none', [vm('a', 'l2')]],
  ])('passes where it %s', (_, machines) => {
    expect(found(...machines)).toEqual([]);
  });

  test.each<[string, string[], string[]]>([
    ['is another\'s', [vm('a'), vm('b', 'lan', MAC.toUpperCase())], [shared('b', 'also that of VirtualMachine "default/a"').replace(`got "${MAC}"`, `got "${MAC.toUpperCase()}"`)]],
    ['is another\'s on the same link', [vm('a'), vm('b', 'same')], [shared('b', 'also that of VirtualMachine "default/a"', undefined, ', on the same link, the bridge "br1"')]],
    ['is an instance\'s', [made('VirtualMachineInstance', 'a', 'lan', MAC), vm('b')], [shared('b', 'also that of VirtualMachineInstance "default/a"')]],
    ['is that of all of a set', [made('VirtualMachineInstanceReplicaSet', 'a', 'lan', MAC, { replicas: 3 })], [shared('a', 'that of 3 pods')]],
    ['is that of all of a pool', [made('VirtualMachinePool', 'a', 'lan', MAC, { replicas: 2 })],
      [shared('a', 'that of 2 pods', 'spec.virtualMachineTemplate.spec.template.spec.domain.devices.interfaces[1].macAddress')]],
    ['is another\'s, whatever the instance type', [vm('a', 'lan', MAC, { instancetype: { name: 'small' } }), vm('b')], [shared('b', 'also that of VirtualMachine "default/a"')]],
  ])('fails where it %s', (_, machines, expected) => {
    expect(found(...machines)).toEqual(expected);
  });

  test('is said where it is written', () => {
    const { findings } = reportOf([NETWORKS_OF_MACHINES, vm('a'), vm('b')].join('\n---\n'));
    const lines = [NETWORKS_OF_MACHINES, vm('a'), vm('b')].join('\n---\n').split('\n');
    expect(findings.map(({ line }) => lines[(line ?? 0) - 1].trim())).toEqual([`"macAddress": "${MAC}"`]);
  });
});
