import { PTP } from '../../lib/cni/ptp';
import { SOME_IPAM, ipamMissing, linesOfPlugin, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(PTP, { type: 'ptp', ipam: SOME_IPAM, ...conf });
const GATEWAY = (path: string) => `error: ptp-gateway-missing '${path}' is missing, and ptp needs it: got nothing; expected the address that the node has on the link, such as "192.168.1.1"; set it`;

test.each<[string, object]>([
  ['the smallest one', {}],
  ['every key', { ipMasq: true, ipMasqBackend: 'iptables', mtu: 1500, dns: {} }],
  ['a static address with a gateway', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }] } }],
  ['whereabouts with a gateway', { ipam: { type: 'whereabouts', range: '10.0.0.0/24', gateway: '10.0.0.1' } }],
  ['an IPAM that it does not know', { ipam: { type: 'calico-ipam' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no IPAM', { ipam: undefined }, ipamMissing('ptp', 'nothing')],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['an unknown backend', { ipMasq: true, ipMasqBackend: 'x' }, "error: value-unknown 'ipMasqBackend' is not a value that ptp knows: got \"x\"; expected \"iptables\", \"nftables\"; write one of them"],
  ['a static address without a gateway', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24' }] } }, GATEWAY('ipam.addresses[0].gateway')],
  ['the route that it makes itself', { ipam: { type: 'static', addresses: [{ address: '10.0.0.2/24', gateway: '10.0.0.1' }], routes: [{ dst: '10.0.0.0/24' }] } }, "error: route-duplicate 'ipam.routes[0].dst' is the destination of the route that ptp makes already: got \"10.0.0.0/24\"; expected each destination once; remove it, or the other route"],
  ['whereabouts without a gateway', { ipam: { type: 'whereabouts', range: '10.0.0.0/24' } }, GATEWAY('ipam.gateway')],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});
