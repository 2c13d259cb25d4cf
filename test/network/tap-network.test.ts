import { TapNetwork } from '../../lib';
import { typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(TapNetwork);

test('renders the defaults', () => {
  expect(configOf({})).toBe('{"cniVersion":"0.3.1","type":"tap"}');
});

test.each<[string, unknown, string]>([
  ['an owner below zero', { owner: -1 }, "key-type 'owner' has the wrong type: got -1; expected a whole number from 0 to 4294967295; correct the value"],
  ['a bridge of 16 bytes', { bridge: 'a234567890123456' }, 'bridge-name-invalid \'bridge\' is not the name of a bridge: got "a234567890123456"; expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "br1"; choose such a name'],
  ['no properties', null, "key-type 'props' has the wrong type: got null; expected an object; correct the value"],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('multiQueue', 'mac', 'owner', 'group', 'selinuxContext', 'bridge');
});
