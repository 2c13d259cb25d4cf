import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { broken, readBack } from './support/manifests';
import { NetworkIn, bridge, dualStack, hostDevice, ipv4, ipv6, ipvlan, macvlan, ptp, staticAddresses, vlan } from './support/networks';
import { PairExpectations, provePair } from './support/pair-proof';
import { podNamed, podsIn, refusedPodsIn } from './support/pods';
import { Acknowledgements, BridgeNetwork, ChainedPlugin, CniNetwork, Ipam, IpvlanMode, MacvlanMode, MacvlanNetwork, MultiHomedPod } from '../../lib';
import { stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';
import { Machine, Node, NodeProps } from '../vm';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

let workers = 0;
function worker(props: NodeProps = { interfaces: { eth1: {} } }): Promise<Node> {
  return Node.in(machine, `worker-${++workers}`, props);
}

const BOTH = { a: ['192.168.0.13/24', 'fd00:1::13/64'], b: ['192.168.0.14/24', 'fd00:1::14/64'], reach: true };
const V4 = { a: ['192.168.0.13/24'], b: ['192.168.0.14/24'], reach: true };
const V6 = { a: ['fd00:1::13/64'], b: ['fd00:1::14/64'], reach: true };

describe('two pods in one network get addresses of the pool and reach each other:', () => {
  test.each<[string, any[], PairExpectations]>([
    ['ipvlan l2, dual stack', podsIn(ipvlan(IpvlanMode.L2, dualStack)), { ...BOTH, kind: 'ipvlan', settings: { mode: 'l2' } }],
    ['ipvlan l3, dual stack', podsIn(ipvlan(IpvlanMode.L3, dualStack)), { ...BOTH, kind: 'ipvlan', settings: { mode: 'l3' } }],
    ['ipvlan l3s, dual stack', podsIn(ipvlan(IpvlanMode.L3S, dualStack)), { ...BOTH, kind: 'ipvlan', settings: { mode: 'l3s' } }],
    ['ipvlan l2, IPv6', podsIn(ipvlan(IpvlanMode.L2, ipv6)), { ...V6, kind: 'ipvlan', settings: { mode: 'l2' } }],
    ['macvlan bridge, dual stack', podsIn(macvlan('bridge', dualStack)), { ...BOTH, kind: 'macvlan', settings: { mode: 'bridge' } }],
    ['bridge, dual stack', podsIn(bridge(dualStack)), { ...BOTH, kind: 'veth' }],
    ['ptp', podsIn(ptp(ipv4)), { ...V4, kind: 'veth' }],
  ])('%s', async (_, manifests, expected) => {
    expect(await provePair(await worker(), manifests, expected)).toEqual([]);
  });
});

describe('two pods in one network get addresses of the pool, and are kept apart on purpose:', () => {
  test.each(['private', 'vepa'] as const)('macvlan %s', async (mode) => {
    const expected = { ...V4, reach: false, kind: 'macvlan', settings: { mode } };
    expect(await provePair(await worker(), podsIn(macvlan(mode, ipv4)), expected)).toEqual([]);
  });
});

describe('fails where the manifests are broken:', () => {
  test('another mode', async () => {
    const manifests = broken(podsIn(ipvlan(IpvlanMode.L2, ipv4)), '"l2"', '"l3"');
    expect(await provePair(await worker(), manifests, { ...V4, kind: 'ipvlan', settings: { mode: 'l2' } })).toEqual([
      'the settings of net1: got {"mode":"l3"}; expected {"mode":"l2"}',
    ]);
  });

  test('another range', async () => {
    const manifests = broken(podsIn(macvlan('bridge', ipv4)), '192.168.0.13', '192.168.0.12');
    expect(await provePair(await worker(), manifests, { ...V4, kind: 'macvlan' })).toEqual([
      'the addresses of a: got ["192.168.0.12/24"]; expected ["192.168.0.13/24"]',
      'the addresses of b: got ["192.168.0.13/24"]; expected ["192.168.0.14/24"]',
      'a reaches 192.168.0.14: got false; expected true',
    ]);
  });

  test('a master that the node does not have', async () => {
    const manifests = broken(podsIn(ipvlan(IpvlanMode.L2, ipv4)), '"eth1"', '"eth9"');
    expect(await provePair(await worker(), manifests, { ...V4, kind: 'ipvlan' })).toEqual([
      'pod a starts: got "failed to lookup master \\"eth9\\": Link not found"; expected nothing',
      'pod b starts: got "failed to lookup master \\"eth9\\": Link not found"; expected nothing',
    ]);
  });
});

test('macvlan passthru takes one pod on each node', async () => {
  const node = await worker();
  const manifests = refusedPodsIn('node-device-shared', macvlan('passthru', ipv4));
  const [a, b] = [await node.start(podNamed(manifests, 'a'), manifests), await node.start(podNamed(manifests, 'b'), manifests)];
  expect([a.error, b.error]).toEqual([undefined, 'failed to create macvlan: invalid argument']);
  expect(await a.pod.addresses('net1')).toEqual(['192.168.0.13/24']);
});

test('static gives two pods one address, and nothing says so', async () => {
  const node = await worker();
  const manifests = refusedPodsIn('static-address-shared', macvlan('bridge', staticAddresses('192.168.0.50/24')));
  const pods = [await node.start(podNamed(manifests, 'a'), manifests), await node.start(podNamed(manifests, 'b'), manifests)];
  expect(pods.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(await Promise.all(pods.map(({ pod }) => pod.addresses('net1')))).toEqual([['192.168.0.50/24'], ['192.168.0.50/24']]);
});

test('a pod gets the address that it asks static for, and one of a pool on the same link has it too', async () => {
  const chart = new Chart(new App(), 'apps', { namespace: 'default' });
  const pool = new MacvlanNetwork(chart, 'pool', { name: 'pool', master: 'eth1', ipam: ipv4 });
  const fixed = new MacvlanNetwork(chart, 'fixed', { name: 'fixed', master: 'eth1', ipam: staticAddresses() });
  const pods = ['a', 'b'].map((name) => new MultiHomedPod(chart, name, { metadata: { name }, containers: [{ image: 'app:1' }] }));
  pods.forEach((pod) => pod.scheduling.assign(kplus.Node.named('worker')));
  pods[0].attach(pool);
  pods[1].attach(fixed, { ips: ['192.168.0.13/24'] });
  expect(stderrOf(() => Testing.synth(chart))).toMatch(/^warning: \[apps\/b\] ips-not-reserved /);
  const manifests = readBack(chart);
  const node = await worker();
  const started = [await node.start(podNamed(manifests, 'a'), manifests), await node.start(podNamed(manifests, 'b'), manifests)];
  expect(started.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(await Promise.all(started.map(({ pod }) => pod.addresses('net1')))).toEqual([['192.168.0.13/24'], ['192.168.0.13/24']]);
});

test('networks that name no master meet on the interface of the default route', async () => {
  const chart = new Chart(new App(), 'apps', { namespace: 'default' });
  const pool = (n: number) => ({ type: 'host-local', subnet: `10.${n}.0.0/24` });
  const networks = [{ type: 'ipvlan', mode: 'l2' }, { type: 'ipvlan', mode: 'l3' }, { type: 'macvlan', mode: 'bridge' }].map((plugin, i) => {
    const network = new CniNetwork(chart, `net-${i}`, { name: `net-${i}`, config: { ...plugin, ipam: pool(i + 1) } });
    Acknowledgements.of(network).add('master-missing', 'to be tried');
    return network;
  });
  const pods = networks.map((network, i) => {
    const pod = new MultiHomedPod(chart, `pod-${i}`, { metadata: { name: `pod-${i}` }, networks: [network], containers: [{ image: 'app:1' }] });
    pod.scheduling.assign(kplus.Node.named('worker'));
    return pod;
  });
  const refused = messageThrownBy(() => Testing.synth(chart));
  expect(refused.match(/\[apps\/net-.\] [a-z-]+/g)).toEqual(['[apps/net-1] ipvlan-modes-mixed', '[apps/net-2] master-shared']);
  Acknowledgements.of(networks[1]).add('ipvlan-modes-mixed', 'to be tried');
  Acknowledgements.of(networks[2]).add('master-shared', 'to be tried');
  const manifests = readBack(chart);
  const node = await worker({ interfaces: { eth1: { addresses: ['192.168.0.12/24'] } } });
  await node.runOk('ip route add default via 192.168.0.1 dev eth1');
  const first = await node.start(podNamed(manifests, pods[0].name), manifests);
  expect((await first.pod.link('net1')).linkinfo.info_data.mode).toBe('l2');
  const second = await node.start(podNamed(manifests, pods[1].name), manifests);
  expect((await first.pod.link('net1')).linkinfo.info_data.mode).toBe('l3');
  const third = await node.start(podNamed(manifests, pods[2].name), manifests);
  expect([first, second, third].map(({ error }) => error)).toEqual([undefined, undefined, 'failed to create macvlan: device or resource busy']);
});

describe('an interface that a pod has for itself is none for another network of the node:', () => {
  const lan = (chart: Chart) => new MacvlanNetwork(chart, 'lan', { name: 'lan', master: 'eth2', ipam: ipv4 });
  test.each<[string, NetworkIn, NetworkIn, string]>([
    ['host-device', hostDevice('eth2', ipv6), lan, 'Link not found'],
    ['macvlan passthru', (chart) => new MacvlanNetwork(chart, 'network', { name: 'network', master: 'eth2', mode: MacvlanMode.PASSTHRU, ipam: ipv6 }), lan,
      'failed to create macvlan: invalid argument'],
  ])('%s', async (_, first, second, error) => {
    const chart = new Chart(new App(), 'apps', { namespace: 'default' });
    const pods = [first, second].map((networkIn, i) => {
      const pod = new MultiHomedPod(chart, 'ab'[i], { metadata: { name: 'ab'[i] }, networks: [networkIn(chart)], containers: [{ image: 'app:1' }] });
      pod.scheduling.assign(kplus.Node.named('worker'));
      return pod;
    });
    expect(() => Testing.synth(chart)).toThrow('[apps/b] node-device-shared ');
    Acknowledgements.of(pods[1]).add('node-device-shared', 'to be tried');
    const manifests = readBack(chart);
    const node = await worker({ interfaces: { eth2: {} } });
    const started = [await node.start(podNamed(manifests, 'a'), manifests), await node.start(podNamed(manifests, 'b'), manifests)];
    expect(started.map((pod) => pod.error)).toEqual([undefined, error]);
  });
});

test('of two pods with the MAC address of their network macvlan starts one, and bridge both, and nothing says so', async () => {
  const mac = '02:00:00:00:00:0b';
  const start = async (network: NetworkIn) => {
    const node = await worker();
    const manifests = refusedPodsIn('mac-shared', network);
    return [await node.start(podNamed(manifests, 'a'), manifests), await node.start(podNamed(manifests, 'b'), manifests)];
  };
  const ofMacvlan = await start((chart) => new MacvlanNetwork(chart, 'network', { name: 'network', master: 'eth1', mac, ipam: ipv4 }));
  expect(ofMacvlan.map(({ error }) => error)).toEqual([undefined, 'failed to set "net1" UP: address already in use']);
  const ofBridge = await start(bridge(ipv4, ChainedPlugin.tuning({ mac })));
  expect(ofBridge.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect((await Promise.all(ofBridge.map(({ pod }) => pod.link('net1')))).map(({ address }) => address)).toEqual([mac, mac]);
});

test('the bridge is the gateway of its pods', async () => {
  const manifests = podsIn(bridge(ipv4));
  const { pod, error } = await (await worker()).start(podNamed(manifests, 'a'), manifests);
  expect(error).toBeUndefined();
  expect(await pod.ping('192.168.0.1', 'net1')).toBe(true);
});

test.each([
  ['the later bridge', '192.168.0.0/24', '192.168.0.0/24', [true, false]],
  ['the wider one', '192.168.0.0/16', '192.168.0.0/24', [false, true]],
])('of two bridges with one subnet, %s gets no answers from its gateway, and nothing says so', async (_, first, second, answers) => {
  const subnets = { a: first, b: second };
  const chart = new Chart(new App(), 'apps', { namespace: 'default' });
  const pods = (['a', 'b'] as const).map((name, i) => {
    const ipam = Ipam.hostLocal({ subnet: subnets[name], rangeStart: `192.168.0.${i + 1}0`, rangeEnd: `192.168.0.${i + 1}9`, gateway: '192.168.0.1' });
    const network = new BridgeNetwork(chart, `net-${name}`, { name: `net-${name}`, bridge: `br-${name}`, isGateway: true, ipam });
    return new MultiHomedPod(chart, name, { metadata: { name }, networks: [network], containers: [{ image: 'app:1' }] });
  });
  expect(stderrOf(() => Testing.synth(chart))).toMatch(/^warning: \[apps\/net-b\] bridge-subnet-shared .*\n$/);
  const manifests = readBack(chart);
  const node = await worker({});
  const started = [];
  for (const pod of pods) {
    started.push(await node.start(podNamed(manifests, pod.name), manifests));
  }
  expect(started.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect([await started[0].pod.ping('192.168.0.1', 'net1'), await started[1].pod.ping('192.168.0.1', 'net1')]).toEqual(answers);
});

test('vlan takes one pod on each node, and reaches the pod on another node in the same VLAN only', async () => {
  const left = await worker({});
  const right = await worker({ interfaces: { eth1: { cabledTo: { node: left, name: 'eth1' } } } });
  const manifests = refusedPodsIn('node-device-shared', vlan(100, ipv4), { a: { ips: ['192.168.0.13'] }, b: { ips: ['192.168.0.14'] } });
  const a = await left.start(podNamed(manifests, 'a'), manifests);
  const second = await left.start(podNamed(manifests, 'b'), manifests);
  const b = await right.start(podNamed(manifests, 'b'), manifests);
  expect([a.error, second.error, b.error]).toEqual([undefined, 'failed to create vlan: file exists', undefined]);
  const { linkinfo } = await a.pod.link('net1');
  expect([linkinfo.info_kind, linkinfo.info_data.id]).toEqual(['vlan', 100]);
  expect(await a.pod.ping('192.168.0.14', 'net1')).toBe(true);

  expect(await b.stop()).toEqual([]);
  const others = broken(manifests, '"vlanId": 100', '"vlanId": 200');
  const other = await right.start(podNamed(others, 'b'), others);
  expect(other.error).toBeUndefined();
  expect(await a.pod.ping('192.168.0.14', 'net1')).toBe(false);
});

test('host-device moves the network card into the pod and back', async () => {
  const node = await worker({ interfaces: { eth2: { mtu: 1400 } } });
  const manifests = refusedPodsIn('node-device-shared', hostDevice('eth2', ipv4));
  const a = await node.start(podNamed(manifests, 'a'), manifests);
  expect(a.error).toBeUndefined();
  expect(await a.pod.addresses('net1')).toEqual(['192.168.0.13/24']);
  expect((await a.pod.link('net1')).mtu).toBe(1400);
  expect((await node.run('ip link show eth2')).status).toBe(1);
  expect((await node.start(podNamed(manifests, 'b'), manifests)).error).toBe('failed to find host device: Link not found');
  expect(await a.stop()).toEqual([]);
  expect((await node.run('ip link show eth2')).status).toBe(0);
});
