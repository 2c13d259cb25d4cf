import { newKeysOf } from '../../lib/cni/releases';
import { Machine, Node, Pod } from '../vm';

/** The release of the plugins that Debian packages. */
const RELEASE = '1.1.1';

const POOL = { type: 'host-local', subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17', gateway: '192.168.0.1' };
const MACVLAN = { type: 'macvlan', master: 'eth1', ipam: POOL };
const BRIDGE = { type: 'bridge', bridge: 'br0', ipam: POOL };

let machine: Machine;
let node: Node;
let pod: Pod;
beforeAll(async () => {
  machine = await Machine.boot();
  node = await Node.in(machine, 'worker-1', { interfaces: { eth1: { addresses: ['192.168.0.12/24'] } } });
});
afterAll(() => machine?.close());

/** What the real plugins make of them: the error, or nothing. */
async function add(plugins: readonly object[], cniVersion = '0.4.0'): Promise<string | undefined> {
  pod = await node.pod('pod');
  const { error } = await pod.add({
    network: 'network', name: 'network', interfaceName: 'net1', args: '', plugins: plugins.map((plugin) => ({ cniVersion, name: 'network', ...plugin } as any)),
  });
  return error?.msg;
}

afterEach(async () => {
  await pod?.remove();
  await machine.run(`rm -rf ${node.folder}/lib/networks`);
  await node.run('ip link delete br0 2>/dev/null');
});

/** The ports of the bridge with what the kernel says of them. */
const ports = async (): Promise<any[]> => JSON.parse(await node.runOk('ip -d -j link show master br0'));

test.each<[string, object, object | undefined, () => Promise<unknown>, unknown]>([
  ['a route is made in the main table', { ...MACVLAN, ipam: { ...POOL, routes: [{ dst: '10.0.0.0/8', table: 100 }] } }, undefined,
    () => pod.routes(), ['10.0.0.0/8 via 192.168.0.1 dev net1', '192.168.0.0/24 dev net1']],
  ['a route is made without its metric', { ...MACVLAN, ipam: { ...POOL, routes: [{ dst: '10.0.0.0/8', priority: 500 }] } }, undefined,
    async () => (await pod.runOk('ip route show 10.0.0.0/8')).trim(), '10.0.0.0/8 via 192.168.0.1 dev net1'],
  ['the master is looked for on the node', { ...MACVLAN, linkInContainer: true }, undefined, () => pod.addresses('net1'), ['192.168.0.13/24']],
  ['the bridge has no VLANs', { ...BRIDGE, vlanTrunk: [{ id: 100 }] }, undefined,
    async () => JSON.parse(await node.runOk('ip -d -j link show br0'))[0].linkinfo.info_data.vlan_filtering, 0],
  ['pods reach each other', { ...BRIDGE, portIsolation: true }, undefined, async () => (await ports())[0].linkinfo.info_slave_data.isolated, false],
  ['the interface of the pod is up', { ...BRIDGE, ipam: {}, disableContainerInterface: true }, undefined, async () => (await pod.link('net1')).flags.includes('UP'), true],
  ['the queue stays as it was', MACVLAN, { type: 'tuning', txQLen: 77 }, async () => (await pod.link('net1')).txqlen === 77, false],
])('the plugins 1.1.1 ignore what we say is newer: %s', async (_, maker, behind, look, expected) => {
  const plugins = [maker, ...behind ? [behind] : []];
  const newer = plugins.flatMap((conf: any) => newKeysOf({ conf, path: [] })).map(({ release }) => release);
  expect(newer).toHaveLength(1);
  expect(newer[0].localeCompare(RELEASE, 'en', { numeric: true })).toBe(1);
  expect(await add(plugins)).toBeUndefined();
  expect(await look()).toEqual(expected);
});

test('the plugins 1.1.1 obey what we say is as old as they', async () => {
  expect(newKeysOf({ conf: { ...BRIDGE, macspoofchk: true, enabledad: true }, path: [] }).map(({ release }) => release)).toEqual(['1.1.0', '1.1.0']);
  // it needs nft, which the machine does not have
  expect(await add([{ ...BRIDGE, macspoofchk: true }])).toMatch(/nft/);
});

test('the plugins 1.1.1 refuse version 1.1.0, and accept 1.0.0', async () => {
  expect(await add([MACVLAN], '1.1.0')).toMatch(/^incompatible CNI versions$/);
  await pod.remove();
  expect(await add([MACVLAN], '1.0.0')).toBeUndefined();
});
