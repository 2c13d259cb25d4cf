import { readConfig } from '../../lib/cni/config';
import { linesOf } from '../support/messages';

const MACVLAN = { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'host-local', subnet: '10.0.0.0/24', routes: [{ dst: '0.0.0.0/0' }] } };
const DEFAULT_ROUTE = 'warning: default-route-in-network \'plugins[0].ipam.routes[0].dst\' is the default route: got "0.0.0.0/0"; expected the destinations that this network leads to, such as "10.0.0.0/8"; '
  + 'name those destinations, or ask for the default route where a pod is attached';
const lines = (conf: object) => linesOf(readConfig({ cniVersion: '0.3.1', plugins: [MACVLAN, { type: 'route-override', ...conf }] }).faults);

test.each<[string, object]>([
  ['flushroutes', { flushroutes: true, addroutes: [{ dst: '192.168.0.0/24', gw: '10.0.0.254' }, { dst: '10.1.0.5/16' }] }],
  ['flushgateway', { flushgateway: true, delroutes: [{ dst: '192.168.0.0/24' }], skipcheck: true }],
])('passes what it does, and a default route that %s removes', (_, conf) => {
  expect(lines(conf)).toEqual([]);
});

test('warns of a default route that stays, and of a misspelt key', () => {
  expect(lines({ flushRoute: true, flushroutes: false })).toEqual([
    DEFAULT_ROUTE,
    'warning: key-unknown \'plugins[1].flushRoute\' is not a key of route-override, which ignores it: got true; expected "flushroutes"; did you mean "flushroutes"?',
  ]);
});

test.each<[string, object, string]>([
  ['a list in a string', { addroutes: '[]' }, "error: key-type 'plugins[1].addroutes' has the wrong type: got \"[]\"; expected a list; correct the value"],
  ['a route that is none', { addroutes: ['10.0.0.0/8'] }, "error: key-type 'plugins[1].addroutes[0]' has the wrong type: got \"10.0.0.0/8\"; expected an object with a 'dst', such as { \"dst\": \"10.0.0.0/8\" }; correct the value"],
  ['a destination without its prefix length', { delroutes: [{ dst: '10.0.0.1' }] }, 'error: route-invalid \'plugins[1].delroutes[0].dst\' is not a destination: got "10.0.0.1"; expected an address and a prefix length, such as "10.0.0.0/8"; add the prefix length; a single host is "/32" or "/128"'],
  ['a gateway that is none', { addroutes: [{ dst: '10.0.0.0/8', gw: '10.0.0' }] }, 'error: address-invalid \'plugins[1].addroutes[0].gw\' is not an IP address: got "10.0.0"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone'],
])('fails on %s', (_, conf, line) => {
  expect(lines({ flushroutes: true, ...conf })).toEqual([line]);
});
