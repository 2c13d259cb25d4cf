import { readTree } from '../../lib/facts/yaml-tree';
import { SCALARS } from '../support/scalars';

test.each(SCALARS)('the value %j means to kubectl %j', (text, value) => {
  expect(readTree(`value: ${text}\nlist:\n- ${text}`).document.toJS()).toEqual({ value, list: [value] });
});
