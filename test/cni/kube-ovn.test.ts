import { KUBE_OVN, KUBE_OVN_IPAM } from '../../lib/cni/kube-ovn';
import { linesOf } from '../support/messages';
import { linesOfPlugin } from '../support/plugin-lines';

const SOCKET = '/run/openvswitch/kube-ovn-daemon.sock';
const MISSING = (path: string, got: string) => `error: key-missing '${path}' is missing, and kube-ovn needs it: got ${got}; expected the socket of its daemon on the node, such as "/run/openvswitch/kube-ovn-daemon.sock"; set it`;
const plugin = (conf: object) => linesOfPlugin(KUBE_OVN, { type: 'kube-ovn', ...conf });
const ipam = (conf: object) => linesOf(KUBE_OVN_IPAM.check({ type: 'kube-ovn', ...conf }, ['ipam']));

test('passes every key', () => {
  expect(plugin({
    server_socket: SOCKET, provider: 'net.default.ovn', routes: [{ dst: '10.0.0.0/8', gw: '10.1.0.1' }], deviceID: 'x', vf_driver: 'vfio-pci',
    vhost_user_socket_volume_name: 'sockets', vhost_user_socket_name: 'a', vhost_user_socket_consumption: 'non-kubevirt',
  })).toEqual([]);
  expect(ipam({ server_socket: SOCKET, provider: 'net.default', routes: [] })).toEqual([]);
});

test('fails without the socket of the daemon', () => {
  expect(plugin({ provider: 'net.default.ovn' })).toEqual([MISSING('server_socket', 'nothing')]);
  expect(ipam({ server_socket: '', provider: 'net.default' })).toEqual([MISSING('ipam.server_socket', '""')]);
});

test('warns of no provider, which is that of the cluster network', () => {
  const missing = (path: string, got: string, example: string) => `warning: kube-ovn-provider-missing '${path}' is missing, which means "ovn", the provider of the cluster network: got ${got}; `
    + `expected the name and namespace of this object, such as "${example}", which a Subnet has as its 'provider' too; `
    + 'set it, or acknowledge the finding where pods have this network in place of the cluster network (v1.multus-cni.io/default-network)';
  expect(plugin({ server_socket: SOCKET })).toEqual([missing('provider', 'nothing', 'blue.default.ovn')]);
  expect(ipam({ server_socket: SOCKET, provider: '' })).toEqual([missing('ipam.provider', '""', 'blue.default')]);
  expect(plugin({ server_socket: SOCKET, provider: 'ovn' })).toEqual([]);
});

test('fails on a wrong type, and warns of a misspelt key', () => {
  expect(plugin({ server_socket: SOCKET, provider: ['net'] })).toEqual(['error: key-type \'provider\' has the wrong type: got ["net"]; expected a string; correct the value']);
  expect(ipam({ server_socket: SOCKET, provider: 'net', providers: 'net.default' })).toEqual(['warning: key-unknown \'ipam.providers\' is not a key of kube-ovn, which ignores it: got "net.default"; expected "provider"; did you mean "provider"?']);
});
