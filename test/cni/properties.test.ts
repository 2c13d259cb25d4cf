import { checkKeys } from '../../lib/cni/keys';
import { knownPlugin } from '../../lib/cni/known-plugins';
import { inProperties, propertyOf, toKeys } from '../../lib/cni/properties';
import { readWhereabouts } from '../../lib/cni/whereabouts';
import { linesOf } from '../support/messages';

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
    'warning: whereabouts-bound-ignored \'ipam.rangeEnd\' comes before \'rangeStart\' "10.0.0.20", so that whereabouts ignores it: got "10.0.0.10"; expected "10.0.0.20" or a later address; swap \'rangeStart\' and \'rangeEnd\'',
  ]);
});

test('the keys that a user chose stay as they are', () => {
  const { check } = knownPlugin('tuning')!;
  expect(check({ sysctl: { arp_filter: '1' } }, []).map(inProperties).map(({ path }) => path)).toEqual([['sysctl', 'arp_filter']]);
});
