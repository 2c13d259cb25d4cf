import { IPOIB } from '../../lib/cni/ipoib';
import { SOME_IPAM, linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(IPOIB, { type: 'ipoib', ...conf });

test.each<[string, object]>([
  ['an InfiniBand interface', { master: 'ib0', ipam: SOME_IPAM }],
  ['one of another name', { master: 'ibp24s0', ipam: {} }],
  ['one without addresses', { master: 'ib0' }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no master', {}, 'error: key-missing \'master\' is missing, and ipoib needs it: got nothing; expected the name of an InfiniBand interface on the node, such as "ib0"; set it'],
  ['an empty master', { master: '' }, 'error: key-missing \'master\' is missing, and ipoib needs it: got ""; expected the name of an InfiniBand interface on the node, such as "ib0"; set it'],
  ['lo', { master: 'lo' }, 'error: master-invalid \'master\' is not the name of a network card: got "lo"; expected the name of the interface on the node, 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor "lo", such as "eth1"; write the name that `ip link` shows on the node'],
  ['dhcp', { master: 'ib0', ipam: { type: 'dhcp' } }, 'error: ipam-refused \'ipam.type\' is an IPAM that ipoib refuses: got "dhcp"; expected another IPAM, such as "host-local" or "whereabouts"; correct the \'ipam\', or remove it'],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});
