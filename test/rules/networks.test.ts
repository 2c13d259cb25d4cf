import { App, Chart } from 'cdk8s';
import { CniNetwork, IIpam, Ipam, IpvlanMode, IpvlanNetwork, IpvlanNetworkProps, NodeSet } from '../../lib';
import { messageOf } from '../../lib/diagnostics';
import { AppFacts } from '../../lib/facts';
import { checkNetworks } from '../../lib/rules/networks';
import { networkText, reportOf, rulesIn } from '../manifests/support';
import { chartOf, ipvlan } from '../support/app';

/** What the rules say of the networks of the app that a chart is in. */
function lines(chart: Chart): string[] {
  return checkNetworks(AppFacts.of(chart).facts()).map(({ subject, fault }) => `[${subject.construct?.node.path}] ${messageOf(fault)}`);
}

/** A network on a master of its own, so that it has nothing to do with others but its name. */
function apart(chart: Chart, id: string, props: Partial<IpvlanNetworkProps> = {}): IpvlanNetwork {
  return ipvlan(chart, id, { master: `eth-${id}`, ...props });
}

const OWN_NAME = "expected a name of its own for each network of a namespace; change 'name' or 'namespace' of one of the two";

describe('names', () => {
  test('pass where they differ, or their namespaces do', () => {
    const chart = chartOf('networks');
    apart(chart, 'a');
    apart(chart, 'b');
    // host-local keeps its addresses under the name alone: with the same pool the two share them
    apart(chart, 'c', { name: 'a', namespace: 'network' });
    expect(lines(chart)).toEqual([]);
  });

  test('fail where two networks of a namespace have the same, however they got there', () => {
    const app = new App();
    const [one, two] = [new Chart(app, 'one', { namespace: 'network' }), new Chart(app, 'two')];
    apart(one, 'a');
    apart(two, 'b', { name: 'a', namespace: 'network' });
    expect(lines(one)).toEqual([`[two/b] network-name-duplicate 'name' is already the name of the network "one/a" in the namespace "network": got "a"; ${OWN_NAME}`]);
  });

  test('fail at each network after the first, also without a namespace', () => {
    const chart = chartOf('networks', {});
    ['a', 'b', 'c'].forEach((id) => apart(chart, id, { name: 'a' }));
    expect(lines(chart)).toEqual(['b', 'c'].map((id) => `[networks/${id}] network-name-duplicate 'name' is already the name of the network "networks/a": got "a"; ${OWN_NAME}`));
  });
});

test('what a configuration says by itself is found at its network', () => {
  const chart = chartOf('networks');
  ipvlan(chart, 'a', { rawConfig: { mtuu: 1 } });
  expect(lines(chart)).toEqual(["[networks/a] key-unknown 'mtuu' is not a key of ipvlan, which ignores it: got 1; expected \"mtu\"; did you mean \"mtu\"?"]);
});

describe('a bridge', () => {
  const bridge = (chart: Chart, id: string, subnet: string, options: object = {}) => new CniNetwork(chart, id, {
    name: id, config: { type: 'bridge', bridge: 'br1', isGateway: true, ipam: { type: 'host-local', subnet }, ...options },
  });

  test.each<[string, (chart: Chart) => void]>([
    ['each is another', (chart) => [1, 2].forEach((n) => bridge(chart, `n${n}`, `10.${n}.0.0/24`, { bridge: `br${n}` }))],
    ['one is no gateway', (chart) => [true, false].forEach((isGateway, n) => bridge(chart, `n${n}`, `10.${n}.0.0/24`, { isGateway }))],
    ['the gateway is the same', (chart) => ['10.1.0.5', '10.1.0.9'].forEach((rangeStart, n) => bridge(chart, `n${n}`, '', {
      ipam: { type: 'host-local', subnet: '10.1.0.0/24', rangeStart, rangeEnd: rangeStart, gateway: '10.1.0.1' },
    }))],
    ['each is in a VLAN of its own', (chart) => [1, 2].forEach((n) => bridge(chart, `n${n}`, `10.${n}.0.0/24`, { vlan: n }))],
    ['there is one address of each family', (chart) => ['10.1.0.0/24', 'fd00::/64'].forEach((subnet, n) => bridge(chart, `n${n}`, subnet))],
    ['nobody knows the addresses', (chart) => [1, 2].forEach((n) => bridge(chart, `n${n}`, '', { ipam: { type: 'dhcp' } }))],
    ['the nodes differ', (chart) => [1, 2].forEach((n) => new CniNetwork(chart, `n${n}`, {
      name: `n${n}`, nodes: NodeSet.named(`worker-${n}`), config: { type: 'bridge', bridge: 'br1', isGateway: true, ipam: { type: 'host-local', subnet: `10.${n}.0.0/24` } },
    }))],
  ])('passes where %s', (_, build) => {
    const chart = chartOf('networks');
    build(chart);
    expect(lines(chart)).toEqual([]);
  });

  test('passes where the other is the same network, for another cluster', () => {
    const app = new App();
    const charts = ['a', 'b'].map((id) => new Chart(app, id, { namespace: 'network' }));
    charts.forEach((chart, n) => bridge(chart, 'net', `10.${n}.0.0/24`));
    expect(lines(charts[0]).filter((line) => line.includes('bridge-address'))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['static', { type: 'static', addresses: [{ address: '10.2.0.5/24' }] }, '10.2.0.1/24'],
    ['whereabouts', { type: 'whereabouts', range: '10.2.0.0/24', gateway: '10.2.0.254' }, '10.2.0.254/24'],
    ['the second set of host-local', { type: 'host-local', ranges: [[{ subnet: 'fd00::/64' }], [{ subnet: '10.2.0.0/24' }]] }, '10.2.0.1/24'],
  ])('fails with another address from %s', (_, ipam, address) => {
    const chart = chartOf('networks');
    bridge(chart, 'a', '10.1.0.0/24');
    bridge(chart, 'b', '', { ipam });
    expect(lines(chart).filter((line) => line.includes('bridge-address'))).toEqual([
      `[networks/b] bridge-address-conflict 'bridge' is to have the address ${address} as the gateway of this network, and 10.1.0.1/24 as that of the network "networks/a": `
      + 'got "br1"; expected another bridge than "br1", or the same subnet and gateway; give each network a bridge of its own',
    ]);
  });

  test('fails with two addresses, whether or not one takes the place of the other', () => {
    const chart = chartOf('networks');
    bridge(chart, 'a', '10.1.0.0/24');
    bridge(chart, 'b', '10.2.0.0/24', { forceAddress: true });
    bridge(chart, 'c', '', { type: 'cnv-bridge', ipam: { type: 'host-local', ranges: [[{ subnet: 'fd00::/64' }], [{ subnet: '10.1.0.0/16', rangeStart: '10.1.9.0' }]] } });
    const conflict = (id: string, path: string, address: string) => `[networks/${id}] bridge-address-conflict '${path}' is to have the address ${address} as the gateway of this network, and 10.1.0.1/24 as that of the network "networks/a": `
      + 'got "br1"; expected another bridge than "br1", or the same subnet and gateway; give each network a bridge of its own';
    expect(lines(chart).filter((line) => line.includes('bridge-address'))).toEqual([conflict('b', 'bridge', '10.2.0.1/24'), conflict('c', 'bridge', '10.1.0.1/16')]);
  });
});

describe('bridges with one subnet', () => {
  const behind = (chart: Chart, id: string, ipam: object, options: object = {}) => new CniNetwork(chart, id, {
    name: id, config: { type: 'bridge', bridge: `br-${id}`, isGateway: true, ipam: { type: 'host-local', ...ipam }, ...options },
  });
  const range = (subnet: string, first: string, last: string) => ({ subnet, rangeStart: first, rangeEnd: last });
  const shared = (id: string, property: string, bridges: string[], other: string, got: string, addresses: string) =>
    `[networks/${id}] bridge-subnet-shared '${property}' is routed to ${bridges[0]}, and has addresses of pods behind ${bridges[1]}, in the network "networks/${other}": got "${got}"; `
    + `expected a subnet without the addresses ${addresses}; give each network a subnet of its own, or both the same bridge`;
  const BRIDGES = ['the bridge "br-b"', 'the bridge "br-a"'];

  test.each<[string, object, object]>([
    ['each has its own', { subnet: '10.1.0.0/24' }, { subnet: '10.2.0.0/24' }],
    ['the subnet in the other has none of its addresses', range('10.1.0.0/16', '10.1.1.10', '10.1.1.99'), { subnet: '10.1.2.0/24' }],
    ['the families differ', { subnet: '10.1.0.0/24' }, { subnet: 'fd00::/64' }],
  ])('pass where %s', (_, a, b) => {
    const chart = chartOf('networks');
    behind(chart, 'a', a);
    behind(chart, 'b', b);
    expect(lines(chart)).toEqual([]);
  });

  test.each<[string, object]>([
    ['one is no gateway, so that nothing is routed to it', { isGateway: false }],
    ['they are one bridge', { bridge: 'br-a', ipam: { type: 'host-local', ...range('10.1.0.0/24', '10.1.0.20', '10.1.0.29'), gateway: '10.1.0.1' } }],
    ['one makes no bridge', { type: 'ptp', bridge: undefined, isGateway: undefined }],
    ['nobody knows what bridge one makes', { type: 'accelerated-bridge' }],
  ])('pass where %s', (_, options) => {
    const chart = chartOf('networks');
    behind(chart, 'a', range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'));
    behind(chart, 'b', { subnet: '10.1.0.0/24' }, options);
    expect(lines(chart)).toEqual([]);
  });

  test('pass on different nodes', () => {
    const chart = chartOf('networks');
    ['a', 'b'].forEach((id) => new CniNetwork(chart, id, {
      name: id, nodes: NodeSet.named(`worker-${id}`), config: { type: 'bridge', bridge: `br-${id}`, isGateway: true, ipam: { type: 'host-local', subnet: '10.1.0.0/24' } },
    }));
    expect(lines(chart)).toEqual([]);
  });

  test.each<[string, object, object, object, string]>([
    ['the same', range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'), range('10.1.0.0/24', '10.1.0.20', '10.1.0.29'), {},
      shared('b', 'ipam.subnet', BRIDGES, 'a', '10.1.0.0/24', '10.1.0.10-10.1.0.19')],
    ['one in the other, with addresses of its pods', range('10.1.0.0/16', '10.1.1.10', '10.1.2.99'), { subnet: '10.1.2.0/24' }, {},
      shared('b', 'ipam.subnet', BRIDGES, 'a', '10.1.2.0/24', '10.1.1.10-10.1.2.99')],
    ['one around the other, with addresses of its pods', { subnet: '10.1.2.0/24' }, range('10.1.0.0/16', '10.1.1.10', '10.1.2.99'), {},
      shared('a', 'ipam.subnet', [...BRIDGES].reverse(), 'b', '10.1.2.0/24', '10.1.1.10-10.1.2.99')],
    ['of IPv6', range('fd00::/64', 'fd00::10', 'fd00::19'), range('fd00::/64', 'fd00::20', 'fd00::29'), { isGateway: undefined, isDefaultGateway: true },
      shared('b', 'ipam.subnet', BRIDGES, 'a', 'fd00::/64', 'fd00::10-fd00::19')],
    ['of two VLANs of a bridge', range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'), { ranges: [[{ subnet: '10.1.0.0/24' }]] }, { bridge: 'br-a', vlan: 5 },
      shared('b', 'ipam.ranges[0][0]', ['VLAN 5 of the bridge "br-a"', 'the bridge "br-a"'], 'a', '10.1.0.0/24', '10.1.0.10-10.1.0.19')],
    ['of whereabouts', range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'), {}, { ipam: { type: 'whereabouts', range: '10.1.0.0/24', exclude: ['10.1.0.1'] } },
      shared('b', 'ipam.range', BRIDGES, 'a', '10.1.0.0/24', '10.1.0.10-10.1.0.19')],
  ])('fail with %s', (_, a, b, options, message) => {
    const chart = chartOf('networks');
    behind(chart, 'a', a);
    behind(chart, 'b', b, options);
    expect(lines(chart).filter((line) => !line.includes('default-route'))).toEqual([message]);
  });

  test.each<[string, object]>([
    ['behind one that comes before them', { subnet: '10.0.0.0/24' }],
    ['in one that has none of their addresses', range('10.1.0.0/16', '10.1.9.10', '10.1.9.19')],
  ])('fail %s', (_, other) => {
    const chart = chartOf('networks');
    behind(chart, 'other', other);
    behind(chart, 'a', range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'));
    behind(chart, 'b', range('10.1.0.0/24', '10.1.0.20', '10.1.0.29'));
    expect(lines(chart)).toEqual([shared('b', 'ipam.subnet', BRIDGES, 'a', '10.1.0.0/24', '10.1.0.10-10.1.0.19')]);
  });

  test('fail once for each network', () => {
    const chart = chartOf('networks');
    const two = { ranges: [[range('10.1.0.0/24', '10.1.0.10', '10.1.0.19'), range('10.1.0.0/24', '10.1.0.30', '10.1.0.39')]] };
    ['a', 'b', 'c'].forEach((id) => behind(chart, id, two));
    expect(lines(chart).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['[networks/b] bridge-subnet-shared', '[networks/c] bridge-subnet-shared']);
  });
});

describe('a device', () => {
  const nic = (annotations: Record<string, string>) => {
    const chart = chartOf('networks');
    new CniNetwork(chart, 'nic', { config: { cniVersion: '0.3.1', type: 'sriov', deviceID: '154c' }, annotations });
    return lines(chart);
  };

  test('fails where it is none, unless Multus puts another in its place', () => {
    expect(nic({ 'k8s.v1.cni.cncf.io/resourceName': 'intel.com/nic' })).toEqual([]);
    expect(nic({})).toEqual(['[networks/nic] pci-address-invalid \'deviceID\' is not the PCI address of a device: got "154c"; expected domain, bus, device and function, in lower case, such as "0000:3b:02.0"; write what `lspci -D` shows on the node, or leave it out and name the resource of a device plugin']);
  });
});

describe('a master', () => {
  const pool = (n: number) => Ipam.hostLocal({ subnet: `192.168.${n}.0/24` });
  const other = (chart: Chart, id: string, plugin: object) => new CniNetwork(chart, id, { name: id, config: { ipam: { type: 'dhcp' }, ...plugin } });

  const mixed = (id: string, other: string, got: string, mode: string) => `[networks/${id}] ipvlan-modes-mixed 'mode' differs from that of the network "networks/${other}" on the master "eth1": got "${got}"; expected "${mode}"; `
    + 'give both the same mode, or another master, or say on which nodes each of them is (in code \'nodes\', in a manifest the annotation "cdk8s-multus/nodes")';

  test.each<[string, (chart: Chart) => void]>([
    ['it has one mode', (chart) => [1, 2].forEach((n) => ipvlan(chart, `n${n}`, { ipam: pool(n), mode: IpvlanMode.L3 }))],
    ['each mode has its own', (chart) => [IpvlanMode.L2, IpvlanMode.L3].forEach((mode, n) => ipvlan(chart, `n${n}`, { ipam: pool(n), mode, master: `eth${n}` }))],
    ['macvlan has different modes', (chart) => ['bridge', 'private'].forEach((mode) => other(chart, mode, { type: 'macvlan', master: 'eth1', mode }))],
    ['one of the two is in the pod', (chart) => {
      ipvlan(chart, 'a', { ipam: pool(1) });
      other(chart, 'b', { type: 'macvlan', master: 'eth1', mode: 'bridge', linkInContainer: true });
    }],
    ['one of the two is a VLAN of it', (chart) => {
      ipvlan(chart, 'a', { ipam: pool(1) });
      other(chart, 'b', { type: 'vlan', master: 'eth1', vlanId: 5 });
    }],
  ])('passes where %s', (_, build) => {
    const chart = chartOf('networks');
    build(chart);
    expect(lines(chart)).toEqual([]);
  });

  test('fails with two modes of ipvlan, at each network that differs from the first', () => {
    const chart = chartOf('networks');
    [IpvlanMode.L3, IpvlanMode.L2, IpvlanMode.L3, IpvlanMode.L3S].forEach((mode, n) => ipvlan(chart, `n${n}`, { ipam: pool(n), mode }));
    expect(lines(chart)).toEqual([mixed('n1', 'n0', 'l2', 'l3'), mixed('n3', 'n0', 'l3s', 'l3')]);
  });

  test('fails at each network that differs from any before it on one of its nodes', () => {
    const chart = chartOf('networks');
    ipvlan(chart, 'a', { ipam: pool(1), mode: IpvlanMode.L3, nodes: NodeSet.named('w1') });
    ipvlan(chart, 'b', { ipam: pool(2), mode: IpvlanMode.L3, nodes: NodeSet.named('w1', 'w2') });
    ipvlan(chart, 'c', { ipam: pool(3), mode: IpvlanMode.L2, nodes: NodeSet.named('w2') });
    expect(lines(chart)).toEqual([mixed('c', 'b', 'l2', 'l3')]);
  });

  test('says nothing of a mode that is none', () => {
    const network = (name: string, mode: string) => networkText({ cniVersion: '0.3.1', type: 'ipvlan', master: 'eth1', mode, ipam: { type: 'static' } }, { name });
    expect(rulesIn(['l2', 'l4', 'l2'].map((mode, i) => network(`n${i}`, mode)).join('\n---\n'))).toEqual(['error mode-unknown']);
  });

  const named = (type: string, master: unknown, keys: object = {}) => networkText(
    { cniVersion: '0.3.1', type, master, mode: type === 'ipvlan' ? 'l2' : 'bridge', ipam: { type: 'static' }, ...keys }, { name: `${type}-${JSON.stringify(keys).length}` },
  );

  test('is not known where it is no name', () => {
    expect(rulesIn([named('ipvlan', 5), named('macvlan', 5)].join('\n---\n'))).toEqual(['error key-type', 'error key-type']);
  });

  test.each([[undefined, undefined], ['', undefined], [undefined, '']])('is one of the node where networks name none (%j, %j)', (one, last) => {
    const { findings } = reportOf([named('ipvlan', one), named('ipvlan', last, { mode: 'l3' }), named('macvlan', last)].join('\n---\n'));
    const apart = 'or another master, or say on which nodes each of them is (in code \'nodes\', in a manifest the annotation "cdk8s-multus/nodes")';
    expect(findings.filter(({ rule }) => rule !== 'master-missing').map(({ message }) => message)).toEqual([
      'ipvlan-modes-mixed \'mode\' differs from that of the network "default/ipvlan-2" on the interface of the node\'s default route: got "l3"; expected "l2"; '
      + `give both the same mode, ${apart}`,
      'master-shared \'master\' puts macvlan on the interface of the node\'s default route, where the network "default/ipvlan-2" puts ipvlan: '
      + `got ${last === undefined ? 'nothing' : JSON.stringify(last)}; expected a master that carries one of the two; use the same plugin for both, ${apart}`,
    ]);
  });

  test('is that of the plugin before it where a chained one names none', () => {
    const chained = (name: string, mode: string) => networkText({
      cniVersion: '0.3.1', plugins: [{ type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'static' } }, { type: 'ipvlan', mode, ipam: { type: 'static' } }],
    }, { name });
    expect(rulesIn([chained('a', 'l2'), chained('b', 'l3')].join('\n---\n')).filter((rule) => rule.includes('ipvlan-modes') || rule.includes('shared'))).toEqual([]);
  });

  test('has the mode l2 where a network names none', () => {
    const chart = chartOf('networks');
    other(chart, 'a', { type: 'ipvlan', master: 'eth1', ipam: { type: 'static', addresses: [{ address: '10.0.0.5/24' }] } });
    ipvlan(chart, 'b', { ipam: pool(1), mode: IpvlanMode.L2 });
    ipvlan(chart, 'c', { ipam: pool(2), mode: IpvlanMode.L3 });
    expect(lines(chart)).toEqual([
      "[networks/a] mode-missing 'mode' is missing, so that the plugin takes \"l2\": got nothing; expected \"l2\", \"l3\", \"l3s\"; write \"l2\" if it is meant",
      mixed('c', 'a', 'l3', 'l2'),
    ]);
  });

  test('fails with ipvlan and macvlan, also inside a list', () => {
    const chart = chartOf('networks');
    ipvlan(chart, 'a');
    new CniNetwork(chart, 'b', { name: 'b', config: { plugins: [{ type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } }, { type: 'tuning' }] } });
    expect(lines(chart)).toEqual([
      '[networks/b] master-shared \'plugins[0].master\' puts macvlan on the master "eth1", where the network "networks/a" puts ipvlan: got "eth1"; expected a master that carries one of the two; use the same plugin for both, or another master, or say on which nodes each of them is (in code \'nodes\', in a manifest the annotation "cdk8s-multus/nodes")',
    ]);
  });
});

describe('the names under which addresses are kept', () => {
  const hostLocal = (subnet: string, dataDir?: string) => Ipam.hostLocal({ subnet, dataDir });

  test.each<[string, Partial<IpvlanNetworkProps>, Partial<IpvlanNetworkProps>]>([
    ['the pools are the same', {}, { namespace: 'network' }],
    ['the folders differ', { ipam: hostLocal('10.0.0.0/24') }, { namespace: 'network', ipam: hostLocal('10.1.0.0/24', '/run/cni') }],
    ['one of the two keeps none on the node', { ipam: Ipam.whereabouts({ range: '10.0.0.0/24' }) }, { namespace: 'network', ipam: hostLocal('10.1.0.0/24') }],
    ['the configurations have names of their own', { ipam: hostLocal('10.0.0.0/24') }, { namespace: 'network', ipam: hostLocal('10.1.0.0/24'), rawConfig: { name: 'other' } }],
  ])('pass where %s', (_, one, two) => {
    const chart = chartOf('networks');
    apart(chart, 'a', one);
    apart(chart, 'b', { name: 'a', ...two });
    expect(lines(chart)).toEqual([]);
  });

  test('are a warning where two networks with different pools have the same', () => {
    const chart = chartOf('networks');
    apart(chart, 'a', { ipam: hostLocal('10.0.0.0/24') });
    apart(chart, 'b', { name: 'a', namespace: 'network', ipam: hostLocal('10.1.0.0/24') });
    apart(chart, 'c', { ipam: hostLocal('10.2.0.0/24'), rawConfig: { name: 'a' } });
    const message = (id: string) => `[networks/${id}] lease-name-shared 'name' is also the name under which the network "networks/a" keeps its addresses: got "a"; `
      + 'expected a name of its own for each network with host-local; set "name" in the configuration of one of the two, for instance "a-2"';
    expect(lines(chart)).toEqual([message('b'), message('c')]);
  });
});

describe('pools', () => {
  const range = (first: number, last: number) => Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: `192.168.1.${first}`, rangeEnd: `192.168.1.${last}` });
  const config = (plugin: object) => ({ ...plugin, ipam: { type: 'host-local', subnet: '192.168.1.0/24' } });
  const FIX = 'give each network addresses of its own, or attach all pods to one network';
  const overlap = (id: string, got: string, other: string, on: string, outside: string) =>
    `[networks/${id}] pools-overlap 'ipam.subnet' overlaps with the pool of the network "networks/${other}" on ${on}: got "${got}"; expected addresses outside ${outside}; ${FIX}`;
  const pathed = (line: string, path: string) => line.replace("'ipam.subnet'", `'${path}'`);

  test.each<[string, (chart: Chart) => void]>([
    ['they meet', (chart) => {
      ipvlan(chart, 'a', { ipam: range(10, 20) });
      ipvlan(chart, 'b', { ipam: range(21, 30) });
    }],
    ['they are on two masters', (chart) => ['eth1', 'eth2'].forEach((master) => ipvlan(chart, master, { master }))],
    ['they are on two VLANs', (chart) => [1, 2].forEach((vlanId) => new CniNetwork(chart, `vlan${vlanId}`, { name: `vlan${vlanId}`, config: config({ type: 'vlan', master: 'eth1', vlanId }) }))],
    ['each pod has a link of its own', (chart) => ['a', 'b'].forEach((id) => new CniNetwork(chart, id, { name: id, config: config({ type: 'ptp' }) }))],
    ['they are on two VLANs of a bridge', (chart) => [1, 2].forEach((vlan) => new CniNetwork(chart, `vlan${vlan}`, { name: `vlan${vlan}`, config: config({ type: 'bridge', bridge: 'br0', vlan }) }))],
    ['whereabouts keeps both', (chart) => ['192.168.1.0/24', '192.168.1.0/25'].forEach((cidr, i) => ipvlan(chart, `w${i}`, { ipam: Ipam.whereabouts({ range: cidr }) }))],
    ['whereabouts keeps both in one pool, of which one is not compared', (chart) => [undefined, false].forEach((enableOverlappingRanges, i) =>
      ipvlan(chart, `w${i}`, { ipam: Ipam.whereabouts({ range: '192.168.1.0/24', enableOverlappingRanges }) }))],
    ['whereabouts leaves out what the other gives out', (chart) => {
      ipvlan(chart, 'a', { ipam: range(64, 127) });
      ipvlan(chart, 'b', { ipam: Ipam.whereabouts({ range: '192.168.1.0/24', exclude: ['192.168.1.64/26'] }) });
    }],
    ['a fixed address is beside them', (chart) => {
      ipvlan(chart, 'a', { ipam: range(10, 20) });
      ipvlan(chart, 'b', { ipam: Ipam.staticAddresses({ addresses: [{ address: '192.168.1.21/24' }] }) });
    }],
    ['a fixed address is the gateway that nobody gives out', (chart) => {
      ipvlan(chart, 'a', { ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }) });
      ipvlan(chart, 'b', { ipam: Ipam.staticAddresses({ addresses: [{ address: '192.168.1.1/24' }] }) });
    }],
    ['nobody knows what one means by addresses', (chart) => {
      ipvlan(chart, 'a', { ipam: range(10, 20) });
      ipvlan(chart, 'b', { ipam: Ipam.custom({ type: 'infoblox', addresses: [{ address: '192.168.1.20/24' }] }) });
    }],
    ['they are kept under one name', (chart) => ['a', 'b'].forEach((id) => ipvlan(chart, id, { rawConfig: { name: 'both' } }))],
  ])('pass where %s', (_, build) => {
    const chart = chartOf('networks');
    build(chart);
    expect(lines(chart)).toEqual([]);
  });

  test('fail where they share one address', () => {
    const chart = chartOf('networks');
    ipvlan(chart, 'a', { ipam: range(20, 30) });
    ipvlan(chart, 'b', { ipam: range(10, 20) });
    expect(lines(chart)).toEqual([pathed(overlap('a', '192.168.1.20-192.168.1.30', 'b', 'the master "eth1"', '192.168.1.10-192.168.1.20'), 'ipam.subnet')]);
  });

  test('fail behind a wide one that began before them all', () => {
    const chart = chartOf('networks');
    ipvlan(chart, 'wide', { ipam: range(2, 200) });
    ipvlan(chart, 'a', { ipam: range(10, 20) });
    ipvlan(chart, 'b', { ipam: range(100, 110) });
    ipvlan(chart, 'c', { ipam: range(201, 210) });
    expect(lines(chart)).toEqual([
      overlap('a', '192.168.1.10-192.168.1.20', 'wide', 'the master "eth1"', '192.168.1.2-192.168.1.200'),
      overlap('b', '192.168.1.100-192.168.1.110', 'wide', 'the master "eth1"', '192.168.1.2-192.168.1.200'),
    ]);
  });

  test.each<[string, object, string]>([
    ['VLAN', { type: 'vlan', master: 'eth1', vlanId: 5 }, 'VLAN 5 of the master "eth1"'],
    ['bridge', { type: 'bridge', bridge: 'br0' }, 'the bridge "br0"'],
    ['bridge without a name', { type: 'bridge' }, 'the bridge "cni0"'],
    ['bridge of KubeVirt', { type: 'cnv-bridge', bridge: 'br0' }, 'the bridge "br0"'],
  ])('fail on one %s', (_, plugin, on) => {
    const chart = chartOf('networks');
    ['a', 'b'].forEach((id) => new CniNetwork(chart, id, { name: id, config: config(plugin) }));
    expect(lines(chart).filter((line) => !line.includes('bridge-name-missing'))).toEqual([overlap('b', '192.168.1.1-192.168.1.254', 'a', on, '192.168.1.1-192.168.1.254')]);
  });

  test.each<[string, IIpam, IIpam, string]>([
    ['whereabouts and host-local', Ipam.whereabouts({ range: '192.168.1.0/24' }), range(10, 20), pathed(overlap('b', '192.168.1.10-192.168.1.20', 'a', 'the master "eth1"', '192.168.1.1-192.168.1.254'), 'ipam.subnet')],
    ['whereabouts with two names', Ipam.whereabouts({ range: '192.168.1.0/24' }), Ipam.whereabouts({ range: '192.168.1.128/25', networkName: 'other' }),
      pathed(overlap('b', '192.168.1.129-192.168.1.254', 'a', 'the master "eth1"', '192.168.1.1-192.168.1.254'), 'ipam.range')],
    ['whereabouts that does not compare', ...['192.168.1.0/24', '192.168.1.128/25'].map((cidr) => Ipam.whereabouts({ range: cidr, enableOverlappingRanges: false })) as [IIpam, IIpam],
      pathed(overlap('b', '192.168.1.129-192.168.1.254', 'a', 'the master "eth1"', '192.168.1.1-192.168.1.254'), 'ipam.range')],
    ['host-local and a fixed address', range(10, 20), Ipam.staticAddresses({ addresses: [{ address: '192.168.1.9/24' }, { address: '192.168.1.20/24' }] }),
      pathed(overlap('b', '192.168.1.20', 'a', 'the master "eth1"', '192.168.1.10-192.168.1.20'), 'ipam.addresses[1].address')],
    ['host-local and a fixed address of whereabouts', range(10, 20), Ipam.whereabouts({ range: '10.0.0.0/24', addresses: [{ address: '192.168.1.20/24' }] }),
      pathed(overlap('b', '192.168.1.20', 'a', 'the master "eth1"', '192.168.1.10-192.168.1.20'), 'ipam.addresses[0].address')],
    ['two fixed addresses', ...[1, 2].map(() => Ipam.staticAddresses({ addresses: [{ address: '192.168.1.9/24' }] })) as [IIpam, IIpam],
      pathed(overlap('b', '192.168.1.9', 'a', 'the master "eth1"', '192.168.1.9'), 'ipam.addresses[0].address')],
  ])('fail between %s', (_, a, b, line) => {
    const chart = chartOf('networks');
    ipvlan(chart, 'a', { ipam: a });
    ipvlan(chart, 'b', { ipam: b });
    expect(lines(chart)).toEqual([line]);
  });

  test('fail between the parts of nodes and the whole, neither of which is compared', () => {
    const chart = chartOf('networks');
    [undefined, '/28'].forEach((nodeSliceSize, i) => ipvlan(chart, `w${i}`, {
      ipam: Ipam.whereabouts({ range: '192.168.1.0/24', networkName: 'a', enableOverlappingRanges: false, nodeSliceSize }),
    }));
    const all = '192.168.1.1-192.168.1.254';
    expect(lines(chart)).toEqual([pathed(overlap('w1', `${all}`, 'w0', 'the master "eth1"', all), 'ipam.range')]);
  });

  test('fail where one is of a node, and the IPAM of another node is another', () => {
    const configOf = (ipam: object) => ({ cniVersion: '0.3.1', name: 'storage', plugins: [{ type: 'macvlan', master: 'eth1', ipam }] });
    const [whereabouts, hostLocal] = [{ type: 'whereabouts', range: '10.0.0.0/24' }, { type: 'host-local', subnet: '192.168.1.0/24' }].map(configOf);
    const metadata = { name: 'storage-configs', namespace: 'kube-system', annotations: { 'cdk8s-multus/node-configs-of': 'default/storage' } };
    const configs = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { w1: JSON.stringify(whereabouts), w2: JSON.stringify(hostLocal) } };
    const networks = [networkText(undefined, { name: 'storage' }), networkText({ ...hostLocal, name: 'other' }, { name: 'other' })];
    expect(rulesIn([...networks, JSON.stringify(configs)].join('\n---\n'))).toEqual(['error pools-overlap']);
  });

  test('fail on the interface that each node has for networks without a master', () => {
    const pool = (name: string, master?: string) => networkText({
      cniVersion: '0.3.1', type: 'macvlan', master, mode: 'bridge', ipam: { type: 'host-local', subnet: '192.168.1.0/24' },
    }, { name });
    const { findings } = reportOf([pool('named', 'eth1'), pool('a'), pool('b', '')].join('\n---\n'));
    expect(findings.filter(({ rule }) => rule !== 'master-missing').map(({ message }) => message)).toEqual([
      'pools-overlap \'ipam.subnet\' overlaps with the pool of the network "default/a" on the interface of the node\'s default route: got "192.168.1.1-192.168.1.254"; '
      + `expected addresses outside 192.168.1.1-192.168.1.254; ${FIX}`,
    ]);
  });

  test('fail in one of several range sets, at its place in the configuration', () => {
    const chart = chartOf('networks');
    ipvlan(chart, 'a', { ipam: Ipam.hostLocal({ ranges: [[{ subnet: '10.0.0.0/24' }], [{ subnet: 'fd00:1::/120' }]] }) });
    ipvlan(chart, 'b', { ipam: Ipam.hostLocal({ ranges: [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00:1::/120' }]] }) });
    expect(lines(chart)).toEqual([pathed(overlap('b', 'fd00:1::1-fd00:1::ff', 'a', 'the master "eth1"', 'fd00:1::1-fd00:1::ff'), 'ipam.ranges[1][0]')]);
  });
});
