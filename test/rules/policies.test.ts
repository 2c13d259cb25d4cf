import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';

const NETWORK = { cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } };

/** A policy for these networks, as JSON. */
function policyText(policyFor: string, namespace?: string): string {
  const metadata = { name: 'closed', ...(namespace !== undefined && { namespace }), annotations: { 'k8s.v1.cni.cncf.io/policy-for': policyFor } };
  return JSON.stringify({ apiVersion: 'k8s.cni.cncf.io/v1beta1', kind: 'MultiNetworkPolicy', metadata, spec: { podSelector: {}, policyTypes: ['Ingress'] } });
}

/** The findings at the policy, without the rest of their words. */
function findings(networks: readonly { name: string; namespace?: string }[], policy: string, complete = false): string[] {
  const check = new ManifestCheck({ complete });
  check.add('policy.json', policy);
  networks.forEach((network, i) => check.add(`${i}.json`, networkText(NETWORK, network)));
  return check.finish().findings.filter(({ kind }) => kind === 'MultiNetworkPolicy').map(({ severity, message }) => `${severity} ${message.replace(/: got .*?; expected/, ':')}`);
}

const STORAGE = { name: 'storage', namespace: 'default' };
const PLACE = "'metadata.annotations.k8s.v1.cni.cncf.io/policy-for'";

test.each<[string, string, string | undefined]>([
  ['in the namespace of the policy', 'storage', 'default'],
  ['in the namespace that is written', 'default/storage', 'media'],
  ['where the namespace of the policy is not known', 'storage', undefined],
])('a network %s is found', (_, policyFor, namespace) => {
  expect(findings([STORAGE], policyText(policyFor, namespace), true)).toEqual([]);
});

test('a network whose namespace is not known may be the one', () => {
  expect(findings([{ name: 'storage', namespace: undefined }], policyText('default/storage', 'media'), true)).toEqual([]);
});

test('fails with the network of another namespace', () => {
  expect(findings([STORAGE], policyText('storage', 'media'))).toEqual([
    `error policy-network-not-found ${PLACE} names "storage", which is not a network: "default/storage"; write "default/storage": without a namespace, that of the policy counts`,
  ]);
});

test('fails with a misspelt network, each for itself', () => {
  expect(findings([STORAGE, { name: 'video', namespace: 'media' }], policyText('storge, media/vidoe, default/storage', 'default'))).toEqual([
    `error policy-network-not-found ${PLACE} names "storge", which is not a network: "storage"; write "storage": without a namespace, that of the policy counts`,
    `error policy-network-not-found ${PLACE} names "media/vidoe", which is not a network: "media/video"; write "media/video": without a namespace, that of the policy counts`,
  ]);
});

test('a network that is nowhere is a warning, and an error where the manifests are all there is', () => {
  const [policy, other] = [policyText('backup', 'default'), [STORAGE]];
  expect(findings(other, policy)).toEqual([
    `warning policy-network-not-seen ${PLACE} names "backup", which is not among the networks that were read: the name of a NetworkAttachmentDefinition; include its manifest, or make sure that it exists in the cluster`,
  ]);
  expect(findings(other, policy, true)).toEqual([
    `error policy-network-not-found ${PLACE} names "backup", which is not a network: the name of a NetworkAttachmentDefinition; define the network, or correct the name`,
  ]);
});

test('a policy of another group is somebody else\'s', () => {
  expect(findings([], policyText('x//', 'default').replace('k8s.cni.cncf.io/v1beta1', 'example.com/v1'))).toEqual([]);
});

test('a version that upstream does not serve is warned of, unless a definition among the manifests does', () => {
  const policy = policyText('storage', 'default').replace('v1beta1', 'v1beta2');
  const definition = JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'multi-networkpolicies.k8s.cni.cncf.io' },
    spec: { group: 'k8s.cni.cncf.io', names: { kind: 'MultiNetworkPolicy' }, versions: [{ name: 'v1beta2', served: true }] },
  });
  expect(findings([STORAGE], policy)).toEqual([
    'warning policy-version-unserved \'apiVersion\' is a version that upstream does not serve: "k8s.cni.cncf.io/v1beta1"; write "k8s.cni.cncf.io/v1beta1", whose ports may have an \'endPort\' too (since 1.0.1)',
  ]);
  expect(findings([STORAGE], `${policy}\n---\n${definition}`)).toEqual([]);
});
