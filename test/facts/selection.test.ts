import * as fc from 'fast-check';
import { Selection, annotationText, checkSelection, interfaceOf, isDnsLabel } from '../../lib/facts';
import { linesOf } from '../support/messages';

const lines = (selection: Record<string, unknown>) => linesOf(checkSelection({ name: 'storage', ...selection }));

describe('the annotation', () => {
  test.each<[string, Selection[], string]>([
    ['one name', [{ name: 'ipvlan-conf-1' }], 'ipvlan-conf-1'],
    ['a namespace', [{ name: 'storage', namespace: 'network' }], 'network/storage'],
    ['an interface', [{ name: 'storage', interface: 'net7' }], 'storage@net7'],
    ['several', [{ name: 'a' }, { name: 'b', namespace: 'n', interface: 'eth1.5' }, { name: 'a', interface: 'up_2-x' }], 'a, n/b@eth1.5, a@up_2-x'],
    ['options that are not given', [{ name: 'a', namespace: undefined, interface: undefined, ips: undefined }], 'a'],
    ['nothing', [], ''],
  ])('is short where that says everything: %s', (_, selections, text) => {
    expect(annotationText(selections)).toBe(text);
  });

  test.each<[string, Selection]>([
    ['a name with a dot', { name: 'a.b' }],
    ['a name of 64 characters', { name: 'a'.repeat(64) }],
    ['an interface that the short form would misread', { name: 'a', interface: 'a,b' }],
    ['an interface with an at', { name: 'a', interface: 'a@b' }],
    ['an interface beyond ASCII', { name: 'a', interface: 'é1' }],
    ['any other option', { name: 'a', mac: '02:00:00:00:00:01' }],
    ['an option that is false', { name: 'a', any: false }],
  ])('is JSON where it is not: %s', (_, selection) => {
    expect(JSON.parse(annotationText([{ name: 'b' }, selection]))).toEqual([{ name: 'b' }, selection]);
  });

  test('is indented JSON for all where one needs it', () => {
    expect(annotationText([{ name: 'a', namespace: 'n' }, { name: 'b', ips: ['192.168.1.14'] }])).toBe(`[
  {
    "name": "a",
    "namespace": "n"
  },
  {
    "name": "b",
    "ips": [
      "192.168.1.14"
    ]
  }
]`);
  });
});

test.each<[string, Record<string, unknown>]>([
  ['nothing', {}],
  ['a namespace of 63 characters', { namespace: 'n'.repeat(63) }],
  ['an interface of 15 bytes', { interface: 'a23456789012345' }],
  ['addresses', { ips: ['192.168.1.14', 'fd00:1::14'] }],
  ['addresses with a prefix length', { ips: ['192.168.1.14/24', 'fd00:1::14/64'] }],
  ['a MAC address', { mac: '02:00:00:00:00:01' }],
  ['a MAC address with hyphens', { mac: '02-00-00-00-00-AB' }],
  ['a MAC address with dots', { mac: '0200.0000.00ab' }],
  ['the least MAC address', { mac: '00:00:00:00:00:01' }],
  ['the greatest MAC address', { mac: 'fe:ff:ff:ff:ff:ff' }],
  ['a GUID', { 'infiniband-guid': 'c2:11:22:33:44:55:66:77' }],
  ['a GUID with dots', { 'infiniband-guid': 'c211.2233.4455.6677' }],
  ['no bandwidth in either direction', { bandwidth: {} }],
  ['bandwidth in one direction', { bandwidth: { ingressRate: 8, ingressBurst: 8 } }],
  ['bandwidth in both', { bandwidth: { ingressRate: 8, ingressBurst: 8, egressRate: 1000000, egressBurst: 2000000 } }],
  ['the ports at the edges', { portMappings: [{ hostPort: 1, containerPort: 65535, protocol: 'tcp' }, { hostPort: 65535, containerPort: 1, protocol: 'SCTP', hostIP: '::' }] }],
  ['no port mappings', { portMappings: [] }],
  ['a device', { deviceID: '0000:3b:02.0' }],
  ['arguments', { 'cni-args': { any: 1 } }],
  ['a default route of each family', { 'default-route': ['192.168.1.1', 'fd00:1::1'] }],
  ['a default route that a rule at synth warns of', { 'default-route': [] }],
  ['a claim', { 'ipam-claim-reference': 'claim' }],
  ['a claim whose name has dots', { 'ipam-claim-reference': `a.b-1.${'c'.repeat(63)}` }],
  ['a device that is none of the PCI bus', { deviceID: 'mlx5_0' }],
  ['keys that nobody knows', { any: null, '__proto__': 1, 'constructor': 2 }],
])('passes %s', (_, selection) => {
  expect(lines(selection)).toEqual([]);
});

const NAMESPACE = "error: network-name-invalid 'namespace' cannot be the name of a namespace: got";
const LABEL = 'expected at most 63 lower case letters, digits and hyphens, with a letter or digit at both ends, such as "ipvlan-conf-1"; write such a name';
const INTERFACE = "error: interface-name-invalid 'interface' is not the name of an interface: got";
const BYTES = 'expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "net1"; choose such a name';
const IPS = "error: ips-invalid 'ips' is not a list of addresses: got";
const LIST = 'expected a list of addresses, with or without a prefix length, such as ["192.168.1.14"]; correct it, or leave it out';
const MAC = "error: mac-invalid 'mac' is not a MAC address: got";
const SIX = 'expected six octets, such as "02:00:00:00:00:01"; correct it';
const NO_MAC = "error: mac-invalid 'mac' is not the MAC address of one interface: got";
const EVEN = 'expected six octets, the first of them even and not all of them 0, such as "02:00:00:00:00:01"; correct it';
const GUID = "error: infiniband-guid-invalid 'infiniband-guid' is not an InfiniBand GUID: got";
const EIGHT = 'expected eight octets, such as "c2:11:22:33:44:55:66:77"; correct it';
const BANDWIDTH = "error: bandwidth-invalid 'bandwidth' is not a pair of rate and burst: got";
const PAIR = 'expected for each direction both rate (bits per second) and burst (bits, at most 34359738359), whole numbers of at least 8, such as { "ingressRate": 1000000, "ingressBurst": 1000000 }; give both, or neither';
const PORTS = 'is not a port mapping: got';
const MAPPING = 'expected two ports from 1 to 65535 and a protocol out of "tcp", "udp", "sctp", such as { "hostPort": 8080, "containerPort": 80, "protocol": "tcp" }; correct it';
const ROUTE = "error: default-route-invalid 'default-route' is not a list of gateways: got";
const GATEWAYS = 'expected a list of addresses without a prefix length, such as ["192.168.1.1"]; correct it, or leave it out';

test.each<[string, unknown, string]>([
  ['namespace', '', `${NAMESPACE} ""; ${LABEL}`],
  ['namespace', 'n'.repeat(64), `${NAMESPACE} "${'n'.repeat(64)}"; ${LABEL}`],
  ['namespace', 'a.b', `${NAMESPACE} "a.b"; ${LABEL}`],
  ['namespace', null, `${NAMESPACE} null; ${LABEL}`],
  ['interface', '', `${INTERFACE} ""; ${BYTES}`],
  ['interface', 'a234567890123456', `${INTERFACE} "a234567890123456"; ${BYTES}`],
  ['interface', 'net 1', `${INTERFACE} "net 1"; ${BYTES}`],
  ['interface', 1, `${INTERFACE} 1; ${BYTES}`],
  ['ips', [], `${IPS} []; ${LIST}`],
  ['ips', '192.168.1.14', `${IPS} "192.168.1.14"; ${LIST}`],
  ['ips', ['192.168.1.14', '192.168.1.014'], `${IPS} ["192.168.1.14","192.168.1.014"]; ${LIST}`],
  ['ips', ['192.168.1.14/33'], `${IPS} ["192.168.1.14/33"]; ${LIST}`],
  ['ips', [, '192.168.1.14'], `${IPS} [null,"192.168.1.14"]; ${LIST}`],
  ['mac', '02:00:00:00:00', `${MAC} "02:00:00:00:00"; ${SIX}`],
  ['mac', '02:00:00:00:00:0g', `${MAC} "02:00:00:00:00:0g"; ${SIX}`],
  ['mac', '02:00-00:00:00:01', `${MAC} "02:00-00:00:00:01"; ${SIX}`],
  ['mac', '020000000001', `${MAC} "020000000001"; ${SIX}`],
  ['mac', 'c2:11:22:33:44:55:66:77', `${MAC} "c2:11:22:33:44:55:66:77"; ${SIX}`],
  ['mac', null, `${MAC} null; ${SIX}`],
  ['mac', '03:00:00:00:00:01', `${NO_MAC} "03:00:00:00:00:01"; ${EVEN}`],
  ['mac', 'c511.2233.4455', `${NO_MAC} "c511.2233.4455"; ${EVEN}`],
  ['mac', 'FF-FF-FF-FF-FF-FF', `${NO_MAC} "FF-FF-FF-FF-FF-FF"; ${EVEN}`],
  ['mac', '00:00:00:00:00:00', `${NO_MAC} "00:00:00:00:00:00"; ${EVEN}`],
  ['infiniband-guid', '02:00:00:00:00:01', `${GUID} "02:00:00:00:00:01"; ${EIGHT}`],
  ['infiniband-guid', 5, `${GUID} 5; ${EIGHT}`],
  ['bandwidth', { ingressRate: 8 }, `${BANDWIDTH} {"ingressRate":8}; ${PAIR}`],
  ['bandwidth', { egressBurst: 8 }, `${BANDWIDTH} {"egressBurst":8}; ${PAIR}`],
  ['bandwidth', { ingressRate: 0, ingressBurst: 8 }, `${BANDWIDTH} {"ingressRate":0,"ingressBurst":8}; ${PAIR}`],
  ['bandwidth', { egressRate: 1.5, egressBurst: 8 }, `${BANDWIDTH} {"egressRate":1.5,"egressBurst":8}; ${PAIR}`],
  ['bandwidth', { ingressRate: '1M', ingressBurst: '1M' }, `${BANDWIDTH} {"ingressRate":"1M","ingressBurst":"1M"}; ${PAIR.replace('give both, or neither', 'write a number without quotes and unit instead of "1M": 100 Mbit/s is 100000000')}`],
  ['bandwidth', [], `${BANDWIDTH} []; ${PAIR}`],
  ['portMappings', { hostPort: 1, containerPort: 1 }, `error: port-mapping-invalid 'portMappings' ${PORTS} {"hostPort":1,"containerPort":1}; ${MAPPING}`],
  ['portMappings', [{ hostPort: 0, containerPort: 80 }], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} {"hostPort":0,"containerPort":80}; ${MAPPING}`],
  ['portMappings', [{ hostPort: 80, containerPort: 65536 }], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} {"hostPort":80,"containerPort":65536}; ${MAPPING}`],
  ['portMappings', [{ hostPort: 80 }], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} {"hostPort":80}; ${MAPPING}`],
  ['portMappings', [{ hostPort: 80, containerPort: 80 }], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} {"hostPort":80,"containerPort":80}; ${MAPPING}`],
  ['portMappings', [{ hostPort: 80, containerPort: 80, protocol: 'http' }], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} {"hostPort":80,"containerPort":80,"protocol":"http"}; ${MAPPING}`],
  ['portMappings', [null], `error: port-mapping-invalid 'portMappings[0]' ${PORTS} null; ${MAPPING}`],
  ['deviceID', '', "error: key-type 'deviceID' is empty: got \"\"; expected the id of a device, such as \"0000:3b:02.0\"; correct the value"],
  ['deviceID', 5, "error: key-type 'deviceID' has the wrong type: got 5; expected the id of a device, such as \"0000:3b:02.0\"; correct the value"],
  ['cni-args', 'a=b', "error: key-type 'cni-args' has the wrong type: got \"a=b\"; expected an object; correct the value"],
  ['default-route', '192.168.1.1', `${ROUTE} "192.168.1.1"; ${GATEWAYS}`],
  ['default-route', ['192.168.1.1/24'], `${ROUTE} ["192.168.1.1/24"]; ${GATEWAYS}`],
  ['deviceID', ' ', "error: key-type 'deviceID' is not the id of a device: got \" \"; expected the id of a device, such as \"0000:3b:02.0\"; correct the value"],
  ['deviceID', '0000:3b:02.0 ', "error: key-type 'deviceID' is not the id of a device: got \"0000:3b:02.0 \"; expected the id of a device, such as \"0000:3b:02.0\"; correct the value"],
  ['ipam-claim-reference', 'a\nb', "error: key-type 'ipam-claim-reference' is not the name of an IPAMClaim: got \"a\\nb\"; expected the name of an IPAMClaim; correct the value"],
  ['ipam-claim-reference', 'Claim', "error: key-type 'ipam-claim-reference' is not the name of an IPAMClaim: got \"Claim\"; expected the name of an IPAMClaim; correct the value"],
  ['ipam-claim-reference', '', "error: key-type 'ipam-claim-reference' is empty: got \"\"; expected the name of an IPAMClaim; correct the value"],
])('fails where %s is %j', (key, value, line) => {
  expect(lines({ [key]: value })).toEqual([line]);
});

test('fails on a claim beside addresses', () => {
  expect(lines({ 'ips': ['192.168.1.14'], 'ipam-claim-reference': 'claim' })).toEqual([
    "error: ipam-claim-with-ips 'ipam-claim-reference' is given beside 'ips': got \"claim\"; expected either a claim or addresses; remove one of the two",
  ]);
});

test('finds each mistake of several, under the path', () => {
  expect(checkSelection({ name: 'a', interface: '', ips: [], portMappings: [null, {}] }, ['attachments', 3]).map((fault) => fault.path.join('.')))
    .toEqual(['attachments.3.interface', 'attachments.3.ips', 'attachments.3.portMappings.0', 'attachments.3.portMappings.1']);
});

test('the interface has its name, or net and its place from 1', () => {
  expect([interfaceOf({ name: 'a' }, 0), interfaceOf({ name: 'a', interface: 'up' }, 0), interfaceOf({ name: 'a' }, 9)]).toEqual(['net1', 'up', 'net10']);
});

test.each<[unknown, boolean]>([
  ['a', true], ['1', true], ['ipvlan-conf-1', true], ['a'.repeat(63), true], ['a'.repeat(64), false], ['', false], ['-a', false], ['a-', false],
  ['A', false], ['a.b', false], ['a_b', false], ['é', false], ['a\n', false], [undefined, false], [null, false], [1, false],
])('%j is a DNS label: %p', (name, valid) => {
  expect(isDnsLabel(name)).toBe(valid);
});

test('never throws, whatever the values', () => {
  const keys = ['namespace', 'interface', 'ips', 'mac', 'infiniband-guid', 'bandwidth', 'portMappings', 'deviceID', 'cni-args', 'default-route', 'ipam-claim-reference'];
  const value = fc.oneof(fc.anything(), fc.array(fc.anything({ withBigInt: true })));
  const selection = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(selection, fc.object()), (conf) => {
    for (const line of linesOf(checkSelection(conf))) {
      expect(line).toMatch(/^error: [a-z-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+$/);
    }
  }), { numRuns: 500 });
});
