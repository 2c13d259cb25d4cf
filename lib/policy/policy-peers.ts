import * as kplus from 'cdk8s-plus-27';
import { MultiNetworkPolicySpecIngressFrom } from '../../imports/multi-network-policy-k8s.cni.cncf.io';

/** The label that Kubernetes gives to each namespace. */
const NAME_LABEL = kplus.Namespace.NAME_LABEL;

/** What a peer of cdk8s-plus is in a policy. */
export function policyPeers({ ipBlock, podSelector }: kplus.NetworkPolicyPeerConfig): MultiNetworkPolicySpecIngressFrom[] {
  const block = ipBlock && { ipBlock: { cidr: ipBlock.cidr, ...(ipBlock.except && { except: [...ipBlock.except] }) } };
  if (!podSelector) {
    return [block ?? {}];
  }
  const selector = { ...block, podSelector: podSelector.labelSelector._toKube() };
  const namespaceSelector = podSelector.namespaces?.labelSelector?._toKube();
  const names = podSelector.namespaces?.names;
  // a selector takes one name: each has a peer of its own
  const named = (name: string) => ({ ...namespaceSelector, matchLabels: { ...namespaceSelector?.matchLabels, [NAME_LABEL]: name } });
  return names
    ? names.map((name) => ({ ...selector, namespaceSelector: named(name) }))
    : [{ ...selector, ...(namespaceSelector && { namespaceSelector }) }];
}
