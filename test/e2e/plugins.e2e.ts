import * as fc from 'fast-check';
import { canonicalConfig } from '../../lib/cni/canonical';
import { checkDevice } from '../../lib/cni/chain';
import { readConfig } from '../../lib/cni/config';
import { Machine, Node, Pod } from '../vm';

/** Another seed finds other cases, more runs more of them: FAST_CHECK_SEED=42 FAST_CHECK_RUNS=1000 npm run test:e2e. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? 20261125);
const RUNS = Number(process.env.FAST_CHECK_RUNS ?? 120);

/** What we know of the node on which the verdicts are asked for. */
const MASTER = { addresses: ['192.168.0.12/24'], mtu: 1500 };
const POOL = { type: 'host-local', subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17', gateway: '192.168.0.1' };
const ADDRESS = { address: '192.168.0.50/24', gateway: '192.168.0.1' };

/** A right configuration of a plugin, and the values that its keys may have instead. */
interface Plugin {
  readonly right: any;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
}

const WRONG_TYPES = [7, 'text', true, [], {}, null];
const MTUS = [0, 68, 1400, 1500, 67, 9000, 65536, -1, '1400', 1.5];
const MACS = ['', '02:00:00:00:00:0c', '02-00-00-00-00-0c', '0200.0000.000c', '02:00', '00:00:00:00:00:00', '01:00:5e:00:00:01', 'mac', 5];
const ROUTES = [
  [], [{ dst: '10.0.0.0/8' }], [{ dst: '10.0.0.0/8', gw: '192.168.0.1' }], [{ dst: '10.0.0.0/8', gw: '' }], [{ dst: '10.0.0.0/8', gw: null }],
  [{ dst: '10.0.0.0/8', gw: '10.1.1.1' }], [{ dst: '10.0.0.1/8' }], [{ dst: '10.0.0.0' }], [{ dst: '' }], [{}], [{ gw: '192.168.0.1' }], 'all', [7],
  [{ dst: 'fd00:5::/64' }], [{ dst: '0.0.0.0/0', gw: '192.168.0.1' }], [{ dst: '192.168.0.0/24' }], [{ dst: '192.168.0.0/24', gw: '192.168.0.1' }],
  [{ dst: '10.0.0.0/8' }, { dst: '10.0.0.0/8' }], [{ dst: '224.0.0.0/4' }], [{ dst: '127.0.0.0/8' }], [{ dst: '10.0.0.0/33' }], { dst: '10.0.0.0/8' },
];
const DNS = [
  { nameservers: ['10.0.0.1'] }, { nameservers: '10.0.0.1' }, { nameservers: [1] }, { domain: 'example.org', search: ['a'], options: ['ndots:2'] }, { domain: 7 },
  { search: 'a' }, ...WRONG_TYPES,
];
const hostLocal = (...more: object[]) => more.map((keys) => ({ ...POOL, ...keys }));
const fixed = (...more: object[]) => more.map((keys) => ({ type: 'static', addresses: [ADDRESS], ...keys }));
const IPAMS = [
  {}, { type: '' }, { type: 'hostlocal' }, null, [], 'host-local', POOL,
  ...hostLocal(...ROUTES.map((routes) => ({ routes })), ...DNS.map((dns) => ({ dns })), { dataDir: 7 }, { resolvConf: '' }, { type: 7 }),
  ...fixed(...ROUTES.map((routes) => ({ routes })), ...DNS.map((dns) => ({ dns })), ...[
    {}, 'x', [7], [{}], [{ address: '' }], [{ address: '192.168.0.50' }], [{ address: '192.168.0.50/33' }], [{ address: 'fd00::5/64' }], [ADDRESS, { address: 'fd00::5/64' }],
    [ADDRESS, ADDRESS], [ADDRESS, { address: '192.168.0.51/24' }], [{ ...ADDRESS, gateway: '10.0.0.1' }], [{ ...ADDRESS, gateway: 'x' }], [{ ...ADDRESS, gateway: '' }],
    [{ ...ADDRESS, gateway: 'fd00::1' }], [{ address: '192.168.0.0/24' }], [{ address: '192.168.0.255/24' }], [{ address: '192.168.0.50/32' }], [{ address: '0.0.0.0/0' }],
    [{ address: '127.0.0.1/8' }], [{ address: '224.0.0.1/4' }], [{ address: '::/64' }], [{ address: 'fe80::5/64' }], [{ address: 'ff02::1/64' }], [{ address: 7 }],
  ].map((addresses) => ({ addresses }))),
];

const MAKERS: Readonly<Record<string, Plugin>> = {
  bridge: {
    right: { bridge: 'bridge0', ipam: POOL },
    values: {
      bridge: ['', 'a/b', 'sixteen-letters-', 'a b', '.', 7], isGateway: [true, false, 'yes'], isDefaultGateway: [true, 1], forceAddress: [true, 'x'], ipMasq: [true, 'x'],
      mtu: MTUS, hairpinMode: [true, 'x'], promiscMode: [true, 'x'], vlan: [0, 1, 100, 4094, 4095, -1, '5'], enabledad: [true, 'x'],
    },
  },
  ptp: { right: { ipam: POOL }, values: { mtu: MTUS, ipMasq: [true, 'x'] } },
  vlan: { right: { master: 'eth1', vlanId: 7, ipam: POOL }, values: { master: ['', 'lo', 'a/b', 7], vlanId: [0, 1, 4094, 4095, -1, '5', null], mtu: MTUS } },
  'host-device': {
    right: { device: 'spare', ipam: POOL },
    values: { device: ['', 'lo', 'a/b', 7], hwaddr: ['', 'x', '02:00:00:00:00:99', 7], kernelpath: ['', 'x', '/sys/devices/nothing'], pciBusID: ['', 7] },
  },
  macvlan: { right: { master: 'eth1', mode: 'bridge', ipam: POOL }, values: { mac: MACS, mtu: MTUS, mode: ['private', 'x'] } },
};
const COMMON: Readonly<Record<string, readonly unknown[]>> = {
  cniVersion: ['0.2.0', '0.3.0', '0.4.0', '1.0.0', '', '0.3.2', 3, null],
  name: ['a b', '-a', 'a.b_c-d', '9'],
  args: [{}, { cni: {} }, ...WRONG_TYPES],
  capabilities: [{ ips: true }, { ips: 'x' }, { ips: 1 }, ...WRONG_TYPES],
  dns: DNS,
  ipam: IPAMS,
};
const CHAINED: Readonly<Record<string, Plugin>> = {
  tuning: {
    right: {},
    values: {
      sysctl: [
        { 'net.ipv4.conf.net1.forwarding': '1' }, { 'net/ipv4/conf/net1/forwarding': '1' }, { 'net.ipv4.conf.IFNAME.forwarding': '1' }, { 'net.core.somaxconn': '500' },
        { 'kernel.hostname': 'x' }, { 'net.core.somaxconn': 500 }, { '': '1' }, ...WRONG_TYPES,
      ],
      mac: MACS, promisc: [true, 'x'], allmulti: [true, 'x'], mtu: MTUS.filter((mtu) => mtu !== 9000), txQLen: [0, 1000],
    },
  },
  bandwidth: {
    right: { ingressRate: 1000000, ingressBurst: 2000000 },
    values: {
      ingressRate: [0, 1, 7, 8, -1, 'x', 1.5, null], ingressBurst: [0, 1, 7, 8, 34359738359, 34359738360, -1, 'x', null],
      egressRate: [0, 1, 8, 1000000, 'x'], egressBurst: [0, 1, 8, 1000000, 34359738359, 34359738360],
    },
  },
  portmap: {
    right: { capabilities: { portMappings: true }, runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } },
    values: { snat: [true, false, 'x'], conditionsV4: [['-s', '10.0.0.0/8'], [], 'x', [7]], conditionsV6: [[], 'x'], markMasqBit: [0, 13, 31, 32, -1, 'x'], externalSetMarkChain: ['', 7] },
  },
  firewall: {
    right: {},
    values: { backend: ['iptables', '', 'firewalld-', 7], ingressPolicy: ['open', 'same-bridge', '', 'x', 7], iptablesAdminChainName: ['', 'ADMIN', 7, 'a b', '-x', '!x', 'x'.repeat(28), 'x'.repeat(29)], firewalldZone: ['', 'x', 7] },
  },
  sbr: { right: {}, values: {} },
  vrf: { right: { vrfname: 'blue' }, values: { vrfname: ['', 'a/b', 'sixteen-letters-', 7, null, 'lo'], table: [0, 1, 500, 254, 255, -1, 4294967295, 4294967296, 'x'] } },
};

/** A right configuration in which up to two keys have other values. */
function variant(type: string, { right, values }: Plugin): fc.Arbitrary<any> {
  const entries = Object.entries(values).flatMap(([key, list]) => list.map((value) => [key, value] as const));
  const changes = entries.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...entries), { maxLength: 2 });
  return changes.map((chosen) => ({ type, ...right, ...Object.fromEntries(chosen) }));
}

const envelope = { cniVersion: '0.4.0', name: 'network' };
const single = fc.oneof(...Object.entries(MAKERS).map(([type, { right, values }]) => variant(type, { right, values: { ...values, ...COMMON } })))
  .map((config) => ({ ...envelope, ...config }));
const chain = fc.tuple(
  fc.constantFrom(...Object.entries(MAKERS).filter(([type]) => type !== 'host-device').map(([type, { right }]) => ({ type, ...right }))),
  fc.oneof(...Object.entries(CHAINED).map(([type, plugin]) => variant(type, plugin))),
).map((plugins) => ({ ...envelope, plugins }));
const anyConfig = fc.oneof(single, chain);

/** Refused on purpose though the plugins take it: no IP packet fits, no pod is reached, or the gateway is of no use. */
const STRICTER = ['mtu-invalid', 'static-address-unusable'];

let machine: Machine;
let node: Node;
let pod: Pod;
beforeAll(async () => {
  machine = await Machine.boot({ seconds: 900 });
  node = await Node.in(machine, 'worker-1', { interfaces: { eth1: { addresses: MASTER.addresses, mtu: MASTER.mtu } } });
  await node.runOk('ip route add default via 192.168.0.1 dev eth1');
});
afterAll(() => machine?.close());

/** What the real plugins say; undefined where they accept. Nothing of it is left afterwards. */
async function refusal(config: any): Promise<string | undefined> {
  pod = await node.pod('pod');
  await node.runOk('ip link add spare type dummy && ip link set spare address 02:00:00:00:00:99');
  const { plugins, ...list } = config.plugins ? config : { plugins: [config] };
  const calls = plugins.map((plugin: any) => ({ ...plugin, ...(config.plugins && { name: list.name, cniVersion: list.cniVersion }) }));
  const { error } = await pod.add({ network: 'network', interfaceName: 'net1', plugins: calls, name: 'network', args: '' });
  await pod.remove();
  await machine.run(`rm -rf ${node.folder}/lib/networks`);
  await node.run(`for link in $(ls /sys/class/net); do case $link in lo | eth1) ;; *) ip link delete $link ;; esac; done 2>/dev/null
for table in filter nat; do iptables -t $table -F; iptables -t $table -X; done`);
  return error?.msg;
}

test('the plugins and we agree on generated configurations', async () => {
  const disagreements: string[] = [];
  let refused = 0;
  for (const config of fc.sample(anyConfig, { numRuns: RUNS, seed: SEED })) {
    const reading = readConfig(canonicalConfig(config), config.master ? MASTER : {});
    const errors = [...reading.faults, ...reading.plugins.flatMap(checkDevice)].filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
    const real = await refusal(config);
    refused += real === undefined ? 0 : 1;
    if (real === undefined ? errors.some((rule) => !STRICTER.includes(rule)) : errors.length === 0) {
      disagreements.push(`${JSON.stringify(config)}: ${real ?? 'accepted'}; ${errors.join(', ') || 'we say nothing'}`);
    }
  }
  expect(disagreements).toEqual([]);
  expect(refused).toBeGreaterThan(RUNS / 5);
}, 900_000);
