import { DummyNetwork } from '../../lib';
import { NO_IPAM, POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(DummyNetwork);

test('renders its addresses', () => {
  expect(configOf({ ipam: POOL })).toBe(`{"cniVersion":"0.3.1","type":"dummy",${POOL_TEXT}}`);
});

test('fails without', () => {
  expect(failure({})).toBe(NO_IPAM('dummy'));
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('ipam');
});
