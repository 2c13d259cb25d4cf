import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { ApiObject, JsonPatch, Testing, Yaml } from 'cdk8s';
import { MultusInstall } from '../../lib';
import { chartOf, stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const whereabouts = (kind: string, namespace: string | undefined, command: string) => ({
  apiVersion: 'apps/v1', kind, metadata: { name: command, namespace },
  spec: { template: { spec: { containers: [{ name: 'whereabouts', image: 'whereabouts:v0.9.4', command: [command] }] } } },
});
const network = (namespace: string | undefined, slice: unknown) => ({
  apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'storage', namespace },
  spec: {
    config: JSON.stringify({
      cniVersion: '1.0.0', name: 'storage', type: 'macvlan', master: 'eth1',
      ipam: { type: 'whereabouts', range: '192.168.0.0/20', network_name: 'storage', node_slice_size: slice },
    }),
  },
});

/** The rules about node slices that fire. */
function found(...objects: object[]): string[] {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  return check.finish().findings.map(({ rule }) => rule).filter((rule) => /^node-slice-(controller|namespace)/.test(rule));
}

const DAEMON_SET = whereabouts('DaemonSet', 'kube-system', '/ip-control-loop');
const CONTROLLER = whereabouts('Deployment', 'kube-system', '/node-slice-controller');

test.each<[string, object[], string[]]>([
  ['says nothing where no installation of whereabouts is known', [network('default', '/24')], []],
  ['says nothing of networks without node slices', [DAEMON_SET, network('default', undefined), network('other', '')], []],
  ['misses the controller', [DAEMON_SET, network('kube-system', '/24')], ['node-slice-controller-missing']],
  ['finds the controller in an object of its own', [DAEMON_SET, CONTROLLER, network('kube-system', '/24')], []],
  ['says both of a network elsewhere', [DAEMON_SET, network('default', '/24')], ['node-slice-controller-missing', 'node-slice-namespace']],
  ['says nothing of a network whose namespace is not known', [DAEMON_SET, CONTROLLER, network(undefined, '/24')], []],
  ['says nothing where the namespace of whereabouts is not known', [whereabouts('Deployment', undefined, '/node-slice-controller'), network('default', '/24')], []],
])('%s', (_, objects, rules) => {
  expect(found(...objects).sort()).toEqual(rules);
});

const CILIUM = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cilium-config', namespace: 'kube-system' }, data: { 'cni-exclusive': 'true' } };
const MULTUS = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-multus-ds' }, spec: { template: { spec: { containers: [{ image: 'multus-cni:v4.3.0' }] } } } };
const NODES = (name: string, value: string, nodeSelector: object, namespace = 'kube-system') =>
  ({ apiVersion: 'cilium.io/v2', kind: 'CiliumNodeConfig', metadata: { name, namespace }, spec: { nodeSelector, defaults: { 'cni-exclusive': value } } });
const LABELLED = { matchLabels: { multus: 'yes' } };
const POD = (annotations: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', annotations }, spec: { containers: [] } });

test.each<[string, object[], string[]]>([
  ['says nothing of an exclusive Cilium alone', [CILIUM, POD({})], []],
  ['says nothing of a Cilium that leaves others alone', [{ ...CILIUM, data: { 'cni-exclusive': 'false' } }, MULTUS], []],
  ['says that an exclusive Cilium undoes Multus', [CILIUM, MULTUS], ['cilium-exclusive']],
  ['says that an exclusive Cilium undoes networks', [network('default', undefined), CILIUM], ['cilium-exclusive']],
  ['says nothing of an exclusive Cilium that is another on every node', [CILIUM, MULTUS, NODES('all', 'false', {})], []],
  ['says that an exclusive Cilium is another on some nodes only', [CILIUM, MULTUS, NODES('some', 'false', LABELLED)], ['cilium-exclusive']],
  ['says that an exclusive Cilium has no configuration of nodes elsewhere', [CILIUM, MULTUS, NODES('all', 'false', {}, 'default')], ['cilium-exclusive']],
  ['says that Cilium is exclusive on some nodes', [MULTUS, NODES('all', 'false', {}), NODES('some', 'true', LABELLED)], ['cilium-exclusive']],
  ['says nothing of nodes for which a later configuration says otherwise', [MULTUS, NODES('all', 'true', LABELLED), NODES('some', 'false', {})], []],
  ['says that an exclusive Cilium undoes attachments', [CILIUM, POD({ 'k8s.v1.cni.cncf.io/networks': 'storage' })], ['cilium-exclusive']],
])('%s', (_, objects, rules) => {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  expect(check.finish().findings.map(({ rule }) => rule)).toEqual(rules);
});

test('a Cilium of the app that undoes what MultusInstall patches fails the synth, until it leaves others alone', () => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus');
  const config = new ApiObject(chart, 'cilium', CILIUM);
  expect(messageThrownBy(() => Testing.synth(chart)).split(' has ')[0]).toContain("[apps/cilium] cilium-exclusive 'data.cni-exclusive'");
  config.addJsonPatch(JsonPatch.replace('/data/cni-exclusive', 'false'));
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test.each<[string, string, string[]]>([
  ['3.9.3', '0.4.0', []], ['3.9.3', '1.0.0', ['cni-version-too-new']],
  ['4.0.2', '1.0.0', []], ['4.0.2', '1.1.0', ['cni-version-too-new']],
  ['4.1.0', '1.1.0', []], ['4.3.0', '1.1.0', []],
  // others say what is wrong with these
  ['3.9.3', '9.9.9', ['cni-version-unsupported']], ['3.9.3', '', ['cni-version-missing']],
])('Multus %s reads version %s of the specification, or it is found', (multus, cniVersion, rules) => {
  const plain = network('default', undefined);
  const config = JSON.stringify({ cniVersion, type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } });
  const daemonSet = { ...MULTUS, spec: { template: { spec: { containers: [{ image: `multus-cni:v${multus}` }] } } } };
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(daemonSet, { ...plain, spec: { config } }));
  expect(check.finish().findings.map(({ rule }) => rule)).toEqual(rules);
});
