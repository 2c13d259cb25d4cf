import { isOfMultus, meantAnnotation } from '../../lib/facts/annotation-keys';

const NETWORKS = 'k8s.v1.cni.cncf.io/networks';
const DEFAULT_NETWORK = 'v1.multus-cni.io/default-network';

test.each<[string, string]>([
  ['k8s.v1.cni.cncf.io/network', NETWORKS],
  ['k8s.v1.cni.cncf.io/Networks', NETWORKS],
  ['k8s.v1.cni.cncf.io/netwroks', NETWORKS],
  ['k8s.v1.cni.cncf.io/network-s', NETWORKS],
  ['k8s.cni.cncf.io/networks', NETWORKS],
  ['cni.cncf.io/networks', NETWORKS],
  ['kubernetes.v1.cni.cncf.io/networks', NETWORKS],
  ['k8s.v1.cni.cncf.oi/networks', NETWORKS],
  ['k8s.v1.cni.cnf.io/networks', NETWORKS],
  ['K8S.v1.cni.cncf.io/networks', NETWORKS],
  ['v1.multus-cni.io/networks', NETWORKS],
  ['multus.io/network', NETWORKS],
  ['k8s.v1.cni.cncf.io/default-network', DEFAULT_NETWORK],
  ['k8s.v1.cni.cncf.io/default-networks', DEFAULT_NETWORK],
  ['v1.multus-cni.io/default-networks', DEFAULT_NETWORK],
  ['v1.multus-cni.io/defaultNetwork', DEFAULT_NETWORK],
  ['v1.multus.io/default-network', DEFAULT_NETWORK],
])('%s is a misspelt %s', (key, meant) => {
  expect(meantAnnotation(key)).toBe(meant);
  expect(isOfMultus(key)).toBe(true);
});

test.each([NETWORKS, DEFAULT_NETWORK])('%s is spelt right', (key) => {
  expect(meantAnnotation(key)).toBeUndefined();
  expect(isOfMultus(key)).toBe(true);
});

test.each([
  'k8s.v1.cni.cncf.io/network-status', 'k8s.v1.cni.cncf.io/networks-status', 'k8s.v1.cni.cncf.io/policy-for', 'k8s.v1.cni.cncf.io/resourceName',
  'k8s.v1.cni.cncf.io/nodeSelector', 'k8s.v1.cni.cncf.io/bridgeName', 'k8s.v1.cni.cncf.io/bandwidth', 'k8s.v1.cni.galaxy.io/network-type',
  'k8s.ovn.org/pod-networks', 'k8s.ovn.org/network', 'k8s.ovn.org/primary-udn-ipamclaim', 'cni.projectcalico.org/ipAddrs', 'networks', 'network', '',
  'danm.io/networks', 'tke.cloud.tencent.com/networks', 'ipam.spidernet.io/ippools', 'example.com/networks', 'networking.gke.io/networks',
  'cni.cncf.io/', '/networks', 'app.kubernetes.io/name', 'default-network', 'ovn.kubernetes.io/logical_switch', 'multus/owner',
  'k8s.v1.cni.cncf.io/service-network', 'k8s.v1.cni.cncf.io/mynetworks', 'k8s.v1.cni.cncf.io/pod-networks', '+(k8s.v1.cni.cncf.io/networks)', 'multus.example.com/networks', 'k8s.v1.cni.cncf.io/',
])('%j is another\'s', (key) => {
  expect(meantAnnotation(key)).toBeUndefined();
  expect(isOfMultus(key)).toBe(false);
});
