import * as fc from 'fast-check';
import { ChainedPlugin, FirewallBackend, FirewallIngressPolicy, IChainedPlugin, PacketFilter } from '../../lib';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

test.each<[string, IChainedPlugin, string]>([
  ['tuning with every option, whatever the order', ChainedPlugin.tuning({
    dataDir: '/run/x', txQLen: 500, allmulti: true, mtu: 1400, promisc: false, mac: '02:00:00:00:00:01', sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1' },
  }), '{"type":"tuning","sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"},"mac":"02:00:00:00:00:01","promisc":false,"mtu":1400,"allmulti":true,"txQLen":500,"dataDir":"/run/x"}'],
  ['tuning without any, for the MAC address that a pod asks for', ChainedPlugin.tuning({}), '{"type":"tuning"}'],
  ['sbr', ChainedPlugin.sbr(), '{"type":"sbr"}'],
  ['sbr with a table', ChainedPlugin.sbr({ table: 200 }), '{"type":"sbr","table":200}'],
  ['bandwidth for what pods ask for', ChainedPlugin.bandwidth(), '{"type":"bandwidth","capabilities":{"bandwidth":true}}'],
  ['bandwidth with limits', ChainedPlugin.bandwidth({ egressBurst: 2e6, egressRate: 1e6, ingressBurst: 4e6, ingressRate: 3e6, unshapedSubnets: ['10.0.0.0/8'] }),
    '{"type":"bandwidth","ingressRate":3000000,"ingressBurst":4000000,"egressRate":1000000,"egressBurst":2000000,"unshapedSubnets":["10.0.0.0/8"]}'],
  ['bandwidth of some subnets', ChainedPlugin.bandwidth({ egressRate: 1e6, egressBurst: 1e6, shapedSubnets: ['10.0.0.0/8'] }),
    '{"type":"bandwidth","egressRate":1000000,"egressBurst":1000000,"shapedSubnets":["10.0.0.0/8"]}'],
  ['portmap', ChainedPlugin.portmap(), '{"type":"portmap","capabilities":{"portMappings":true}}'],
  ['portmap with options', ChainedPlugin.portmap({ markMasqBit: 14, masqAll: true, conditionsV6: ['ip6 daddr fd00::/8'], conditionsV4: ['ip daddr 10.0.0.0/8'], snat: false, backend: PacketFilter.NFTABLES }),
    '{"type":"portmap","backend":"nftables","snat":false,"conditionsV4":["ip daddr 10.0.0.0/8"],"conditionsV6":["ip6 daddr fd00::/8"],"masqAll":true,"markMasqBit":14,"capabilities":{"portMappings":true}}'],
  ['portmap with a chain of somebody else', ChainedPlugin.portmap({ externalSetMarkChain: 'KUBE-MARK-MASQ' }),
    '{"type":"portmap","externalSetMarkChain":"KUBE-MARK-MASQ","capabilities":{"portMappings":true}}'],
  ['vrf', ChainedPlugin.vrf({ table: 100, vrfname: 'blue' }), '{"type":"vrf","vrfname":"blue","table":100}'],
  ['firewall', ChainedPlugin.firewall(), '{"type":"firewall"}'],
  ['firewall with options', ChainedPlugin.firewall({
    ingressPolicy: FirewallIngressPolicy.SAME_BRIDGE, firewalldZone: 'work', iptablesAdminChainName: 'ADMIN', backend: FirewallBackend.IPTABLES,
  }), '{"type":"firewall","backend":"iptables","iptablesAdminChainName":"ADMIN","firewalldZone":"work","ingressPolicy":"same-bridge"}'],
  ['any other', ChainedPlugin.custom({ type: 'route-override', flushroutes: true }), '{"type":"route-override","flushroutes":true}'],
])('renders %s', (_, plugin, expected) => {
  expect(JSON.stringify(plugin.toPluginConfig())).toBe(expected);
});

test.each<[string, () => unknown, string]>([
  ['a sysctl of the node', () => ChainedPlugin.tuning({ sysctl: { 'kernel.msgmax': '1' } }),
    '[ChainedPlugin.tuning] sysctl-outside-net \'sysctl.kernel.msgmax\' is not a setting of the network: got "1"; expected a key below "net", such as "net.ipv4.conf.IFNAME.arp_filter"; remove it, or set it in the securityContext of the pod'],
  ['an MTU of 67', () => ChainedPlugin.tuning({ mtu: 67 }),
    "[ChainedPlugin.tuning] mtu-invalid 'mtu' is not an MTU: got 67; expected a whole number of bytes from 68 to 65535; correct it, or leave it out"],
  ['a rate without a burst', () => ChainedPlugin.bandwidth({ egressRate: 1e6 }),
    "[ChainedPlugin.bandwidth] bandwidth-incomplete 'egressBurst' is missing beside 'egressRate': got nothing; expected a whole number of bits, at least 8; set it, or remove 'egressRate'"],
  ['both ways to mark', () => ChainedPlugin.portmap({ markMasqBit: 13, externalSetMarkChain: 'X' }),
    "[ChainedPlugin.portmap] options-exclusive 'markMasqBit' is given beside 'externalSetMarkChain': got 13; expected one of the two; remove it, or remove 'externalSetMarkChain'"],
  ['bit 32', () => ChainedPlugin.portmap({ markMasqBit: 32 }),
    "[ChainedPlugin.portmap] number-range 'markMasqBit' is out of range: got 32; expected a whole number from 0 to 31; correct it"],
  ['a table that is a text', () => ChainedPlugin.sbr({ table: '5' as never }),
    "[ChainedPlugin.sbr] key-type 'table' has the wrong type: got \"5\"; expected a whole number; correct the value"],
  ['no name of the routing domain', () => ChainedPlugin.vrf({} as never),
    "[ChainedPlugin.vrf] vrf-name-invalid 'vrfname' is not the name of a VRF: got nothing; expected 1 to 15 bytes without space, \"/\", \":\" or \"%\", and not \"all\" or \"default\", nor an interface that every pod has, such as \"blue\"; choose such a name"],
  ['another policy', () => ChainedPlugin.firewall({ ingressPolicy: 'none' as never }),
    '[ChainedPlugin.firewall] value-unknown \'ingressPolicy\' is not a value that firewall knows: got "none"; expected "open", "same-bridge", "isolated"; write one of them'],
  ['no options', () => ChainedPlugin.tuning(null as never), "[ChainedPlugin.tuning] key-type 'options' has the wrong type: got null; expected an object; correct the value"],
  ['no type', () => ChainedPlugin.custom({}),
    "[ChainedPlugin.custom] plugin-type-missing 'type' names no plugin: got nothing; expected the name of a plugin, such as \"route-override\"; set 'type'"],
  ['what JSON cannot carry', () => ChainedPlugin.custom({ type: 'x', size: 1n }),
    '[ChainedPlugin.custom] key-type \'options\' has the wrong type: got {"type":"x","size":"1"}; expected values that JSON can carry, without a cycle, a function or a bigint; correct the value'],
])('fails on %s', (_, call, message) => {
  expect(messageThrownBy(call)).toBe(message);
});

test('later changes of the options, and of what it returned, do not reach it', () => {
  const options = { sysctl: { 'net.ipv4.ip_forward': '1' } };
  const plugin = ChainedPlugin.tuning(options);
  options.sysctl['net.ipv4.ip_forward'] = '0';
  plugin.toPluginConfig().sysctl = {};
  expect(plugin.toPluginConfig()).toEqual({ type: 'tuning', sysctl: { 'net.ipv4.ip_forward': '1' } });
});

const FACTORIES = [
  ChainedPlugin.tuning, ChainedPlugin.sbr, ChainedPlugin.bandwidth, ChainedPlugin.portmap, ChainedPlugin.vrf,
  ChainedPlugin.firewall, ChainedPlugin.custom,
];
test('from JavaScript: one message of one line, or none', () => {
  const options = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(
    'sysctl', 'mac', 'mtu', 'table', 'ingressRate', 'egressBurst', 'shapedSubnets', 'conditionsV4', 'markMasqBit', 'vrfname', 'backend', 'type',
  ), fc.anything()));
  fc.assert(fc.property(options, fc.constantFrom(...FACTORIES), (value, factory) => {
    expectOneLineAtMost(() => factory.call(ChainedPlugin, value as never));
  }), { numRuns: 500 });
});
