import { TUNING } from '../../lib/cni/tuning';
import { linesOfPlugin, macInvalid, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(TUNING, { type: 'tuning', ...conf });
const OUTSIDE = (key: string) => `error: sysctl-outside-net '${key}' is not a setting of the network: got "1"; expected a key below "net", such as "net.ipv4.conf.IFNAME.arp_filter"; remove it, or set it in the securityContext of the pod`;

test.each<[string, object]>([
  ['nothing', {}],
  ['every key', { sysctl: { 'net.core.somaxconn': '500' }, mac: '02:00:00:00:00:01', promisc: true, mtu: 1500, allmulti: false, txQLen: 0, dataDir: '/run/cni/tuning' }],
  ['a setting that is given twice with one value', { sysctl: { 'net.core.somaxconn': '1', 'net/core/somaxconn': '1' } }],
  ['the longest queue', { txQLen: 4294967295 }],
  ['settings of the interface', { sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1', 'net/ipv4/conf/IFNAME/arp_ignore': '1', '/net/ipv6/conf/all/forwarding': '1' } }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['a setting of the kernel', { sysctl: { 'kernel.shmmax': '1' } }, OUTSIDE('sysctl.kernel.shmmax')],
  ['net itself', { sysctl: { net: '1' } }, OUTSIDE('sysctl.net')],
  ['a name that begins alike', { sysctl: { 'network.x': '1' } }, OUTSIDE('sysctl.network.x')],
  ['a number', { sysctl: { 'net.core.somaxconn': 500 } }, 'error: key-type \'sysctl\' has the wrong type: got {"net.core.somaxconn":500}; expected an object of strings; correct the value'],
  ['a multicast address', { mac: '01:00:00:00:00:01' }, macInvalid('01:00:00:00:00:01')],
  ['a queue of less than nothing', { txQLen: -1 }, "error: number-range 'txQLen' is out of range: got -1; expected a whole number from 0 to 4294967295; correct it"],
  ['a queue of more than 32 bits', { txQLen: 4294967296 }, "error: number-range 'txQLen' is out of range: got 4294967296; expected a whole number from 0 to 4294967295; correct it"],
  ['a relative path', { dataDir: 'tuning' }, 'error: path-not-absolute \'dataDir\' is not an absolute path: got "tuning"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path'],
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of a setting that is given twice, with two values', () => {
  expect(lines({ sysctl: { 'net.core.somaxconn': '1', 'net/core/somaxconn': '2' } })).toEqual([
    'warning: sysctl-duplicate \'sysctl.net/core/somaxconn\' is the same setting as "net.core.somaxconn", with another value: got "2"; expected each setting once; remove one of the two',
  ]);
});
