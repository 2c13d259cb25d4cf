import { checkIpamOptional, checkIpamRefused } from './ipam-given';
import { FLAG, TEXT } from './keys';
import { PluginType } from './plugin-type';
import { SriovLinkState } from './sriov-values';
import { checkOneOf } from './values';

/**
 * The virtual functions of InfiniBand cards.
 *
 * @see https://github.com/k8snetworkplumbingwg/ib-sriov-cni
 */
export const IB_SRIOV: PluginType = {
  type: 'ib-sriov',
  keys: {
    deviceID: TEXT,
    pkey: TEXT,
    link_state: TEXT,
    rdmaIsolation: FLAG,
    ibKubernetesEnabled: FLAG,
    vfioPciMode: FLAG,
    publishPfGuid: FLAG,
    kubeconfig: TEXT,
  },
  check: (conf, path) => [
    ...checkOneOf(conf, 'link_state', Object.values(SriovLinkState), 'ib-sriov', path),
    ...checkIpamOptional(conf, 'ib-sriov', path),
    ...checkIpamRefused(conf, 'ib-sriov', (type) => type === 'dhcp', 'another IPAM, such as "host-local" or "whereabouts"', path),
  ],
};
