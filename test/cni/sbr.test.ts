import { SBR } from '../../lib/cni/sbr';
import { linesOfPlugin } from '../support/plugin-lines';

test.each([{}, { table: 100 }, { table: 4294967295 }, { addSourceHints: true, gateways: ['10.0.0.1'] }])('passes %j', (conf) => {
  expect(linesOfPlugin(SBR, { type: 'sbr', ...conf })).toEqual([]);
});

test.each([-1, 4294967296])('fails on table %d', (table) => {
  expect(linesOfPlugin(SBR, { type: 'sbr', table })).toEqual([`error: number-range 'table' is out of range: got ${table}; expected a whole number from 0 to 4294967295; correct it`]);
});

test('fails on a table in a string', () => {
  expect(linesOfPlugin(SBR, { type: 'sbr', table: '100' })).toEqual(["error: key-type 'table' has the wrong type: got \"100\"; expected a whole number; correct the value"]);
});
