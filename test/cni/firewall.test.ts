import { FIREWALL } from '../../lib/cni/firewall';
import { linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(FIREWALL, { type: 'firewall', ...conf });

test.each<object>([
  {}, { backend: '' }, { backend: 'iptables', iptablesAdminChainName: 'X' }, { backend: 'firewalld', firewalldZone: 'trusted' },
  { ingressPolicy: '' }, { ingressPolicy: 'open' }, { ingressPolicy: 'same-bridge' }, { ingressPolicy: 'isolated' },
])('passes %j', (conf) => {
  expect(lines(conf)).toEqual([]);
});

test('warns of a backend that it does not know, and does not refuse', () => {
  expect(lines({ backend: 'nftables' })).toEqual(['warning: value-ignored \'backend\' is not a value that firewall knows, so that it chooses by what runs on the node: got "nftables"; expected "iptables", "firewalld"; write one of them, in lower case']);
});

test('fails on a policy that it does not know', () => {
  expect(lines({ ingressPolicy: 'closed' })).toEqual(['error: value-unknown \'ingressPolicy\' is not a value that firewall knows: got "closed"; expected "open", "same-bridge", "isolated"; write one of them']);
});

test.each(['a b', '-x', '!x', 'x'.repeat(29)])('fails on the name of a chain that iptables refuses: %j', (iptablesAdminChainName) => {
  expect(lines({ iptablesAdminChainName })).toEqual([`error: key-type 'iptablesAdminChainName' is not the name of a chain: got "${iptablesAdminChainName}"; `
    + 'expected 1 to 28 characters without a space, the first of them neither "-" nor "!", such as "CNI-ADMIN"; correct the value']);
});
