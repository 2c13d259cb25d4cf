import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Acknowledgements, Attachments, CniNetwork, CniPluginsInstall, MultusInstall } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { chartOf, existing, ipvlan } from '../support/app';

const NONE = new Map();

test('the facts of an app are the networks, workloads and installations anywhere in it', () => {
  const app = new App();
  const network = ipvlan(new Chart(app, 'networks', { namespace: 'network' }), 'storage');
  const apps = new Chart(app, 'apps', { namespace: 'default' });
  const deployment = new kplus.Deployment(apps, 'app', { metadata: { name: 'app' }, containers: [{ image: 'app:1' }], replicas: 2 });
  deployment.scheduling.assign(kplus.Node.named('worker-1'));
  Attachments.of(deployment).attach(network, { interfaceName: 'up' });
  const multus = new MultusInstall(new Chart(app, 'install'), 'multus', { patchCilium: false, installCniPlugins: false, namespaceIsolation: true });

  const { networks, workloads, installations, elsewhere, complete } = AppFacts.of(app).facts();
  expect(networks).toEqual([{
    subject: { kind: 'NetworkAttachmentDefinition', name: 'storage', namespace: 'network', construct: network, acknowledgements: NONE, inOwnWords: expect.any(Function) },
    faults: [],
    nodes: [],
    reading: expect.objectContaining({ binaries: ['ipvlan', 'host-local'] }),
  }]);
  expect(workloads).toEqual([{
    subject: { kind: 'Deployment', name: 'app', namespace: 'default', construct: deployment, acknowledgements: NONE },
    faults: [],
    followsNetworks: true,
    selections: [{ name: 'storage', namespace: 'network', interface: 'up' }],
    hostNetwork: false,
    pathOf: expect.any(Function),
    placement: expect.any(Function),
    resources: expect.any(Function),
  }]);
  const [{ pathOf, placement }] = workloads;
  expect(pathOf(0, 'default-route', 1)).toEqual(['attachments', 0, 'defaultRoute', 1]);
  expect(placement()).toEqual({ pods: 2, surges: true, nodes: [[{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }]], mostPerNode: expect.any(Function), areTogether: expect.any(Function) });
  expect(installations).toEqual([{
    subject: { kind: 'DaemonSet', name: 'kube-multus-ds', namespace: 'kube-system', construct: multus, acknowledgements: NONE },
    faults: [],
    isWhole: true,
    binDir: { path: ['hostPaths', 'cniBinDir'], folder: '/opt/cni/bin', nodes: [[]] },
    isMultus: true,
    multusVersion: '4.3.0',
    confDir: '/etc/cni/multus/net.d',
    isWhereabouts: false,
    isolation: { openNamespaces: ['default'] },
  }]);
  expect([[...elsewhere], complete]).toEqual([[], false]);
});

test('two apps do not meet', () => {
  const [one, two] = [chartOf(), chartOf()];
  expect(AppFacts.of(one)).toBe(AppFacts.of(one.node.root));
  ipvlan(one, 'storage');
  expect(AppFacts.of(one).networks()).toHaveLength(1);
  expect(AppFacts.of(two).networks()).toEqual([]);
});

test('a network that exists already is none of the app, and is known to exist where a pod is attached to it', () => {
  const chart = chartOf();
  const attachments = Attachments.of(new kplus.Pod(chart, 'app', { containers: [{ image: 'app:1' }] }));
  attachments.attach(existing(chart, 'storage')).attach(existing(chart, 'backup', 'network')).attach(ipvlan(chart, 'own'));
  const { networks, elsewhere } = AppFacts.of(chart).facts();
  expect(networks.map(({ subject }) => subject.name)).toEqual(['own']);
  expect([...elsewhere]).toEqual([['default/storage', []], ['network/backup', []]]);
});

test('what was taken out of the tree, itself or what it was in, is gone', () => {
  const app = new App();
  const [kept, removed] = ['kept', 'removed'].map((id) => new Chart(app, id));
  ipvlan(kept, 'a');
  ipvlan(kept, 'b');
  ipvlan(removed, 'c');
  Attachments.of(new kplus.Pod(removed, 'app', { containers: [{ image: 'app:1' }] }));
  new CniPluginsInstall(removed, 'plugins');
  kept.node.tryRemoveChild('b');
  app.node.tryRemoveChild('removed');
  const { networks, workloads, installations } = AppFacts.of(kept).facts();
  expect(networks.map(({ subject }) => subject.name)).toEqual(['a']);
  expect([workloads, installations]).toEqual([[], []]);
});

test('the revision changes with every network, workload, attachment, installation and acknowledgement, and with nothing else', () => {
  const chart = chartOf();
  const facts = AppFacts.of(chart);
  const revisions = [facts.revision];
  const network = ipvlan(chart, 'storage');
  revisions.push(facts.revision);
  const pod = new kplus.Pod(chart, 'app', { containers: [{ image: 'app:1' }] });
  const attachments = Attachments.of(pod);
  revisions.push(facts.revision);
  attachments.attach(network);
  revisions.push(facts.revision);
  new CniPluginsInstall(chart, 'plugins');
  revisions.push(facts.revision);
  Acknowledgements.of(network).add('host-local-across-nodes', 'one worker');
  revisions.push(facts.revision);
  expect(new Set(revisions).size).toBe(6);
  pod.podMetadata.addAnnotation('other', 'x');
  Attachments.of(pod);
  facts.networks();
  facts.facts();
  expect(facts.revision).toBe(revisions[5]);
});

test('there is no revision where somebody else wrote the annotation', () => {
  const chart = chartOf();
  const pod = new kplus.Pod(chart, 'app', { containers: [{ image: 'app:1' }] });
  Attachments.of(pod);
  pod.podMetadata.addAnnotation('k8s.v1.cni.cncf.io/networks', 'x');
  expect(AppFacts.of(chart).revision).toBeUndefined();
});

test('a network by its configuration has its pools and binaries', () => {
  const chart = chartOf();
  new CniNetwork(chart, 'storage', { config: { type: 'bridge', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } } });
  const [{ reading }] = AppFacts.of(chart).networks();
  expect([reading?.binaries, reading?.sets.map((set) => set.map((pool) => String(pool.subnet)))]).toEqual([['bridge', 'host-local'], [['10.0.0.0/24']]]);
});
