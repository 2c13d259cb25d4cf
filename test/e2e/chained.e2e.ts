import { proveChained } from './support/chained-proof';
import { bridge, ipv4, ipv4WithRoute, ipvlan, ipvlanWith, macvlanWith } from './support/networks';
import { podNamed, podsIn, refusedPodsIn } from './support/pods';
import { Proof } from './support/proof';
import { ChainedPlugin, FirewallBackend, IpvlanMode } from '../../lib';
import { Machine, Node, RunningPod } from '../vm';
import { Outcome } from '../vm/machine';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

let workers = 0;

/** Starts the pod "a" on a worker of its own. */
async function started(manifests: any[], addresses: string[] = []): Promise<{ node: Node; running: RunningPod }> {
  const node = await Node.in(machine, `worker-${++workers}`, { interfaces: { eth1: { addresses } } });
  const running = await node.start(podNamed(manifests, 'a'), manifests);
  expect(running.error).toBeUndefined();
  return { node, running };
}

test('tuning sets the MAC address, the MTU, the flags and the sysctls of the interface', async () => {
  const manifests = podsIn(macvlanWith(ipv4, ChainedPlugin.tuning({
    mac: '02:00:00:00:00:0a', mtu: 1400, promisc: true, sysctl: { 'net.ipv4.conf.IFNAME.arp_ignore': '1' },
  })), { a: {} });
  const { running } = await started(manifests);
  const { address, mtu, promiscuity } = await running.pod.link('net1');
  expect([address, mtu, promiscuity]).toEqual(['02:00:00:00:00:0a', 1400, 1]);
  expect(await running.pod.runOk('cat /proc/sys/net/ipv4/conf/net1/arp_ignore')).toBe('1');
  expect(await running.stop()).toEqual([]);
});

describe('bandwidth', () => {
  const rates = { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 16_000_000, egressBurst: 800_000 };
  const limits = async (node: Node) => (await node.runOk('tc qdisc show')).match(/tbf .* rate \w+/g)?.map((line) => line.replace(/^tbf .* rate /, '')).sort();

  test('limits both directions at the node\'s end of the cable', async () => {
    const { node, running } = await started(podsIn(bridge(ipv4, ChainedPlugin.bandwidth(rates)), { a: {} }));
    expect(await limits(node)).toEqual(['16Mbit', '8Mbit']);
    expect(await running.stop()).toEqual([]);
    expect(await limits(node)).toBeUndefined();
  });

  test('takes the limits that a pod asks for', async () => {
    const { node } = await started(podsIn(bridge(ipv4, ChainedPlugin.bandwidth()), { a: { bandwidth: rates } }));
    expect(await limits(node)).toEqual(['16Mbit', '8Mbit']);
  });
});

test('portmap leads a port of the node to the pod, until the pod is deleted', async () => {
  // the answers must find their way to the node's own address
  const manifests = podsIn(bridge(ipv4WithRoute('192.168.9.0/24'), ChainedPlugin.portmap()), {
    a: { portMappings: [{ hostPort: 8080, containerPort: 80 }] },
  });
  const { node, running } = await started(manifests, ['192.168.9.1/24']);
  await running.pod.runOk('mkdir /tmp/www && echo hello >/tmp/www/index.html && httpd -p 80 -h /tmp/www');
  expect(await answerAt(node, 8080)).toMatchObject({ status: 0, stdout: 'hello' });
  expect(await running.stop()).toEqual([]);
  expect(await answerAt(node, 8080)).toMatchObject({ status: 1, stdout: '' });
});

test('a port of the node leads to the first of the pods that ask for it, and both start', async () => {
  const port = { portMappings: [{ hostPort: 8080, containerPort: 80 }] };
  const manifests = refusedPodsIn('node-port-shared', bridge(ipv4WithRoute('192.168.9.0/24'), ChainedPlugin.portmap()), { a: port, b: port });
  const { node, running } = await started(manifests, ['192.168.9.1/24']);
  const second = await node.start(podNamed(manifests, 'b'), manifests);
  expect([running.error, second.error]).toEqual([undefined, undefined]);
  for (const { pod } of [running, second]) {
    await pod.runOk(`mkdir -p /tmp/${pod.name} && echo ${pod.name} >/tmp/${pod.name}/index.html && httpd -p 80 -h /tmp/${pod.name}`);
  }
  expect(await answerAt(node, 8080)).toMatchObject({ status: 0, stdout: 'a' });
  expect([await second.stop(), await running.stop()]).toEqual([[], []]);
});

test('sbr gives the addresses of the interface a routing table of their own', async () => {
  const { running } = await started(podsIn(ipvlanWith(ipv4WithRoute('10.20.0.0/16'), ChainedPlugin.sbr()), { a: {} }));
  expect(await running.pod.runOk('ip -4 rule show | grep -v -e local -e main -e default')).toMatch(/from 192\.168\.0\.13 lookup 100/);
  expect(await running.pod.routes('100')).toEqual(['default via 192.168.0.1 dev net1', '10.20.0.0/16 via 192.168.0.1 dev net1', '192.168.0.0/24 dev net1']);
  expect(await running.pod.routes()).toEqual([]);
  expect(await running.stop()).toEqual([]);
});

test('vrf puts the interface into a routing domain', async () => {
  const { running } = await started(podsIn(macvlanWith(ipv4, ChainedPlugin.vrf({ vrfname: 'blue' })), { a: {} }));
  const blue = await running.pod.link('blue');
  expect(blue.linkinfo.info_kind).toBe('vrf');
  expect((await running.pod.link('net1')).master).toBe('blue');
  expect(await running.pod.routes(String(blue.linkinfo.info_data.table))).toContain('192.168.0.0/24 dev net1');
  expect(await running.stop()).toEqual([]);
});

test('firewall lets the traffic of the pod through, until the pod is deleted', async () => {
  const { node, running } = await started(podsIn(bridge(ipv4, ChainedPlugin.firewall({ backend: FirewallBackend.IPTABLES })), { a: {} }));
  const rules = async () => (await node.runOk('iptables -S CNI-FORWARD')).split('\n').filter((line) => line.includes('192.168.0.13'));
  expect(await rules()).toHaveLength(2);
  expect(await running.stop()).toEqual([]);
  expect(await rules()).toEqual([]);
});

/** The manifests with the configuration of the network changed: broken on purpose. */
function changed(manifests: any[], change: (config: any) => object): any[] {
  return manifests.map((object) => (object.kind === 'NetworkAttachmentDefinition'
    ? { ...object, spec: { config: JSON.stringify(change(JSON.parse(object.spec.config))) } }
    : object));
}

test('fails where the chain is in the wrong order: the plugin says so, and the pod does not start', async () => {
  const right = podsIn(macvlanWith(ipv4, ChainedPlugin.tuning({ mtu: 1400 })), { a: {} });
  const manifests = changed(right, (config) => ({ ...config, plugins: config.plugins.reverse() }));
  const node = await Node.in(machine, `worker-${++workers}`, { interfaces: { eth1: {} } });
  expect((await node.start(podNamed(manifests, 'a'), manifests)).error).toBe('Required prevResult missing');
});

test('ipvlan cannot be given a MAC address by tuning', async () => {
  const node = await Node.in(machine, `worker-${++workers}`, { interfaces: { eth1: {} } });
  const manifests = changed(podsIn(ipvlan(IpvlanMode.L2, ipv4), { a: {} }), (config) => ({
    cniVersion: '1.0.0', plugins: [config, { type: 'tuning', mac: '02:00:00:00:00:0a' }],
  }));
  expect((await node.start(podNamed(manifests, 'a'), manifests)).error).toBe('operation not supported');
});

test('fails where a chained plugin has not done what it should', async () => {
  const rates = { ingressRate: 8_000_000, ingressBurst: 800_000 };
  const behind = await started(podsIn(bridge(ipv4, ChainedPlugin.bandwidth(rates), ChainedPlugin.portmap(), ChainedPlugin.firewall()), {
    a: { portMappings: [{ hostPort: 8080, containerPort: 80 }] },
  }));
  expect(await unproved(behind)).toEqual([]);
  expect(await unproved(behind, ['8000000', '7000000'], ['8080', '8081'], ['"type":"firewall"', '"type":"firewall","ingressPolicy":"same-bridge"'])).toEqual([
    'the limit 7000000 on net1 of a: got false; expected true',
    'the port 8081 on net1 of a: got false; expected true',
    'the rules for the bridge on net1 of a: got false; expected true',
  ]);
  const apart = await started(podsIn(macvlanWith(ipv4, ChainedPlugin.tuning({ sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1' } })), { a: {} }));
  expect(await unproved(apart)).toEqual([]);
  const others = '"type":"tuning","allmulti":true},{"type":"sbr"},{"type":"vrf","vrfname":"blue"';
  expect(await unproved(apart, ['arp_filter":"1"', 'arp_filter":"2"'], ['"type":"tuning"', others])).toEqual([
    'ALLMULTI on net1 of a: got false; expected true',
    'the rules of sbr on net1 of a: got []; expected ["192.168.0.13"]',
    'the VRF on net1 of a: got nothing; expected "blue"',
  ]);
});

/** What comes back from a port of the node. */
function answerAt(node: Node, port: number): Promise<Outcome> {
  // bash: busybox is linked statically, and its wget crashes where it looks for resolvers
  return node.run(`timeout 3 bash -c 'exec 3<>/dev/tcp/192.168.9.1/${port} && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3 | tail -n 1'`);
}

/** What is not there of what the chained plugins should have done, had their configuration these other texts. */
async function unproved({ node, running }: { node: Node; running: RunningPod }, ...changes: [string, string][]): Promise<string[]> {
  const proof = new Proof();
  const text = changes.reduce((whole, [from, to]) => whole.replace(from, to), JSON.stringify(running.delegates));
  await proveChained(proof, node, { pod: running.pod, delegates: JSON.parse(text) });
  return proof.failures;
}
