import { TEXT } from './keys';
import { PluginType } from './plugin-type';
import { checkOneOf } from './values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { VALUE_IGNORED } from '../diagnostics/plugins';

/** The policies that are about the pods on the same bridge. */
export const BRIDGE_POLICIES = ['same-bridge', 'isolated'];

/** @see https://www.cni.dev/plugins/current/meta/firewall/ */
export const FIREWALL: PluginType = {
  type: 'firewall',
  keys: { backend: TEXT, iptablesAdminChainName: TEXT, firewalldZone: TEXT, ingressPolicy: TEXT },
  keysSince: { ingressPolicy: { release: '1.1.0', before: 'open' } },
  check: (conf, path) => [
    ...checkBackend(conf.backend, [...path, 'backend']),
    ...checkChainName(conf.iptablesAdminChainName, [...path, 'iptablesAdminChainName']),
    ...checkOneOf(conf, 'ingressPolicy', ['open', ...BRIDGE_POLICIES], 'firewall', path),
  ],
};

function checkBackend(backend: unknown, path: readonly Step[]): Fault[] {
  const values = ['iptables', 'firewalld'];
  return typeof backend === 'string' && backend !== '' && !values.includes(backend)
    ? [VALUE_IGNORED.fault(path, backend, { plugin: 'firewall', instead: 'chooses by what runs on the node', values })]
    : [];
}

/** What iptables takes as the name of a chain. The empty one stands for the plugin's own. */
function checkChainName(name: unknown, path: readonly Step[]): Fault[] {
  return typeof name !== 'string' || name === '' || /^(?![-!])[^\s]{1,28}$/.test(name)
    ? []
    : [KEY_TYPE.fault(path, name, { problem: 'is not the name of a chain', expected: '1 to 28 characters without a space, the first of them neither "-" nor "!", such as "CNI-ADMIN"' })];
}
