import { IpamType } from './ipam-type';
import { ANY, Conf, KeySet, TEXT, checkKeys } from './keys';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { Fault, Step } from '../diagnostics';
import { KUBE_OVN_PROVIDER_MISSING } from '../diagnostics/ovn';
import { KEY_MISSING } from '../diagnostics/plugins';

const TYPE = 'kube-ovn';
const SHARED_KEYS: KeySet = { server_socket: TEXT, provider: TEXT, routes: ANY };

/**
 * A network of Kube-OVN.
 *
 * @see https://kubeovn.github.io/docs/stable/en/advance/multi-nic/
 */
export const KUBE_OVN: PluginType = {
  type: TYPE,
  keys: {
    ...SHARED_KEYS,
    deviceID: TEXT,
    vf_driver: TEXT,
    vhost_user_socket_volume_name: TEXT,
    vhost_user_socket_name: TEXT,
    vhost_user_socket_consumption: TEXT,
  },
  check: (conf, path) => [...checkSocket(conf, path), ...checkProvider(conf, 'blue.default.ovn', path)],
};

/**
 * Addresses from Kube-OVN for the interface of another plugin.
 *
 * @see https://kubeovn.github.io/docs/stable/en/advance/multi-nic/
 */
export const KUBE_OVN_IPAM: IpamType = {
  type: TYPE,
  keys: { type: TEXT, ...SHARED_KEYS },
  supportsIps: 'args',
  ipsNeedPrefix: false,
  ownRelease: false,
  check: (ipam, path) => [...checkKeys(ipam, KUBE_OVN_IPAM.keys, TYPE, path), ...checkSocket(ipam, path), ...checkProvider(ipam, 'blue.default', path)],
};

function checkProvider(conf: Conf, example: string, path: readonly Step[]): Fault[] {
  return isAbsent(conf.provider) ? [KUBE_OVN_PROVIDER_MISSING.fault([...path, 'provider'], conf.provider, { example })] : [];
}

function checkSocket(conf: Conf, path: readonly Step[]): Fault[] {
  return isAbsent(conf.server_socket)
    ? [KEY_MISSING.fault([...path, 'server_socket'], conf.server_socket, { plugin: TYPE, expected: 'the socket of its daemon on the node, such as "/run/openvswitch/kube-ovn-daemon.sock"' })]
    : [];
}
