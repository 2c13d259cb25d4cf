import { PTP } from '../../lib/cni/ptp';
import { SOME_IPAM, ipamMissing, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(PTP, { type: 'ptp', ipam: SOME_IPAM, ...conf });
const GATEWAY = (path: string) => `error: ptp-gateway-missing '${path}' is missing, and ptp needs it: got nothing; expected the address that the node has on the link, such as "192.168.1.1"; set it`;
const FAMILY = (path: string, got: string, subnet: string, family: number) => `error: ptp-gateway-family '${path}' is the gateway of an address in "${subnet}", and of another family: got "${got}"; expected an IPv${family} address; correct it, or let ptp have addresses of one family`;

test.each<[string, object]>([
  ['the smallest one', {}],
  ['every key', { ipMasq: true, ipMasqBackend: 'iptables', mtu: 1500, dns: {} }],
  ['a static address with a gateway', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }] } }],
  ['whereabouts with a gateway', { ipam: { type: 'whereabouts', range: '10.0.0.0/24', gateway: '10.0.0.1' } }],
  ['two families with a gateway each', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }, { address: 'fd00::2/64', gateway: 'fd00::1' }] } }],
  ['two sets with a gateway each', { ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.9', gateway: '10.0.0.1' }], [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.10', gateway: '10.0.0.2' }]] } }],
  ['two ranges of a set with one gateway, of which a pod gets one', { ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.9' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.10' }]] } }],
  ['a /31, and an IPv6 address alone', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/31', gateway: '10.0.0.3' }, { address: 'fd00::2/128', gateway: 'fd00::1' }] } }],
  ['its own route in another table, or with a priority', { ipam: { type: 'host-local', subnet: '10.0.0.0/24', routes: [{ dst: '10.0.0.0/24', table: 100 }, { dst: '10.0.0.1/32', priority: 5 }] } }],
  ['what nobody can read', { ipam: { type: 'static', addresses: [{ address: 'x', gateway: '10.0.0.1' }, { address: '10.0.0.2/24', gateway: 'x' }, null] } }],
  ['a gateway of another family beside host-local, which says so itself', { ipam: { type: 'host-local', subnet: '10.0.0.0/24', gateway: 'fd00::1' } }],
  ['an IPAM that it does not know', { ipam: { type: 'calico-ipam' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no IPAM', { ipam: undefined }, ipamMissing('ptp', 'nothing')],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['an unknown backend', { ipMasq: true, ipMasqBackend: 'x' }, "error: value-unknown 'ipMasqBackend' is not a value that ptp knows: got \"x\"; expected \"iptables\", \"nftables\"; write one of them"],
  ['a static address without a gateway', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24' }] } }, GATEWAY('ipam.addresses[0].gateway')],
  ['the route that it makes itself', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }], routes: [{ dst: '10.0.0.0/24' }] } }, "error: route-duplicate 'ipam.routes[0].dst' is the destination of the route that ptp makes already: got \"10.0.0.0/24\"; expected each route once; remove it, or the other route"],
  ['the route to the pool of host-local, which it makes itself', { ipam: { type: 'host-local', ranges: [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]], routes: [{ dst: '10.0.0.0/8' }, { dst: 'fd00::/64' }] } }, "error: route-duplicate 'ipam.routes[1].dst' is the destination of the route that ptp makes already: got \"fd00::/64\"; expected each route once; remove it, or the other route"],
  ['the route to the range of whereabouts, which it makes itself', { ipam: { type: 'whereabouts', range: '10.0.0.10-10.0.0.20/24', gateway: '10.0.0.1', routes: [{ dst: '10.0.0.0/24' }] } }, "error: route-duplicate 'ipam.routes[0].dst' is the destination of the route that ptp makes already: got \"10.0.0.0/24\"; expected each route once; remove it, or the other route"],
  ['the route to the gateway, which it makes itself', { ipam: { type: 'host-local', subnet: '10.0.0.0/24', routes: [{ dst: '10.0.0.1/32' }] } }, "error: route-duplicate 'ipam.routes[0].dst' is the destination of the route that ptp makes already: got \"10.0.0.1/32\"; expected each route once; remove it, or the other route"],
  ['two sets with one gateway', { ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.9' }], [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.10' }]] } }, "error: ptp-gateway-shared 'ipam.ranges[1][0]' has the gateway of 'ipam.ranges[0][0]': got \"10.0.0.1\"; expected a gateway of its own for each address of a pod; remove one of the two, or give it another 'gateway'"],
  ['two static addresses with one gateway', { ipam: { type: 'static', addresses: [{ address: 'fd00::2/64', gateway: 'fd00::1' }, { address: 'fd00::3/64', gateway: 'fd00::1' }] } }, "error: ptp-gateway-shared 'ipam.addresses[1]' has the gateway of 'ipam.addresses[0]': got \"fd00::1\"; expected a gateway of its own for each address of a pod; remove one of the two, or give it another 'gateway'"],
  ['an address alone', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/32', gateway: '10.0.0.1' }] } }, 'error: ptp-address-alone \'ipam.addresses[0]\' is an address without a subnet: got "10.0.0.2/32"; expected a prefix length of at most 31, such as "192.168.1.10/24"; write the prefix length of the subnet that the gateway is in too'],
  ['a gateway of another family', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }, { address: 'fd00::2/64', gateway: '10.0.0.1' }] } }, FAMILY('ipam.addresses[1].gateway', '10.0.0.1', 'fd00::/64', 6)],
  ['a range of another family than the gateway', { ipam: { type: 'whereabouts', ipRanges: [{ range: '10.0.0.0/24' }, { range: 'fd00::/64' }], gateway: 'fd00::1' } }, FAMILY('ipam.gateway', 'fd00::1', '10.0.0.0/24', 4)],
  ['a fixed address of whereabouts without a gateway', { ipam: { type: 'whereabouts', addresses: [{ address: '10.0.0.2/24' }] } }, GATEWAY('ipam.addresses[0].gateway')],
  ['two ranges of whereabouts without a gateway', { ipam: { type: 'whereabouts', ipRanges: [{ range: '10.0.0.0/24' }, { range: 'fd00::/64' }] } }, GATEWAY('ipam.gateway')],
  ['whereabouts without a gateway', { ipam: { type: 'whereabouts', range: '10.0.0.0/24' } }, GATEWAY('ipam.gateway')],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('names the first of several addresses with one gateway', () => {
  const addresses = [2, 3, 4].map((host) => ({ address: `10.0.0.${host}/24`, gateway: '10.0.0.1' }));
  expect(lines({ ipam: { type: 'static', addresses } }).map((line) => line.split(': got')[0])).toEqual([1, 2].map((i) =>
    `error: ptp-gateway-shared 'ipam.addresses[${i}]' has the gateway of 'ipam.addresses[0]'`));
});
