import { ApiObject, ApiObjectMetadataDefinition, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Ipam, IpvlanNetwork, MultiHomedPod } from '../../lib';
import { Facts } from '../../lib/facts';
import { emptyFacts, readObject } from '../../lib/facts/read-object';
import * as rules from '../../lib/rules/check';

jest.mock('../../lib/rules/check', () => {
  const actual = jest.requireActual<typeof rules>('../../lib/rules/check');
  return { ...actual, check: jest.fn(actual.check) };
});

// Counted operations at two sizes, not times: a step that compares everything with everything shows whatever the machine does.

/** The value, in which each reading of a member, however deep, is counted. */
function counted<T>(value: T, count: () => void, wrapped = new WeakMap<object, object>()): T {
  if (typeof value !== 'object' || value === null || value instanceof Map || value instanceof Set) {
    return value;
  }
  if (!wrapped.has(value)) {
    wrapped.set(value, new Proxy(value, {
      get: (target, key, receiver) => {
        count();
        return counted(Reflect.get(target, key, receiver), count, wrapped);
      },
    }));
  }
  return wrapped.get(value) as T;
}

type Names = (i: number) => string;

/** Ten pods in each network. */
function factsOf(networks: number, nameOf: Names = (i) => `net-${i % networks}`, annotationsOf: (i: number) => object = () => ({})): Facts {
  const facts = emptyFacts(true);
  for (let i = 0; i < networks; i++) {
    const config = { cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: `10.${i >> 8}.${i & 255}.0/24` } };
    readObject({
      apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: `net-${i}`, namespace: 'default', annotations: annotationsOf(i) },
      spec: { config: JSON.stringify(config) },
    }, {}, facts);
  }
  for (let i = 0; i < 10 * networks; i++) {
    const selection = [{ name: nameOf(i), namespace: 'default', ips: [`10.${(i % networks) >> 8}.${i % networks & 255}.${10 + Math.floor(i / networks)}`] }];
    readObject({
      kind: 'Pod', metadata: { name: `pod-${i}`, namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': JSON.stringify(selection) } },
      spec: { nodeName: `node-${i % networks}`, containers: [{ name: 'main' }] },
    }, {}, facts);
  }
  return facts;
}

function readings(...facts: Parameters<typeof factsOf>): number {
  let count = 0;
  rules.check(counted(factsOf(...facts), () => count++));
  return count;
}

test('the rules look four times as often at four times as many networks and pods', () => {
  expect(rules.check(factsOf(50))).toEqual([]);
  // sorting takes a little more than four times
  expect(readings(200) / readings(50)).toBeLessThan(4.5);
});

test('also where each pod has something wrong', () => {
  const wrong = (i: number) => `unknown-${i}`;
  expect(rules.check(factsOf(5, wrong)).length).toBe(50);
  expect(readings(200, wrong) / readings(50, wrong)).toBeLessThan(4.5);
});

test('also where each network is on a node of its own', () => {
  const onNode = (i: number) => ({ 'cdk8s-multus/nodes': `kubernetes.io/hostname in (node-${i})` });
  expect(rules.check(factsOf(50, undefined, onNode))).toEqual([]);
  expect(readings(200, undefined, onNode) / readings(50, undefined, onNode)).toBeLessThan(4.5);
});

/** What synthesizing an app does, whose pods are in so many charts. */
function synth(pods: number, charts: number) {
  const app = new App();
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  const networks = Array.from({ length: pods / 10 }, (_, i) => new IpvlanNetwork(chart, `net-${i}`, {
    name: `net-${i}`, master: 'eth1', ipam: Ipam.hostLocal({ subnet: `10.0.${i}.0/24` }),
  }));
  const apps = Array.from({ length: charts }, (_, i) => new Chart(app, `apps-${i}`, { namespace: 'default' }));
  for (let i = 0; i < pods; i++) {
    const pod = new MultiHomedPod(apps[i % charts], `pod-${i}`, { networks: [networks[i % networks.length]], containers: [{ image: 'nginx' }] });
    pod.scheduling.assign(kplus.Node.named(`node-${i % networks.length}`));
  }
  const checks = jest.mocked(rules.check).mockClear();
  const [objects, metadata] = [jest.spyOn(ApiObject.prototype, 'toJson'), jest.spyOn(ApiObjectMetadataDefinition.prototype, 'toJson')];
  app.synthYaml();
  const counts = { checks: checks.mock.calls.length, objects: objects.mock.calls.length, metadata: metadata.mock.calls.length };
  jest.restoreAllMocks();
  return counts;
}

test.each([[1, 20], [1, 80], [8, 80]])('in %i charts, the rules run once, and render nothing of %i pods', (charts, pods) => {
  const objects = pods + pods / 10;
  // cdk8s renders each object once, and its metadata with it
  expect(synth(pods, charts)).toEqual({ checks: 1, objects, metadata: objects });
});
