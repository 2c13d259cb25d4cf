import { writeFileSync } from 'fs';
import { join } from 'path';
import { ApiObject, Chart, Cron, Include, JsonPatch, Lazy, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as kplus33 from 'cdk8s-plus-33';
import { Construct, IConstruct } from 'constructs';
import { Attachments, CniNetwork, NodeSet } from '../../lib';
import { chartOf, existing, ipvlan } from '../support/app';
import { messageThrownBy } from '../support/messages';
import { withTemporaryFolder } from '../support/process';

const { k8s } = kplus;
const ANNOTATION = 'k8s.v1.cni.cncf.io/networks';
const CONTAINERS = [{ name: 'app', image: 'app:1' }];
const SELECTOR = { matchLabels: { app: 'app' } };

/** The pod, or the template of the pods, in a manifest. */
function podsOf(object: any): any {
  return object.kind === 'Pod' ? object : object.spec.template ?? object.spec.jobTemplate?.spec.template;
}

const template = (metadata?: object) => ({ ...(metadata && { metadata }), spec: { containers: CONTAINERS } });
const OBJECTS: Record<string, (metadata?: object) => { apiVersion: string; kind: string; metadata?: any; spec: any }> = {
  Pod: (metadata) => ({ apiVersion: 'v1', kind: 'Pod', ...(metadata && { metadata }), spec: { containers: CONTAINERS } }),
  Deployment: (metadata) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector: SELECTOR, template: template(metadata) } }),
  StatefulSet: (metadata) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { serviceName: 'app', selector: SELECTOR, template: template(metadata) } }),
  DaemonSet: (metadata) => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { selector: SELECTOR, template: template(metadata) } }),
  ReplicaSet: (metadata) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { selector: SELECTOR, template: template(metadata) } }),
  ReplicationController: (metadata) => ({ apiVersion: 'v1', kind: 'ReplicationController', spec: { template: template(metadata) } }),
  Job: (metadata) => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: template(metadata) } }),
  CronJob: (metadata) => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '* * * * *', jobTemplate: { spec: { template: template(metadata) } } } }),
};
const KINDS = Object.keys(OBJECTS);

function plusWorkloads({ Pod, Deployment, StatefulSet, DaemonSet, Job, CronJob, Service }: any): Record<string, (chart: Chart) => IConstruct> {
  const containers = [{ image: 'app:1' }];
  const metadata = { labels: { app: 'app' } };
  return {
    Pod: (chart: Chart) => new Pod(chart, 'app', { containers, metadata }),
    Deployment: (chart: Chart) => new Deployment(chart, 'app', { containers, podMetadata: { annotations: { note: 'x' } } }),
    StatefulSet: (chart: Chart) => new StatefulSet(chart, 'app', { containers, service: new Service(chart, 'svc', { ports: [{ port: 80 }] }) }),
    DaemonSet: (chart: Chart) => new DaemonSet(chart, 'app', { containers }),
    Job: (chart: Chart) => new Job(chart, 'app', { containers }),
    CronJob: (chart: Chart) => new CronJob(chart, 'app', { containers, schedule: Cron.hourly() }),
  };
}

const PLAIN = Object.fromEntries(KINDS.flatMap((kind) => [
  ['without metadata', undefined],
  ['with metadata', { labels: { app: 'app' } }],
  ['with annotations', { labels: { app: 'app' }, annotations: { note: 'x' } }],
].map(([title, metadata]) => [
  `a plain ${kind} ${title}`, (chart: Chart): IConstruct => new ApiObject(chart, 'app', OBJECTS[kind](metadata as object)),
])));
const L1 = Object.fromEntries(KINDS.map((kind) => [`Kube${kind} of cdk8s-plus-27`, (chart: Chart): IConstruct => {
  const { metadata, spec } = OBJECTS[kind]({ annotations: { note: 'x' } });
  return new (k8s as any)[`Kube${kind}`](chart, 'app', { metadata, spec });
}]));
const PLUS = Object.fromEntries(Object.entries({ 'cdk8s-plus-27': kplus, 'cdk8s-plus-33': kplus33 }).flatMap(
  ([name, plus]) => Object.entries(plusWorkloads(plus)).map(([kind, make]) => [`${kind} of ${name}`, make]),
));

const WORKLOADS = Object.entries({ ...PLAIN, ...L1, ...PLUS });

describe.each(WORKLOADS)('%s', (_, make) => {
  /** The objects of the workload, with two attachments or none. */
  const build = (attach: boolean) => {
    const chart = chartOf();
    const workload = make(chart);
    if (attach) {
      Attachments.of(workload).attach(existing(chart, 'a'));
      Attachments.of(workload).attach(existing(chart, 'b'), { interfaceName: 'up' });
    }
    return { chart, workload };
  };

  test('gets the annotation, and nothing else changes', () => {
    const [before, after] = [false, true].map((attach) => Testing.synth(build(attach).chart));
    const pods = before.map(podsOf).find((found) => found !== undefined);
    pods.metadata = { ...pods.metadata, annotations: { ...pods.metadata?.annotations, [ANNOTATION]: 'a, b@up' } };
    expect(after).toEqual(before);
  });

  test('is kept on the nodes of its networks, and nothing else changes', () => {
    const [before, after] = [false, true].map((attach) => {
      const chart = chartOf();
      const workload = make(chart);
      if (attach) {
        const on = (name: string, nodes: NodeSet) => CniNetwork.fromNetworkName(chart, name, name, { nodes });
        Attachments.of(workload)
          .attach(on('a', NodeSet.named('worker-1', 'worker-2')))
          .attach(on('b', NodeSet.labeled({ nic: 'storage' })))
          .attach(on('c', NodeSet.named('worker-2', 'worker-1')));
      }
      return Testing.synth(chart);
    });
    const pods = before.map(podsOf).find((found) => found !== undefined);
    pods.metadata = { ...pods.metadata, annotations: { ...pods.metadata?.annotations, [ANNOTATION]: 'a, b, c' } };
    pods.spec.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [
      { key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1', 'worker-2'] }, { key: 'nic', operator: 'In', values: ['storage'] },
    ] }] } } };
    expect(after).toEqual(before);
  });

  test('has one Attachments, also by its own object', () => {
    const { workload } = build(true);
    expect(Attachments.of(workload)).toBe(Attachments.of(ApiObject.of(workload)));
    expect(Attachments.of(ApiObject.of(workload)).attach(existing(Chart.of(workload), 'c'))).toBe(Attachments.of(workload));
    expect(Testing.synth(Chart.of(workload)).map((object) => podsOf(object)?.metadata.annotations[ANNOTATION])).toContain('a, b@up, c');
  });

  test('gives the same bytes twice, and shows a later attachment', () => {
    const { chart, workload } = build(true);
    const text = () => Yaml.stringify(...Testing.synth(chart));
    const before = text();
    expect(text()).toBe(before);
    Attachments.of(workload).attach(existing(chart, 'c'), { ips: ['192.168.1.14'] });
    expect(text()).not.toBe(before);
    expect(text()).toContain('"192.168.1.14"');
  });

  test('fails where the annotation is there already', () => {
    const chart = chartOf();
    const workload = make(chart);
    const plus = workload as unknown as kplus.Pod;
    if (plus.podMetadata) {
      plus.podMetadata.addAnnotation(ANNOTATION, 'byhand');
    } else {
      const object = workload as ApiObject;
      const at = { Pod: '', CronJob: '/spec/jobTemplate/spec/template' }[object.kind] ?? '/spec/template';
      object.addJsonPatch(JsonPatch.add(`${at}/metadata`, { annotations: { [ANNOTATION]: 'byhand' } }));
    }
    expect(messageThrownBy(() => Attachments.of(workload))).toBe(
      `[apps/app] annotation-set-by-hand '${ANNOTATION}' is set by hand on a workload that has attachments: got "byhand"; expected no annotation of this name; remove the annotation, and attach its networks with 'attach' (a network defined elsewhere: 'CniNetwork.fromNetworkName')`,
    );
  });
});

test.each(KINDS)('an annotation that is written in a plain %s is found', (kind) => {
  const object = new ApiObject(chartOf(), 'app', OBJECTS[kind]({ annotations: { [ANNOTATION]: 'byhand' } }));
  expect(() => Attachments.of(object)).toThrow(/^\[apps\/app\] annotation-set-by-hand /);
});

test('annotations that are added to a plain Pod later stay', () => {
  const chart = chartOf();
  const pod = new ApiObject(chart, 'app', OBJECTS.Pod());
  Attachments.of(pod).attach(existing(chart, 'a'));
  pod.metadata.addAnnotation('note', 'x');
  expect(Testing.synth(chart)[0].metadata.annotations).toEqual({ [ANNOTATION]: 'a', note: 'x' });
});

test.each([kplus, kplus33])('the nodes of a network go into each alternative that a workload of cdk8s-plus has, whenever it is said', (plus: any) => {
  const chart = chartOf();
  const deployment = new plus.Deployment(chart, 'app', { containers: [{ image: 'app:1' }] });
  Attachments.of(deployment).attach(ipvlan(chart, 'a', { nodes: NodeSet.named('worker-1') }));
  deployment.scheduling.attract(plus.Node.labeled(plus.NodeLabelQuery.is('zone', 'a')));
  const deploymentOf = () => Testing.synth(chart).find(({ kind }) => kind === 'Deployment').spec.template.spec.affinity.nodeAffinity;
  const once = deploymentOf();
  expect(once.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([{ matchExpressions: [
    { key: 'zone', operator: 'In', values: ['a'] }, { key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1'] },
  ] }]);
  expect(deploymentOf()).toEqual(once);
});

test('an affinity that the user patches in is kept, and so is the object that the patch was made of', () => {
  const chart = chartOf();
  const deployment = new ApiObject(chart, 'app', OBJECTS.Deployment());
  Attachments.of(deployment).attach(ipvlan(chart, 'a', { nodes: NodeSet.named('worker-1') }));
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }] } } };
  const given = structuredClone(affinity);
  deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/affinity', affinity));
  expect(podsOf(deployment.toJson()).spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms)
    .toEqual([{ matchExpressions: [{ key: 'zone', operator: 'Exists' }, { key: 'kubernetes.io/hostname', operator: 'In', values: ['worker-1'] }] }]);
  expect(affinity).toEqual(given);
});

test('patches of the user for other things stay, before and after', () => {
  const chart = chartOf();
  const deployment = new ApiObject(chart, 'app', OBJECTS.Deployment({ annotations: { note: 'x' } }));
  deployment.addJsonPatch(JsonPatch.add('/spec/replicas', 2));
  Attachments.of(deployment).attach(existing(chart, 'a'));
  deployment.addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations/other', 'y'));
  Attachments.of(deployment).attach(existing(chart, 'b'));
  const [{ spec }] = Testing.synth(chart);
  expect([spec.replicas, spec.template.metadata.annotations]).toEqual([2, { [ANNOTATION]: 'a, b', note: 'x', other: 'y' }]);
});

test('the value of an annotation may come late', () => {
  const chart = chartOf();
  const deployment = new ApiObject(chart, 'app', OBJECTS.Deployment({ annotations: Lazy.any({ produce: () => ({ note: 'x' }) }) }));
  Attachments.of(deployment).attach(existing(chart, 'a'));
  expect(Testing.synth(chart)[0].spec.template.metadata.annotations).toEqual({ [ANNOTATION]: 'a', note: 'x' });
});

test('workloads of included YAML can be attached', () => {
  withTemporaryFolder((folder) => {
    const url = join(folder, 'app.yaml');
    writeFileSync(url, Yaml.stringify({ ...OBJECTS.Deployment(), metadata: { name: 'app', namespace: 'n' } }));
    const chart = chartOf();
    const [deployment] = new Include(chart, 'include', { url }).apiObjects;
    Attachments.of(deployment).attach(existing(chart, 'a', 'n')).attach(existing(chart, 'a', 'default'));
    expect(Testing.synth(chart)[0].spec.template.metadata.annotations).toEqual({ [ANNOTATION]: 'a, default/a' });
  });
});

const service = (chart: Chart) => new kplus.Service(chart, 'svc', { ports: [{ port: 80 }] });
const KIND_LIST = 'expected a workload of cdk8s-plus, or an ApiObject with a pod template, of kind Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob; pass the workload whose pods are to be attached';
test.each<[string, (chart: Chart) => unknown, string, string]>([
  ['a Service of cdk8s-plus', service, 'apps/svc', '"Service"'],
  ['its object', (chart) => ApiObject.of(service(chart)), 'apps/svc/Resource', '"Service"'],
  ['a ConfigMap', (chart) => new k8s.KubeConfigMap(chart, 'map'), 'apps/map', '"ConfigMap"'],
  ['another object below a workload', (chart) => new k8s.KubeConfigMap(new kplus.Deployment(chart, 'app', { containers: CONTAINERS }), 'map'), 'apps/app/map', '"ConfigMap"'],
  ['a Deployment without a template', (chart) => new ApiObject(chart, 'app', { apiVersion: 'apps/v1', kind: 'Deployment', spec: {} }), 'apps/app', '"Deployment"'],
  ['a Deployment with nothing', (chart) => new ApiObject(chart, 'app', { apiVersion: 'apps/v1', kind: 'Deployment' }), 'apps/app', '"Deployment"'],
  ['a Deployment whose template is text', (chart) => new ApiObject(chart, 'app', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: 'x' } }), 'apps/app', '"Deployment"'],
  ['a kind with a name of JavaScript', (chart) => new ApiObject(chart, 'app', { apiVersion: 'v1', kind: 'constructor' }), 'apps/app', '"constructor"'],
  ['a chart', (chart) => chart, 'apps', '"Chart"'],
  ['any construct', (chart) => new Construct(chart, 'any'), 'apps/any', '"Construct"'],
  ['nothing', () => undefined, 'Attachments.of', 'nothing'],
  ['null', () => null, 'Attachments.of', 'nothing'],
  ['a name', () => 'app', 'Attachments.of', '"String"'],
  ['a manifest', () => OBJECTS.Pod(), 'Attachments.of', '"Pod"'],
])('fails on %s', (_, make, place, got) => {
  expect(messageThrownBy(() => Attachments.of(make(chartOf()) as IConstruct)))
    .toBe(`[${place}] workload-without-pod-template 'workload' makes no pod: got ${got}; ${KIND_LIST}`);
});
