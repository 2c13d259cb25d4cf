import { isCronExpression } from '../../lib/cni/cron';

test.each([
  '30 4 * * *', '0 0 1 1 0', '59 23 31 12 6', '*/30 * * * *', '0,15,30-45/5 8-18 * * MON-FRI', '0 0 ? jan,JUL sun', '00 04 * * *',
])('"%s" is a cron expression', (text) => {
  expect(isCronExpression(text)).toBe(true);
});

test.each([
  '', '30 4 * *', '30 4 * * * *', '30  4 * * *', ' 30 4 * * *', '60 4 * * *', '001 4 * * *', '1x 4 * * *', 'x1 4 * * *', '0 24 * * *', '0 0 0 * *', '0 0 32 * *', '0 0 * 0 *', '0 0 * 13 *', '0 0 * * 7',
  '5-3 * * * *', '*/0 * * * *', '1,, * * * *', '-1 * * * *', 'MON * * * *', '0 0 * MON *', '0 0 * * JAN', '0 0 * * XYZ', '1-2-3 * * * *', '@daily', '30 4 * * *\n',
])('%j is not', (text) => {
  expect(isCronExpression(text)).toBe(false);
});
