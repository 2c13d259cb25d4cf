import { checkChain, checkDevice, checkEnvelope } from '../../lib/cni/chain';
import { Conf } from '../../lib/cni/keys';
import { linesOf } from '../support/messages';

const placed = (plugins: readonly Conf[]) => plugins.map((conf, i) => ({ conf, path: ['plugins', i] }));
const list = (...plugins: Conf[]) => linesOf(checkChain(placed(plugins), true));
const single = (conf: Conf) => linesOf(checkChain([{ conf, path: [] }], false));
const envelope = (config: Conf, ...types: string[]) => linesOf(checkEnvelope(config, placed(types.map((type) => ({ type })))));

const IPAM = { type: 'host-local' };
const IPVLAN = { type: 'ipvlan', ipam: IPAM };
const MACVLAN = { type: 'macvlan', ipam: IPAM };
const BRIDGE = { type: 'bridge', ipam: IPAM };
const UNKNOWN = { type: 'antrea' };
const LIMIT = { type: 'bandwidth', ingressRate: 8, ingressBurst: 8 };
const ASKED = { type: 'bandwidth', capabilities: { bandwidth: true } };

test.each(['ipvlan', 'macvlan'])('warns of portmap on %s, whose interfaces the node cannot reach', (type) => {
  const maker = { type, master: 'eth1', ipam: { type: 'static' } };
  const portmap = { type: 'portmap', capabilities: { portMappings: true } };
  expect(list(maker, portmap)).toEqual([
    `warning: portmap-unreachable 'plugins[1].type' leads ports of the node to an interface of ${type}, which its own node cannot reach: got "portmap"; `
    + 'expected behind a plugin whose interface the node reaches, such as "bridge" or "ptp"; remove it, and let clients use the address of the pod, or use such a plugin',
  ]);
  expect(list({ ...maker, linkInContainer: true }, portmap)).toEqual([]);
  expect(list({ ...maker, type: 'ptp' }, portmap)).toEqual([]);
});

test.each(['bridge', 'cnv-bridge', 'dummy', 'ipvlan', 'macvlan', 'ptp', 'vlan'])('fails on a second interface, which %s makes under the name of the first', (type) => {
  const second = (first: string, i: number) => `error: chain-second-interface 'plugins[${i}].type' makes an interface, and ${first} before it has made the one of this list: got "${type}"; expected a plugin that works on that interface, such as "tuning"; make a network of its own for it, and attach the pods to both`;
  expect(list({ type: 'tap' }, { type: 'tuning' }, { type, master: 'tap0', linkInContainer: true })).toEqual([second('tap', 2)]);
  expect(list({ type }, { type })).toEqual([second(type, 1)]);
});

test('passes a second interface whose name may be another one, or which takes the place of the first', () => {
  expect(list(BRIDGE, { type: 'tap' })).toEqual([]);
  expect(list({ type: 'host-device' }, { type: 'bond' }, MACVLAN)).toEqual([]);
});

test.each(['tuning', 'bandwidth', 'portmap', 'sbr', 'vrf', 'firewall', 'rdma', 'route-override', 'cnv-tuning'])('fails on %s alone, and in front', (type) => {
  expect(single({ type })).toEqual([`error: chain-order 'type' stands alone, and works on the interface of an earlier plugin: got "${type}"; expected a plugin that makes an interface before it, such as { "plugins": [{ "type": "macvlan" }, { "type": "tuning" }] }; write a list of plugins`]);
  expect(list({ type }, MACVLAN)).toEqual([`error: chain-order 'plugins[0].type' comes first, and works on the interface of an earlier plugin: got "${type}"; expected a plugin that makes an interface before it, such as { "type": "macvlan" }; move it behind that plugin`]);
  expect(list({ type: 'ptp', ipam: { type: 'host-local' } }, { type })).toEqual([]);
});

test('passes a chained plugin behind one that is not known, or with a result by hand', () => {
  expect(list(UNKNOWN, LIMIT, { type: 'sbr' }, { type: 'firewall', ingressPolicy: 'isolated' }, { type: 'tuning', mac: '02:00:00:00:00:01' })).toEqual([]);
  expect(single({ type: 'tuning', prevResult: {} })).toEqual(['warning: key-reserved \'prevResult\' is reserved for the container runtime: got {}; expected a key of the plugin; remove it']);
});

test('says nothing where a plugin in between is not known, because it may have made another interface', () => {
  expect(list(MACVLAN, UNKNOWN, LIMIT)).toEqual([]);
});

test.each([BRIDGE, { type: 'ptp', ipam: IPAM }, { ...BRIDGE, type: 'cnv-bridge' }, { type: 'ovn-k8s-cni-overlay' }, { type: 'ovs' }, { type: 'flannel' }])('passes a limit of the bandwidth on %j', (conf) => {
  expect(list(conf, { type: 'tuning' }, LIMIT)).toEqual([]);
  expect(list(conf, ASKED)).toEqual([]);
});

test.each(['ipvlan', 'macvlan', 'vlan', 'dummy', 'host-device', 'tap', 'sriov', 'ib-sriov', 'ipoib', 'bond'])('fails on a limit of the bandwidth on %s, and warns of one that a pod may ask for', (type) => {
  const conf = { type, ipam: IPAM };
  expect(list(conf, LIMIT)).toEqual([`error: bandwidth-needs-veth 'plugins[1].type' cannot limit the interface of ${type}, which is no veth pair: got "bandwidth"; expected behind a plugin that makes a veth pair, such as "bridge" or "ptp"; remove it, or use such a plugin`]);
  expect(list(conf, ASKED)).toEqual([`warning: bandwidth-capability-without-veth 'plugins[1].type' will fail on the interface of ${type}, which is no veth pair, as soon as a pod asks for a bandwidth: got "bandwidth"; expected behind a plugin that makes a veth pair, such as "bridge" or "ptp"; remove it, or use such a plugin`]);
  expect(list(conf, { type: 'bandwidth' })).toEqual([]);
});

test('warns of a policy for bridges where there is none', () => {
  expect(list(BRIDGE, { type: 'firewall', ingressPolicy: 'same-bridge' })).toEqual([]);
  expect(list({ ...BRIDGE, type: 'cnv-bridge' }, { type: 'firewall', ingressPolicy: 'same-bridge' })).toEqual([]);
  expect(list(MACVLAN, { type: 'firewall', ingressPolicy: 'open' })).toEqual([]);
  expect(list(MACVLAN, { type: 'firewall', ingressPolicy: 'same-bridge' })).toEqual(['warning: firewall-needs-bridge \'plugins[1].ingressPolicy\' is a policy for bridges, and macvlan makes none: got "same-bridge"; expected "open", or "bridge" as the plugin before; remove it, or use bridge']);
});

test('fails on a MAC address for an ipvlan interface', () => {
  const tuning = { type: 'tuning', mac: '02:00:00:00:00:01' };
  expect(list(MACVLAN, tuning)).toEqual([]);
  expect(list(IPVLAN, { type: 'tuning', mac: '', mtu: 1400 })).toEqual([]);
  expect(list(IPVLAN, { ...tuning, type: 'cnv-tuning' })).toEqual(list(IPVLAN, tuning));
  expect(list(IPVLAN, tuning)).toEqual(['error: mac-on-ipvlan \'plugins[1].mac\' cannot be set on an ipvlan interface: got "02:00:00:00:00:01"; expected no MAC address; remove it, or use macvlan']);
});

test('fails on routes by source address where there is no address', () => {
  expect(list(MACVLAN, { type: 'sbr' })).toEqual([]);
  expect(list({ type: 'kube-ovn' }, { type: 'sbr' })).toEqual([]);
  expect(list({ type: 'macvlan', ipam: {} }, { type: 'sbr' })).toEqual(['error: sbr-needs-addresses \'plugins[1].type\' routes by source address, and macvlan before it gives none: got "sbr"; expected behind a plugin with an \'ipam\'; give macvlan an \'ipam\', or remove sbr']);
});

test('warns of a plugin that is not known', () => {
  expect(single({ type: 'antrea', ipam: { type: 'whatever' } })).toEqual([]);
  expect(single({ type: 'ipvaln' })).toEqual(['warning: plugin-unknown \'type\' is not a plugin that this library knows: got "ipvaln"; expected "ipvlan"; did you mean "ipvlan"?']);
  expect(single({ type: 'company-cni-of-ours' })).toEqual(['warning: plugin-unknown \'type\' is not a plugin that this library knows: got "company-cni-of-ours"; expected the name of the binary on the node, such as "macvlan"; correct it, or acknowledge it where the plugin is your own']);
});

test.each(['host-local', 'static', 'dhcp', 'whereabouts'])('fails on the IPAM %s in place of a plugin', (type) => {
  expect(single({ type, subnet: '10.0.0.0/24' })).toEqual([
    `error: ipam-as-plugin 'type' is an IPAM plugin, which makes no interface: got "${type}"; expected a plugin that makes one, such as { "type": "macvlan", "ipam": { "type": "${type}" } }; put it under 'ipam' of that plugin, with what belongs to it`,
  ]);
});

test.each(['nv-ipam', 'spiderpool', 'ovn-k8s-cni-overlay', 'kube-ovn', 'calico', 'antrea'])('passes %s, a plugin that may hand out addresses too', (type) => {
  expect(single({ type })).toEqual([]);
});

test('fails on a misspelt IPAM, and warns of one that is not known', () => {
  expect(single({ ...MACVLAN, ipam: { type: 'hostlocal' } })).toEqual(['error: ipam-unknown \'ipam.type\' is not the name of an IPAM plugin: got "hostlocal"; expected "host-local"; did you mean "host-local"?']);
  expect(single({ ...MACVLAN, ipam: { type: 'my-static' } })).toEqual(['warning: ipam-unrecognized \'ipam.type\' is not an IPAM plugin that this library knows: got "my-static"; expected the name of the binary on the node, such as "host-local" or "whereabouts"; correct it, or acknowledge it where the plugin is your own']);
  expect([{}, { type: '' }, { type: 5 }, 'host-local', null].flatMap((ipam) => single({ type: 'macvlan', ipam }))).toEqual([]);
});

test('warns of a capability that is misspelt, and of no other', () => {
  expect(single({ ...MACVLAN, capabilities: { ips: true, mac: true, portMappings: true, 'example.com/own': true, portmappings: false } })).toEqual([]);
  expect(list(BRIDGE, { type: 'portmap', capabilities: { portmappings: true } })).toEqual(['warning: capability-unknown \'plugins[1].capabilities.portmappings\' is not a capability: got true; expected "portMappings"; did you mean "portMappings"?']);
  expect(single({ ...MACVLAN, capabilities: { ipx: true, ip: true } })).toEqual(['warning: capability-unknown \'capabilities.ipx\' is not a capability: got true; expected "ips"; did you mean "ips"?']);
});

test('warns of keys that the runtime writes', () => {
  expect(single({ ...MACVLAN, args: { cni: { ips: ['10.0.0.5'] } }, dns: {}, runtimeConfig: null })).toEqual([]);
  expect(single({ ...MACVLAN, runtimeConfig: { mac: 'x' }, 'cni.dev/valid-attachments': [] })).toEqual([
    'warning: key-reserved \'runtimeConfig\' is reserved for the container runtime: got {"mac":"x"}; expected a key of the plugin; remove it',
    "warning: key-reserved 'cni.dev/valid-attachments' is reserved for the container runtime: got []; expected a key of the plugin; remove it",
  ]);
});

const device = (conf: Conf) => linesOf(checkDevice({ conf, path: [] }));

test.each<[string, Conf]>([
  ['a bridge', { bridge: 'br1' }],
  ['a virtual function', { deviceID: '0000:3b:02.0' }],
  ['a file on the node that may name the bridge', { configuration_path: '/etc/ovs.conf' }],
  ['a port of OVN', { args: { cni: { OvnPort: 'a' } } }],
])('ovs passes with %s', (_, conf) => {
  expect(device({ type: 'ovs', ...conf })).toEqual([]);
});

test.each<[Conf, string]>([[{}, 'nothing'], [{ bridge: '' }, '""'], [{ args: { cni: { ovnPort: '' } } }, 'nothing']])('fails on ovs without a bridge: %j', (conf, got) => {
  expect(device({ type: 'ovs', ...conf })).toEqual([
    `error: key-missing 'bridge' is missing, and ovs needs it: got ${got}; expected the name of an Open vSwitch bridge on the node, such as "br1", `
    + 'or the annotation "k8s.v1.cni.cncf.io/resourceName" with the resource of virtual functions; set it',
  ]);
});

test('fails on a missing device', () => {
  expect(device({ type: 'host-device' })).toEqual(["error: device-missing 'device' is missing, so that host-device does not know which device to take: got nothing; expected one of \"device\", \"hwaddr\", \"kernelpath\", \"pciBusID\", or the annotation \"k8s.v1.cni.cncf.io/resourceName\" on the network; name the device, or its resource"]);
  expect(device({ type: 'sriov', deviceID: '' })).toEqual(["error: device-missing 'deviceID' is missing, so that sriov does not know which device to take: got \"\"; expected \"deviceID\", or the annotation \"k8s.v1.cni.cncf.io/resourceName\" on the network; name the device, or its resource"]);
  expect(device({ type: 'ib-sriov', pkey: '0x8001' })).toEqual(["error: device-missing 'deviceID' is missing, so that ib-sriov does not know which device to take: got nothing; expected \"deviceID\", or the annotation \"k8s.v1.cni.cncf.io/resourceName\" on the network; name the device, or its resource"]);
  for (const capabilities of [{ deviceID: false }, { mac: true }]) {
    expect(device({ type: 'host-device', capabilities })).toHaveLength(1);
  }
  for (const conf of [{ type: 'host-device', capabilities: { deviceID: true } }, { type: 'rdma' }, { type: 'kube-ovn' }, MACVLAN]) {
    expect(device(conf)).toEqual([]);
  }
});

describe.each([['sriov', 'deviceID'], ['ib-sriov', 'deviceID'], ['rdma', 'deviceID'], ['host-device', 'pciBusID']])('the device of %s', (type, key) => {
  const lines = (value: unknown) => linesOf(checkDevice({ conf: { type, [key]: value }, path: ['plugins', 0] }));

  test.each(['0000:3b:02.0', '0000:00:1f.7', 'ffff:ff:1f.0', '10000:e1:00.0'])('passes %s', (value) => {
    expect(lines(value)).toEqual([]);
  });

  test.each(['1017', '154c', '8086:154c', '3b:02.0', '0000:3b:02', '0000:3b:02.8', '0000:3b:20.0', '0000:3B:02.0', ' 0000:3b:02.0', 'mlx5_core.sf.4', 'eth1'])('fails on %s', (value) => {
    expect(lines(value)).toEqual([`error: pci-address-invalid 'plugins[0].${key}' is not the PCI address of a device: got "${value}"; expected domain, bus, device and function, in lower case, such as "0000:3b:02.0"; write what \`lspci -D\` shows on the node, or leave it out and name the resource of a device plugin`]);
  });
});

test('fails on an address that is none beside a device that counts, because host-device looks it up all the same', () => {
  expect(checkDevice({ conf: { type: 'host-device', device: 'eth1', pciBusID: '1017' }, path: [] }).map(({ rule }) => rule)).toEqual(['pci-address-invalid']);
});

const TOO_OLD = (plugin: string, got: string, oldest: string) => `error: cni-version-too-old 'cniVersion' is too old for ${plugin}: got ${got}; expected "${oldest}" or later; write "${oldest}"`;

test.each<[string, string, string]>([['bandwidth', '0.2.0', '0.3.0'], ['vrf', '0.3.0', '0.3.1'], ['firewall', '0.3.1', '0.4.0']])('fails on %s with version %s', (type, older, oldest) => {
  expect(envelope({ cniVersion: older }, 'bridge', type)).toEqual([TOO_OLD(type, `"${older}"`, oldest)]);
  expect(envelope({ cniVersion: oldest }, 'bridge', type)).toEqual([]);
  expect(envelope({ cniVersion: '1.0.0' }, 'bridge', type)).toEqual([]);
});

test('of several plugins the one with the newest version speaks', () => {
  for (const types of [['bridge', 'firewall', 'bandwidth', 'vrf'], ['bridge', 'bandwidth', 'vrf', 'firewall']]) {
    expect(envelope({}, ...types)).toEqual([TOO_OLD('firewall', 'nothing', '0.4.0')]);
  }
});

test('warns of a missing version, and leaves others to their rule', () => {
  const missing = (got: string) => [`warning: cni-version-missing 'cniVersion' is missing, which means "0.1.0": got ${got}; expected a version, such as "0.3.1"; write "0.3.1", which every release of Multus and of the plugins accepts`];
  expect(envelope({}, 'ipvlan')).toEqual(missing('nothing'));
  expect(envelope({ cniVersion: '' }, 'ipvlan')).toEqual(missing('""'));
  for (const config of [{ cniVersion: '0.1.0' }, { cniVersion: 'bogus' }, { cniVersion: 5 }, { cniVersions: ['1.0.0'] }]) {
    expect(envelope(config, 'ipvlan')).toEqual([]);
  }
  expect(envelope({ cniVersion: 'bogus' }, 'bridge', 'firewall')).toEqual([]);
  expect(envelope({})).toEqual([]);
});

test('fails where a version before 0.3.0 meets an interface without addresses', () => {
  const fault = (got: string, plugin: string) => [`error: cni-version-needs-address 'cniVersion' is before 0.3.0, as it is where there is none, and ${plugin} makes an interface without addresses: got ${got}; expected "0.3.0" or later; write "0.3.1"`];
  expect(envelope({}, 'macvlan')).toEqual(fault('nothing', 'macvlan'));
  expect(envelope({ cniVersion: '0.2.0' }, 'bridge', 'tuning')).toEqual(fault('"0.2.0"', 'bridge'));
  expect(envelope({ cniVersion: '0.3.0' }, 'macvlan')).toEqual([]);
  const addressed = [{ conf: { type: 'macvlan', ipam: { type: 'dhcp' } }, path: [] }];
  expect(checkEnvelope({ cniVersion: '0.2.0' }, addressed)).toEqual([]);
});

test('fails on a version that no release of calico accepts', () => {
  const TOO_NEW = (plugin: string) => `error: cni-version-too-new 'cniVersion' is newer than what ${plugin} can read: got "1.1.0"; expected "1.0.0" or earlier; write "1.0.0"`;
  const ofIpam = (cniVersion: string) => linesOf(checkEnvelope({ cniVersion }, placed([{ type: 'macvlan', ipam: { type: 'calico-ipam' } }])));
  expect([envelope({ cniVersion: '1.1.0' }, 'calico', 'bandwidth'), ofIpam('1.1.0')]).toEqual([[TOO_NEW('calico')], [TOO_NEW('calico-ipam')]]);
  expect([envelope({ cniVersion: '1.0.0' }, 'calico', 'bandwidth'), ofIpam('0.3.1'), ofIpam('9.9.9'), envelope({ cniVersion: '1.1.0' }, 'constructor')]).toEqual([[], [], [], []]);
});

test('fails on a name that a plugin refuses', () => {
  for (const name of ['a', 'A-b_c.d', '0', '', undefined, 5]) {
    expect(envelope({ cniVersion: '0.3.1', name }, 'macvlan')).toEqual([]);
  }
  for (const name of ['-a', 'a b', 'a/b', '.a', 'ä', 'a\n']) {
    expect(envelope({ cniVersion: '0.3.1', name }, 'macvlan')).toEqual([`error: config-name-invalid 'name' is not a name that a plugin accepts: got ${JSON.stringify(name)}; expected letters, digits, "_", ".", "-", with a letter or digit at the beginning, such as "storage"; write such a name, or leave it out: Multus then takes the name of the network`]);
  }
});
