import { STATIC } from '../../lib/cni/static-ipam';
import { linesOf } from '../support/messages';

const lines = (ipam: object) => linesOf(STATIC.check({ type: 'static', ...ipam }, ['ipam']));
const NOT_CIDR = (got: string) => `error: address-not-cidr 'ipam.addresses[0].address' is not an address with a prefix length: got ${got}; expected CIDR notation, such as "192.168.1.10/24" or "fd00:1::10/64"; correct it; the prefix length is the one of the subnet`;

test.each<[string, object]>([
  ['no address, because the pod may name it', {}],
  ['an empty list', { addresses: [] }],
  ['dual stack', { addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }, { address: 'fd00::5/64', gateway: 'fd00::1' }] }],
  ['an empty gateway', { addresses: [{ address: '10.0.0.5/24', gateway: '' }] }],
  ['a /31', { addresses: [{ address: '10.0.0.4/31', gateway: '10.0.0.5' }] }],
  ['a /32 with a gateway elsewhere', { addresses: [{ address: '10.0.0.5/32', gateway: '169.254.1.1' }] }],
  ['the other keys', { addresses: [{ address: '10.0.0.5/24' }], routes: [{ dst: '10.9.0.0/16', gw: '10.0.0.1' }], dns: { nameservers: ['10.0.0.2'] } }],
  ['a route through what an earlier route puts on the link with 0.0.0.0', {
    addresses: [{ address: '10.0.0.5/32', gateway: '169.254.1.1' }], routes: [{ dst: '169.254.1.1/32', gw: '0.0.0.0', scope: 253 }, { dst: '10.9.0.0/16' }],
  }],
  ['a route through what an earlier route puts on the link', {
    addresses: [{ address: '10.0.0.5/32' }, { address: 'fd00::5/128' }],
    routes: [{ dst: '169.254.1.1/32', scope: 253 }, { dst: '10.9.0.0/16', gw: '169.254.1.1' }, { dst: 'fd00::1/128' }, { dst: 'fd00:9::/64', gw: 'fd00::1' }],
  }],
  ['a route without a gateway of its family', { addresses: [{ address: '10.0.0.5/32' }, { address: 'fd00::5/64', gateway: 'fd00::1' }], routes: [{ dst: '10.9.0.0/16' }] }],
  ['a link-local gateway of a subnet', { addresses: [{ address: 'fd00::5/64', gateway: 'fe80::1' }], routes: [{ dst: 'fd00:9::/64' }] }],
  ['a link-local gateway', { addresses: [{ address: 'fd00::5/128', gateway: 'fe80::1' }], routes: [{ dst: 'fd00:9::/64' }] }],
])('passes %s', (_, ipam) => {
  expect(lines(ipam)).toEqual([]);
});

test.each<[string, object, string]>([
  ['no prefix length', { addresses: [{ address: '10.0.0.5' }] }, NOT_CIDR('"10.0.0.5"')],
  ['an octet with a leading zero', { addresses: [{ address: '010.0.0.5/24' }] }, NOT_CIDR('"010.0.0.5/24"')],
  ['a prefix length of 33', { addresses: [{ address: '10.0.0.5/33' }] }, NOT_CIDR('"10.0.0.5/33"')],
  ['no address in an entry', { addresses: [{ gateway: '10.0.0.1' }] }, NOT_CIDR('nothing')],
  ['an address alone', { addresses: ['10.0.0.5/24'] }, 'error: key-type \'ipam.addresses[0]\' has the wrong type: got "10.0.0.5/24"; expected an object with an \'address\', such as { "address": "192.168.1.10/24" }; correct the value'],
  ['no list', { addresses: { address: '10.0.0.5/24' } }, 'error: key-type \'ipam.addresses\' has the wrong type: got {"address":"10.0.0.5/24"}; expected a list of objects with an \'address\'; correct the value'],
  ['a gateway that is no address', { addresses: [{ address: '10.0.0.5/24', gateway: 'x' }] }, 'error: address-invalid \'ipam.addresses[0].gateway\' is not an IP address: got "x"; expected an IPv4 or IPv6 address without a mask, such as "192.168.1.1"; write four decimal numbers without leading zeros, or IPv6 text without a zone'],
  ['one of two addresses, and says nothing of a route that it may lead to', { addresses: [{ address: 'x' }, { address: '10.0.0.5/24' }], routes: [{ dst: '10.9.0.0/16', gw: '10.1.0.1' }] }, NOT_CIDR('"x"')],
  ['a name server alone', { dns: { nameservers: '10.0.0.2' } }, 'error: key-type \'ipam.dns.nameservers\' has the wrong type: got "10.0.0.2"; expected a list of strings; correct the value'],
  ['a route through a gateway elsewhere', { addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }], routes: [{ dst: '10.9.0.0/16', gw: '10.1.0.1' }] }, "error: route-gateway-unreachable 'ipam.routes[0].gw' is in no subnet of this network: got \"10.1.0.1\"; expected an address of \"10.0.0.0/24\"; correct 'gw', or leave it out to use the network's own gateway"],
  ['a route through the gateway of an address alone', { addresses: [{ address: '10.0.0.5/32', gateway: '169.254.1.1' }], routes: [{ dst: '10.9.0.0/16' }] }, 'error: route-gateway-unreachable \'ipam.routes[0].gw\' is missing, so that the plugin takes the gateway "169.254.1.1", to which nothing before leads: got nothing; expected an address of "10.0.0.5/32"; correct the gateway, write the prefix length of the subnet behind the address, or put { "dst": "169.254.1.1/32", "gw": "0.0.0.0", "scope": 253 } before it'],
  ['a route through the gateway of an IPv6 address alone', { addresses: [{ address: 'fd00::5/128', gateway: 'fd00::1' }], routes: [{ dst: 'fd00:9::/64' }] }, 'error: route-gateway-unreachable \'ipam.routes[0].gw\' is missing, so that the plugin takes the gateway "fd00::1", to which nothing before leads: got nothing; expected an address of "fd00::5/128"; correct the gateway, or write the prefix length of the subnet behind the address'],
  ['a route on the link that has no scope', { addresses: [{ address: '10.0.0.5/32' }], routes: [{ dst: '169.254.1.1/32' }, { dst: '10.9.0.0/16', gw: '169.254.1.1' }] }, "error: route-gateway-unreachable 'ipam.routes[1].gw' is in no subnet of this network: got \"169.254.1.1\"; expected an address of \"10.0.0.5/32\"; correct 'gw', or leave it out to use the network's own gateway"],
])('fails on %s', (_, ipam, line) => {
  expect(lines(ipam)).toEqual([line]);
});

test.each<[string, object, string]>([
  ['a gateway elsewhere', { address: '10.0.0.5/24', gateway: '10.0.1.1' }, 'warning: gateway-not-on-link \'ipam.addresses[0].gateway\' is in no subnet of this interface: got "10.0.1.1"; expected an address of "10.0.0.0/24"; correct it, or leave it out'],
  ['the network address', { address: '10.0.0.0/24' }, 'warning: static-address-reserved \'ipam.addresses[0].address\' is the network address of "10.0.0.0/24": got "10.0.0.0/24"; expected the address of one machine; write the address that the pod is to have'],
  ['the broadcast address', { address: '10.0.0.3/30' }, 'warning: static-address-reserved \'ipam.addresses[0].address\' is the broadcast address of "10.0.0.0/30": got "10.0.0.3/30"; expected the address of one machine; write the address that the pod is to have'],
  ['the anycast address of the routers', { address: 'fd00::/64' }, 'warning: static-address-reserved \'ipam.addresses[0].address\' is the subnet-router anycast address of "fd00::/64": got "fd00::/64"; expected the address of one machine; write the address that the pod is to have'],
  ['a misspelt key', { address: '10.0.0.5/24', gatway: '10.0.0.1' }, 'warning: key-unknown \'ipam.addresses[0].gatway\' is not a key of an address of static, which ignores it: got "10.0.0.1"; expected "gateway"; did you mean "gateway"?'],
])('warns of %s', (_, entry, line) => {
  expect(lines({ addresses: [entry] })).toEqual([line]);
});

test('warns of the keys of host-local', () => {
  expect(lines({ subnet: '10.0.0.0/24' })).toEqual(['warning: key-unknown \'ipam.subnet\' is not a key of static, which ignores it: got "10.0.0.0/24"; expected one of "type", "addresses", "routes", "dns"; remove it, or correct its name']);
});
