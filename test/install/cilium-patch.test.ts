import { App, Chart, Testing } from 'cdk8s';
import { CiliumPatch, CiliumPatchProps } from '../../lib/install/cilium-patch';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { expectValid } from '../support/kubernetes-schema';
import { join } from 'path';
import { readFileSync } from 'fs';

const SCRIPT = readFileSync(join(__dirname, '../../lib/install/patch-cilium.sh'), 'utf8');
const LABELS = { 'app.kubernetes.io/name': 'cilium-patch' };
const METADATA = { name: 'cilium-patch', namespace: 'kube-system', labels: LABELS };

function manifestsOf(props?: CiliumPatchProps): any[] {
  const chart = Testing.chart();
  new CiliumPatch(chart, 'patch', props);
  const manifests = Testing.synth(chart);
  manifests.forEach(expectValid);
  return manifests;
}

function jobOf(props?: CiliumPatchProps): any {
  return manifestsOf(props).find(({ kind }) => kind === 'Job');
}

test('a patch is a Job with the least rights, the least privileges and a name of its own', () => {
  const [account, role, binding, job, ...others] = manifestsOf();
  expect(others).toEqual([]);
  expect(account).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: METADATA });
  expect(role).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: METADATA,
    rules: [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['cilium-config'], verbs: ['get', 'patch'] },
      { apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['cilium', 'kube-multus-ds'], verbs: ['get', 'patch', 'list', 'watch'] },
    ],
  });
  expect(binding).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: METADATA,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'cilium-patch' },
    subjects: [{ kind: 'ServiceAccount', name: 'cilium-patch', namespace: 'kube-system' }],
  });
  expect(job).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...METADATA, name: expect.stringMatching(/^cilium-patch-[0-9a-f]{8}$/) },
    spec: {
      backoffLimit: 4,
      activeDeadlineSeconds: 12900,
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: 'cilium-patch',
          restartPolicy: 'Never',
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          // not that of a node that does not answer, on which the pod would wait
          tolerations: [
            'node-role.kubernetes.io/control-plane', 'CriticalAddonsOnly', 'node.kubernetes.io/not-ready', 'node.kubernetes.io/network-unavailable',
            'node.cilium.io/agent-not-ready', 'node.cloudprovider.kubernetes.io/uninitialized',
          ].map((key) => ({ key, operator: 'Exists' })),
          securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [{
            name: 'cilium-patch',
            image: 'docker.io/alpine/k8s:1.34.1',
            command: ['sh', '-c', SCRIPT],
            env: [
              { name: 'CILIUM_NAMESPACE', value: 'kube-system' },
              { name: 'CILIUM_DAEMONSET', value: 'cilium' },
              { name: 'CILIUM_CONTAINER', value: 'cilium-agent' },
              { name: 'CILIUM_CONFIGMAP', value: 'cilium-config' },
              { name: 'MULTUS_NAMESPACE', value: 'kube-system' },
              { name: 'MULTUS_DAEMONSET', value: 'kube-multus-ds' },
              { name: 'ROLLOUT_TIMEOUT_SECONDS', value: '1200' },
              { name: 'HOME', value: '/home/cilium-patch' },
            ],
            resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            terminationMessagePolicy: 'FallbackToLogsOnError',
            volumeMounts: [{ name: 'home', mountPath: '/home/cilium-patch' }],
          }],
          volumes: [{ name: 'home', emptyDir: {} }],
        },
      },
    },
  });
});

test('a patch of a Multus elsewhere has a Role there, for that alone', () => {
  const manifests = manifestsOf({ namespace: 'cilium', multusNamespace: 'multus' });
  expect(manifests.filter(({ kind }) => kind === 'Role').map(({ metadata, rules }) => [metadata.namespace, rules])).toEqual([
    ['cilium', [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['cilium-config'], verbs: ['get', 'patch'] },
      { apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['cilium'], verbs: ['get', 'patch', 'list', 'watch'] },
    ]],
    ['multus', [{ apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['kube-multus-ds'], verbs: ['get', 'patch', 'list', 'watch'] }]],
  ]);
  expect(manifests.filter(({ kind }) => kind === 'RoleBinding').map(({ metadata, subjects }) => [metadata.namespace, subjects])).toEqual([
    ['cilium', [{ kind: 'ServiceAccount', name: 'cilium-patch', namespace: 'cilium' }]],
    ['multus', [{ kind: 'ServiceAccount', name: 'cilium-patch', namespace: 'cilium' }]],
  ]);
});

test('a patch hands on everything that it is told', () => {
  const resources = { limits: { memory: k8s.Quantity.fromString('1Gi') } };
  const manifests = manifestsOf({
    image: 'registry.example.com/kubectl:1.34',
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    imagePullSecrets: [{ name: 'registry' }],
    namespace: 'cilium',
    daemonSetName: 'cilium-a',
    containerName: 'agent',
    configMapName: 'config-a',
    multusDaemonSetName: 'multus-a',
    rolloutTimeoutSeconds: 60,
    ttlAfterFinishedSeconds: 0,
    resources,
    tolerations: [{ key: 'a', operator: 'Exists' }],
    labels: { team: 'network' },
  });
  const labels = { 'app.kubernetes.io/name': 'cilium-patch', 'team': 'network' };
  manifests.forEach(({ metadata }) => expect([metadata.namespace, metadata.labels]).toEqual(['cilium', labels]));
  const { spec } = manifests.find(({ kind }) => kind === 'Job');
  const pod = spec.template.spec;
  expect([spec.activeDeadlineSeconds, spec.ttlSecondsAfterFinished, spec.template.metadata.labels]).toEqual([1500, 0, labels]);
  expect([pod.imagePullSecrets, pod.tolerations]).toEqual([[{ name: 'registry' }], [{ key: 'a', operator: 'Exists' }]]);
  const [{ image, imagePullPolicy, resources: rendered, env }] = pod.containers;
  expect([image, imagePullPolicy, rendered]).toEqual(['registry.example.com/kubectl:1.34', 'Always', { limits: { memory: '1Gi' } }]);
  expect(env.map(({ value }: { value: string }) => value)).toEqual(['cilium', 'cilium-a', 'agent', 'config-a', 'cilium', 'multus-a', '60', '/home/cilium-patch']);
  expect(manifests.find(({ kind }) => kind === 'Role').rules.map(({ resourceNames }: any) => resourceNames)).toEqual([['config-a'], ['cilium-a', 'multus-a']]);
});

describe('the name of the Job', () => {
  test('is the same for the same Job, whatever the order of what was given', () => {
    const names = [{ labels: { a: '1', b: '2' } }, { labels: { b: '2', a: '1' } }].map((props) => jobOf(props).metadata.name);
    expect(names[0]).toBe(names[1]);
  });

  test.each<[string, CiliumPatchProps]>([
    ['image', { image: 'docker.io/alpine/k8s:1.35.0' }],
    ['labels', { labels: { team: 'network' } }],
    ['resources', { resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } } }],
    ['rolloutTimeoutSeconds', { rolloutTimeoutSeconds: 60 }],
  ])('is another one for another %s, because a Job cannot be changed', (_property, props) => {
    expect(jobOf(props).metadata.name).not.toBe(jobOf().metadata.name);
  });

  test('can be asked for', () => {
    const chart = new Chart(new App(), 'chart');
    const patch = new CiliumPatch(chart, 'patch');
    expect(patch.jobName).toBe(jobOf().metadata.name);
  });
});

test('synthesizing twice gives the same bytes', () => {
  const chart = Testing.chart();
  new CiliumPatch(chart, 'patch');
  expect(JSON.stringify(Testing.synth(chart))).toBe(JSON.stringify(Testing.synth(chart)));
});

describe('a patch fails with', () => {
  const name = (property: string, got: string) =>
    `install-name-invalid '${property}' is not a name of a Kubernetes object: got ${got}; expected lower case letters, digits and hyphens, such as "kube-system"; write the name as kubectl prints it`;
  const seconds = (property: string, got: string, range: string) =>
    `install-seconds-range '${property}' is out of range: got ${got}; expected a whole number of seconds from ${range}; write a number in this range`;
  const type = (property: string, got: string, expected: string) =>
    `install-type '${property}' has a wrong value: got ${got}; expected ${expected}; pass such a value, or leave the property out`;
  const image = (got: string) =>
    `install-image-invalid 'image' is not the name of an image: got ${got}; expected a name without blanks, such as "docker.io/alpine/k8s:1.34.1"; write the image as you would pull it, with its tag or digest`;
  const label = (got: string) =>
    `install-label-invalid 'labels' has an entry that is not a label: got ${got}; expected a key and a value of letters, digits, "-", "_" and ".", each at most 63 long, such as {"team":"network"}; write it in this form`;

  test.each<[any, string]>([
    [null, type('props', 'null', 'an object such as {"namespace":"kube-system"}')],
    ['cilium', type('props', '"cilium"', 'an object such as {"namespace":"kube-system"}')],
    [{ image: 5 }, image('5')],
    [{ image: '' }, image('""')],
    [{ image: 'alpine k8s' }, image('"alpine k8s"')],
    [{ imagePullPolicy: 'always' }, type('imagePullPolicy', '"always"', 'one of "Always", "IfNotPresent", "Never"')],
    [{ imagePullSecrets: { name: 'registry' } }, type('imagePullSecrets', '{"name":"registry"}', 'a list such as [{"name":"registry"}]')],
    [{ imagePullSecrets: ['registry'] }, type('imagePullSecrets[0]', '"registry"', 'an object, in a list such as [{"name":"registry"}]')],
    [{ namespace: 'kube_system' }, name('namespace', '"kube_system"')],
    [{ namespace: null }, name('namespace', 'null')],
    [{ namespace: 'a.b' }, name('namespace', '"a.b"')],
    [{ namespace: 'a'.repeat(64) }, name('namespace', `"${'a'.repeat(64)}"`)],
    [{ daemonSetName: 'Cilium' }, name('daemonSetName', '"Cilium"')],
    [{ containerName: '-agent' }, name('containerName', '"-agent"')],
    [{ configMapName: '' }, name('configMapName', '""')],
    [{ multusNamespace: 1 }, name('multusNamespace', '1')],
    [{ multusDaemonSetName: 'a/b' }, name('multusDaemonSetName', '"a/b"')],
    [{ rolloutTimeoutSeconds: 0 }, seconds('rolloutTimeoutSeconds', '0', '1 to 86400')],
    [{ rolloutTimeoutSeconds: 86401 }, seconds('rolloutTimeoutSeconds', '86401', '1 to 86400')],
    [{ rolloutTimeoutSeconds: 1.5 }, seconds('rolloutTimeoutSeconds', '1.5', '1 to 86400')],
    [{ ttlAfterFinishedSeconds: -1 }, seconds('ttlAfterFinishedSeconds', '-1', '0 to 2147483647')],
    [{ ttlAfterFinishedSeconds: 2147483648 }, seconds('ttlAfterFinishedSeconds', '2147483648', '0 to 2147483647')],
    [{ ttlAfterFinishedSeconds: '60' }, seconds('ttlAfterFinishedSeconds', '"60"', '0 to 2147483647')],
    [{ resources: '1Gi' }, type('resources', '"1Gi"', 'an object such as {"limits":{"memory":k8s.Quantity.fromString("128Mi")}}')],
    [{ resources: { limits: { memory: '1Gi' } } }, type('resources.limits.memory', '"1Gi"', 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)')],
    [{ tolerations: [null] }, type('tolerations[0]', 'null', 'an object, in a list such as [{"operator":"Exists"}]')],
    [{ labels: [] }, type('labels', '[]', 'an object such as {"team":"network"}')],
    [{ labels: { team: 5 } }, label('{"team":5}')],
    [{ labels: { 'a b': 'x' } }, label('{"a b":"x"}')],
    [{ labels: { team: 'a'.repeat(64) } }, label(`{"team":"${'a'.repeat(64)}"}`)],
    [
      { labels: { 'app.kubernetes.io/name': 'mine' } },
      'install-label-reserved \'labels\' has a label that the construct sets itself: got {"app.kubernetes.io/name":"mine"}; expected no other value than "cilium-patch" for this key; take another key, or leave it out',
    ],
  ])('%j', (props, message) => {
    const chart = new Chart(new App(), 'install');
    expect(() => new CiliumPatch(chart, 'patch', props)).toThrow(new Error(`[install/patch] ${message}`));
  });

  test('none for the values at the limits', () => {
    expect(() => manifestsOf({
      namespace: 'a'.repeat(63), daemonSetName: 'a.b-1', rolloutTimeoutSeconds: 86400, ttlAfterFinishedSeconds: 2147483647, labels: { 'example.com/a_b.c': 'a'.repeat(63), 'b': '' },
    })).not.toThrow();
    expect(() => manifestsOf({ rolloutTimeoutSeconds: 1, ttlAfterFinishedSeconds: 0 })).not.toThrow();
  });
});
