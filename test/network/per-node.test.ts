import { ApiObject, App, Chart, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  Attachments, BridgeNetwork, ChainedPlugin, CniNetwork, Ipam, IpvlanNetwork, IpvlanNetworkProps, MultusInstall, MultusInstallProps, MultusVariant,
} from '../../lib';
import { messageOf } from '../../lib/diagnostics';
import { AppFacts } from '../../lib/facts';
import { pluginsNeeded } from '../../lib/facts';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { check } from '../../lib/rules/check';
import { rulesIn } from '../manifests/support';
import { chartOf, stderrOf } from '../support/app';
import { expectValid } from '../support/kubernetes-schema';
import { messageThrownBy } from '../support/messages';

const block = (rangeStart: string, rangeEnd: string) => Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart, rangeEnd });
const TWO_WORKERS = { 'worker-2': block('192.168.1.23', '192.168.1.24'), 'worker-1': block('192.168.1.13', '192.168.1.14') };

function perNode(chart: Chart, props: Partial<IpvlanNetworkProps> = {}): IpvlanNetwork {
  return new IpvlanNetwork(chart, 'storage', { name: 'storage', master: 'eth1', ipam: Ipam.perNode(TWO_WORKERS), ...props });
}

function objectsOf(chart: Chart): { network: any; configMap: any; daemonSet: any } {
  const [network, configMap, daemonSet] = Testing.synth(chart);
  [network, configMap, daemonSet].forEach(expectValid);
  return { network, configMap, daemonSet };
}

/** What all rules say of an app. */
function lines(chart: Chart): string[] {
  return check(AppFacts.of(chart).facts()).map(({ subject, fault }) => `[${subject.construct?.node.path}] ${messageOf(fault)}`);
}

/** The rules that fire at the manifests of a chart. */
function rulesInManifests(chart: Chart): string[] {
  const manifests = new ManifestCheck({ complete: true });
  manifests.add('app.yaml', Yaml.stringify(...Testing.synth(chart)));
  return manifests.finish().findings.map(({ rule, kind }) => `${kind} ${rule}`);
}

test('the network has no configuration in the API, and is on the nodes of the list', () => {
  const network = perNode(chartOf('networks'));
  expect(Testing.synth(Chart.of(network))[0]).toEqual({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'storage', namespace: 'default', annotations: { 'cdk8s-multus/nodes': 'kubernetes.io/hostname in (worker-1, worker-2)' } },
    spec: {},
  });
  expect(String(network.nodes)).toBe('kubernetes.io/hostname in (worker-1, worker-2)');
});

test('each node has a configuration under the name of the network, with its own addresses', () => {
  const chart = chartOf('networks');
  perNode(chart, { chained: [ChainedPlugin.sbr()], labels: { team: 'a' } });
  const { configMap } = objectsOf(chart);
  expect(configMap.metadata).toEqual({
    name: 'networks-storage-nodeconfigs-c8859e0b',
    namespace: 'kube-system',
    labels: { 'app.kubernetes.io/name': 'multus-node-config', 'app.kubernetes.io/instance': 'networks-storage-nodeconfigs-c8859e0b' },
    annotations: { 'cdk8s-multus/node-configs-of': 'default/storage' },
  });
  const config = (rangeStart: string, rangeEnd: string) => ({
    cniVersion: '0.3.1',
    name: 'storage',
    plugins: [
      { type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: { type: 'host-local', subnet: '192.168.1.0/24', rangeStart, rangeEnd } },
      { type: 'sbr' },
    ],
  });
  expect(Object.entries<string>(configMap.data).map(([node, text]) => [node, JSON.parse(text)])).toEqual([
    ['worker-1', config('192.168.1.13', '192.168.1.14')],
    ['worker-2', config('192.168.1.23', '192.168.1.24')],
  ]);
});

test('a changed configuration makes new pods, which take the file over before the old ones end', () => {
  const hashes = ['192.168.1.14', '192.168.1.15'].map((last) => {
    const chart = chartOf('networks');
    perNode(chart, { ipam: Ipam.perNode({ 'worker-1': block('192.168.1.13', last) }) });
    const { daemonSet } = objectsOf(chart);
    expect(daemonSet.spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } });
    return daemonSet.spec.template.metadata.annotations['cdk8s-multus/node-configs'];
  });
  expect(new Set(hashes).size).toBe(2);
});

test('another name of the network leaves the selector, which cannot change, as it is', () => {
  const selectors = ['storage', 'other'].map((name) => {
    const chart = chartOf('networks');
    perNode(chart, { name });
    return objectsOf(chart).daemonSet.spec.selector;
  });
  expect(selectors[0]).toEqual(selectors[1]);
});

test('apps that have a network at the same path in other namespaces do not overwrite the configurations of each other', () => {
  const namesIn = (namespace: string) => {
    const { configMap, daemonSet } = objectsOf(Chart.of(perNode(chartOf('networks', { namespace }))));
    return [configMap, daemonSet].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  };
  expect(namesIn('one')).toEqual(Array(2).fill('kube-system/networks-storage-nodeconfigs-one-c8859e0b'));
  expect(namesIn('two')).toEqual(Array(2).fill('kube-system/networks-storage-nodeconfigs-two-c8859e0b'));
});

test('what brings the configuration onto the nodes can be told how', () => {
  const chart = chartOf('networks');
  const network = perNode(chart, { nodeConfigWriter: {
    confDir: '/opt/multus/net.d',
    namespace: 'network',
    image: 'registry.example.com/alpine:3.22.2',
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    imagePullSecrets: [{ name: 'registry' }],
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    priorityClassName: 'high',
    resources: { limits: { memory: kplus.k8s.Quantity.fromString('32Mi') } },
    labels: { team: 'network' },
  } });
  const { configMap, daemonSet } = objectsOf(chart);
  const { spec } = daemonSet.spec.template;
  const [{ env, image, imagePullPolicy, resources, volumeMounts }] = spec.containers;
  expect([configMap.metadata.namespace, daemonSet.metadata.namespace, daemonSet.metadata.labels.team]).toEqual(['network', 'network', 'network']);
  const { tolerations, priorityClassName, imagePullSecrets } = spec;
  expect({ image, imagePullPolicy, resources, tolerations, priorityClassName, imagePullSecrets }).toEqual({
    image: 'registry.example.com/alpine:3.22.2',
    imagePullPolicy: 'Always',
    resources: { limits: { memory: '32Mi' } },
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    priorityClassName: 'high',
    imagePullSecrets: [{ name: 'registry' }],
  });
  expect(env.find(({ name }: any) => name === 'CONF_DIR').value).toBe('/host/opt/multus/net.d');
  expect(volumeMounts[1]).toEqual({ name: 'conf-dir', mountPath: '/host/opt/multus/net.d' });
  expect(spec.volumes).toEqual([
    { name: 'configs', configMap: { name: configMap.metadata.name } },
    { name: 'conf-dir', hostPath: { path: '/opt/multus/net.d', type: 'DirectoryOrCreate' } },
  ]);
  expect(network.nodeConfigWriter?.daemonSet.name).toBe(daemonSet.metadata.name);
});

test('an address that a pod asks for declares the capability on each node', () => {
  const chart = chartOf('networks');
  const network = perNode(chart);
  const pod = new kplus.Pod(chart, 'app', { containers: [{ image: 'app:1' }] });
  pod.scheduling.assign(kplus.Node.named('worker-1'));
  Attachments.of(pod).attach(network, { ips: ['192.168.1.13'] });
  const texts = Object.values<string>(Testing.synth(chart)[1].data);
  expect(texts.map((text) => JSON.parse(text).plugins[0].capabilities)).toEqual([{ ips: true }, { ips: true }]);
});

test('the plugins of all nodes are needed', () => {
  const chart = chartOf('networks');
  perNode(chart, { ipam: Ipam.perNode({ a: Ipam.hostLocal({ subnet: '192.168.1.0/24' }), b: Ipam.custom({ type: 'static', addresses: [{ address: '192.168.2.2/24' }] }) }) });
  expect(pluginsNeeded(chart)).toEqual(['host-local', 'ipvlan', 'static']);
});

test('the nodes may be told apart in a configuration by hand too', () => {
  const chart = chartOf('networks');
  new CniNetwork(chart, 'storage', { name: 'storage', config: { type: 'macvlan', master: 'eth1', ipam: Ipam.perNode(TWO_WORKERS).toIpamConfig() } });
  expect(Object.keys(Testing.synth(chart)[1].data)).toEqual(['worker-1', 'worker-2']);
});

describe('fails', () => {
  test('where a node has no IPAM', () => {
    const words = 'is not an IPAM for each node: got {"type":"host-local"}; expected the names of the nodes, each with what a factory of Ipam returns, such as { "worker-1": Ipam.hostLocal({ … }) }; give each node its IPAM; Ipam.perNode itself is none for a node';
    expect(messageThrownBy(() => Ipam.perNode({ 'worker-1': { type: 'host-local' } as any }))).toBe(`[Ipam.perNode] node-ipams-invalid 'ipams.worker-1' ${words}`);
    expect(() => Ipam.perNode({ 'worker-1': Ipam.perNode(TWO_WORKERS) })).toThrow(/^\[Ipam.perNode\] node-ipams-invalid 'ipams.worker-1' /);
    expect(() => Ipam.perNode(null as any)).toThrow(/^\[Ipam.perNode\] key-type 'options' /);
  });

  test('where a name cannot be that of a node', () => {
    expect(messageThrownBy(() => perNode(chartOf('networks'), { ipam: Ipam.perNode({ 'worker 1': block('192.168.1.13', '192.168.1.14') }) }))).toBe(
      "[networks/storage] node-set-invalid 'ipam[\"worker 1\"]' does not name nodes: got \"worker 1\"; expected the name of a node, such as \"worker-1\"; look at `kubectl get nodes --show-labels`, or leave the nodes out for a network that is on all of them",
    );
  });

  test('where Multus would not find the network by its name', () => {
    expect(messageThrownBy(() => perNode(chartOf('networks'), { rawConfig: { name: 'other' } }))).toBe(
      "[networks/storage] node-config-name 'rawConfig.name' is not the name of the network: got \"other\"; expected \"storage\"; leave the name out, or give the network this one",
    );
  });

  test('where a plugin refuses the addresses of one node, at that node', () => {
    expect(() => perNode(chartOf('networks'), { ipam: Ipam.perNode({ 'worker-1': block('192.168.1.13', '192.168.1.14'), 'worker-2': Ipam.custom({ type: 'host-local' }) }) }))
      .toThrow(/^\[networks\/storage\] subnet-missing 'ipam.worker-2.subnet' /);
  });

  test('in the words in which the addresses of the node were written', () => {
    expect(messageThrownBy(() => perNode(chartOf('networks'), { ipam: Ipam.perNode({ 'worker-1': Ipam.custom({ type: 'whereabouts', range: '192.168.1.0/24', range_start: 5 }) }) })))
      .toBe("[networks/storage] key-type 'ipam.worker-1.range_start' has the wrong type: got 5; expected a string; correct the value");
    const chart = chartOf('networks');
    const whereabouts = { range: '192.168.1.0/24', rangeStrat: '192.168.1.5' };
    perNode(chart, { ipam: Ipam.perNode({ 'worker-1': Ipam.whereabouts(whereabouts), 'worker-2': Ipam.custom({ type: 'whereabouts', ...whereabouts }) }) });
    expect(stderrOf(() => Testing.synth(chart)).match(/'ipam\.worker-..*/g)).toEqual([
      '\'ipam.worker-1.rangeStrat\' is not a key of whereabouts, which ignores it: got "192.168.1.5"; expected "rangeStart"; did you mean "rangeStart"?',
      '\'ipam.worker-2.rangeStrat\' is not a key of whereabouts, which ignores it: got "192.168.1.5"; expected "range_start"; did you mean "range_start"?',
    ]);
  });

  test('where a property of the writer is wrong', () => {
    expect(() => perNode(chartOf('networks'), { nodeConfigWriter: { confDir: 'net.d' } })).toThrow(/^\[networks\/storage\] install-path-invalid 'nodeConfigWriter.confDir' /);
  });
});

describe('pods', () => {
  function build(replicas: number, kind: 'Deployment' | 'DaemonSet' = 'Deployment', more: object = {}): Chart {
    const chart = chartOf('apps');
    const containers = [{ image: 'app:1' }];
    Attachments.of(kind === 'Deployment'
      ? new kplus.Deployment(chart, 'web', { replicas, containers, ...more })
      : new kplus.DaemonSet(chart, 'web', { containers })).attach(perNode(chart));
    return chart;
  }

  test.each<[string, Chart]>([
    ['as many as the smallest pool has addresses', build(2)],
    ['one on each node', build(1, 'DaemonSet')],
    ['that keep apart', build(2, 'Deployment', { spread: true })],
  ])('pass: %s', (_, chart) => {
    expect(lines(chart)).toEqual([]);
    expect(rulesInManifests(chart)).toEqual([]);
  });

  test('that may not fit on one node are a warning, in an app and in its manifests', () => {
    expect(lines(build(3)).map((line) => line.split(' ')[1])).toEqual(['node-pool-small']);
    expect(rulesInManifests(build(3))).toEqual(['Deployment node-pool-small']);
  });

  test('that do not fit on all nodes fail', () => {
    expect(lines(build(5))).toEqual([
      '[apps/web] pool-exhausted \'networks\' brings the interfaces in the network "apps/storage" to 5: got "apps/storage"; expected at most 4, as many as the pool has addresses; widen the pool, or run fewer pods',
    ]);
  });

  test('that are kept on one node have its pool alone', () => {
    const chart = chartOf('apps');
    const web = new kplus.Deployment(chart, 'web', { replicas: 3, containers: [{ image: 'app:1' }] });
    web.scheduling.assign(kplus.Node.named('worker-2'));
    Attachments.of(web).attach(perNode(chart));
    expect(lines(chart)).toEqual([
      '[apps/web] pool-exhausted \'networks\' brings the interfaces in the network "apps/storage" to 3: got "apps/storage"; expected at most 2, as many as the pool has addresses; widen the pool, or run fewer pods',
    ]);
  });

  test('that can be on a node whose IPAM has no pool are not counted', () => {
    const chart = chartOf('apps');
    const nodes = { 'worker-1': block('192.168.1.13', '192.168.1.14'), 'worker-2': Ipam.dhcp() };
    const network = new BridgeNetwork(chart, 'storage', { name: 'storage', bridge: 'br1', ipam: Ipam.perNode(nodes) });
    const daemons = new kplus.DaemonSet(chart, 'daemon', { containers: [{ image: 'app:1' }] });
    Attachments.of(daemons).attach(network);
    expect(lines(chart)).toEqual([]);
    const web = new kplus.Deployment(chart, 'web', { replicas: 3, containers: [{ image: 'app:1' }] });
    Attachments.of(web).attach(network);
    expect(lines(chart).map((line) => line.split(';')[0])).toEqual([
      '[apps/web] node-pool-small \'networks\' may bring 4 interfaces in the network "apps/storage" to the node "worker-1": got "apps/storage"',
    ]);
  });

  test('that ask for an address fail where another node of theirs does not have it', () => {
    const chart = chartOf('apps');
    const network = perNode(chart);
    const anywhere = new kplus.Pod(chart, 'anywhere', { containers: [{ image: 'app:1' }] });
    const there = new kplus.Pod(chart, 'there', { containers: [{ image: 'app:1' }] });
    there.scheduling.assign(kplus.Node.named('worker-1'));
    Attachments.of(there).attach(network, { ips: ['192.168.1.13'] });
    expect(lines(chart)).toEqual([]);
    Attachments.of(anywhere).attach(network, { ips: ['192.168.1.14'] });
    expect(lines(chart)).toEqual([
      '[apps/anywhere] ips-outside-pool \'attachments[0].ips[0]\' is not in the pool of the network "apps/storage" on the node "worker-2", where the pod can run: got "192.168.1.14"; '
      + 'expected an address of "192.168.1.23-192.168.1.24"; ask for such an address, or widen the pool, or keep the pod on the node whose pool has it',
    ]);
  });
});

describe('pools', () => {
  test('of two nodes that overlap are found, also where another node is between them', () => {
    const chart = chartOf('networks');
    perNode(chart, { ipam: Ipam.perNode({ a: block('192.168.1.13', '192.168.1.17'), b: block('192.168.1.2', '192.168.1.30'), c: block('192.168.1.17', '192.168.1.18') }) });
    expect(lines(chart).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      "[networks/storage] node-pools-overlap 'ipam.a.subnet'", "[networks/storage] node-pools-overlap 'ipam.c.subnet'",
    ]);
  });

  test('may be the same on each node where the addresses stay there', () => {
    const chart = chartOf('networks');
    new BridgeNetwork(chart, 'lan', { bridge: 'br1', isGateway: true, ipam: Ipam.perNode({ a: block('192.168.1.13', '192.168.1.17'), b: block('192.168.1.13', '192.168.1.17') }) });
    expect(lines(chart)).toEqual([]);
  });

  test('of another network on the master of one node are found', () => {
    const app = new App();
    const chart = new Chart(app, 'networks', { namespace: 'default' });
    perNode(chart);
    const other = (id: string, node: string) => new IpvlanNetwork(chart, id, {
      name: id, master: 'eth1', ipam: Ipam.perNode({ [node]: block('192.168.1.14', '192.168.1.20') }),
    });
    other('elsewhere', 'worker-3');
    const elsewhere = '[networks/elsewhere] pools-overlap-across-nodes \'ipam.worker-3.subnet\' overlaps with the pool of the network "networks/storage" on the master "eth1" of other nodes: got "192.168.1.14-192.168.1.20"; '
      + 'expected addresses outside 192.168.1.13-192.168.1.14; give each node addresses of its own, or acknowledge the finding where the nodes have links of their own';
    expect(lines(chart)).toEqual([elsewhere]);
    other('here', 'worker-1');
    expect(lines(chart)).toEqual([
      elsewhere,
      '[networks/here] pools-overlap \'ipam.worker-1.subnet\' overlaps with the pool of the network "networks/storage" on the master "eth1": got "192.168.1.14-192.168.1.20"; '
      + 'expected addresses outside 192.168.1.13-192.168.1.14; give each network addresses of its own, or attach all pods to one network',
    ]);
  });
});

test.each<[string, MultusInstallProps | undefined, string | undefined, string[]]>([
  ['both have Multus\'s own', {}, undefined, []],
  ['both have the same, however it is written', { variant: MultusVariant.THICK, rawDaemonConfig: { confDir: '/etc/multus/' } }, '/etc/multus', []],
  ['nothing here installs Multus', undefined, '/etc/multus', []],
  ['only the network has another', {}, '/etc/multus', ['node-config-dir']],
  ['only Multus has another', { variant: MultusVariant.THICK, rawDaemonConfig: { confDir: '/etc/multus' } }, undefined, ['node-config-dir']],
])('where Multus looks for the configurations is compared: %s', (_, multus, confDir, rules) => {
  const app = new App();
  const charts = [new Chart(app, 'networks', { namespace: 'default' }), new Chart(app, 'install')];
  perNode(charts[0], { nodeConfigWriter: { confDir } });
  if (multus) {
    new MultusInstall(charts[1], 'multus', { patchCilium: false, ...multus });
  }
  const ruleOf = (line: string) => line.split(' ')[1];
  expect(lines(charts[0]).map(ruleOf)).toEqual(rules);
  const manifests = new ManifestCheck();
  manifests.add('app.yaml', Yaml.stringify(...app.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson())));
  expect(manifests.finish().findings.map(({ rule }) => rule)).toEqual(rules);
});

test('where Multus looks is told of all installations, in their order', () => {
  const app = new App();
  const [networks, install] = [new Chart(app, 'networks', { namespace: 'default' }), new Chart(app, 'install')];
  perNode(networks);
  ['b', 'a'].forEach((name) => new MultusInstall(install, name, { patchCilium: false, variant: MultusVariant.THICK, rawDaemonConfig: { confDir: `/etc/${name}` } }));
  expect(lines(networks).filter((line) => line.startsWith('[networks/'))).toEqual([
    '[networks/storage] node-config-dir \'nodeConfigWriter.confDir\' is not where "install/b" looks for the configurations on the node: got "/etc/cni/multus/net.d"; '
    + 'expected "/etc/b", "/etc/a"; write the configurations there, or give a thick Multus the same directory as "confDir" in \'rawDaemonConfig\'',
  ]);
});

test.each<[string, object, string[]]>([
  ['nothing', {}, []],
  ['no plugin', { a: '{ "cniVersion": "0.3.1", "name": "net", "plugins": [] }' }, ['error plugin-type-missing']],
])('a ConfigMap for the nodes may hold %s', (_, data, rules) => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'configs', annotations: { 'cdk8s-multus/node-configs-of': 'default/net' } }, data };
  const network = { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'net', namespace: 'default' } };
  expect(rulesIn(Yaml.stringify(network, configMap))).toEqual(rules);
});
