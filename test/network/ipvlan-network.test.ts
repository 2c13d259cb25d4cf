import { Testing, Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { IIpam, Ipam, IpvlanMode, IpvlanNetwork, IpvlanNetworkProps } from '../../lib';
import { chartOf } from '../support/app';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

const ipam = Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' });
const configOf = (props: IpvlanNetworkProps) => {
  const chart = chartOf('networks');
  new IpvlanNetwork(chart, 'storage', props);
  return JSON.stringify(JSON.parse(Testing.synth(chart)[0].spec.config));
};
const failure = (props: unknown) => messageThrownBy(() => new IpvlanNetwork(chartOf('networks'), 'storage', props as IpvlanNetworkProps));

test('the network of the guide, from the list of its secondary IPs', () => {
  const chart = chartOf('networks', {});
  new IpvlanNetwork(chart, 'storage', {
    name: 'ipvlan-conf-1',
    cniVersion: '0.3.0',
    master: 'eth1',
    mode: IpvlanMode.L3,
    ipam: Ipam.hostLocal({
      subnet: '192.168.1.0/24',
      secondaryIps: ['192.168.1.17', '192.168.1.13', '192.168.1.14', '192.168.1.16', '192.168.1.15'],
      gateway: '192.168.1.1',
    }),
  });
  expect(Yaml.stringify(...Testing.synth(chart))).toBe(`apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: ipvlan-conf-1
spec:
  config: |-
    {
      "cniVersion": "0.3.0",
      "type": "ipvlan",
      "master": "eth1",
      "mode": "l3",
      "ipam": {
        "type": "host-local",
        "subnet": "192.168.1.0/24",
        "rangeStart": "192.168.1.13",
        "rangeEnd": "192.168.1.17",
        "gateway": "192.168.1.1"
      }
    }
`);
});

const IPAM = '"ipam":{"type":"host-local","subnet":"192.168.1.0/24","rangeStart":"192.168.1.13","rangeEnd":"192.168.1.17","gateway":"192.168.1.1"}';
test.each<[string, IpvlanNetworkProps, string]>([
  ['the defaults', { master: 'eth1', ipam }, `{"cniVersion":"0.3.1","type":"ipvlan","master":"eth1","mode":"l2",${IPAM}}`],
  ['every property, in the same order whatever theirs', { ipam, linkInContainer: true, mtu: 1400, mode: IpvlanMode.L3S, master: 'eth1', cniVersion: '1.0.0', masterMtu: 1400, masterAddresses: ['192.168.1.12/24'] },
    `{"cniVersion":"1.0.0","type":"ipvlan","master":"eth1","mode":"l3s","mtu":1400,"linkInContainer":true,${IPAM}}`],
  ['raw keys behind, and in the place of those that they replace', { master: 'eth1', ipam, rawConfig: { capabilities: { ips: true }, mode: 'l3' } },
    `{"cniVersion":"0.3.1","type":"ipvlan","master":"eth1","mode":"l3",${IPAM},"capabilities":{"ips":true}}`],
  ['the smallest MTU', { master: 'eth1', ipam, mtu: 68 }, `{"cniVersion":"0.3.1","type":"ipvlan","master":"eth1","mode":"l2","mtu":68,${IPAM}}`],
  ['the largest MTU', { master: 'eth1', ipam, mtu: 65535 }, `{"cniVersion":"0.3.1","type":"ipvlan","master":"eth1","mode":"l2","mtu":65535,${IPAM}}`],
  ['a master of 15 characters', { master: 'a23456789012345', ipam }, `{"cniVersion":"0.3.1","type":"ipvlan","master":"a23456789012345","mode":"l2",${IPAM}}`],
  ['an IPAM of the user\'s', { master: 'eth1', ipam: { toIpamConfig: () => ({ type: 'own', pool: 5 }) } }, '{"cniVersion":"0.3.1","type":"ipvlan","master":"eth1","mode":"l2","ipam":{"type":"own","pool":5}}'],
])('renders %s', (_, props, config) => {
  expect(configOf(props)).toBe(config);
});

test('an IPAM can be shared, and changes of its object do not reach the network', () => {
  const own = { type: 'own', pool: 5 };
  const shared: IIpam = { toIpamConfig: () => own };
  const chart = chartOf('networks');
  new IpvlanNetwork(chart, 'a', { master: 'eth1', ipam: shared });
  own.pool = 6;
  new IpvlanNetwork(chart, 'b', { master: 'eth1', ipam: shared });
  expect(Testing.synth(chart).map((object) => JSON.parse(object.spec.config).ipam.pool)).toEqual([5, 6]);
});

const MASTER = 'expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node';
const MTU = 'expected a whole number of bytes from 68 to 65535; correct it, or leave it out';
const FACTORY = 'expected what a factory of Ipam returns, such as Ipam.hostLocal({ … }); correct the value';
const NO_IPAM = 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }; say where the addresses come from';

test.each<[string, unknown, string]>([
  ['props of null', null, "key-type 'props' has the wrong type: got null; expected an object; correct the value"],
  ['no master', { ipam }, "property-missing 'master' is required: got nothing; expected the name of the interface on the node, such as \"eth1\"; set it"],
  ['an empty master', { master: '', ipam }, `master-invalid 'master' is not the name of a network card: got ""; ${MASTER}`],
  ['a master of 16 characters', { master: 'a234567890123456', ipam }, `master-invalid 'master' is not the name of a network card: got "a234567890123456"; ${MASTER}`],
  ['the loopback interface', { master: 'lo', ipam }, `master-invalid 'master' is not the name of a network card: got "lo"; ${MASTER}`],
  ['a master of null', { master: null, ipam }, "value-empty 'master' is empty: got null; expected a value, or no such property; set it, or leave it out"],
  ['a master that is a list', { master: ['eth1'], ipam }, "key-type 'master' has the wrong type: got [\"eth1\"]; expected a string; correct the value"],
  ['another mode', { master: 'eth1', mode: 'bridge', ipam }, 'mode-unknown \'mode\' is not a mode: got "bridge"; expected "l2", "l3", "l3s"; write one of them, in lower case'],
  ['a mode that is a number', { master: 'eth1', mode: 3, ipam }, "key-type 'mode' has the wrong type: got 3; expected a string; correct the value"],
  ...[0, -1, 67, 1.5, 65536, NaN, Infinity].map((mtu): [string, unknown, string] => [`the MTU ${mtu}`, { master: 'eth1', mtu, ipam }, `mtu-invalid 'mtu' is not an MTU: got ${mtu}; ${MTU}`]),
  ['an MTU as text', { master: 'eth1', mtu: '1400', ipam }, `mtu-invalid 'mtu' is not an MTU: got "1400"; ${MTU}`],
  ['an MTU of null', { master: 'eth1', mtu: null, ipam }, `mtu-invalid 'mtu' is not an MTU: got null; ${MTU}`],
  ['an MTU above that of the master', { master: 'eth1', mtu: 1501, masterMtu: 1500, ipam }, "mtu-above-master 'mtu' is larger than the MTU of the master: got 1501; expected at most 1500; lower 'mtu', or raise the MTU of the master and 'masterMtu'"],
  ['linkInContainer as text', { master: 'eth1', linkInContainer: 'yes', ipam }, "key-type 'linkInContainer' has the wrong type: got \"yes\"; expected true or false; correct the value"],
  ['no IPAM', { master: 'eth1' }, `ipam-missing 'ipam' names no plugin for the addresses, and ipvlan needs one: got nothing; ${NO_IPAM}`],
  ['an IPAM of null', { master: 'eth1', ipam: null }, `key-type 'ipam' has the wrong type: got null; ${FACTORY}`],
  ['the configuration of an IPAM', { master: 'eth1', ipam: { type: 'host-local' } }, `key-type 'ipam' has the wrong type: got {"type":"host-local"}; ${FACTORY}`],
  ['an IPAM that renders nothing', { master: 'eth1', ipam: { toIpamConfig: () => undefined } }, `ipam-missing 'ipam' names no plugin for the addresses, and ipvlan needs one: got nothing; ${NO_IPAM}`],
  ['DHCP', { master: 'eth1', ipam: Ipam.custom({ type: 'dhcp' }) }, "dhcp-on-ipvlan 'ipam.type' cannot work on ipvlan: got \"dhcp\"; expected an IPAM that does not depend on the MAC address, such as \"host-local\"; use another IPAM, or macvlan"],
  ['a pool that only the raw keys have', { master: 'eth1', ipam, rawConfig: { ipam: { type: 'host-local', subnet: '10/8' } } }, 'subnet-invalid \'ipam.subnet\' is not a subnet: got "10/8"; expected an address and a prefix length, such as "192.168.1.0/24" or "fd00:1::/64"; write the network address of the master\'s subnet with its prefix length'],
  ['a node in the pool', { master: 'eth1', ipam, masterAddresses: ['192.168.1.15/24'] }, 'node-address-in-pool \'masterAddresses[0]\' is in the pool 192.168.1.13-192.168.1.17 of the subnet "192.168.1.0/24": got "192.168.1.15/24"; expected an address of a node that no pod can get; narrow the pool so that it leaves the address out'],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(`[networks/storage] ${message}`);
});

test('fails without a scope', () => {
  const without = (props: unknown) => messageThrownBy(() => new IpvlanNetwork(undefined as any, 'storage', props as IpvlanNetworkProps));
  expect(without({ master: 'eth1', ipam })).toBe('cannot find a parent chart (directly or indirectly)');
  expect(without(null)).toBe("[storage] key-type 'props' has the wrong type: got null; expected an object; correct the value");
});

test('from JavaScript: one message of one line, or a network', () => {
  const props = fc.record({
    name: fc.oneof(fc.constant('storage'), fc.anything()),
    namespace: fc.oneof(fc.constant('default'), fc.anything()),
    cniVersion: fc.anything(),
    master: fc.oneof(fc.constant('eth1'), fc.anything()),
    mode: fc.oneof(fc.constant('l3'), fc.anything()),
    mtu: fc.oneof(fc.constant(1400), fc.anything()),
    ipam: fc.oneof(fc.constant(ipam), fc.anything(), fc.anything().map((value) => ({ toIpamConfig: () => value }))),
    masterAddresses: fc.oneof(fc.anything(), fc.array(fc.anything())),
    masterMtu: fc.anything(),
    rawConfig: fc.oneof(fc.anything(), fc.object()),
  }, { requiredKeys: ['master', 'ipam'] });
  fc.assert(fc.property(fc.oneof(props, fc.anything()), (value) => {
    expectOneLineAtMost(() => new IpvlanNetwork(chartOf(), 'storage', value as IpvlanNetworkProps));
  }), { numRuns: 300 });
});
