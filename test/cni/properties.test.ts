import { Chart } from 'cdk8s';
import { ChainedPlugin, Ipam, MacvlanNetwork, PtpNetwork, SriovLinkState, SriovNetwork, TapNetwork } from '../../lib';
import { checkKeys } from '../../lib/cni/keys';
import { knownPlugin } from '../../lib/cni/known-plugins';
import { checkGiven, inProperties, propertyOf, toKeys } from '../../lib/cni/properties';
import { readWhereabouts } from '../../lib/cni/whereabouts';
import { chartOf } from '../support/app';
import { linesOf, messageThrownBy } from '../support/messages';

test.each([
  ['mtu', 'mtu'], ['txQLen', 'txQLen'], ['min_tx_rate', 'minTxRate'], ['enable_l3', 'enableL3'], ['k8s_api_root', 'k8sApiRoot'], ['pciBusID', 'pciBusId'], ['minID', 'minId'], ['vlanQoS', 'vlanQoS'],
])('the property of %s is %s', (key, property) => {
  expect(propertyOf(key)).toBe(property);
});

test('properties become keys, in their order, and strangers stay behind', () => {
  const conf = toKeys({ odd: 1, maxTxRate: 2, vlan: 3 }, knownPlugin('sriov')!.keys);
  expect(JSON.stringify(conf)).toBe('{"vlan":3,"max_tx_rate":2,"odd":1}');
});

test('a fault says the property, in its path and in its words', () => {
  const { keys, check } = knownPlugin('sriov')!;
  expect(linesOf([...checkKeys({ min_tx_rate: '5' }, keys, 'sriov', []), ...check({ min_tx_rate: 5, max_tx_rate: 2 }, [])].map(inProperties))).toEqual([
    "error: key-type 'minTxRate' has the wrong type: got \"5\"; expected a whole number; correct the value",
    "error: sriov-rate-reversed 'minTxRate' is above 'maxTxRate' 2: got 5; expected at most 2 Mbps; lower it, or raise 'maxTxRate'; 0 there is no limit",
  ]);
  expect(linesOf(readWhereabouts({ type: 'whereabouts', range: '10.0.0.0/24', range_start: '10.0.0.20', range_end: '10.0.0.10' }, ['ipam']).faults.map(inProperties))).toEqual([
    'error: whereabouts-bound-ignored \'ipam.rangeEnd\' comes before \'rangeStart\' "10.0.0.20", so that whereabouts ignores it: got "10.0.0.10"; expected "10.0.0.20" or a later address; swap \'rangeStart\' and \'rangeEnd\'',
  ]);
});

test('the keys that a user chose stay as they are', () => {
  const { check } = knownPlugin('tuning')!;
  expect(check({ sysctl: { arp_filter: '1' } }, []).map(inProperties).map(({ path }) => path)).toEqual([['sysctl', 'arp_filter']]);
});

test('what is there and says nothing is found, however deep, and what is left out is not', () => {
  const value: Record<string, unknown> = { a: '', b: [{ c: null }, undefined, ''], d: { e: 0, f: false, g: [], h: {}, i: undefined, j: ' ' } };
  value.itself = value;
  expect(linesOf(checkGiven(value, ['x']))).toEqual(['x.a\' is empty: got ""', 'x.b[0].c\' is empty: got null', 'x.b[2]\' is empty: got ""']
    .map((words) => `error: value-empty '${words}; expected a value, or no such property; set it, or leave it out`));
});

test('what is deeper than any property is not looked into', () => {
  let value: unknown = '';
  for (let depth = 0; depth < 100_000; depth++) {
    value = [value];
  }
  expect(checkGiven({ a: value, b: '' }, []).map(({ path }) => path)).toEqual([['b']]);
  expect(() => Ipam.hostLocal({ subnet: '10.0.0.0/24', routes: value as any })).toThrow(/^\[Ipam\.hostLocal\] key-type 'routes\[0\]' has the wrong type/);
});

describe('an empty property fails', () => {
  const words = (place: string, property: string) => `[${place}] value-empty '${property}' is empty: got ""; expected a value, or no such property; set it, or leave it out`;
  const network = (call: (chart: Chart) => unknown) => () => call(chartOf('networks'));
  const [resourceName, range, subnet] = ['intel.com/a', '10.0.0.0/24', '10.0.0.0/24'];

  test.each<[string, string, () => unknown]>([
    ['Ipam.hostLocal', 'rangeStart', () => Ipam.hostLocal({ subnet, rangeStart: '', rangeEnd: '10.0.0.9' })],
    ['Ipam.hostLocal', 'gateway', () => Ipam.hostLocal({ subnet, gateway: '' })],
    ['Ipam.hostLocal', 'ranges[0][0].gateway', () => Ipam.hostLocal({ ranges: [[{ subnet, gateway: '' }]] })],
    ['Ipam.hostLocal', 'routes[0].gw', () => Ipam.hostLocal({ subnet, routes: [{ dst: '10.1.0.0/16', gw: '' }] })],
    ['Ipam.hostLocal', 'dataDir', () => Ipam.hostLocal({ subnet, dataDir: '' })],
    ['Ipam.whereabouts', 'gateway', () => Ipam.whereabouts({ range, gateway: '' })],
    ['Ipam.whereabouts', 'networkName', () => Ipam.whereabouts({ range, networkName: '' })],
    ['Ipam.whereabouts', 'nodeSliceSize', () => Ipam.whereabouts({ range, nodeSliceSize: '' })],
    ['Ipam.whereabouts', 'kubernetes.kubeconfig', () => Ipam.whereabouts({ range, kubernetes: { kubeconfig: '' } })],
    ['Ipam.staticAddresses', 'addresses[0].gateway', () => Ipam.staticAddresses({ addresses: [{ address: '10.0.0.5/24', gateway: '' }] })],
    ['Ipam.dhcp', 'daemonSocketPath', () => Ipam.dhcp({ daemonSocketPath: '' })],
    ['ChainedPlugin.tuning', 'mac', () => ChainedPlugin.tuning({ mac: '' })],
    ['ChainedPlugin.tuning', 'sysctl.net/ipv4/ip_forward', () => ChainedPlugin.tuning({ sysctl: { 'net/ipv4/ip_forward': '' } })],
    ['ChainedPlugin.firewall', 'firewalldZone', () => ChainedPlugin.firewall({ firewalldZone: '' })],
    ['networks/net', 'mac', network((chart) => new MacvlanNetwork(chart, 'net', { master: 'eth1', ipam: Ipam.none(), mac: '' }))],
    ['networks/net', 'mac', network((chart) => new TapNetwork(chart, 'net', { mac: '' }))],
    ['networks/net', 'mac', network((chart) => new SriovNetwork(chart, 'net', { resourceName, mac: '' }))],
    ['networks/net', 'deviceId', network((chart) => new SriovNetwork(chart, 'net', { resourceName, deviceId: '' }))],
    ['networks/net', 'linkState', network((chart) => new SriovNetwork(chart, 'net', { resourceName, linkState: '' as SriovLinkState }))],
    ['networks/net', 'dns.domain', network((chart) => new PtpNetwork(chart, 'net', { ipam: Ipam.none(), dns: { domain: '' } }))],
    ['networks/net', 'cniVersion', network((chart) => new TapNetwork(chart, 'net', { cniVersion: '' }))],
  ])('%s %s', (place, property, call) => {
    expect(messageThrownBy(call)).toBe(words(place, property));
  });

  test('but not where a key is written', () => {
    const ipam = Ipam.custom({ type: 'host-local', subnet, gateway: '' });
    expect(() => new MacvlanNetwork(chartOf('networks'), 'net', { master: 'eth1', ipam, rawConfig: { mac: '' } })).not.toThrow();
  });
});
