import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as kplus33 from 'cdk8s-plus-33';
import { Acknowledgements, MultiNetworkPolicy, MultiNetworkPolicyProps } from '../../lib';
import { chartOf, existing, ipvlan, stderrOf } from '../support/app';
import { expectValid } from '../support/kubernetes-schema';
import { messageThrownBy } from '../support/messages';

const DENY = { default: kplus.NetworkPolicyTrafficDefault.DENY };
const ALLOW = { default: kplus.NetworkPolicyTrafficDefault.ALLOW };
const CONTAINERS = [{ image: 'app:1' }];

/** The object of the only policy of a chart, which fits its schema. */
function objectOf(chart: Chart): any {
  const [object] = Testing.synth(chart).filter(({ kind }) => kind === 'MultiNetworkPolicy');
  expectValid(object);
  return object;
}

/** A policy for one network of the chart. */
function policyOf(chart: Chart, props: Partial<MultiNetworkPolicyProps> = {}): MultiNetworkPolicy {
  return new MultiNetworkPolicy(chart, 'policy', { networks: [existing(chart, 'storage')], ...props });
}

const annotationOf = (object: any): string => object.metadata.annotations['k8s.v1.cni.cncf.io/policy-for'];

test('a policy that denies everything is the annotation, the pods and the directions', () => {
  const chart = chartOf();
  policyOf(chart, { metadata: { name: 'closed', labels: { team: 'media' }, annotations: { note: 'x' } }, ingress: DENY, egress: DENY });
  expect(objectOf(chart)).toEqual({
    apiVersion: 'k8s.cni.cncf.io/v1beta1',
    kind: 'MultiNetworkPolicy',
    metadata: { name: 'closed', namespace: 'default', labels: { team: 'media' }, annotations: { 'note': 'x', 'k8s.v1.cni.cncf.io/policy-for': 'storage' } },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] },
  });
});

test('each network is named in the annotation, with its namespace where that is another one', () => {
  const chart = chartOf();
  policyOf(chart, { networks: [ipvlan(chart, 'storage'), existing(chart, 'backup', 'platform'), existing(chart, 'video')], ingress: DENY });
  expect(annotationOf(objectOf(chart))).toBe('storage, platform/backup, video');
});

test('a network of the chart\'s namespace is named with it where the policy is elsewhere', () => {
  const chart = chartOf();
  policyOf(chart, { networks: [ipvlan(chart, 'storage')], metadata: { namespace: 'media' }, ingress: DENY });
  expect(annotationOf(objectOf(chart))).toBe('default/storage');
});

test('rules hold the peers of cdk8s-plus and their ports', () => {
  const chart = chartOf();
  const block = kplus.NetworkPolicyIpBlock.ipv4(chart, 'lan', '192.168.1.0/24', ['192.168.1.0/28']);
  const ports = [kplus.NetworkPolicyPort.tcp(80), kplus.NetworkPolicyPort.udp(53)];
  const policy = policyOf(chart, { ingress: { rules: [{ peer: block, ports }] } });
  policy.addIngressRule(kplus.Pods.select(chart, 'web', { labels: { app: 'web' } }));
  policy.addIngressRule(kplus.Namespaces.select(chart, 'media', { names: ['media', 'video'], labels: { team: 'media' } }));
  policy.addEgressRule(new kplus.Pod(chart, 'db', { containers: CONTAINERS, metadata: { labels: { app: 'db' } } }), [kplus.NetworkPolicyPort.tcp(5432)]);
  const { ingress, egress, policyTypes } = objectOf(chart).spec;
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
  expect(ingress).toEqual([
    {
      from: [{ ipBlock: { cidr: '192.168.1.0/24', except: ['192.168.1.0/28'] } }],
      ports: [{ port: 80, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
    },
    { from: [{ podSelector: { matchLabels: { app: 'web' } } }] },
    { from: ['media', 'video'].map((name) => ({
      podSelector: {}, namespaceSelector: { matchLabels: { 'team': 'media', 'kubernetes.io/metadata.name': name } },
    })) },
  ]);
  expect(egress).toEqual([{
    to: [{
      podSelector: { matchLabels: { 'cdk8s.io/metadata.addr': expect.any(String) } },
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
    }],
    ports: [{ port: 5432, protocol: 'TCP' }],
  }]);
});

test('a default of allowing is a rule without peers', () => {
  const chart = chartOf();
  policyOf(chart, { egress: ALLOW });
  expect(objectOf(chart).spec).toEqual({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] });
});

test('a policy is in the namespace of the pods that it selects', () => {
  const app = new App();
  const [pods, policies] = [new Chart(app, 'pods', { namespace: 'media' }), new Chart(app, 'policies', { namespace: 'default' })];
  const pod = new kplus.Pod(pods, 'web', { containers: CONTAINERS });
  policyOf(policies, { selector: pod, ingress: DENY });
  const { metadata, spec } = objectOf(policies);
  expect(metadata.namespace).toBe('media');
  expect(spec.podSelector).toEqual({ matchLabels: { 'cdk8s.io/metadata.addr': expect.any(String) } });
});

test('selectors, peers and ports of another version of cdk8s-plus do as well', () => {
  const chart = chartOf();
  const policy = policyOf(chart, { selector: kplus33.Pods.select(chart, 'web', { labels: { app: 'web' } }) as unknown as kplus.IPodSelector });
  const block = kplus33.NetworkPolicyIpBlock.ipv6(chart, 'lan', 'fd00:1::/64') as unknown as kplus.INetworkPolicyPeer;
  policy.addEgressRule(block, [kplus33.NetworkPolicyPort.udp(53) as unknown as kplus.NetworkPolicyPort]);
  expect(objectOf(chart).spec).toEqual({
    podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: 'fd00:1::/64' } }], ports: [{ port: 53, protocol: 'UDP' }] }],
  });
});

test.each<[string, unknown, string]>([
  ['no networks', {}, "policy-for-missing 'networks' names no network: got nothing"],
  ['an empty list of them', { networks: [] }, "policy-for-missing 'networks' names no network: got []"],
  ['a name in their place', { networks: ['storage'] }, "key-type 'networks' has the wrong type: got [\"storage\"]"],
  ['no properties', undefined, "key-type 'props' has the wrong type: got nothing"],
  ['a selector that selects nothing', { selector: {} }, "key-type 'selector' has the wrong type: got {}"],
  ['rules that are no list', { ingress: { rules: {} } }, "key-type 'ingress.rules' has the wrong type: got {}"],
  ['a rule of null', { egress: { rules: [null] } }, "key-type 'egress.rules' has the wrong type: got [null]"],
  ['a text for what is let through', { ingress: 'Deny' }, "key-type 'ingress' has the wrong type: got \"Deny\""],
  ['null for what is let through', { egress: null }, "key-type 'egress' has the wrong type: got null"],
  ['another default', { ingress: { default: 'ALLOWALL' } }, "key-type 'ingress.default' has the wrong type: got \"ALLOWALL\""],
  ['a default of null', { egress: { default: null } }, "key-type 'egress.default' has the wrong type: got null"],
  ['the annotation by hand', { metadata: { annotations: { 'k8s.v1.cni.cncf.io/policy-for': 'a' } } },
    "policy-for-set-by-hand 'metadata.annotations.k8s.v1.cni.cncf.io/policy-for' is set by hand beside 'networks': got \"a\""],
])('fails with %s', (title, props, message) => {
  const chart = chartOf();
  const given = title.includes('network') || props === undefined ? props : { networks: [existing(chart, 'storage')], ...props as object };
  expect(messageThrownBy(() => new MultiNetworkPolicy(chart, 'policy', given as MultiNetworkPolicyProps)).split('; expected')[0]).toBe(`[apps/policy] ${message}`);
});

test.each<[string, (chart: Chart) => Partial<MultiNetworkPolicyProps>, string]>([
  ['of two namespaces', (chart) => ({ selector: kplus.Pods.all(chart, 'all', { namespaces: kplus.Namespaces.select(chart, 'ns', { names: ['a', 'b'] }) }) }),
    "policy-namespace 'selector' selects pods in more than one namespace, or by labels of namespaces: got [\"a\",\"b\"]"],
  ['of namespaces with a label', (chart) => ({
    selector: kplus.Pods.all(chart, 'all', { namespaces: kplus.Namespaces.select(chart, 'ns', { labels: { team: 'media' } }) }), metadata: { namespace: 'a' },
  }), "policy-namespace 'selector' selects pods in more than one namespace, or by labels of namespaces: got nothing"],
  ['of another namespace', (chart) => ({ selector: new kplus.Pod(chart, 'web', { containers: CONTAINERS }), metadata: { namespace: 'media' } }),
    "policy-namespace 'selector' selects pods in another namespace than the policy's, \"media\": got \"default\""],
])('fails where it selects pods %s', (_, props, message) => {
  const chart = chartOf();
  expect(messageThrownBy(() => policyOf(chart, props(chart))).split('; expected')[0]).toBe(`[apps/policy] ${message}`);
});

test.each<[string, (policy: MultiNetworkPolicy, chart: Chart) => void, string]>([
  ['a range of ports that ends before it begins', (policy, chart) => policy.addIngressRule(kplus.Pods.all(chart, 'all'), [kplus.NetworkPolicyPort.tcpRange(8002, 8001)]),
    "policy-port-range-invalid 'ingress[0].ports[0].endPort' is not the end of a range from 8002: got 8001"],
  ['all ports of a protocol as a range from 0', (policy, chart) => policy.addIngressRule(kplus.Pods.all(chart, 'all'), [kplus.NetworkPolicyPort.allTcp()]),
    "policy-port-invalid 'ingress[0].ports[0].port' is not a port: got 0"],
  ['a port that there is not', (policy, chart) => policy.addEgressRule(kplus.Pods.all(chart, 'all'), [kplus.NetworkPolicyPort.udp(65536)]),
    "policy-port-invalid 'egress[0].ports[0].port' is not a port: got 65536"],
  ['a subnet that cdk8s-plus lets through', (policy, chart) => policy.addEgressRule(kplus.NetworkPolicyIpBlock.ipv4(chart, 'block', '999.1.1.0/24')),
    "policy-cidr-invalid 'egress[0].to[0].ipBlock.cidr' is not a subnet: got \"999.1.1.0/24\""],
  ['an exception that is everything', (policy, chart) => policy.addEgressRule(kplus.NetworkPolicyIpBlock.ipv4(chart, 'block', '10.0.0.0/8', ['10.0.0.0/8'])),
    "policy-except-outside 'egress[0].to[0].ipBlock.except[0]' is not a part of \"10.0.0.0/8\": got \"10.0.0.0/8\""],
  ['a peer that is none', (policy) => policy.addEgressRule('10.0.0.0/8' as unknown as kplus.INetworkPolicyPeer),
    "key-type 'egress[0].peer' has the wrong type: got \"10.0.0.0/8\""],
  ['a peer that says nothing', (policy) => policy.addEgressRule({ toNetworkPolicyPeerConfig: () => ({}) } as unknown as kplus.INetworkPolicyPeer),
    "policy-peer-invalid 'egress[0].to[0]' has neither an 'ipBlock' nor a selector: got {}"],
  ['a number for a port', (policy, chart) => policy.addIngressRule(kplus.Pods.all(chart, 'all'), [80] as unknown as kplus.NetworkPolicyPort[]),
    "key-type 'ingress[0].ports' has the wrong type: got [80]"],
])('fails with %s', (_, add, message) => {
  const chart = chartOf();
  const policy = policyOf(chart, { ingress: { rules: [] } });
  expect(messageThrownBy(() => add(policy, chart)).split('; expected')[0]).toBe(`[apps/policy] ${message}`);
});

test('warns of a policy without a direction, until it has one', () => {
  const chart = chartOf();
  const policy = policyOf(chart);
  expect(stderrOf(() => Testing.synth(chart)).split(' does not')[0]).toBe("warning: [apps/policy] policy-types-missing 'spec.policyTypes'");
  policy.addEgressRule(kplus.Pods.all(chart, 'all'), [kplus.NetworkPolicyPort.of({ protocol: kplus.NetworkProtocol.UDP }), kplus.NetworkPolicyPort.tcpRange(8000, 8001)]);
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
  expect(Testing.synth(chart).find(({ kind }) => kind === 'MultiNetworkPolicy').spec.egress).toEqual([
    { to: [{ podSelector: {} }], ports: [{ protocol: 'UDP' }, { port: 8000, endPort: 8001, protocol: 'TCP' }] },
  ]);
});

test('what is acknowledged on a policy is not found', () => {
  const chart = chartOf();
  Acknowledgements.of(policyOf(chart)).add('policy-types-missing', 'OVN-Kubernetes enforces it');
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test('warns of a network that was taken out of the app', () => {
  const chart = chartOf();
  ipvlan(chart, 'there');
  policyOf(chart, { networks: [ipvlan(chart, 'gone', { master: 'eth2' })], ingress: DENY });
  chart.node.tryRemoveChild('gone');
  expect(stderrOf(() => Testing.synth(chart))).toContain('warning: [apps/policy] policy-network-not-seen ');
});

test('a policy written by hand is looked at like one that is typed', () => {
  const chart = chartOf();
  ipvlan(chart, 'storage');
  new ApiObject(chart, 'by-hand', {
    apiVersion: 'k8s.cni.cncf.io/v1beta1', kind: 'MultiNetworkPolicy', metadata: { annotations: { 'k8s.v1.cni.cncf.io/policy-for': 'storge' } }, spec: { policyTypes: ['Egress'] },
  });
  expect(messageThrownBy(() => Testing.synth(chart))).toContain('[apps/by-hand] policy-network-not-found ');
});
