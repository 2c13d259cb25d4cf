import { podAddresses } from '../../lib/cni/pod-addresses';

const texts = (ipam: unknown) => podAddresses(ipam, ['ipam']).map((choices) => choices.map(({ subnet, gateway, path }) => `${subnet} ${gateway ?? ''} ${path.join('.')}`));

test.each<[string, unknown, string[][]]>([
  ['one range of each set of host-local', { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24' }, { subnet: '10.1.0.0/24', gateway: '10.1.0.9' }], [{ subnet: 'fd00::/64' }]] }, [
    ['10.0.0.0/24 10.0.0.1 ipam.ranges.0.0', '10.1.0.0/24 10.1.0.9 ipam.ranges.0.1'], ['fd00::/64 fd00::1 ipam.ranges.1.0'],
  ]],
  ['each address of static', { type: 'static', addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }, { address: 'fd00::5/64' }] }, [
    ['10.0.0.0/24 10.0.0.1 ipam.addresses.0'], ['fd00::/64  ipam.addresses.1'],
  ]],
  ['each range and address of whereabouts, with the gateway of the family', {
    type: 'whereabouts', ipRanges: [{ range: '10.0.0.0/24' }, { range: 'fd00::/64' }], gateway: '10.0.0.1', addresses: [{ address: '10.9.0.5/24', gateway: '10.9.0.1' }],
  }, [['10.0.0.0/24 10.0.0.1 ipam.ipRanges.0'], ['fd00::/64  ipam.ipRanges.1'], ['10.9.0.0/24 10.9.0.1 ipam.addresses.0']]],
])('a pod gets %s', (_, ipam, expected) => {
  expect(texts(ipam)).toEqual(expected);
});

test('nothing is said of other IPAMs, and of what cannot be read', () => {
  for (const ipam of [undefined, null, 'static', [], {}, { type: 'dhcp' }, { type: 'host-local', subnet: 'x' }, { type: 'static', addresses: [{ address: 'x' }, null] }, { type: 'static', addresses: 'x' }]) {
    expect(texts(ipam)).toEqual([]);
  }
});
