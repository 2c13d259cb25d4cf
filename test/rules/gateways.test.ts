import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';

const MACVLAN = { type: 'macvlan', master: 'eth1', mode: 'bridge' };

/** The findings at a pod that selects a network like this. */
function findings(ipam: object | undefined, selection: object, plugin: object = {}): string[] {
  const check = new ManifestCheck();
  const config = { cniVersion: '0.3.1', ...MACVLAN, capabilities: { ips: true }, ...(ipam && { ipam }), ...plugin };
  check.add('network.json', networkText(config, { name: 'storage' }));
  const annotations = { 'k8s.v1.cni.cncf.io/networks': JSON.stringify([{ name: 'storage', ...selection }]) };
  check.add('pod.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations }, spec: { containers: [] } }));
  return check.finish().findings.filter(({ kind }) => kind === 'Pod').map(({ severity, message }) => `${severity} ${message}`);
}

const HOST_LOCAL = { type: 'host-local', ranges: [[{ subnet: '192.168.1.0/24' }], [{ subnet: 'fd00:1::/64' }]] };
/** What makes of a network a list of macvlan and this plugin. */
const before = (plugin: object) => ({ type: undefined, plugins: [{ ...MACVLAN, ipam: HOST_LOCAL }, plugin] });
const unreachable = (gateway: string, expected: string) => [
  `error default-route-unreachable 'k8s.v1.cni.cncf.io/networks[0].default-route[0]' is not in a subnet of the network "default/storage": got ${JSON.stringify(gateway)}; `
  + `expected an address in ${expected}; correct the gateway, or ask for it on the network that it is in`,
];

test.each<[string, object, string, object?, object?]>([
  ['in the subnet', HOST_LOCAL, '192.168.1.254'],
  ['in the subnet of IPv6', HOST_LOCAL, 'fd00:1::ffff'],
  ['of every IPv6 link', HOST_LOCAL, 'fe80::1'],
  ['of a family that a router may announce', { type: 'host-local', subnet: '192.168.1.0/24' }, 'fd00:9::1'],
  ['in the range of whereabouts', { type: 'whereabouts', range: '192.168.1.16-192.168.1.32/24' }, '192.168.1.1'],
  ['in the subnet of the address that the pod asks for', { type: 'static' }, '192.168.1.1', { ips: ['192.168.1.5/24'] }],
  ['to which a route without a gateway leads', { type: 'static', addresses: [{ address: '192.168.1.5/32' }], routes: [{ dst: '10.0.0.0/8' }] }, '10.0.0.1'],
  ['that DHCP may give', { type: 'dhcp' }, '10.0.0.1'],
  ['of a plugin that nobody knows', HOST_LOCAL, '10.0.0.1', {}, { type: 'my-plugin' }],
  ['of a list with a plugin that nobody knows', HOST_LOCAL, '10.0.0.1', {}, before({ type: 'my-plugin' })],
  ['of a list with an IPAM that nobody knows', HOST_LOCAL, '10.0.0.1', {}, before({ type: 'tap', ipam: { type: 'my-ipam' } })],
  ['of an IPAM that nobody knows', { type: 'my-ipam', subnet: '192.168.1.0/24' }, '10.0.0.1'],
  ['of a network that has another fault', { type: 'host-local', ranges: [[{ subnet: '192.168.1.0/24' }], [{ subnet: '10.0.0.1/8' }]] }, '10.0.0.1'],
])('a default route passes with a gateway %s', (_, ipam, gateway, selection = {}, plugin = {}) => {
  expect(findings(ipam, { 'default-route': [gateway], ...selection }, plugin)).toEqual([]);
});

test.each<[string, object, string, string, object?, object?]>([
  ['before the subnet', HOST_LOCAL, '192.168.0.255', '"192.168.1.0/24"'],
  ['behind the subnet', HOST_LOCAL, '192.168.2.0', '"192.168.1.0/24"'],
  ['outside the subnet of IPv6', HOST_LOCAL, 'fd00:2::1', '"fd00:1::/64"'],
  ['outside the range of whereabouts', { type: 'whereabouts', range: '192.168.1.0/24' }, '10.0.0.1', '"192.168.1.0/24"'],
  ['beside a single address', { type: 'static', addresses: [{ address: '192.168.1.5/32' }] }, '192.168.1.1', '"192.168.1.5/32"'],
  ['outside the subnet of the address that the pod asks for', { type: 'static' }, '10.0.0.1', '"192.168.1.0/24"', { ips: ['192.168.1.5/24'] }],
  ['to which a route with a gateway leads', { type: 'host-local', subnet: '192.168.1.0/24', routes: [{ dst: '10.0.0.0/8' }] }, '10.0.0.1', '"192.168.1.0/24"'],
  ['of a network that has a warning', HOST_LOCAL, '10.0.0.1', '"192.168.1.0/24"', {}, { mtuu: 1500 }],
])('a default route fails with a gateway %s', (_, ipam, gateway, expected, selection = {}, plugin = {}) => {
  expect(findings(ipam, { 'default-route': [gateway], ...selection }, plugin)).toEqual(unreachable(gateway, expected));
});

test.each<[string, object | undefined, object, object?]>([
  ['the network has one', { type: 'static', addresses: [{ address: '192.168.1.5/24' }] }, {}],
  ['the pod asks for one', { type: 'static' }, { ips: ['192.168.1.5/24'] }],
  ['the pod asks for one in other words', { type: 'static', addresses: [] }, { 'cni-args': { ips: ['192.168.1.5/24'] } }],
  ['the network asks for one in other words', { type: 'static' }, {}, { args: { cni: { ips: ['192.168.1.5/24'] } } }],
  ['the network needs none', {}, {}],
  ['the plugin is one that nobody knows', { type: 'static' }, {}, { type: 'my-plugin' }],
])('an address is there where %s', (_, ipam, selection, plugin = {}) => {
  expect(findings(ipam, selection, plugin)).toEqual([]);
});

test.each([[{ type: 'static' }], [{ type: 'static', addresses: [] }], [{ type: 'static', addresses: null }]])('fails where nobody gives an address: %j', (ipam) => {
  expect(findings(ipam, {})).toEqual([
    'error static-address-missing \'k8s.v1.cni.cncf.io/networks[0].ips\' is needed, because the network "default/storage" has no address of its own to give: '
    + 'got nothing; expected addresses with a prefix length, such as ["192.168.1.14/24"]; ask for an address, or give the network \'addresses\'',
  ]);
});

describe('the routes of a network whose pods ask for their addresses', () => {
  /** The findings at a network of these plugins, whose pods ask for these addresses, each for some. */
  function lines(pods: string[][], ...plugins: object[]): string[] {
    const check = new ManifestCheck();
    check.add('network.json', networkText({ cniVersion: '0.3.1', plugins }, { name: 'storage' }));
    pods.forEach((ips, i) => {
      const annotations = { 'k8s.v1.cni.cncf.io/networks': JSON.stringify([{ name: 'storage', ips }]) };
      check.add(`${i}.json`, JSON.stringify({ kind: 'Pod', metadata: { name: `app-${i}`, namespace: 'default', annotations }, spec: { containers: [] } }));
    });
    return check.finish().findings.map(({ severity, name, message }) => `${severity} ${name} ${message.split('; expected')[0]}`);
  }

  const CAPABILITY = { capabilities: { ips: true } };
  const withRoutes = (...routes: object[]) => ({ ...MACVLAN, ...CAPABILITY, ipam: { type: 'static', routes } });
  const ROUTE = { dst: '10.9.0.0/16', gw: '10.0.0.1' };
  /** A network with an address of its own, and the gateway beside it. */
  const OWN = { ...MACVLAN, ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24' }], routes: [ROUTE] } };
  const unreachableFrom = (gateway: string) => [`error storage route-gateway-unreachable 'plugins[0].ipam.routes[0].gw' is in no subnet of this network: got "${gateway}"`];

  test('pass where their gateways are beside the addresses', () => {
    expect(lines([['10.0.0.5/24', 'fd00::5/64'], ['10.0.0.6/24', 'fd00::6/64']], withRoutes(ROUTE, { dst: 'fd09::/64', gw: 'fe80::1' }))).toEqual([]);
    expect(lines([], withRoutes(ROUTE))).toEqual([]);
  });

  test.each<[string, object[]]>([
    ['no plugin hears of others', [OWN, { type: 'tuning' }]],
    ['the plugin that hears of others is another', [OWN, { type: 'tuning', ...CAPABILITY }]],
    ['host-local gives them', [{ ...MACVLAN, ...CAPABILITY, ipam: { type: 'host-local', subnet: '10.0.0.0/24', routes: [ROUTE] } }]],
  ])('pass where the addresses of the network stay, because %s', (_, plugins) => {
    expect(lines([['10.0.0.5/32']], ...plugins)).toEqual([]);
  });

  test('fail where the addresses of the network make room for others', () => {
    expect(lines([['10.5.0.5/24']], { ...OWN, ...CAPABILITY }, { type: 'tuning' })).toEqual(unreachableFrom('10.0.0.1'));
  });

  test('fail where they are elsewhere, once for the network', () => {
    expect(lines([['192.168.0.5/24'], ['10.0.0.5/24'], ['10.0.0.6/24']], withRoutes({ ...ROUTE, gw: '192.168.0.1' }))).toEqual(unreachableFrom('192.168.0.1'));
  });
});
