import { TAP } from '../../lib/cni/tap';
import { SOME_IPAM, layer2, linesOfPlugin, macInvalid, mtuInvalid } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(TAP, { type: 'tap', ...conf });

test.each<[string, object]>([
  ['the smallest one', {}],
  ['an empty bridge, which is none', { bridge: '' }],
  ['every key', {
    multiQueue: true, mtu: 1500, mac: '02:00:00:00:00:01', owner: 0, group: 4294967295, selinuxContext: 'system_u:system_r:container_t:s0', bridge: 'br1', ipam: SOME_IPAM,
  }],
])('passes %s', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[string, object, string]>([
  ['an MTU below', { mtu: 67 }, mtuInvalid(67)],
  ['a multicast address', { mac: '01:00:00:00:00:01' }, macInvalid('01:00:00:00:00:01')],
  ['a negative owner', { owner: -1 }, "error: key-type 'owner' has the wrong type: got -1; expected a whole number from 0 to 4294967295; correct the value"],
  ['a group too large', { group: 4294967296 }, "error: key-type 'group' has the wrong type: got 4294967296; expected a whole number from 0 to 4294967295; correct the value"],
  ['a bridge of 16 bytes', { bridge: 'a234567890123456' }, 'error: bridge-name-invalid \'bridge\' is not the name of a bridge: got "a234567890123456"; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "br1"; choose such a name'],
])('fails on %s', (_, conf, line) => {
  expect(lines(conf)).toEqual([line]);
});

test('warns of an IPAM that names no plugin', () => {
  expect(lines({ ipam: { type: '' } })).toEqual([layer2('tap', '{"type":""}')]);
});
