import * as fc from 'fast-check';
import { NetworkStatus } from '../../lib';
import { ONE_LINE, messageThrownBy } from '../support/messages';

const ANNOTATION = 'k8s.v1.cni.cncf.io/network-status';
const LEGACY = 'k8s.v1.cni.cncf.io/networks-status';

/** What the real Multus writes on the guide's pod, and on one with a device. */
const TEXT = `[{
    "name": "cilium",
    "interface": "eth0",
    "ips": ["198.18.1.7", "fd00::7"],
    "mac": "12:34:56:78:9a:bc",
    "default": true,
    "dns": {},
    "gateway": ["198.18.1.1", "<nil>"]
},{
    "name": "default/ipvlan-conf-1",
    "interface": "net1",
    "ips": ["192.168.1.13"],
    "mac": "f2:20:cd:12:1e:3c",
    "mtu": 8950,
    "dns": { "nameservers": ["10.0.0.2"], "domain": "example.com", "search": ["a.example.com"], "options": ["ndots:5"] }
},{
    "name": "media/nic",
    "interface": "net2",
    "device-info": { "type": "pci", "version": "1.1.0", "pci": { "pci-address": "0000:3b:02.0", "pf-pci-address": "0000:3b:00.0" } }
}]`;

const pod = (annotations?: unknown) => ({ kind: 'Pod', metadata: { name: 'web', ...(annotations !== undefined && { annotations }) } });

test('the status is typed, and lists are there where Multus leaves them out', () => {
  expect(NetworkStatus.parse(TEXT).interfaces).toEqual([{
    network: 'cilium', interfaceName: 'eth0', ips: ['198.18.1.7', 'fd00::7'], mac: '12:34:56:78:9a:bc', isDefault: true,
    dns: { nameservers: [], search: [], options: [] }, gateways: ['198.18.1.1', '<nil>'],
  }, {
    network: 'default/ipvlan-conf-1', interfaceName: 'net1', ips: ['192.168.1.13'], mac: 'f2:20:cd:12:1e:3c', mtu: 8950, isDefault: false,
    dns: { nameservers: ['10.0.0.2'], domain: 'example.com', search: ['a.example.com'], options: ['ndots:5'] }, gateways: [],
  }, {
    network: 'media/nic', interfaceName: 'net2', ips: [], isDefault: false, gateways: [],
    device: { type: 'pci', version: '1.1.0', pci: { 'pci-address': '0000:3b:02.0', 'pf-pci-address': '0000:3b:00.0' } },
  }]);
});

test('the other kinds of devices are read too', () => {
  const devices = [
    { 'type': 'vdpa', 'vdpa': { 'parent-device': 'vdpa0', 'driver': 'vhost' } }, { 'type': 'vhost-user', 'vhost-user': { mode: 'client', path: '/a' } },
    { 'type': 'memif', 'memif': { role: 'master', path: '/b' } },
  ];
  const text = JSON.stringify(devices.map((device) => ({ 'name': 'a/b', 'device-info': device })));
  expect(NetworkStatus.parse(text).interfaces.map(({ device }) => device)).toEqual([
    { type: 'vdpa', vdpa: { 'parent-device': 'vdpa0', 'driver': 'vhost' } }, { type: 'vhost-user', vhostUser: { mode: 'client', path: '/a' } },
    { type: 'memif', memif: { role: 'master', path: '/b' } },
  ]);
});

test('interfaces and addresses are looked up by network, with or without its namespace', () => {
  const twice = (name: string) => ({ name, interface: `of-${name}`, ips: ['10.0.0.1'] });
  const status = NetworkStatus.parse(JSON.stringify(['cluster', 'a/storage', 'b/storage', 'a/storage', 'a/old-storage'].map(twice)));
  const names = (network: string) => status.forNetwork(network).map(({ network: name }) => name);
  expect([names('a/storage'), names('storage'), names('cluster'), names('other'), names('')]).toEqual([
    ['a/storage', 'a/storage'], ['a/storage', 'b/storage', 'a/storage'], ['cluster'], [], [],
  ]);
  expect([status.addresses('storage'), status.addresses('other')]).toEqual([['10.0.0.1', '10.0.0.1', '10.0.0.1'], []]);
});

test.each([undefined, null, 5, {}])('fails on %j for the name of a network', (network) => {
  const status = NetworkStatus.parse('[{ "name": "a/b" }]');
  for (const call of [() => status.forNetwork(network as any), () => status.addresses(network as any)]) {
    expect(messageThrownBy(call)).toBe(
      `[NetworkStatus.forNetwork] key-type 'network' has the wrong type: got ${JSON.stringify(network) ?? 'nothing'}; expected the name of a network, such as "default/storage"; correct the value`);
  }
});

test('keys that a later Multus adds are left out, and null is nothing', () => {
  expect(NetworkStatus.parse('[{ "name": "a/b", "later": { "x": 1 }, "ips": null, "dns": null, "mtu": null, "__proto__": { "y": 1 } }]').interfaces).toEqual([
    { network: 'a/b', ips: [], isDefault: false, gateways: [] },
  ]);
});

test('changing what was read changes nothing', () => {
  const status = NetworkStatus.parse(TEXT);
  status.interfaces.pop();
  expect(status.interfaces.length).toBe(3);
});

test('the annotation of a pod is found in both of its names, the new one first', () => {
  const [one, two] = ['one', 'two'].map((name) => JSON.stringify([{ name }]));
  const networks = (annotations: object) => NetworkStatus.ofPod(pod(annotations)).interfaces.map(({ network }) => network);
  expect([networks({ [ANNOTATION]: one }), networks({ [LEGACY]: two }), networks({ [LEGACY]: two, [ANNOTATION]: one })]).toEqual([['one'], ['two'], ['one']]);
});

const EXPECTED = 'expected the annotation that Multus writes on a running pod, such as [{ "name": "default/storage", "interface": "net1", "ips": ["192.168.1.14"] }]';
const AS_IT_IS = `${EXPECTED}; pass the text as it is on the pod`;

test.each<[unknown, string]>([
  ['', `'${ANNOTATION}' is not JSON: got ""`],
  [undefined, `'${ANNOTATION}' is not JSON: got nothing`],
  [[], `'${ANNOTATION}' is not JSON: got []`],
  ['[{', `'${ANNOTATION}' is not JSON: got "[{"`],
  ['null', `'${ANNOTATION}' is not a list of objects: got "null"`],
  ['{ "name": "a/b" }', `'${ANNOTATION}' is not a list of objects: got "{ \\"name\\": \\"a/b\\" }"`],
  ['[null]', `'${ANNOTATION}' is not a list of objects: got "[null]"`],
  ['[{}]', `'${ANNOTATION}[0].name' is not a string: got nothing`],
  ['[{ "name": "a/b" }, { "name": 7 }]', `'${ANNOTATION}[1].name' is not a string: got 7`],
  ['[{ "name": "a", "interface": 1 }]', `'${ANNOTATION}[0].interface' is not a string: got 1`],
  ['[{ "name": "a", "ips": "10.0.0.1" }]', `'${ANNOTATION}[0].ips' is not a list of addresses: got "10.0.0.1"`],
  ['[{ "name": "a", "ips": ["10.0.0.1/24"] }]', `'${ANNOTATION}[0].ips' is not a list of addresses: got ["10.0.0.1/24"]`],
  ['[{ "name": "a", "mtu": "1500" }]', `'${ANNOTATION}[0].mtu' is not a whole number: got "1500"`],
  ['[{ "name": "a", "default": "yes" }]', `'${ANNOTATION}[0].default' is not true or false: got "yes"`],
  ['[{ "name": "a", "dns": { "search": "b" } }]', `'${ANNOTATION}[0].dns.search' is not a list of strings: got "b"`],
  ['[{ "name": "a", "device-info": { "pci": { "pci-address": 1 } } }]', `'${ANNOTATION}[0].device-info.pci' is not an object of strings: got {"pci-address":1}`],
])('fails on the text %j', (text, words) => {
  expect(messageThrownBy(() => NetworkStatus.parse(text as string))).toBe(`[NetworkStatus.parse] network-status-invalid ${words}; ${AS_IT_IS}`);
});

test.each([undefined, null, 'pod', {}, pod(), pod({}), pod({ [ANNOTATION]: undefined })])('fails where the pod %j has no status', (value) => {
  expect(messageThrownBy(() => NetworkStatus.ofPod(value))).toBe(`[NetworkStatus.ofPod] network-status-invalid '${ANNOTATION}' is not among the annotations of the pod: `
    + `got nothing; ${EXPECTED}; wait until the pod runs, and make sure that Multus is on its node`);
});

test('fails with the name of the annotation that is wrong', () => {
  expect(messageThrownBy(() => NetworkStatus.ofPod(pod({ [LEGACY]: '7' })))).toMatch(`[NetworkStatus.ofPod] network-status-invalid '${LEGACY}' is not a list of objects`);
});

test('whatever the text is, it is read whole or refused with our one line', () => {
  const keys = ['name', 'interface', 'ips', 'mac', 'mtu', 'default', 'dns', 'device-info', 'gateway', '__proto__', 'constructor'];
  const entry = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.constant('10.0.0.1'), fc.constant(['10.0.0.1'])));
  const text = fc.oneof(fc.string(), fc.json(), fc.array(entry).map((list) => JSON.stringify(list)), fc.anything());
  fc.assert(fc.property(text, (value) => {
    const ofPod = (object: unknown) => () => NetworkStatus.ofPod(object);
    for (const call of [() => NetworkStatus.parse(value as string), ofPod(value), ofPod(pod({ [ANNOTATION]: value }))]) {
      let status: NetworkStatus | undefined;
      try {
        status = call();
      } catch (error) {
        expect(error).toHaveProperty('constructor', Error);
        expect((error as Error).message).toMatch(ONE_LINE);
        expect((error as Error).message).toContain('] network-status-invalid ');
      }
      for (const { network, ips, gateways } of status?.interfaces ?? []) {
        expect([typeof network, Array.isArray(ips), Array.isArray(gateways)]).toEqual(['string', true, true]);
      }
    }
  }), { numRuns: 1000 });
});
