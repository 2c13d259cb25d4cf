import { DHCP } from '../../lib/cni/dhcp-ipam';
import { linesOf } from '../support/messages';

const lines = (ipam: object) => linesOf(DHCP.check({ type: 'dhcp', ...ipam }, ['ipam']));
const NAMES = '"dhcp-client-identifier", "subnet-mask", "routers", "host-name", "user-class", "vendor-class-identifier", or a number from "0" to "255"';

test.each<[string, object]>([
  ['nothing else', {}],
  ['every key', {
    daemonSocketPath: '/run/cni/dhcp.sock', priority: 200,
    request: [{ skipDefault: false }, { option: '121' }],
    provide: [{ option: 'host-name', fromArg: 'K8S_POD_NAME' }, { option: '0', value: 'x' }],
  }],
  ...['dhcp-client-identifier', 'subnet-mask', 'routers', 'host-name', 'user-class', 'vendor-class-identifier', '0', '255']
    .map((option): [string, object] => [`option ${option}`, { request: [{ option }] }]),
  ['the last priority', { priority: 4294967295 }],
  ['a value of 255 bytes', { provide: [{ option: 'host-name', value: 'a'.repeat(255) }] }],
  ['a request that names no option', { request: [{ option: '', skipDefault: true }] }],
])('passes %s', (_, ipam) => {
  expect(lines(ipam)).toEqual([]);
});

test.each<[string, object, string]>([
  ['an unknown option', { request: [{ option: 'bootfile' }] }, `error: dhcp-option-unknown 'ipam.request[0].option' is not a DHCP option: got "bootfile"; expected ${NAMES}; write the number of the option`],
  ['a misspelt option', { provide: [{ option: 'hostname', value: 'x' }] }, "error: dhcp-option-unknown 'ipam.provide[0].option' is not a DHCP option: got \"hostname\"; expected \"host-name\"; did you mean \"host-name\"?"],
  ['option 256', { request: [{ option: '256' }] }, `error: dhcp-option-unknown 'ipam.request[0].option' is not a DHCP option: got "256"; expected ${NAMES}; write the number of the option`],
  ['option -1', { request: [{ option: '-1' }] }, `error: dhcp-option-unknown 'ipam.request[0].option' is not a DHCP option: got "-1"; expected ${NAMES}; write the number of the option`],
  ['a value without an option', { provide: [{ value: 'x' }] }, `error: dhcp-option-unknown 'ipam.provide[0].option' is not a DHCP option: got nothing; expected ${NAMES}; write the number of the option`],
  ['an option that is a number', { request: [{ option: 121 }] }, "error: key-type 'ipam.request[0].option' has the wrong type: got 121; expected a string; correct the value"],
  ['a value of 256 bytes', { provide: [{ option: 'host-name', value: 'ä'.repeat(128) }] }, `error: dhcp-value-too-long 'ipam.provide[0].value' has 256 bytes: got "${'ä'.repeat(128)}"; expected at most 255 bytes; shorten it`],
  ['a relative path', { daemonSocketPath: 'dhcp.sock' }, 'error: path-not-absolute \'ipam.daemonSocketPath\' is not an absolute path: got "dhcp.sock"; expected a path on the node that begins with "/", such as "/run/cni/networks"; write the whole path'],
  ['a priority below 0', { priority: -1 }, "error: number-range 'ipam.priority' is out of range: got -1; expected a whole number from 0 to 4294967295; correct it"],
  ['a priority of more than 32 bits', { priority: 4294967296 }, "error: number-range 'ipam.priority' is out of range: got 4294967296; expected a whole number from 0 to 4294967295; correct it"],
  ['no list', { request: { option: '121' } }, "error: key-type 'ipam.request' has the wrong type: got {\"option\":\"121\"}; expected a list of objects with an 'option'; correct the value"],
  ['an option alone', { request: ['121'] }, "error: key-type 'ipam.request[0]' has the wrong type: got \"121\"; expected an object with an 'option', such as { \"option\": \"host-name\" }; correct the value"],
])('fails on %s', (_, ipam, line) => {
  expect(lines(ipam)).toEqual([line]);
});

test('warns of keys that it does not read', () => {
  expect(lines({ routes: [] })).toEqual(['warning: key-unknown \'ipam.routes\' is not a key of dhcp, which ignores it: got []; expected one of "type", "daemonSocketPath", "request", "provide", "priority"; remove it, or correct its name']);
});
