import { KNOWN_PLUGINS } from '../../lib/cni/known-plugins';
import { isReferencePlugin, newKeysOf } from '../../lib/cni/releases';
import { pathText } from '../../lib/diagnostics';

const newKeys = (conf: object) => newKeysOf({ conf: { ...conf }, path: ['plugins', 0] }).map(({ path, release }) => `${pathText(path)} ${release}`);

test('every plugin knows since when its keys are read, of keys that it has', () => {
  const since = KNOWN_PLUGINS.filter(({ sameAs }) => sameAs === undefined)
    .flatMap(({ type, keysSince = {} }) => Object.entries(keysSince).map(([key, { release, after }]) => `${type} ${key} ${after ? 'after ' : ''}${release}`));
  expect(since).toEqual([
    'ipvlan linkInContainer 1.3.0',
    'macvlan linkInContainer 1.3.0', 'macvlan bcqueuelen 1.6.0',
    'vlan linkInContainer 1.3.0',
    'bridge macspoofchk 1.1.0', 'bridge enabledad 1.1.0', 'bridge vlanTrunk 1.3.0', 'bridge preserveDefaultVlan 1.3.0',
    'bridge disableContainerInterface 1.4.1', 'bridge ipMasqBackend 1.6.0', 'bridge portIsolation 1.7.0',
    'ptp ipMasqBackend 1.6.0',
    'tuning txQLen 1.4.0',
    'portmap backend 1.6.0',
    'sbr table 1.6.0', 'sbr addSourceHints after 1.9.1', 'sbr gateways after 1.9.1',
    'firewall ingressPolicy 1.1.0',
  ]);
  for (const { keys, keysSince = {} } of KNOWN_PLUGINS) {
    expect(Object.keys(keys)).toEqual(expect.arrayContaining(Object.keys(keysSince)));
  }
});

test.each<[string, object, string[]]>([
  ['a key that is there', { type: 'bridge', vlanTrunk: [{ id: 1 }], isGateway: true }, ['plugins[0].vlanTrunk 1.3.0']],
  ['keys of routes', { type: 'macvlan', ipam: { type: 'static', routes: [{ dst: '10.0.0.0/8', gw: '10.0.0.1', mtu: 1400 }, { dst: '0.0.0.0/0', table: 9, priority: 5, scope: 253 }] } },
    ['plugins[0].ipam.routes[1].table 1.6.0', 'plugins[0].ipam.routes[1].priority 1.6.0', 'plugins[0].ipam.routes[1].scope 1.6.0']],
  ['what is not what old releases do', { type: 'bridge', preserveDefaultVlan: false, ipMasqBackend: 'nftables' }, ['plugins[0].preserveDefaultVlan 1.3.0', 'plugins[0].ipMasqBackend 1.6.0']],
  ['nothing where the values say what old releases do', { type: 'bridge', preserveDefaultVlan: true, ipMasqBackend: 'iptables', macspoofchk: false, portIsolation: null }, []],
  ['nothing in keys that are not there', { type: 'bridge' }, []],
  ['nothing where they say nothing', { type: 'firewall', ingressPolicy: '' }, []],
  ['nothing in routes of an IPAM that nobody knows', { type: 'macvlan', ipam: { type: 'site-ipam', routes: [{ dst: '10.0.0.0/8', table: 9 }] } }, []],
  ['nothing in a plugin that nobody knows', { type: 'site-plugin', vlanTrunk: [] }, []],
  ['nothing of prototypes', { type: 'toString' }, []],
])('finds %s', (_, conf, expected) => {
  expect(newKeys(conf)).toEqual(expected);
});

test('tells the reference plugins from those of other projects', () => {
  expect(['bridge', 'host-local', 'dhcp', 'tuning'].filter(isReferencePlugin)).toEqual(['bridge', 'host-local', 'dhcp', 'tuning']);
  expect(['whereabouts', 'sriov', 'cnv-bridge', 'flannel', 'site-plugin', 'constructor'].filter(isReferencePlugin)).toEqual([]);
});
