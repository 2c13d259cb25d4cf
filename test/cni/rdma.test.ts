import { RDMA } from '../../lib/cni/rdma';
import { linesOfPlugin } from '../support/plugin-lines';

test.each([{}, { deviceID: '0000:03:02.3' }, { args: { cni: { debug: true } } }])('passes %j', (conf) => {
  expect(linesOfPlugin(RDMA, { type: 'rdma', ...conf })).toEqual([]);
});

test('warns of a misspelt key', () => {
  expect(linesOfPlugin(RDMA, { type: 'rdma', deviceId: '0000:03:02.3' })).toEqual(["warning: key-unknown 'deviceId' is not a key of rdma, which ignores it: got \"0000:03:02.3\"; expected \"deviceID\"; did you mean \"deviceID\"?"]);
});
