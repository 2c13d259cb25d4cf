import { AttachmentOptions, IIpam, IpvlanMode } from '../../lib';
import { ipv4, ipv4WithRoute, ipvlan, macvlan, staticAddresses } from './support/networks';
import { podNamed, podsIn } from './support/pods';
import { Machine, Node, Pod, RunningPod } from '../vm';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

let workers = 0;

/** Starts the pod "a" on a worker of its own, with a network card as the cluster's primary network would give it. */
async function started(manifests: any[]): Promise<RunningPod> {
  const node = await Node.in(machine, `worker-${++workers}`, { interfaces: { eth1: {}, eth2: {} } });
  return node.start(podNamed(manifests, 'a'), manifests, { prepare: primaryNetwork });
}

async function primaryNetwork(pod: Pod): Promise<unknown> {
  return pod.runOk('ip link add eth0 type dummy && ip addr add 10.0.0.2/24 dev eth0 && ip link set eth0 up && ip route add default via 10.0.0.1');
}

async function addressesOf(manifests: any[]): Promise<string[]> {
  const { pod, error } = await started(manifests);
  expect(error).toBeUndefined();
  return pod.addresses('net1');
}

/** The manifests with one text in them replaced by what this library refuses. */
function instead(manifests: any[], from: string | RegExp, to: string): any[] {
  return manifests.map((object) => JSON.parse(JSON.stringify(object).replace(from, to)));
}

describe('a pod gets the address that it asks for', () => {
  test.each<[string, IIpam, string, string[]]>([
    ['of host-local', ipv4, '192.168.0.15', ['192.168.0.15/24']],
    ['of static, instead of the one that is written down', staticAddresses('192.168.0.50/24'), '192.168.0.60/24', ['192.168.0.60/24']],
  ])('%s', async (_, ipam, ip, expected) => {
    expect(await addressesOf(podsIn(ipvlan(IpvlanMode.L2, ipam), { a: { ips: [ip] } }))).toEqual(expected);
  });

  test.each<[string, IIpam, AttachmentOptions, string, string]>([
    ['is not in the pool', ipv4, { ips: ['192.168.0.15'] }, '192.168.0.40', 'failed to allocate all requested IPs: 192.168.0.40'],
    ['is not in the pool, in the arguments', ipv4, { cniArgs: { ips: ['192.168.0.15'] } }, '192.168.0.40', 'failed to allocate all requested IPs: 192.168.0.40'],
    ['has no prefix length, in the arguments', staticAddresses(), { cniArgs: { ips: ['192.168.0.15/24'] } }, '192.168.0.40',
      "an entry in the 'ips' field is NOT in CIDR notation, got: '192.168.0.40'"],
  ])('fails where the address %s', async (_, ipam, options, ip, error) => {
    const manifests = instead(podsIn(ipvlan(IpvlanMode.L2, ipam), { a: options }), /192\.168\.0\.15(\/24)?/, ip);
    expect((await started(manifests)).error).toBe(error);
  });
});

test('static gives every pod the addresses that are written down, of both families', async () => {
  const manifests = podsIn(macvlan('bridge', staticAddresses('192.168.0.50/24', 'fd00:1::50/64')), { a: {} });
  expect(await addressesOf(manifests)).toEqual(['192.168.0.50/24', 'fd00:1::50/64']);
});

test('macvlan gives a pod the MAC address that it asks for', async () => {
  const { pod, error } = await started(podsIn(macvlan('bridge', ipv4), { a: { mac: '02:00:00:00:00:0b' } }));
  expect(error).toBeUndefined();
  expect((await pod.link('net1')).address).toBe('02:00:00:00:00:0b');
});

test.each(['03:00:00:00:00:0b', '00:00:00:00:00:00'])('macvlan fails where a pod asks for the MAC address %s, which no interface can have', async (mac) => {
  const manifests = instead(podsIn(macvlan('bridge', ipv4), { a: { mac: '02:00:00:00:00:0b' } }), '02:00:00:00:00:0b', mac);
  expect((await started(manifests)).error).toBe('failed to create macvlan: cannot assign requested address');
});

test('a default route that a pod asks for takes the place of all others', async () => {
  const { pod, error } = await started(podsIn(ipvlan(IpvlanMode.L2, ipv4), { a: { defaultRoute: ['192.168.0.1'] } }));
  expect(error).toBeUndefined();
  expect(await pod.routes()).toEqual(['default via 192.168.0.1 dev net1', '10.0.0.0/24 dev eth0', '192.168.0.0/24 dev net1']);
});

test('a default route in the network stands beside that of the cluster, and wins', async () => {
  const { pod, error } = await started(podsIn(ipvlan(IpvlanMode.L2, ipv4WithRoute('0.0.0.0/0')), { a: {} }));
  expect(error).toBeUndefined();
  expect((await pod.routes()).filter((route) => route.startsWith('default'))).toEqual(['default via 192.168.0.1 dev net1', 'default via 10.0.0.1 dev eth0']);
  expect(await pod.runOk('ip route get 8.8.8.8')).toMatch(/^8\.8\.8\.8 via 192\.168\.0\.1 dev net1 /);
});

test('a pod in two networks has an interface in each, in the order of the annotation', async () => {
  const manifests = podsIn([
    ipvlan(IpvlanMode.L2, ipv4, { name: 'storage' }), ipvlan(IpvlanMode.L3, staticAddresses('10.9.0.5/24'), { name: 'media', master: 'eth2' }),
  ], { a: {} });
  const running = await started(manifests);
  expect(running.error).toBeUndefined();
  expect([await running.pod.addresses('net1'), await running.pod.addresses('net2')]).toEqual([['192.168.0.13/24'], ['10.9.0.5/24']]);
  expect(await running.stop()).toEqual([]);
});

test('a pod chooses the name of its interface', async () => {
  const { pod, error } = await started(podsIn(ipvlan(IpvlanMode.L2, ipv4), { a: { interfaceName: 'storage0' } }));
  expect(error).toBeUndefined();
  expect(await pod.addresses('storage0')).toEqual(['192.168.0.13/24']);
});
