import { VRF } from '../../lib/cni/vrf';
import { linesOfPlugin } from '../support/plugin-lines';

const lines = (conf: object) => linesOfPlugin(VRF, { type: 'vrf', ...conf });

test.each([{ vrfname: 'blue' }, { vrfname: 'a23456789012345', table: 0 }, { vrfname: 'blue', table: 4294967295 }])('passes %j', (conf) => {
  expect(lines(conf)).toEqual([]);
});

test.each<[object, string]>([[{}, 'nothing'], [{ vrfname: '' }, '""'], [{ vrfname: 'a234567890123456' }, '"a234567890123456"'], [{ vrfname: 'lo' }, '"lo"'], [{ vrfname: 'eth0' }, '"eth0"']])('fails on the name in %j', (conf, got) => {
  expect(lines(conf)).toEqual([`error: vrf-name-invalid 'vrfname' is not the name of a VRF: got ${got}; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", nor an interface that every pod has, such as "blue"; choose such a name`]);
});

test('fails on values of a wrong type', () => {
  expect(lines({ vrfname: 5, table: -1 })).toEqual([
    "error: key-type 'vrfname' has the wrong type: got 5; expected a string; correct the value",
    "error: key-type 'table' has the wrong type: got -1; expected a whole number from 0 to 4294967295; correct the value",
  ]);
});
