import { networkText, reportOf } from '../manifests/support';

const HOST_LOCAL = '{ "type": "host-local", "subnet": "10.1.0.0/24" }';

function network(list: unknown, metadata: object = {}): string {
  return JSON.stringify({
    apiVersion: 'operator.openshift.io/v1', kind: 'Network', metadata: { name: 'cluster', ...metadata }, spec: { additionalNetworks: list },
  }, undefined, 1);
}

function custom(kind: string, spec: unknown, namespace = 'openshift-sriov-network-operator', apiVersion = 'sriovnetwork.openshift.io/v1'): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name: 'blue', namespace }, spec }, undefined, 1);
}

const nvidia = (kind: string, spec: unknown) => custom(kind, spec, undefined, 'mellanox.com/v1alpha1');

const pod = (annotation: string, namespace = 'default') => JSON.stringify({
  kind: 'Pod', metadata: { name: 'app', namespace, annotations: { 'k8s.v1.cni.cncf.io/networks': annotation } }, spec: { containers: [] },
});

/** A pod that has what the network needs. */
const podWith = (resource: string) => JSON.stringify({
  kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': 'blue' } },
  spec: { containers: [{ resources: { limits: { [resource]: 1 } } }] },
});

const messagesIn = (...texts: string[]) => reportOf(texts.join('\n---\n'), { complete: true }).findings
  .map(({ severity, kind, namespace, name, line, message }) => `${severity} ${kind} ${namespace}/${name} ${line} ${message}`);

const RAW = JSON.stringify({ cniVersion: '1.0.0', type: 'macvlan', master: 'eth1', ipam: JSON.parse(HOST_LOCAL) as unknown });

test.each<[string, string, string?]>([
  ['a raw network in the namespace "default"', network([{ name: 'blue', type: 'Raw', rawCNIConfig: RAW }])],
  ['a raw network in a namespace', network([{ name: 'red', type: 'Raw' }, { name: 'blue', namespace: 'apps', type: 'Raw', rawCNIConfig: RAW }]), 'apps'],
  ['a simple network', network([{ name: 'blue', type: 'SimpleMacvlan', simpleMacvlanConfig: { master: 'eth1' } }])],
  ['a network of the SR-IOV operator', custom('SriovNetwork', { networkNamespace: 'default', resourceName: 'vf', ipam: HOST_LOCAL, vlan: 5 })],
  ['one in the namespace of its object', custom('SriovNetwork', { resourceName: 'vf' }, 'default')],
  ['one of InfiniBand', custom('SriovIBNetwork', { networkNamespace: 'default', resourceName: 'vf', ipam: '' })],
  ['one of Open vSwitch', custom('OVSNetwork', { networkNamespace: 'default', resourceName: 'vf', bridge: 'br1', ipam: '{}' })],
  ['one with plugins behind', custom('SriovNetwork', { networkNamespace: 'default', resourceName: 'vf', ipam: HOST_LOCAL, metaPlugins: '{ "type": "tuning" }' })],
  ['a macvlan network of NVIDIA\'s operator', nvidia('MacvlanNetwork', { master: 'eth1', mode: 'bridge', mtu: 1500, ipam: HOST_LOCAL })],
  ['one of OVN-Kubernetes', custom('UserDefinedNetwork', { topology: 'Layer2' }, 'default', 'k8s.ovn.org/v1')],
  ['one of OVN-Kubernetes in several namespaces', custom('ClusterUserDefinedNetwork', { namespaceSelector: {} }, undefined, 'k8s.ovn.org/v1'), 'apps'],
  ['one of Spiderpool', custom('SpiderMultusConfig', { cniType: 'macvlan' }, 'default', 'spiderpool.spidernet.io/v2beta1')],
  ['one of Multi-NIC CNI', custom('MultiNicNetwork', { subnet: '' }, 'default', 'multinic.fms.io/v1'), 'apps'],
  ['one that only has an operator start daemons, whatever it says', network([{ name: 'blue' }, { name: 'whereabouts-shim', rawCNIConfig: '{"name":"whereabouts-shim","cniVersion":"0.3.1","type":"bridge","ipam":{"type":"whereabouts"}}' }])],
  ['one of IP over InfiniBand', nvidia('IPoIBNetwork', { networkNamespace: 'default', master: 'ib0' })],
])('%s is one that exists', (_, text, namespace = 'default') => {
  expect(messagesIn(text, pod('blue', namespace))).toEqual([]);
});

test.each<[string, string]>([
  ['a network of another group', custom('Network', { additionalNetworks: [{ name: 'blue' }] }, undefined, 'config.openshift.io/v1')],
  ['a kind of the same name of others', custom('SriovNetwork', { networkNamespace: 'default' }, undefined, 'example.com/v1')],
  ['a network without a name', network([{ type: 'Raw', rawCNIConfig: RAW }])],
  ['nonsense', network([null, 5, 'blue', [], { name: {} }])],
  ['no list', network({ name: 'blue' })],
  ['no spec', custom('SriovNetwork', null)],
])('%s is not', (_, text) => {
  expect(messagesIn(text, pod('blue')).map((line) => line.split("'")[0])).toEqual([expect.stringMatching(/^error Pod default\/app \d+ network-not-found $/)]);
});

test.each<[string, string[], string[]]>([
  ['a raw network', [network([{ name: 'blue', type: 'Raw', rawCNIConfig: '{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth1", "mode": "l2", "ipam": {} }' }])],
    ["error Network default/blue 12 mode-unknown 'mode' is not a mode: got \"l2\"; expected \"bridge\", \"private\", \"vepa\", \"passthru\"; write one of them, in lower case"]],
  ['a raw network that is not JSON', [network([{ name: 'blue', type: 'Raw', rawCNIConfig: '{,}' }])],
    ["error Network default/blue 12 config-not-json 'spec.additionalNetworks[0].rawCNIConfig' is not a JSON object (there is \",}\" where a key in double quotes or \"}\" must be): got \"{,}\"; "
      + 'expected a CNI configuration as JSON text, such as { "cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1" }; correct the text there']],
  ['two networks of one name', [network([{ name: 'blue', type: 'Raw' }, { name: 'blue', type: 'Raw' }])],
    ["error Network default/blue 14 network-name-duplicate 'metadata.name' is already the name of the network \"default/blue\" in the namespace \"default\": got \"blue\"; "
      + "expected a name of its own for each network of a namespace; change 'name' or 'namespace' of one of the two"]],
  ['the addresses of the SR-IOV operator', [custom('SriovNetwork', { networkNamespace: 'default', ipam: '{ "type": "host-local", "subnet": "10.1.0.5/24" }' })],
    ["error SriovNetwork default/blue 10 subnet-host-bits 'ipam.subnet' has host bits set: got \"10.1.0.5/24\"; expected a network address; write \"10.1.0.0/24\", and set 'rangeStart' to \"10.1.0.5\" if allocation should begin there"]],
  ['addresses that are not JSON', [custom('SriovNetwork', { networkNamespace: 'default', ipam: '{ "type": "dhcp", }' })],
    ["error SriovNetwork default/blue 10 config-not-json 'spec.ipam' is not a JSON object (there is a comma before \"}\"): got \"{ \\\"type\\\": \\\"dhcp\\\", }\"; "
      + 'expected the configuration of an IPAM as JSON text, such as { "type": "whereabouts", "range": "192.168.2.0/24" }; remove the comma behind the last member']],
  ['addresses that are no text', [custom('SriovNetwork', { networkNamespace: 'default', ipam: { type: 'dhcp' } })],
    ["error SriovNetwork default/blue 10 key-type 'spec.ipam' has the wrong type: got {\"type\":\"dhcp\"}; "
      + 'expected the configuration of an IPAM as JSON text, such as { "type": "whereabouts", "range": "192.168.2.0/24" }; correct the value']],
  ['addresses one level too deep', [custom('SriovNetwork', { networkNamespace: 'default', ipam: '{ "ipam": { "type": "dhcp" } }' })],
    ["warning SriovNetwork default/blue 10 ipam-missing-layer-2 'ipam' names no plugin for the addresses, so that the interface of sriov has none: got {\"ipam\":{\"type\":\"dhcp\"}}; "
      + 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }; say where the addresses come from, or write {} (in code: Ipam.none()) if layer 2 is all that is meant']],
  ['a specification beside its key', ['{\n "apiVersion": "mellanox.com/v1alpha1",\n "kind": "MacvlanNetwork",\n "metadata": { "name": "blue" },\n "spec": {},\n "master": "eth1"\n}'],
    ["error MacvlanNetwork default/blue 6 config-misplaced 'master' is where nobody reads it: got \"eth1\"; expected the key in 'spec'; move it there"]],
  ['a request that the network cannot grant', [custom('SriovNetwork', { networkNamespace: 'default', resourceName: 'vf', ipam: HOST_LOCAL }), pod('[{"name":"blue","ips":["10.2.0.5"]}]')],
    ["error Pod default/app 15 ips-outside-pool 'k8s.v1.cni.cncf.io/networks[0].ips[0]' is not in the pool of the network \"default/blue\": got \"10.2.0.5\"; expected an address of \"10.1.0.1-10.1.0.254\"; ask for such an address, or widen the pool"]],
])('fails on %s', (_, texts, messages) => {
  expect(messagesIn(...texts)).toEqual(messages);
});

test.each(['hostdev', 'nvidia.com/hostdev'])('NVIDIA\'s operator does not add the devices %s to pods', (resourceName) => {
  const object = nvidia('HostDeviceNetwork', { networkNamespace: 'default', resourceName, ipam: HOST_LOCAL });
  expect(messagesIn(object, podWith('nvidia.com/hostdev'))).toEqual([]);
  expect(messagesIn(object, pod('blue')).map((line) => line.split(': got')[0])).toEqual([
    'error Pod default/app 15 device-not-requested \'resources\' does not ask for the devices of the network "default/blue"',
  ]);
});

test.each<[string, string[]]>([
  ['{ "type": "tuning", "sysctl": { "net.core.somaxconn": "500" } }, { "type": "vrf", "vrfname": "blue" }', []],
  // sbr moves the route
  ['{ "type": "sbr" }', []],
  ['{ "type": "tuning", "sysctl": { "kernel.x": "1" } }', [
    "error SriovNetwork default/blue 10 sysctl-outside-net 'metaPlugins[0].sysctl.kernel.x'",
    "warning SriovNetwork default/blue 11 default-route-in-network 'ipam.routes[0].dst'",
  ]],
  ['{ "type": "tuning" }, "sbr"', [
    "error SriovNetwork default/blue 10 key-type 'metaPlugins[1]'",
    "warning SriovNetwork default/blue 11 default-route-in-network 'ipam.routes[0].dst'",
  ]],
  ['{ "type": "tuning", "mtu": 1, "mtu": 1400 }', [
    "warning SriovNetwork default/blue 10 key-repeated 'metaPlugins[0].mtu'",
    "warning SriovNetwork default/blue 11 default-route-in-network 'ipam.routes[0].dst'",
  ]],
  ['{ "type": "tuning" },', ["error SriovNetwork default/blue 10 config-not-json 'spec.metaPlugins'"]],
])('the plugins behind are read with the addresses: %s', (metaPlugins, expected) => {
  const ipam = JSON.stringify({ type: 'host-local', subnet: '10.1.0.0/24', routes: [{ dst: '0.0.0.0/0' }] });
  const lines = messagesIn(custom('SriovNetwork', { networkNamespace: 'default', metaPlugins, ipam }));
  expect(lines.map((line) => line.split(' ').slice(0, 6).join(' ')).sort()).toEqual([...expected].sort());
});

test('the addresses of a network with devices are read', () => {
  const ipam = '{ "type": "host-local", "subnet": "10.1.0.5/24" }';
  expect(messagesIn(nvidia('HostDeviceNetwork', { networkNamespace: 'default', resourceName: 'hostdev', ipam })).map((line) => line.split(' has ')[0])).toEqual([
    "error HostDeviceNetwork default/blue 11 subnet-host-bits 'ipam.subnet'",
  ]);
});

test('an old Multus reads what the operators make', () => {
  const multus = JSON.stringify({
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-multus-ds' },
    spec: { template: { spec: { containers: [{ image: 'ghcr.io/example/multus-cni:v3.9.3' }] } } },
  });
  expect(messagesIn(multus, nvidia('MacvlanNetwork', { master: 'eth1', mode: 'bridge', ipam: HOST_LOCAL }))).toEqual([]);
});

test('an object and the network that its operator made of it are one network', () => {
  const made = networkText({ cniVersion: '1.0.0', name: 'blue', type: 'sriov', vlan: 0, ipam: JSON.parse(HOST_LOCAL) as unknown }, {
    name: 'blue', annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'openshift.io/vf' },
  });
  const object = custom('SriovNetwork', { networkNamespace: 'default', resourceName: 'vf', ipam: HOST_LOCAL });
  expect(messagesIn(object, made, pod('[{"name":"blue","ips":["10.1.0.5"]}]'))).toEqual([]);
  expect(messagesIn(made, object)).toEqual([]);
});

test('one acknowledgement holds for all networks of an object', () => {
  const metadata = { annotations: { 'cdk8s-multus/acknowledge': 'mode-unknown: of a newer kernel' } };
  const config = '{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth1", "mode": "l2", "ipam": {} }';
  expect(messagesIn(network([{ name: 'red', rawCNIConfig: RAW }, { name: 'blue', rawCNIConfig: config }], metadata))).toEqual([]);
});
