import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { chartOf, existing, ipvlan } from '../support/app';

test('the facts of an app are the networks and the workloads anywhere in it', () => {
  const app = new App();
  const network = ipvlan(new Chart(app, 'networks', { namespace: 'network' }), 'storage');
  const pod = new kplus.Pod(new Chart(app, 'apps', { namespace: 'default' }), 'app', { containers: [{ image: 'app:1' }] });
  Attachments.of(pod).attach(network, { interfaceName: 'up' });

  expect(AppFacts.of(app)).toBe(AppFacts.of(pod));
  expect(AppFacts.of(app).networks()).toEqual([{ construct: network, name: 'storage', namespace: 'network', reading: expect.anything() }]);
  expect(AppFacts.of(app).workloads()).toEqual([{
    construct: pod,
    namespace: 'default',
    networks: [network],
    selections: [{ name: 'storage', namespace: 'network', interface: 'up' }],
    expectedAnnotation: 'network/storage@up',
    annotation: 'network/storage@up',
    hostNetwork: false,
  }]);
});

test('two apps do not meet', () => {
  const [one, two] = [chartOf(), chartOf()];
  ipvlan(one, 'storage');
  expect(AppFacts.of(one).networks()).toHaveLength(1);
  expect(AppFacts.of(two).networks()).toEqual([]);
});

test('a network that exists already is no network of the app', () => {
  const chart = chartOf();
  existing(chart, 'storage');
  expect(AppFacts.of(chart).networks()).toEqual([]);
});

test('what was taken out of the tree, itself or what it was in, is gone', () => {
  const app = new App();
  const [kept, removed] = ['kept', 'removed'].map((id) => new Chart(app, id));
  ipvlan(kept, 'a');
  ipvlan(kept, 'b');
  ipvlan(removed, 'c');
  Attachments.of(new kplus.Pod(removed, 'app', { containers: [{ image: 'app:1' }] }));
  kept.node.tryRemoveChild('b');
  app.node.tryRemoveChild('removed');
  expect(AppFacts.of(kept).networks().map((network) => network.name)).toEqual(['a']);
  expect(AppFacts.of(kept).workloads()).toEqual([]);
});

test('the revision changes with every network, workload and attachment, and with nothing else', () => {
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
  expect(new Set(revisions).size).toBe(4);
  pod.podMetadata.addAnnotation('other', 'x');
  Attachments.of(pod);
  facts.networks();
  facts.workloads();
  expect(facts.revision).toBe(revisions[3]);
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
  expect([reading.binaries, reading.sets.map((set) => set.map((pool) => String(pool.subnet)))]).toEqual([['bridge', 'host-local'], [['10.0.0.0/24']]]);
});
