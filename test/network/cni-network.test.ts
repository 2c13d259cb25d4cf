import { ApiObject, App, Chart, JsonPatch, Testing, Yaml } from 'cdk8s';
import {
  AttachmentOptions, Attachments, BridgeNetwork, BridgeNetworkProps, ChainedPlugin, CniNetwork, CniNetworkProps, IChainedPlugin, IIpam, Ipam,
  IpvlanNetwork, MacvlanNetwork, MacvlanNetworkProps, WhereaboutsOptions,
} from '../../lib';
import { chartOf, stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const BRIDGE = { type: 'bridge', bridge: 'br0' };
const manifest = (props: CniNetworkProps, chart = chartOf('networks')) => {
  new CniNetwork(chart, 'storage', props);
  return Testing.synth(chart)[0];
};
const failure = (props: unknown) => messageThrownBy(() => new CniNetwork(chartOf('networks'), 'storage', props as CniNetworkProps));

test('a network is a NetworkAttachmentDefinition', () => {
  const chart = chartOf('networks', { namespace: 'network' });
  new CniNetwork(chart, 'storage', { name: 'storage', config: BRIDGE, labels: { tier: 'data' }, annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'vendor/nic' } });
  expect(Yaml.stringify(...Testing.synth(chart))).toBe(`apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  annotations:
    k8s.v1.cni.cncf.io/resourceName: vendor/nic
  labels:
    tier: data
  name: storage
  namespace: network
spec:
  config: |-
    {
      "cniVersion": "0.3.1",
      "type": "bridge",
      "bridge": "br0"
    }
`);
});

test('what the factories return may stand in the configuration', () => {
  const plugin = { type: 'macvlan', master: 'eth1', mode: 'bridge' };
  const own: IIpam = { toIpamConfig: () => ({ type: 'vendor-ipam', pool: 'a' }) };
  const configOf = (props: CniNetworkProps) => JSON.parse(manifest(props).spec.config);
  const ipam = { type: 'host-local', subnet: '10.8.0.0/24' };
  expect(configOf({ config: { ...plugin, ipam: Ipam.hostLocal({ subnet: '10.8.0.0/24' }) } })).toEqual({ cniVersion: '0.3.1', ...plugin, ipam });
  expect(configOf({ config: plugin, rawConfig: { ipam: own } })).toEqual({ cniVersion: '0.3.1', ...plugin, ipam: own.toIpamConfig() });
  expect(configOf({ config: { plugins: [{ ...plugin, ipam: Ipam.hostLocal({ subnet: '10.8.0.0/24' }) }, ChainedPlugin.sbr()] } }))
    .toEqual({ cniVersion: '0.3.1', plugins: [{ ...plugin, ipam }, { type: 'sbr' }] });
});

test('fails with what a factory returned where its configuration is wrong', () => {
  expect(failure({ config: { type: 'ipvlan', master: 'eth1', ipam: Ipam.dhcp() } })).toBe(
    failure({ config: { type: 'ipvlan', master: 'eth1', ipam: { type: 'dhcp' } } }));
  expect(failure({ config: { type: 'ipvlan', master: 'eth1', ipam: Ipam.dhcp() } })).toContain('dhcp-on-ipvlan');
});

test('its name is generated, and its namespace that of the chart, unless given', () => {
  const [chart, bare] = [chartOf('networks', { namespace: 'network', labels: { team: 'a' } }), chartOf('networks', {})];
  const generated = new CniNetwork(chart, 'storage', { config: BRIDGE });
  const given = new CniNetwork(chart, 'other', { name: 'other', namespace: 'elsewhere', config: BRIDGE });
  const homeless = new CniNetwork(bare, 'storage', { config: BRIDGE });
  expect([generated, given, homeless].map((network) => [network.networkName, network.networkNamespace])).toEqual([
    ['networks-storage-c81dc3be', 'network'], ['other', 'elsewhere'], ['networks-storage-c81dc3be', undefined],
  ]);
  expect(Testing.synth(chart).map((object) => object.metadata)).toEqual([
    { name: 'networks-storage-c81dc3be', namespace: 'network', labels: { team: 'a' } },
    { name: 'other', namespace: 'elsewhere', labels: { team: 'a' } },
  ]);
  expect(Testing.synth(bare)[0].metadata).toEqual({ name: 'networks-storage-c81dc3be' });
});

test('the path of the object is that of the network and Resource', () => {
  const chart = chartOf('networks');
  const network = new CniNetwork(chart, 'storage', { config: BRIDGE });
  expect(chart.node.findAll().map((construct) => construct.node.path)).toEqual(['networks', 'networks/storage', 'networks/storage/Resource']);
  expect(network.metadata).toBe(ApiObject.of(network).metadata);
});

test('labels and annotations can be added to it', () => {
  const chart = chartOf('networks');
  const network = new CniNetwork(chart, 'storage', { name: 'storage', config: BRIDGE });
  network.metadata.addLabel('tier', 'data');
  network.metadata.addAnnotation('note', 'x');
  expect(Testing.synth(chart)[0].metadata).toEqual({ name: 'storage', namespace: 'default', labels: { tier: 'data' }, annotations: { note: 'x' } });
});

test.each<[string, CniNetworkProps, string]>([
  ['a version of its own', { config: { ...BRIDGE, cniVersion: '1.0.0' } }, '{"cniVersion":"1.0.0","type":"bridge","bridge":"br0"}'],
  ['a version as a property', { cniVersion: '0.4.0', config: BRIDGE }, '{"cniVersion":"0.4.0","type":"bridge","bridge":"br0"}'],
  ['raw keys, which win', { config: BRIDGE, rawConfig: { bridge: 'br1', mtu: 9000, cniVersion: '1.1.0' } }, '{"cniVersion":"1.1.0","type":"bridge","bridge":"br1","mtu":9000}'],
  ['raw keys that take one away', { config: BRIDGE, rawConfig: { bridge: undefined } }, '{"cniVersion":"0.3.1","type":"bridge"}'],
  ['chained plugins', { config: { plugins: [BRIDGE, { type: 'tuning', capabilities: { mac: true } }] } }, '{"cniVersion":"0.3.1","plugins":[{"type":"bridge","bridge":"br0"},{"type":"tuning","capabilities":{"mac":true}}]}'],
  ['keys with the names of JavaScript', { config: JSON.parse('{"type":"bridge","__proto__":{"a":1},"constructor":2}') }, '{"cniVersion":"0.3.1","type":"bridge","__proto__":{"a":1},"constructor":2}'],
  ['what is known of the master not at all', { config: BRIDGE, masterAddresses: ['192.168.0.12/24'], masterMtu: 1500 }, '{"cniVersion":"0.3.1","type":"bridge","bridge":"br0"}'],
  ['a name of 63 characters', { name: 'n'.repeat(63), config: BRIDGE }, '{"cniVersion":"0.3.1","type":"bridge","bridge":"br0"}'],
])('renders %s', (_, props, config) => {
  expect(JSON.stringify(JSON.parse(manifest(props).spec.config))).toBe(config);
});

test('later changes of the own objects do not reach it', () => {
  const chart = chartOf('networks');
  const props = { name: 'storage', config: { type: 'bridge', ipam: { type: 'x', list: [1] } }, rawConfig: { args: { a: 1 } }, labels: { a: '1' }, annotations: { a: '1' }, masterAddresses: ['192.168.0.12/24'] };
  new CniNetwork(chart, 'storage', props);
  const before = Yaml.stringify(...Testing.synth(chart));
  props.config.ipam.list.push(2);
  props.config.type = 'x';
  props.rawConfig.args.a = 2;
  props.labels.a = '2';
  props.annotations.a = '2';
  expect(Yaml.stringify(...Testing.synth(chart))).toBe(before);
});

test('two synths give the same bytes, and two apps in one process do not disturb each other', () => {
  const build = () => {
    const chart = new Chart(new App(), 'networks');
    new CniNetwork(chart, 'storage', { name: 'storage', config: BRIDGE });
    return chart;
  };
  const [one, two] = [build(), build()];
  const text = (chart: Chart) => Yaml.stringify(...Testing.synth(chart));
  expect([text(one), text(two), text(one)]).toEqual([text(one), text(one), text(one)]);
});

const LABEL = 'expected at most 63 lower case letters, digits and hyphens, with a letter or digit at both ends, such as "ipvlan-conf-1"; write such a name';
const NETWORK = "network-name-invalid 'name' cannot be the name of a network: got";
const MTU = 'expected a whole number of bytes from 68 to 65535; correct it, or leave it out';
const NO_PLUGIN = "expected a 'type' such as \"ipvlan\", or a list 'plugins' of objects that each have one; set 'type'";

test.each<[string, unknown, string]>([
  ['props of null', null, "key-type 'props' has the wrong type: got null; expected an object; correct the value"],
  ['no props', undefined, "key-type 'props' has the wrong type: got nothing; expected an object; correct the value"],
  ['no configuration', {}, "property-missing 'config' is required: got nothing; expected an object with a 'type' or 'plugins'; set it"],
  ['a configuration of null', { config: null }, "key-type 'config' has the wrong type: got null; expected an object; correct the value"],
  ['a configuration as text', { config: '{}' }, "key-type 'config' has the wrong type: got \"{}\"; expected an object; correct the value"],
  ['a configuration that JSON cannot carry', { config: { type: 'x', mtu: 1n } }, "key-type 'config' has the wrong type: got {\"type\":\"x\",\"mtu\":\"1\"}; expected values that JSON can carry, without a cycle, a function or a bigint; correct the value"],
  ['no plugin', { config: {} }, `plugin-type-missing 'type' names no plugin: got nothing; ${NO_PLUGIN}`],
  ['a name with a dot', { name: 'a.b', config: BRIDGE }, `${NETWORK} "a.b"; ${LABEL}`],
  ['a name in upper case', { name: 'Storage', config: BRIDGE }, `${NETWORK} "Storage"; ${LABEL}`],
  ['a name of 64 characters', { name: 'n'.repeat(64), config: BRIDGE }, `${NETWORK} "${'n'.repeat(64)}"; ${LABEL}`],
  ['an empty name', { name: '', config: BRIDGE }, `${NETWORK} ""; ${LABEL}`],
  ['a name of null', { name: null, config: BRIDGE }, `${NETWORK} null; ${LABEL}`],
  ['a namespace with a dot', { namespace: 'a.b', config: BRIDGE }, `network-name-invalid 'namespace' cannot be the name of a namespace: got "a.b"; ${LABEL}`],
  ['labels that are a list', { labels: ['a'], config: BRIDGE }, "key-type 'labels' has the wrong type: got [\"a\"]; expected an object; correct the value"],
  ['annotations of null', { annotations: null, config: BRIDGE }, "key-type 'annotations' has the wrong type: got null; expected an object; correct the value"],
  ['a label that is none', { labels: { a: 'b c' }, config: BRIDGE }, 'install-label-invalid \'labels\' has an entry that is not a label: got {"a":"b c"}; expected a key and a value of letters, digits, "-", "_" and ".", each at most 63 long, such as {"team":"network"}; write it in this form'],
  ['an annotation that is none', { annotations: { a: 5 }, config: BRIDGE }, 'annotation-invalid \'annotations\' has an entry that is not an annotation: got {"a":5}; expected a key of letters, digits, "-", "_" and ".", at most 63 long, perhaps behind a domain and "/", and a text, such as {"example.com/team":"network"}; write it in this form'],
  ['raw keys as text', { rawConfig: 'mtu', config: BRIDGE }, "key-type 'rawConfig' has the wrong type: got \"mtu\"; expected an object; correct the value"],
  ['a raw key of the runtime', { rawConfig: { runtimeConfig: { ips: [] } }, config: BRIDGE }, "raw-key-reserved 'rawConfig.runtimeConfig' is reserved for the container runtime: got {\"ips\":[]}; expected a key of the plugin; remove it"],
  ['a raw key of the chain', { rawConfig: { prevResult: {} }, config: BRIDGE }, "raw-key-reserved 'rawConfig.prevResult' is reserved for the container runtime: got {}; expected a key of the plugin; remove it"],
  ['an unknown version', { cniVersion: '1.2.0', config: BRIDGE }, 'cni-version-unsupported \'cniVersion\' is not a version of the CNI specification: got "1.2.0"; expected "0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"; write "0.3.1", which every release of Multus and of the plugins accepts'],
  ['a version that is a number', { cniVersion: 1, config: BRIDGE }, "key-type 'cniVersion' has the wrong type: got 1; expected a string; correct the value"],
  ['master addresses as text', { masterAddresses: '192.168.0.12/24', config: BRIDGE }, "key-type 'masterAddresses' has the wrong type: got \"192.168.0.12/24\"; expected a list of addresses, such as [\"192.168.0.12/24\"]; correct the value"],
  ['a master address without a prefix length', { masterAddresses: ['192.168.0.12'], config: BRIDGE }, 'master-address-invalid \'masterAddresses[0]\' is not an address with a prefix length: got "192.168.0.12"; expected the address of the master on a node in CIDR notation, such as "192.168.0.12/24" or "fd00:1::12/64"; write what `ip address` shows on the node'],
  ['an MTU of the master below', { masterMtu: 67, config: BRIDGE }, `mtu-invalid 'masterMtu' is not an MTU: got 67; ${MTU}`],
  ['an MTU of the master as text', { masterMtu: '1500', config: BRIDGE }, `mtu-invalid 'masterMtu' is not an MTU: got "1500"; ${MTU}`],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(`[networks/storage] ${message}`);
});

describe('a fault is said in the words in which the value was written', () => {
  const RANGE = { type: 'whereabouts', range: '10.0.0.0/24' };
  const KEYS = 'key-unknown \'ipam.rangeStart\' is not a key of whereabouts, which ignores it: got "10.0.0.5"; expected "range_start"; did you mean "range_start"?';
  const PROPERTIES = 'key-unknown \'ipam.rangeStrat\' is not a key of whereabouts, which ignores it: got "10.0.0.5"; expected "rangeStart"; did you mean "rangeStart"?';
  const warnings = (make: (chart: Chart) => unknown) => {
    const chart = chartOf('networks');
    make(chart);
    return stderrOf(() => Testing.synth(chart));
  };
  const macvlan = (props: Partial<MacvlanNetworkProps>) => warnings((chart) => new MacvlanNetwork(chart, 'storage', { master: 'eth1', ...props }));
  const cni = (props: CniNetworkProps) => warnings((chart) => new CniNetwork(chart, 'storage', props));
  const sriov = { config: { type: 'sriov', deviceID: '0000:03:02.3', ipam: {} } };

  test.each<[string, () => string, string]>([
    ['keys of Ipam.custom', () => macvlan({ ipam: Ipam.custom({ type: 'host-local', subnet: '10.0.0.0/24', range_start: '10.0.0.5' }) }),
      'key-unknown \'ipam.range_start\' is not a key of host-local, which ignores it: got "10.0.0.5"; expected "rangeStart"; did you mean "rangeStart"?'],
    ['keys of Ipam.custom that look like properties', () => macvlan({ ipam: Ipam.custom({ ...RANGE, rangeStart: '10.0.0.5' }) }), KEYS],
    ['options of Ipam.whereabouts', () => macvlan({ ipam: Ipam.whereabouts({ range: RANGE.range, rangeStrat: '10.0.0.5' } as WhereaboutsOptions) }), PROPERTIES],
    ['keys of an IPAM of one\'s own', () => macvlan({ ipam: { toIpamConfig: () => ({ ...RANGE, rangeStart: '10.0.0.5' }) } }), KEYS],
    ['keys of an ipam in rawConfig', () => macvlan({ ipam: Ipam.none(), rawConfig: { ipam: { ...RANGE, rangeStart: '10.0.0.5' } } }), KEYS],
    ['keys in rawConfig', () => warnings((chart) => new BridgeNetwork(chart, 'storage', { bridge: 'br1', rawConfig: { vlanTrunk: [{ id: 5, minId: 5 }] } })),
      'key-unknown \'vlanTrunk[0].minId\' is not a key of an entry of vlanTrunk, which ignores it: got 5; expected "minID"; did you mean "minID"?'],
    ['keys in a configuration', () => cni({ config: { ...BRIDGE, ipam: { ...RANGE, rangeStart: '10.0.0.5' } } }), KEYS],
    ['options of a factory in a configuration', () => cni({ config: { ...BRIDGE, ipam: Ipam.whereabouts({ range: RANGE.range, rangeStrat: '10.0.0.5' } as WhereaboutsOptions) } }), PROPERTIES],
    ['options of a factory in a list', () => cni({ config: { plugins: [{ ...BRIDGE, ipam: Ipam.whereabouts({ range: RANGE.range, rangeStrat: '10.0.0.5' } as WhereaboutsOptions) }] } }),
      PROPERTIES.replace('ipam.', 'plugins[0].ipam.')],
    ['keys of a chained plugin', () => warnings((chart) => new MacvlanNetwork(chart, 'storage', {
      master: 'eth1', ipam: Ipam.none(), chained: [ChainedPlugin.custom({ type: 'rdma', capabilities: { deviceId: true } }), ChainedPlugin.custom({ ...sriov.config, minTxRate: 5 })],
    })), 'key-unknown \'chained[1].minTxRate\' is not a key of sriov, which ignores it: got 5; expected "min_tx_rate"; did you mean "min_tx_rate"?'],
  ])('%s', (_, synth, line) => {
    expect(synth().split('\n').filter((text) => text.includes('key-unknown'))).toEqual([`warning: [networks/storage] ${line}`]);
  });

  test('fails in them too', () => {
    const trunk = (chart: Chart, props: Partial<BridgeNetworkProps>) => messageThrownBy(() => new BridgeNetwork(chart, 'storage', { bridge: 'br1', ...props }));
    const words = (key: string) => `[networks/storage] vlan-id-range 'vlanTrunk[0].${key}' is not a VLAN ID: got 0; expected a whole number from 1 to 4094; correct it`;
    expect(trunk(chartOf('networks'), { vlanTrunk: [{ minId: 0, maxId: 5 }] })).toBe(words('minId'));
    expect(trunk(chartOf('networks'), { rawConfig: { vlanTrunk: [{ minID: 0, maxID: 5 }] } })).toBe(words('minID'));
  });
});

describe('a network that exists already', () => {
  test.each<[string, string | undefined]>([['storage', undefined], ['storage', 'network'], ['a.b.c', 'network'], ['n'.repeat(63), undefined]])('%s in %p is only referred to', (name, namespace) => {
    const chart = chartOf('networks');
    const network = CniNetwork.fromNetworkName(chart, 'storage', name, { namespace });
    expect([network.networkName, network.networkNamespace, network.node.path]).toEqual([name, namespace, 'networks/storage']);
    expect(Testing.synth(chart)).toEqual([]);
  });

  test('needs no options', () => {
    expect(CniNetwork.fromNetworkName(chartOf(), 'storage', 'storage').networkNamespace).toBeUndefined();
  });

  test('can have the longest name of an object', () => {
    const longest = [63, 63, 63, 61].map((length) => 'n'.repeat(length)).join('.');
    expect(CniNetwork.fromNetworkName(chartOf(), 'a', longest).networkName).toHaveLength(253);
    expect(messageThrownBy(() => CniNetwork.fromNetworkName(chartOf(), 'a', `${longest}n`)))
      .toBe(`[apps/a] network-name-invalid 'networkName' cannot be the name of a network: got "${'n'.repeat(63)}.${'n'.repeat(63)}.${'n'.repeat(63)}.${'n'.repeat(7)}…; expected parts, separated by dots, of ${LABEL.replace('expected ', '')}`);
  });

  test.each<[unknown, unknown, string]>([
    ['Storage', {}, `network-name-invalid 'networkName' cannot be the name of a network: got "Storage"; expected parts, separated by dots, of ${LABEL.replace('expected ', '')}`],
    ['a..b', {}, `network-name-invalid 'networkName' cannot be the name of a network: got "a..b"; expected parts, separated by dots, of ${LABEL.replace('expected ', '')}`],
    ['network/storage', {}, `network-name-invalid 'networkName' cannot be the name of a network: got "network/storage"; expected parts, separated by dots, of ${LABEL.replace('expected ', '')}`],
    [null, {}, `network-name-invalid 'networkName' cannot be the name of a network: got null; expected parts, separated by dots, of ${LABEL.replace('expected ', '')}`],
    ['storage', { namespace: 'a.b' }, `network-name-invalid 'namespace' cannot be the name of a namespace: got "a.b"; ${LABEL}`],
    ['storage', { namespace: null }, `network-name-invalid 'namespace' cannot be the name of a namespace: got null; ${LABEL}`],
    ['storage', null, "key-type 'options' has the wrong type: got null; expected an object; correct the value"],
    ['storage', 'network', "key-type 'options' has the wrong type: got \"network\"; expected an object; correct the value"],
  ])('fails on the name %j with %j', (name, options, message) => {
    expect(messageThrownBy(() => CniNetwork.fromNetworkName(chartOf(), 'a', name as string, options as any))).toBe(`[apps/a] ${message}`);
  });
});

test.each<[unknown, boolean]>([
  [undefined, false], [null, false], ['storage', false], [{ networkName: 'storage' }, false], [chartOf(), false],
  [CniNetwork.fromNetworkName(chartOf(), 'a', 'storage'), true],
  [new CniNetwork(chartOf(), 'a', { config: BRIDGE }), true],
  [IpvlanNetwork, false],
])('is the value a network, case %#', (value, is) => {
  expect(Boolean(CniNetwork._isNetwork(value))).toBe(is);
});

describe('chained plugins', () => {
  const config = (network: Partial<CniNetworkProps>, attach?: (storage: CniNetwork) => unknown) => {
    const chart = chartOf('networks');
    const storage = new CniNetwork(chart, 'storage', { config: { ...BRIDGE, ipam: { type: 'host-local', subnet: '192.168.1.0/24' } }, ...network });
    attach?.(storage);
    return JSON.parse(Testing.synth(chart)[0].spec.config);
  };

  test('make a list, with the version that they need', () => {
    expect(config({ config: BRIDGE, rawConfig: { mtu: 1400, name: 'x' }, chained: [ChainedPlugin.tuning({ promisc: true }), ChainedPlugin.firewall()] })).toEqual({
      cniVersion: '0.4.0', name: 'x', plugins: [{ type: 'bridge', bridge: 'br0', mtu: 1400 }, { type: 'tuning', promisc: true }, { type: 'firewall' }],
    });
  });

  test('are appended to a list', () => {
    expect(config({ config: { plugins: [BRIDGE] }, chained: [ChainedPlugin.tuning({})] })).toEqual({ cniVersion: '0.3.1', plugins: [BRIDGE, { type: 'tuning' }] });
  });

  test('declare a capability where an attachment asks for it, whenever it does', () => {
    const storage = (plugins: IChainedPlugin[], options: AttachmentOptions) => config({ chained: plugins }, (network) => Attachments.of(new ApiObject(network, 'pod', {
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec: { containers: [{ name: 'app', image: 'app:1' }] },
    })).attach(network, options)).plugins.map(({ capabilities }: { capabilities?: object }) => capabilities);
    const plugins = [ChainedPlugin.bandwidth(), ChainedPlugin.tuning({})];
    expect(storage(plugins, {})).toEqual([undefined, { bandwidth: true }, undefined]);
    expect(storage(plugins, { ips: ['192.168.1.5'], mac: '02:00:00:00:00:01', bandwidth: { ingressRate: 1e6, ingressBurst: 1e6 } }))
      .toEqual([{ ips: true, mac: true }, { bandwidth: true }, { mac: true }]);
    expect(storage([ChainedPlugin.custom({ type: 'portmap', snat: true })], { portMappings: [{ hostPort: 80, containerPort: 80 }] })).toEqual([undefined, { portMappings: true }]);
  });

  test.each<[string, Partial<CniNetworkProps>, string]>([
    ['that is no list', { chained: ChainedPlugin.sbr() as never }, 'key-type \'chained\' has the wrong type: got {"config":{"type":"sbr"}}; expected a list of what the factories of ChainedPlugin return, such as [ChainedPlugin.sbr()]; correct the value'],
    ['that is none', { chained: [{ type: 'sbr' } as never] }, 'key-type \'chained\' has the wrong type: got [{"type":"sbr"}]; expected a list of what the factories of ChainedPlugin return, such as [ChainedPlugin.sbr()]; correct the value'],
    ['that renders nothing', { chained: [{ toPluginConfig: () => undefined as never }] }, "key-type 'chained[0]' has the wrong type: got null; expected an object with a 'type'; correct the value"],
    ['without addresses', { chained: [ChainedPlugin.tuning({}), ChainedPlugin.sbr()], config: BRIDGE },
      "sbr-needs-addresses 'chained[1].type' routes by source address, and bridge before it gives none: got \"sbr\"; expected behind a plugin with an 'ipam'; give bridge an 'ipam', or remove sbr"],
    ['that needs a veth pair', { chained: [ChainedPlugin.bandwidth({ egressRate: 8, egressBurst: 8 })], config: { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: {} } },
      'bandwidth-needs-veth \'chained[0].type\' cannot limit the interface of macvlan, which is no veth pair: got "bandwidth"; expected behind a plugin that makes a veth pair, such as "bridge" or "ptp"; remove it, or use such a plugin'],
    ['behind a mistake of the network\'s own plugin', { chained: [ChainedPlugin.tuning({})], config: { ...BRIDGE, mtu: 5 } }, "mtu-invalid 'mtu' is not an MTU: got 5; expected a whole number of bytes from 68 to 65535; correct it, or leave it out"],
    ['with a version that is too old', { chained: [ChainedPlugin.firewall()], cniVersion: '0.3.1' }, 'cni-version-too-old \'cniVersion\' is too old for firewall: got "0.3.1"; expected "0.4.0" or later; write "0.4.0"'],
  ])('fail: %s', (_, props, message) => {
    expect(failure({ config: BRIDGE, ...props })).toBe(`[networks/storage] ${message}`);
  });
});

describe('a network whose object somebody has patched', () => {
  /** What the synthesis says of a network with this patch, and a pod in it. */
  function failureWith(path: string, value: unknown): string {
    const chart = chartOf();
    const network = new MacvlanNetwork(chart, 'storage', { name: 'storage', master: 'eth1', ipam: Ipam.whereabouts({ range: '10.0.0.0/24' }) });
    Attachments.of(new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec: { containers: [] } })).attach(network);
    ApiObject.of(network).addJsonPatch(JsonPatch.replace(path, value));
    return messageThrownBy(() => Testing.synth(chart));
  }

  test('is checked as it is rendered', () => {
    expect(failureWith('/spec/config', '{"type":"macvlan"').split(': got')[0]).toContain("[apps/storage] config-not-json 'spec.config' is not a JSON object");
    expect(failureWith('/spec/config', '{"cniVersion":"0.3.1","type":"macvlan","master":"eth1","mode":"l2","ipam":{"type":"dhcp"}}').split(': got')[0])
      .toContain("[apps/storage] mode-unknown 'mode' is not a mode");
  });

  test('is not found where it was before', () => {
    expect(failureWith('/metadata/namespace', 'other').split(': got')[0]).toContain("[apps/app] network-not-found 'attachments[0].name' is not a network in the namespace \"default\"");
  });

  test('is the same where the patch changes nothing', () => {
    expect(() => failureWith('/metadata/namespace', 'default')).toThrow('nothing was thrown');
  });
});
