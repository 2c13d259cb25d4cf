import { App, Chart, JsonPatch, Testing, Yaml } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { HostPaths } from '../../lib/install/host-paths';
import { WhereaboutsInstall } from '../../lib/install/whereabouts-install';
import { WhereaboutsInstallProps } from '../../lib/install/whereabouts-install-props';
import { WhereaboutsLogLevel } from '../../lib/cni/whereabouts-log-level';
import { expectValid } from '../support/kubernetes-schema';
import { join } from 'path';
import { messageOf } from '../../lib/diagnostics/rule';
import { readInstallation } from '../../lib/facts/installation';

function synth(props?: WhereaboutsInstallProps, namespace?: string): any[] {
  const chart = new Chart(new App(), 'install', { namespace });
  new WhereaboutsInstall(chart, 'whereabouts', props);
  return Testing.synth(chart);
}

const one = (manifests: any[], kind: string, name?: string) => {
  const found = manifests.filter((manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name));
  expect(found).toHaveLength(1);
  return found[0];
};
const daemonSet = (props?: WhereaboutsInstallProps) => one(synth(props), 'DaemonSet');
const podSpec = (props?: WhereaboutsInstallProps) => daemonSet(props).spec.template.spec;
const reconciler = (props?: WhereaboutsInstallProps) => one(synth(props), 'Deployment', 'whereabouts-reconciler');
const controller = (props?: WhereaboutsInstallProps) => one(synth({ nodeSliceController: true, ...props }), 'Deployment', 'whereabouts-controller');
const named = (manifest: any) => `${manifest.kind} ${manifest.metadata.namespace ?? '-'}/${manifest.metadata.name}`;
const all = ({ initContainers = [], containers }: any): any[] => [...initContainers, ...containers];
const variable = (container: any, name: string) => container.env.find((entry: any) => entry.name === name);

const OBJECTS = [
  'CustomResourceDefinition -/ippools.whereabouts.cni.cncf.io',
  'CustomResourceDefinition -/nodeslicepools.whereabouts.cni.cncf.io',
  'CustomResourceDefinition -/overlappingrangeipreservations.whereabouts.cni.cncf.io',
  'ClusterRole -/whereabouts-cni',
  'ClusterRoleBinding -/whereabouts',
  'Role kube-system/whereabouts-cni',
  'RoleBinding kube-system/whereabouts',
  'ServiceAccount kube-system/whereabouts',
  'ConfigMap kube-system/whereabouts-config',
  'Deployment kube-system/whereabouts-reconciler',
];

describe('the objects', () => {
  test('are those of upstream by kind, namespace and name, in an order that can be applied, with a Role beside them', () => {
    expect(synth().map(named)).toEqual([...OBJECTS, 'DaemonSet kube-system/whereabouts']);
    expect(synth({ nodeSliceController: true }).map(named)).toEqual([
      ...OBJECTS, 'Deployment kube-system/whereabouts-controller', 'DaemonSet kube-system/whereabouts',
    ]);
  });

  test('have the selectors of upstream, which a cluster never lets change', () => {
    const labels = { labels: { team: 'network' } };
    expect([daemonSet(labels), reconciler(labels), controller(labels)].map(({ spec }) =>
      [spec.selector.matchLabels, spec.template.metadata.labels])).toEqual([
      [{ name: 'whereabouts' }, { team: 'network', tier: 'node', app: 'whereabouts', name: 'whereabouts' }],
      [{ name: 'whereabouts-reconciler' }, { team: 'network', tier: 'node', app: 'whereabouts-reconciler', name: 'whereabouts-reconciler' }],
      [{ app: 'whereabouts-controller' }, { team: 'network', app: 'whereabouts-controller' }],
    ]);
  });

  test('hold exactly the CRDs in imports/', () => {
    expect(synth().slice(0, 3)).toEqual(Yaml.load(join(__dirname, '..', '..', 'imports', 'whereabouts.crd.yaml')));
  });

  test('are in the namespace of whereabouts, whatever the chart\'s is, with the rights', () => {
    const manifests = synth({ namespace: 'wb', nodeSliceController: true }, 'elsewhere');
    expect(manifests.map(({ metadata }) => metadata.namespace).filter(Boolean)).toEqual(Array(7).fill('wb'));
    expect(['ClusterRoleBinding', 'RoleBinding'].map((kind) => one(manifests, kind)).map(({ roleRef, subjects }) => [roleRef, subjects])).toEqual([
      [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'whereabouts-cni' }, [{ kind: 'ServiceAccount', name: 'whereabouts', namespace: 'wb' }]],
      [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'whereabouts-cni' }, [{ kind: 'ServiceAccount', name: 'whereabouts', namespace: 'wb' }]],
    ]);
  });

  test('fit the schema of the Kubernetes API, with every option too', () => {
    synth().forEach(expectValid);
    synth({
      image: 'registry.example.com/whereabouts:v0.9.4',
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      imagePullSecrets: [{ name: 'registry' }],
      namespace: 'wb',
      hostPaths: HostPaths.K3S,
      reconcilerCronExpression: '*/5 * * * *',
      nodeSliceController: true,
      logLevel: WhereaboutsLogLevel.DEBUG,
      logFile: '/var/log/whereabouts.log',
      env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
      resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
      controllerResources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { zone: 'a' },
      labels: { team: 'network' },
      maxUnavailable: k8s.IntOrString.fromString('10%'),
    }).forEach(expectValid);
  });

  test('are the same bytes at every synthesis', () => {
    expect(JSON.stringify(synth({ nodeSliceController: true }))).toBe(JSON.stringify(synth({ nodeSliceController: true })));
  });

  test('can be patched through the properties', () => {
    const chart = new Chart(new App(), 'install');
    const whereabouts = new WhereaboutsInstall(chart, 'whereabouts');
    whereabouts.daemonSet.addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 30));
    expect(one(Testing.synth(chart), 'DaemonSet').spec.template.spec.terminationGracePeriodSeconds).toBe(30);
    expect(whereabouts.nodeSliceController).toBeUndefined();
  });
});

describe('the rights', () => {
  const rules = (kind: string, props?: WhereaboutsInstallProps) => one(synth(props), kind).rules;
  const LOOK = ['get', 'list', 'watch'];

  test('let it look everywhere, and write only in its namespace and only its own lease', () => {
    expect(rules('ClusterRole')).toEqual([
      { apiGroups: ['whereabouts.cni.cncf.io'], resources: ['ippools', 'overlappingrangeipreservations', 'nodeslicepools'], verbs: LOOK },
      { apiGroups: ['k8s.cni.cncf.io'], resources: ['network-attachment-definitions'], verbs: LOOK },
      { apiGroups: [''], resources: ['pods'], verbs: LOOK },
      { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
      { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
    ]);
    expect(rules('Role')).toEqual([
      { apiGroups: ['whereabouts.cni.cncf.io'], resources: ['ippools', 'overlappingrangeipreservations'], verbs: ['create', 'update', 'patch', 'delete'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['whereabouts'], verbs: ['get', 'update'] },
    ]);
  });

  test('with node slices let it watch nodes, write their parts, and take a lease for each, of whatever name', () => {
    const props = { nodeSliceController: true };
    expect(rules('ClusterRole', props)[3]).toEqual({ apiGroups: [''], resources: ['nodes'], verbs: LOOK });
    expect(rules('Role', props)).toEqual([
      { apiGroups: ['whereabouts.cni.cncf.io'], resources: ['ippools', 'overlappingrangeipreservations', 'nodeslicepools'], verbs: ['create', 'update', 'patch', 'delete'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'update'] },
    ]);
  });
});

describe('the configuration', () => {
  const data = (props?: WhereaboutsInstallProps) => one(synth(props), 'ConfigMap').data;

  test('says when to reconcile, where the kubeconfig is, and where the name of the node', () => {
    expect(data()).toEqual({
      'cron-expression': '30 4 * * *',
      'whereabouts.conf': JSON.stringify({
        datastore: 'kubernetes',
        kubernetes: { kubeconfig: '/etc/cni/net.d/whereabouts.d/whereabouts.kubeconfig' },
        configuration_path: '/etc/cni/net.d/whereabouts.d',
        reconciler_cron_expression: '30 4 * * *',
      }, undefined, 2),
    });
  });

  test('has the other schedule in both places, and a log file with its level', () => {
    const changed = data({ reconcilerCronExpression: '*/5 * * * *', logFile: '/var/log/whereabouts.log', logLevel: WhereaboutsLogLevel.ERROR });
    expect(changed['cron-expression']).toBe('*/5 * * * *');
    expect(JSON.parse(changed['whereabouts.conf'])).toMatchObject({
      reconciler_cron_expression: '*/5 * * * *', log_file: '/var/log/whereabouts.log', log_level: 'error',
    });
  });
});

describe('the pods', () => {
  test('of the DaemonSet run on every Linux node, before the pod network', () => {
    expect(podSpec()).toMatchObject({
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ operator: 'Exists' }],
      serviceAccountName: 'whereabouts',
    });
    expect(podSpec({ nodeSelector: { zone: 'a' }, tolerations: [] })).toMatchObject({ nodeSelector: { 'kubernetes.io/os': 'linux', 'zone': 'a' }, tolerations: [] });
  });

  test('of the others are one each, never two, and leave a node that does not answer', () => {
    for (const { spec } of [reconciler(), controller()]) {
      expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
      expect(spec.template.spec).toMatchObject({
        priorityClassName: 'system-cluster-critical',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }, { key: 'CriticalAddonsOnly', operator: 'Exists' }],
      });
    }
  });

  test('run what is in the image of 0.9.4', () => {
    const commands = [podSpec(), reconciler().spec.template.spec, controller().spec.template.spec]
      .map((spec) => spec.containers.map(({ name, image, command, args }: any) => [name, image, command[0], args]));
    const image = 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4';
    expect(commands).toEqual([
      [['whereabouts', image, '/ip-control-loop', ['-log-level', 'verbose']], ['refresh-kubeconfig', image, 'sh', undefined]],
      [['whereabouts-reconciler', image, '/ip-reconciler', ['-log-level', 'verbose']]],
      [['whereabouts', image, '/node-slice-controller', undefined]],
    ]);
  });

  test('of the nodes start before the last ones end, whose token is on the node, unless nodes may be without', () => {
    const strategy = (props?: WhereaboutsInstallProps) => {
      const { minReadySeconds, updateStrategy } = daemonSet(props).spec;
      return [minReadySeconds, updateStrategy];
    };
    expect(strategy()).toEqual([5, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '34%', maxUnavailable: 0 } }]);
    expect(strategy({ maxUnavailable: k8s.IntOrString.fromNumber(1) })).toEqual([undefined, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }]);
  });

  test('are told their namespace and, on the nodes, the node', () => {
    for (const container of [podSpec(), reconciler().spec.template.spec, controller().spec.template.spec].flatMap(all)) {
      expect(variable(container, 'WHEREABOUTS_NAMESPACE')).toEqual({ name: 'WHEREABOUTS_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } });
    }
    for (const container of all(podSpec())) {
      expect(variable(container, 'NODENAME')).toEqual({ name: 'NODENAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
    }
    for (const name of ['install-cni', 'refresh-kubeconfig']) {
      const container = all(podSpec()).find((one) => one.name === name);
      expect(variable(container, 'POD_UID')).toEqual({ name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } });
    }
  });

  test('get the variables of the user, all of them', () => {
    const props = { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } };
    for (const container of [podSpec(props), reconciler(props).spec.template.spec, controller(props).spec.template.spec].flatMap(all)) {
      expect(variable(container, 'KUBERNETES_SERVICE_HOST')).toEqual({ name: 'KUBERNETES_SERVICE_HOST', value: '10.0.0.1' });
    }
  });

  test('are not privileged, have a limit of memory, and carry no token volume of somebody else\'s', () => {
    for (const spec of [podSpec(), reconciler().spec.template.spec, controller().spec.template.spec]) {
      expect(spec.securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.volumes.map(({ projected }: any) => projected)).toEqual(spec.volumes.map(() => undefined));
      for (const { securityContext, resources } of all(spec)) {
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
        expect(securityContext.privileged).toBeUndefined();
        expect(resources.limits.memory).toMatch(/^(128|256)Mi$/);
      }
    }
    expect(reconciler().spec.template.spec.containers[0].securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65534, capabilities: { drop: ['ALL'] } });
  });

  test.each<[string, HostPaths | undefined, string]>([
    ['standard paths', undefined, '/opt/cni/bin'],
    ['K3s', HostPaths.K3S, '/var/lib/rancher/k3s/data/cni'],
    ['RKE2', HostPaths.RKE2, '/opt/cni/bin'],
    ['MicroK8s', HostPaths.MICROK8S, '/var/snap/microk8s/current/opt/cni/bin'],
  ])('put the plugin where the runtime looks, and the configuration where the plugin looks: %s', (_, hostPaths, bin) => {
    const spec = podSpec({ hostPaths });
    expect(spec.volumes.map(({ name, hostPath }: any) => [name, hostPath])).toEqual([
      ['cnibin', { path: bin, type: 'DirectoryOrCreate' }],
      ['cni-net-dir', { path: '/etc/cni/net.d/whereabouts.d', type: 'DirectoryOrCreate' }],
      ['config', undefined],
    ]);
    const [install] = spec.initContainers;
    expect(install.volumeMounts.slice(1)).toEqual([
      { name: 'cni-net-dir', mountPath: '/host/etc/cni/net.d/whereabouts.d' }, { name: 'cnibin', mountPath: `/host${bin}` },
    ]);
    expect(variable(install, 'CNI_BIN_DIR').value).toBe(`/host${bin}`);
    // The control loop looks for it here, whatever it is told.
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'cni-net-dir', mountPath: '/host/etc/cni/net.d/whereabouts.d', readOnly: true }]);
  });

  test('give the reconciler its schedule and the controller the configuration of the plugin, as files', () => {
    const files = (manifest: any) => {
      const { containers, volumes } = manifest.spec.template.spec;
      return [containers[0].volumeMounts[0].mountPath, volumes[0].configMap];
    };
    expect(files(reconciler())).toEqual(['/cron-schedule', { name: 'whereabouts-config', items: [{ key: 'cron-expression', path: 'config' }] }]);
    expect(files(controller())).toEqual(['/etc/cni/net.d/whereabouts.d', { name: 'whereabouts-config', items: [{ key: 'whereabouts.conf', path: 'whereabouts.conf' }] }]);
  });

  test('take resources and an image of the user', () => {
    const memory = (text: string) => ({ limits: { memory: k8s.Quantity.fromString(text) } });
    const props = { resources: memory('1Gi'), controllerResources: memory('2Gi'), image: 'registry.example.com/whereabouts:v0.9.4' };
    expect(podSpec(props).containers.map(({ resources }: any) => resources.limits.memory)).toEqual(['1Gi', '128Mi']);
    expect([reconciler(props), controller(props)].map(({ spec }) => spec.template.spec.containers[0].resources.limits.memory)).toEqual(['2Gi', '2Gi']);
    expect([podSpec(props), reconciler(props).spec.template.spec].flatMap(all).map(({ image }) => image)).toEqual(Array(4).fill(props.image));
  });
});

describe('what the rules are told', () => {
  const fact = (props?: WhereaboutsInstallProps) => new WhereaboutsInstall(new Chart(new App(), 'install'), 'whereabouts', props)._installationFact();

  test('is that this is whereabouts, and whether ranges are divided', () => {
    expect(fact()).toMatchObject({ faults: [], isMultus: false, isWhereabouts: true });
    expect(fact().hasNodeSliceController).toBeUndefined();
    expect(fact({ nodeSliceController: true, namespace: 'wb' })).toMatchObject({ hasNodeSliceController: true, subject: { kind: 'DaemonSet', namespace: 'wb', name: 'whereabouts' } });
  });

  test('is read from the manifests too', () => {
    const { binDir, ...others } = readInstallation(daemonSet({ hostPaths: HostPaths.K3S }))!;
    expect(binDir?.folder).toBe('/var/lib/rancher/k3s/data/cni');
    expect(others).toEqual({ faults: [], isWhole: true, isMultus: false, isWhereabouts: true });
    expect(readInstallation(controller())).toEqual({ faults: [], isWhole: true, isMultus: false, isWhereabouts: true, hasNodeSliceController: true });
  });

  test('is that the image moves', () => {
    expect(fact({ image: 'ghcr.io/k8snetworkplumbingwg/whereabouts:latest' }).faults.map(messageOf)).toEqual([
      "image-tag-moves 'image' is an image that changes under its name: got \"ghcr.io/k8snetworkplumbingwg/whereabouts:latest\"; "
      + 'expected the tag of a release or a digest, such as "ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4"; pin the release',
    ]);
  });
});

test.each<[string, unknown]>([
  ['props', 'kube-system'],
  ['image', 'a b'],
  ['namespace', 'Kube'],
  ['hostPaths', '/opt/cni/bin'],
  ['reconcilerCronExpression', 4],
  ['nodeSliceController', 'yes'],
  ['logLevel', 'info'],
  ['logFile', 'whereabouts.log'],
  ['env', { NODENAME: 'a' }],
  ['resources', { limits: { memory: '1Gi' } }],
  ['controllerResources', { limits: { memory: '1Gi' } }],
  ['tolerations', {}],
  ['nodeSelector', { zone: 1 }],
  ['labels', { app: 'mine' }],
  ['maxUnavailable', '10%'],
])('fails on a wrong value of %s', (name, value) => {
  const props: any = name === 'props' ? value : { [name]: value };
  expect(() => synth(props)).toThrow(new RegExp(`^\\[install/whereabouts\\] \\S+ '${name}[.'\\[]`));
});
