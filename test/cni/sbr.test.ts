import { SBR } from '../../lib/cni/sbr';
import { linesOfPlugin } from '../support/plugin-lines';

test.each([{}, { table: 100 }, { addSourceHints: true, gateways: ['10.0.0.1'] }])('passes %j', (conf) => {
  expect(linesOfPlugin(SBR, { type: 'sbr', ...conf })).toEqual([]);
});

test('fails on a table in a string', () => {
  expect(linesOfPlugin(SBR, { type: 'sbr', table: '100' })).toEqual(["error: key-type 'table' has the wrong type: got \"100\"; expected a whole number; correct the value"]);
});
