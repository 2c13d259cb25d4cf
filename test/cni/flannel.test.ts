import { readConfig } from '../../lib/cni/config';
import { linesOf } from '../support/messages';

const lines = (...plugins: object[]) => linesOf(readConfig({ cniVersion: '0.3.1', plugins }).faults);
const FLANNEL = { type: 'flannel', subnetFile: '/run/flannel/subnet.env', dataDir: '/var/lib/cni/flannel' };

test.each<[string, object]>([
  ['without a word of the other plugin', {}],
  ['with another plugin', { delegate: { type: 'ipvlan', master: 'eth1' } }],
  ['with addresses whose ranges it writes itself', { ipam: { type: 'host-local', dataDir: '/run/flannel' } }],
  ['without a default route', { delegate: { hairpinMode: true, isDefaultGateway: false } }],
])('passes %s', (_, conf) => {
  expect(lines({ ...FLANNEL, ...conf })).toEqual([]);
});

test('warns of the default route that it makes, unless it is taken elsewhere', () => {
  const flannel = { ...FLANNEL, delegate: { isDefaultGateway: true } };
  expect(lines(flannel)).toEqual([
    'warning: default-route-in-network \'plugins[0].delegate.isDefaultGateway\' makes a default route: got true; expected false, and in \'routes\' of the \'ipam\' the destinations that this network leads to, such as "10.0.0.0/8"; '
    + 'name those destinations, or ask for the default route where a pod is attached',
  ]);
  expect(lines(flannel, { type: 'sbr' })).toEqual([]);
});
