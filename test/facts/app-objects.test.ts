import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { IConstruct } from 'constructs';
import { Attachments, MultusInstall } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { OnlyOurs, fingerprintOf, otherObjects, readAppObjects } from '../../lib/facts/app-objects';
import { chartOf, ipvlan } from '../support/app';

const CONTAINERS = [{ image: 'app:1' }];
const ANNOTATION = 'k8s.v1.cni.cncf.io/networks';

/** The objects of the app that others made. */
function others(chart: Chart): ApiObject[] {
  return otherObjects(chart.node.root, AppFacts.of(chart).constructs());
}

const paths = (constructs: readonly IConstruct[]) => constructs.map((construct) => construct.node.path);

function pod(chart: Chart, id: string): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: id, annotations: { [ANNOTATION]: 'storage' } }, spec: { containers: CONTAINERS },
  });
}

test('what the constructs of this library made, or attach, is not read again', () => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus');
  const deployment = new kplus.Deployment(chart, 'deployment', { containers: CONTAINERS });
  const plain = new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'Pod', spec: { containers: CONTAINERS } });
  const storage = ipvlan(chart, 'storage');
  Attachments.of(deployment).attach(storage);
  Attachments.of(plain).attach(storage);
  pod(chart, 'pod');
  expect(paths(others(chart))).toEqual(['apps/pod']);
});

test('what others add, or put in the place of ours, is found also where there was nothing before', () => {
  const chart = chartOf();
  const seen: OnlyOurs = new WeakMap();
  const find = () => paths(otherObjects(chart.node.root, AppFacts.of(chart).constructs(), seen));
  ['a', 'b', 'c'].forEach((id) => ipvlan(chart, id));
  expect([find(), find()]).toEqual([[], []]);
  pod(chart, 'pod');
  expect([find(), find()]).toEqual([['apps/pod'], ['apps/pod']]);
  chart.node.tryRemoveChild('pod');
  expect([find(), find()]).toEqual([[], []]);
  chart.node.tryRemoveChild('a');
  pod(chart, 'pod');
  expect([find(), find()]).toEqual([['apps/pod'], ['apps/pod']]);
  ipvlan(chart, 'd');
  expect([find(), find()]).toEqual([['apps/pod'], ['apps/pod']]);
});

test('objects of other kinds are not read', () => {
  const chart = chartOf();
  new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret' });
  new kplus.Service(chart, 'service', { ports: [{ port: 80 }] });
  new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'PodList' });
  new ApiObject(chart, 'network', { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition' });
  expect(paths(others(chart))).toEqual(['apps/list', 'apps/network']);
});

test.each([undefined, null, 5, {}])('an object of the kind %j is somebody else\'s', (kind) => {
  const chart = chartOf();
  new ApiObject(chart, 'strange', { apiVersion: 'v1', kind: kind as string, data: { a: 'b' } });
  expect(otherObjects(chart, new Set())).toEqual([]);
});

test('objects of other groups are read, for their kinds may make pods', () => {
  const chart = chartOf();
  const object = (id: string, apiVersion: string, spec: object) => new ApiObject(chart, id, { apiVersion, kind: 'Some', spec });
  const template = { metadata: { annotations: { [ANNOTATION]: 'a' } }, spec: { containers: CONTAINERS } };
  const set = object('set', 'leaderworkerset.x-k8s.io/v1', { leaderWorkerTemplate: { workerTemplate: template } });
  object('job', 'kubeflow.org/v1', {});
  object('ingress', 'networking.k8s.io/v1', { template });
  object('role', 'rbac.authorization.k8s.io/v1', { template });
  object('scaler', 'autoscaling/v2', { template });
  expect(paths(others(chart))).toEqual(['apps/set', 'apps/job']);
  expect(readAppObjects(others(chart)).workloads.map(({ subject, selections }) => [subject.construct, selections])).toEqual([[set, [{ name: 'a' }]]]);
});

test('a workload of cdk8s-plus is read only where it can have the annotation, and stands for its object', () => {
  const chart = chartOf();
  const [annotated, outside, misspelt, patched] = ['annotated', 'outside', 'misspelt', 'patched', 'neither'].map((id) => new kplus.Deployment(chart, id, { containers: CONTAINERS }));
  annotated.podMetadata.addAnnotation(ANNOTATION, 'a');
  outside.metadata.addAnnotation(ANNOTATION, 'b');
  misspelt.podMetadata.addAnnotation('k8s.v1.cni.cncf.io/network', 'd');
  ApiObject.of(patched).addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations', { [ANNOTATION]: 'c' }));
  expect(paths(others(chart))).toEqual(['apps/annotated/Resource', 'apps/outside/Resource', 'apps/misspelt/Resource', 'apps/patched/Resource']);
  const { workloads } = readAppObjects(others(chart));
  expect(workloads.map(({ subject, selections, faults }) => [subject.construct, selections, faults.map(({ rule }) => rule)])).toEqual([
    [annotated, [{ name: 'a' }], []],
    [outside, [], ['annotation-on-workload']],
    [misspelt, [], ['annotation-misspelt']],
    [patched, [{ name: 'c' }], []],
  ]);
});

test('what cannot be rendered hides nothing else', () => {
  const chart = chartOf();
  const unfinished = new kplus.Deployment(chart, 'unfinished');
  unfinished.podMetadata.addAnnotation(ANNOTATION, 'a');
  pod(chart, 'pod');
  expect(readAppObjects(others(chart)).workloads.map(({ subject }) => [subject.name, subject.namespace])).toEqual([['pod', 'default']]);
});

test('the fingerprint differs with each object and each patch', () => {
  const chart = chartOf();
  const seen = [fingerprintOf(others(chart))];
  const first = pod(chart, 'a');
  seen.push(fingerprintOf(others(chart)));
  pod(chart, 'b');
  seen.push(fingerprintOf(others(chart)));
  first.addJsonPatch(JsonPatch.remove('/metadata/annotations'));
  seen.push(fingerprintOf(others(chart)));
  expect(new Set(seen).size).toBe(4);
  expect(fingerprintOf(others(chart))).toBe(seen[3]);
});
