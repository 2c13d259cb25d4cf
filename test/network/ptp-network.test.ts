import { Ipam, PacketFilter, PtpNetwork } from '../../lib';
import { NO_IPAM, POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(PtpNetwork);

test('renders the defaults', () => {
  expect(configOf({ ipam: POOL })).toBe(`{"cniVersion":"0.3.1","type":"ptp",${POOL_TEXT}}`);
});

test.each<[string, unknown, string]>([
  ['no IPAM', { ipMasq: true }, NO_IPAM('ptp')],
  ['another packet filter', { ipMasq: true, ipMasqBackend: 'ipfw', ipam: POOL }, 'value-unknown \'ipMasqBackend\' is not a value that ptp knows: got "ipfw"; expected "iptables", "nftables"; write one of them'],
  ['name servers in a list', { dns: ['10.0.0.53'], ipMasqBackend: PacketFilter.IPTABLES, ipam: POOL }, "key-type 'dns' has the wrong type: got [\"10.0.0.53\"]; expected an object; correct the value"],
  ['an address without a gateway', { ipam: Ipam.staticAddresses({ addresses: [{ address: '192.168.1.5/24' }] }) },
    "ptp-gateway-missing 'ipam.addresses[0].gateway' is missing, and ptp needs it: got nothing; expected the address that the node has on the link, such as \"192.168.1.1\"; set it"],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('ipMasq', 'ipMasqBackend', 'dns');
});
