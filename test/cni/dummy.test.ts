import { DUMMY } from '../../lib/cni/dummy';
import { SOME_IPAM, ipamMissing, linesOfPlugin } from '../support/plugin-lines';

test('passes an IPAM and nothing else', () => {
  expect(linesOfPlugin(DUMMY, { type: 'dummy', ipam: SOME_IPAM })).toEqual([]);
});

test.each<[unknown, string]>([[undefined, 'nothing'], [{}, '{}'], [{ type: '' }, '{"type":""}']])('fails where the IPAM is %j', (ipam, got) => {
  expect(linesOfPlugin(DUMMY, { type: 'dummy', ipam })).toEqual([ipamMissing('dummy', got)]);
});

test('warns of the keys of other plugins', () => {
  expect(linesOfPlugin(DUMMY, { type: 'dummy', master: 'eth1', ipam: SOME_IPAM })).toEqual([
    'warning: key-unknown \'master\' is not a key of dummy, which ignores it: got "eth1"; expected one of "cniVersion", "name", "type", "ipam", "dns" or 4 more; remove it, or correct its name',
  ]);
});
