import { templatesOf } from '../../lib/facts/pod-templates';
import { pathText } from '../../lib/diagnostics';

const POD = { spec: { containers: [] } };
const pathsIn = (object: Record<string, unknown>, named = {}) => templatesOf(object, named).map(({ path }) => pathText(path));

test.each<[string, Record<string, unknown>, string[]]>([
  ['a Pod', { kind: 'Pod' }, ['']],
  ['a Deployment', { kind: 'Deployment', spec: { template: POD } }, ['spec.template']],
  ['a CronJob', { kind: 'CronJob', spec: { jobTemplate: { spec: { template: POD } } } }, ['spec.jobTemplate.spec.template']],
  ['an Argo Rollout, a Knative Service', { kind: 'Rollout', spec: { template: POD } }, ['spec.template']],
  ['a PyTorchJob', { kind: 'PyTorchJob', spec: { pytorchReplicaSpecs: { Master: { template: POD }, Worker: { template: POD } } } },
    ['spec.pytorchReplicaSpecs.Master.template', 'spec.pytorchReplicaSpecs.Worker.template']],
  ['a LeaderWorkerSet', { kind: 'LeaderWorkerSet', spec: { leaderWorkerTemplate: { leaderTemplate: POD, workerTemplate: POD } } },
    ['spec.leaderWorkerTemplate.leaderTemplate', 'spec.leaderWorkerTemplate.workerTemplate']],
  ['a JobSet', { kind: 'JobSet', spec: { replicatedJobs: [{ template: { spec: { template: POD } } }] } }, ['spec.replicatedJobs[0].template.spec.template']],
  ['a Job of Volcano', { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: { tasks: [{ template: POD }, { template: POD }] } },
    ['spec.tasks[0].template', 'spec.tasks[1].template']],
  ['a RayService', { kind: 'RayService', spec: { rayClusterConfig: { headGroupSpec: { template: POD }, workerGroupSpecs: [{ template: POD }] } } },
    ['spec.rayClusterConfig.headGroupSpec.template', 'spec.rayClusterConfig.workerGroupSpecs[0].template']],
  ['a kind that has containers beside its pods', { kind: 'Prometheus', metadata: {}, spec: { containers: [], podMetadata: {} } }, []],
  ['a kind whose template has no containers', { kind: 'VirtualMachine', spec: { template: { spec: { domain: {} } } } }, []],
  ['a definition of a kind', { kind: 'CustomResourceDefinition', spec: { template: { spec: { containers: { type: 'array' } } } } }, []],
  ['a Service', { kind: 'Service', spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } }, []],
  ['an object without a spec', { kind: 'ConfigMap', data: { spec: 'containers' } }, []],
  ['nothing', {}, []],
])('finds the pods of %s', (_, object, paths) => {
  expect(pathsIn(object)).toEqual(paths);
});

test('takes the way that the user names, and no other', () => {
  const object = { kind: 'Kafka', spec: { kafka: { pod: { metadata: {} } }, other: POD } };
  expect(pathsIn(object)).toEqual(['spec.other']);
  expect(pathsIn(object, { Kafka: ['spec', 'kafka', 'pod'] })).toEqual(['spec.kafka.pod']);
  expect(pathsIn(object, { Kafka: ['spec', 'zookeeper'] })).toEqual([]);
});

test('a template of a kind of Kubernetes without containers is a patch', () => {
  expect(templatesOf({ kind: 'Deployment', spec: { template: { metadata: {} } } })).toEqual([{ path: ['spec', 'template'], isWhole: false, outerMetadata: [] }]);
});

test('a part that aliases name many times is looked through once, and nothing without end', () => {
  let part: unknown = { a: 1 };
  for (let i = 0; i < 100; i++) {
    part = { a: part, b: part, c: [part, part] };
  }
  expect(pathsIn({ kind: 'Other', spec: part })).toEqual([]);
  const cycle: Record<string, unknown> = { template: POD };
  cycle.again = cycle;
  expect(pathsIn({ kind: 'Other', spec: cycle })).toEqual(['spec.template']);
});
