import { App, Chart, JsonPatch, Testing, Yaml } from 'cdk8s';
import { HostPaths } from '../../lib/install/host-paths';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { MultusInstall } from '../../lib/install/multus-install';
import { messageThrownBy } from '../support/messages';
import { Acknowledgements } from '../../lib/acknowledgements';
import { MultusInstallProps } from '../../lib/install/multus-install-props';
import { MultusVariant } from '../../lib/install/multus-variant';
import { expectValid } from '../support/kubernetes-schema';
import { join } from 'path';
import { messageOf } from '../../lib/diagnostics/rule';

const { THIN, THICK } = MultusVariant;
const AFFINITY = {
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] } },
};
const ALONE = { patchCilium: false, installCniPlugins: false };

function synth(props?: MultusInstallProps, namespace?: string): any[] {
  const chart = new Chart(new App(), 'install', { namespace });
  new MultusInstall(chart, 'multus', props);
  return Testing.synth(chart);
}

const one = (manifests: any[], kind: string, name?: string) => {
  const found = manifests.filter((manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name));
  expect(found).toHaveLength(1);
  return found[0];
};
const daemonSet = (props?: MultusInstallProps) => one(synth(props), 'DaemonSet', 'kube-multus-ds');
const podSpec = (props?: MultusInstallProps) => daemonSet(props).spec.template.spec;
const named = (manifest: any) => `${manifest.kind} ${manifest.metadata.namespace ?? '-'}/${manifest.metadata.name}`;

const OWN_OBJECTS = [
  'CustomResourceDefinition -/network-attachment-definitions.k8s.cni.cncf.io',
  'ClusterRole -/multus',
  'ClusterRoleBinding -/multus',
  'ServiceAccount kube-system/multus',
];

describe('the objects', () => {
  test('are those of upstream by kind, namespace and name: thin', () => {
    expect(synth(ALONE).map(named)).toEqual([...OWN_OBJECTS, 'DaemonSet kube-system/kube-multus-ds']);
  });

  test('are those of upstream by kind, namespace and name: thick', () => {
    expect(synth({ variant: THICK, ...ALONE }).map(named)).toEqual([
      ...OWN_OBJECTS, 'ConfigMap kube-system/multus-daemon-config', 'DaemonSet kube-system/kube-multus-ds',
    ]);
  });

  test.each([THIN, THICK])('have the labels of upstream, and its selector, which a cluster never lets change: %s', (variant) => {
    const labels = { tier: 'node', app: 'multus', name: 'multus' };
    const { metadata, spec } = daemonSet({ variant, labels: { team: 'network' } });
    expect(spec.selector).toEqual({ matchLabels: { name: 'multus' } });
    expect(metadata.labels).toEqual({ team: 'network', ...labels });
    expect(spec.template.metadata.labels).toEqual({ team: 'network', ...labels });
  });

  test('come in an order that can be applied: Cilium and the plugins after the rights, Multus last', () => {
    const kinds = synth({ variant: THICK }).map(named);
    expect(kinds.slice(0, 5)).toEqual([...OWN_OBJECTS, 'ConfigMap kube-system/multus-daemon-config']);
    const job = kinds.findIndex((kind) => kind.startsWith('Job kube-system/cilium-patch-'));
    expect(job).toBeGreaterThan(4);
    expect(kinds.slice(job + 1).some((kind) => kind.startsWith('DaemonSet '))).toBe(true);
    expect(kinds.at(-1)).toBe('DaemonSet kube-system/kube-multus-ds');
  });

  test('hold exactly the CRD in imports/', () => {
    expect(synth()[0]).toEqual(Yaml.load(join(__dirname, '..', '..', 'imports', 'network-attachment-definition.crd.yaml'))[0]);
  });

  test('bind the rights to the service account that the pods have', () => {
    const manifests = synth({ namespace: 'multus', ...ALONE });
    expect(one(manifests, 'ClusterRoleBinding')).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'multus' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'multus' },
      subjects: [{ kind: 'ServiceAccount', name: 'multus', namespace: 'multus' }],
    });
    expect(one(manifests, 'ServiceAccount').metadata).toEqual({ name: 'multus', namespace: 'multus' });
    expect(one(manifests, 'DaemonSet').metadata.namespace).toBe('multus');
  });

  test('stay in kube-system in a chart with another namespace, and those of the cluster have none', () => {
    expect(synth({ variant: THICK, ...ALONE }, 'elsewhere').map(named)).toEqual(synth({ variant: THICK, ...ALONE }).map(named));
  });

  test.each([THIN, THICK])('fit the schema of the Kubernetes API: %s', (variant) => {
    synth({ variant }).forEach(expectValid);
  });

  test('fit the schema of the Kubernetes API with every option', () => {
    const both: MultusInstallProps = {
      version: 'v4.3.0',
      image: 'registry.example.com/multus:v4.3.0',
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      imagePullSecrets: [{ name: 'registry' }],
      namespace: 'multus',
      hostPaths: HostPaths.MICROK8S,
      masterCniFileName: '05-cilium.conflist',
      readinessIndicatorFile: '/etc/cni/net.d/05-cilium.conflist',
      namespaceIsolation: true,
      globalNamespaces: ['default', 'infra'],
      logFile: '/var/log/multus.log',
      resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { zone: 'a' },
      affinity: AFFINITY,
      labels: { team: 'network' },
      podAnnotations: { 'example.com/owner': 'network' },
      maxUnavailable: k8s.IntOrString.fromString('10%'),
    };
    synth({ ...both, refreshKubeconfig: true, extraArgs: ['--override-network-name=true'] }).forEach(expectValid);
    synth({ ...both, variant: THICK, defaultNetworks: ['storage'], connectionLimit: 100, metricsPort: 9091, rawDaemonConfig: { a: 1 } }).forEach(expectValid);
  });

  test('are the same bytes at every synthesis', () => {
    expect(JSON.stringify(synth({ variant: THICK }))).toBe(JSON.stringify(synth({ variant: THICK })));
  });

  test('can be patched through the properties', () => {
    const chart = new Chart(new App(), 'install');
    const multus = new MultusInstall(chart, 'multus', { variant: THICK, ...ALONE });
    multus.daemonSet.addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 30));
    multus.clusterRole.addJsonPatch(JsonPatch.add('/rules/-', { apiGroups: ['resource.k8s.io'], resources: ['resourceclaims'], verbs: ['get'] }));
    multus.configMap!.addJsonPatch(JsonPatch.add('/data/other', 'x'));
    multus.crd.addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));
    multus.serviceAccount.addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));
    multus.clusterRoleBinding.addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));
    const manifests = Testing.synth(chart);
    expect(one(manifests, 'DaemonSet').spec.template.spec.terminationGracePeriodSeconds).toBe(30);
    expect(one(manifests, 'ClusterRole').rules.at(-1).resources).toEqual(['resourceclaims']);
    expect(one(manifests, 'ConfigMap').data.other).toBe('x');
    expect(['CustomResourceDefinition', 'ServiceAccount', 'ClusterRoleBinding'].map((kind) => one(manifests, kind).metadata.labels)).toEqual([
      { a: 'b' }, { a: 'b' }, { a: 'b' },
    ]);
  });

  test('have construct ids that stay', () => {
    const multus = new MultusInstall(new Chart(new App(), 'install'), 'multus', { variant: THICK });
    expect(multus.node.children.map((child) => child.node.id)).toEqual([
      'Crd', 'ClusterRole', 'ClusterRoleBinding', 'ServiceAccount', 'ConfigMap', 'CiliumPatch', 'CniPlugins', 'Resource',
    ]);
  });
});

describe('what differs between the releases', () => {
  const EVENTS = { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] };
  const STATUS = { apiGroups: [''], resources: ['pods/status'], verbs: ['update'] };
  const READS = ['get'];
  const WATCHES = ['get', 'list', 'watch'];

  test.each([
    [THIN, '4.0.0', READS, ':v4.0.0'],
    [THIN, '4.3.0', READS, ':v4.3.0'],
    [THICK, '4.0.2', READS, ':v4.0.2-thick'],
    [THICK, 'v4.1.0', WATCHES, ':v4.1.0-thick'],
    [THICK, '4.2.4', WATCHES, ':v4.2.4-thick'],
    [THICK, '4.3.0', WATCHES, ':v4.3.0-thick'],
    [THICK, '4.7.1', WATCHES, ':v4.7.1-thick'],
  ])('%s %s: may %j networks and pods, image %s', (variant, version, verbs, tag) => {
    const manifests = synth({ variant, version, ...ALONE });
    expect(one(manifests, 'ClusterRole').rules).toEqual([
      { apiGroups: ['k8s.cni.cncf.io'], resources: ['network-attachment-definitions'], verbs }, { apiGroups: [''], resources: ['pods'], verbs }, STATUS, EVENTS,
    ]);
    const { containers, initContainers } = one(manifests, 'DaemonSet').spec.template.spec;
    expect(new Set([...containers, ...initContainers].map(({ image }) => image))).toEqual(new Set([`ghcr.io/k8snetworkplumbingwg/multus-cni${tag}`]));
  });

  test.each([THIN, THICK])('is nothing else: %s', (variant) => {
    const withoutImage = (version: string) =>
      JSON.parse(JSON.stringify(daemonSet({ variant, version })), (key, value) => (key === 'image' ? undefined : value));
    expect(withoutImage('4.0.0')).toEqual(withoutImage('4.3.0'));
  });
});

describe('the options of the pods of both variants', () => {
  test.each([THIN, THICK])('land where they belong: %s', (variant) => {
    const { spec } = daemonSet({
      variant,
      affinity: AFFINITY,
      image: 'registry.example.com/multus:1',
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      imagePullSecrets: [{ name: 'registry' }],
      tolerations: [{ key: 'a', operator: 'Exists' }],
      nodeSelector: { zone: 'a' },
      podAnnotations: { 'example.com/owner': 'network' },
      resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
      maxUnavailable: k8s.IntOrString.fromNumber(3),
    });
    const pod = spec.template.spec;
    expect(spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 3 } });
    expect(spec.template.metadata.annotations).toMatchObject({ 'example.com/owner': 'network' });
    expect(pod).toMatchObject({
      affinity: AFFINITY,
      imagePullSecrets: [{ name: 'registry' }],
      tolerations: [{ key: 'a', operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux', zone: 'a' },
    });
    for (const container of [...pod.containers, ...pod.initContainers]) {
      expect(container).toMatchObject({ image: 'registry.example.com/multus:1', imagePullPolicy: 'IfNotPresent' });
    }
    expect(pod.containers[0].resources).toEqual({ limits: { memory: '1Gi' } });
    expect(pod.initContainers[0].resources).toEqual({ requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '128Mi' } });
  });

  test.each<[string, HostPaths, [string, string, string, string]]>([
    ['STANDARD', HostPaths.STANDARD, ['/etc/cni/net.d', '/opt/cni/bin', '/run/netns', '/var/lib/kubelet']],
    ['K3S', HostPaths.K3S, ['/var/lib/rancher/k3s/agent/etc/cni/net.d', '/var/lib/rancher/k3s/data/cni', '/run/netns', '/var/lib/kubelet']],
    ['RKE2', HostPaths.RKE2, ['/etc/cni/net.d', '/opt/cni/bin', '/run/netns', '/var/lib/kubelet']],
    ['GKE', HostPaths.GKE, ['/etc/cni/net.d', '/home/kubernetes/bin', '/run/netns', '/var/lib/kubelet']],
    ['CRIO', HostPaths.CRIO, ['/etc/cni/net.d', '/usr/libexec/cni', '/run/netns', '/var/lib/kubelet']],
    ['TALOS', HostPaths.TALOS, ['/etc/cni/net.d', '/opt/cni/bin', '/var/run/netns', '/var/lib/kubelet']],
    ['MICROK8S', HostPaths.MICROK8S, [
      '/var/snap/microk8s/current/args/cni-network', '/var/snap/microk8s/current/opt/cni/bin', '/run/netns', '/var/snap/microk8s/common/var/lib/kubelet',
    ]],
  ])('mount the folders of %s', (_, hostPaths, [conf, bin, netns, kubelet]) => {
    const folders = (variant: MultusVariant) =>
      Object.fromEntries(podSpec({ variant, hostPaths }).volumes.map(({ name, hostPath }: any) => [name, hostPath?.path]));
    expect(folders(THIN)).toMatchObject({ cni: conf, cnibin: bin, 'multus-d': `${conf}/multus.d` });
    expect(folders(THICK)).toMatchObject({ cni: conf, cnibin: bin, 'host-run-netns': netns, 'host-var-lib-kubelet': kubelet });
  });
});

describe('what comes with Multus', () => {
  test('can be reached, and both are there unless switched off', () => {
    const chart = new Chart(new App(), 'install');
    const multus = new MultusInstall(chart, 'multus');
    expect(multus.ciliumPatch!.jobName).toMatch(/^cilium-patch-/);
    expect(multus.cniPlugins!.node.path).toBe('install/multus/CniPlugins');
    const alone = new MultusInstall(new Chart(new App(), 'install'), 'multus', ALONE);
    expect([alone.ciliumPatch, alone.cniPlugins, alone.configMap]).toEqual([undefined, undefined, undefined]);
  });

  test('is told where Multus is', () => {
    const env = one(synth({ namespace: 'multus' }), 'Job').spec.template.spec.containers[0].env;
    expect(env).toEqual(expect.arrayContaining([
      { name: 'CILIUM_NAMESPACE', value: 'kube-system' }, { name: 'MULTUS_NAMESPACE', value: 'multus' }, { name: 'MULTUS_DAEMONSET', value: 'kube-multus-ds' },
    ]));
  });

  test('is configured through the properties of its name', () => {
    const manifests = synth({ ciliumPatch: { namespace: 'cilium' }, cniPlugins: { namespace: 'plugins' } });
    expect(one(manifests, 'Job').metadata.namespace).toBe('cilium');
    expect(manifests.filter(({ kind, metadata }) => kind === 'DaemonSet' && metadata.namespace === 'plugins')).toHaveLength(1);
  });

  test('puts the plugins where the container runtime looks for them', () => {
    const plugins = synth({ hostPaths: HostPaths.K3S }).filter(({ kind, metadata }) => kind === 'DaemonSet' && metadata.name !== 'kube-multus-ds');
    expect(plugins.flatMap(({ spec }) => spec.template.spec.volumes.map(({ hostPath }: any) => hostPath?.path))).toContain('/var/lib/rancher/k3s/data/cni');
  });
});

describe('the warnings', () => {
  const warnings = (props?: MultusInstallProps) => new MultusInstall(new Chart(new App(), 'install'), 'multus', props)._installationFact().faults.map(messageOf);
  const memory = (limit: string) => ({ resources: { limits: { memory: k8s.Quantity.fromString(limit) } } });

  test('there are none by default', () => {
    expect(warnings()).toEqual([]);
    expect(warnings({ variant: THICK })).toEqual([]);
  });

  test('are about an image that moves, and name the one to pin', () => {
    expect(warnings({ variant: THICK, image: 'ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick' })).toEqual([
      "image-tag-moves 'image' is an image that changes under its name: got \"ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick\"; "
      + 'expected the tag of a release or a digest, such as "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick"; pin the release',
    ]);
  });

  test('are about the memory of the daemon, not of the thin entry point', () => {
    expect(warnings({ variant: THICK, ...memory('50Mi') })).toEqual([
      "multus-memory-low 'resources.limits.memory' is a memory limit that the Multus daemon outgrows: got \"50Mi\"; "
      + "expected more than \"50Mi\"; set it to \"256Mi\", or leave 'resources' out",
    ]);
    expect(warnings({ variant: THICK, ...memory('51Mi') })).toEqual([]);
    expect(warnings({ variant: THIN, ...memory('50Mi') })).toEqual([]);
  });
});

test('the configuration of the daemon can be read in the file', () => {
  const app = new App();
  new MultusInstall(new Chart(app, 'install'), 'multus', { variant: THICK, ...ALONE });
  expect(app.synthYaml()).toContain('  daemon-config.json: |-\n    {\n      "chrootDir": "/hostroot",\n      "cniVersion": "0.3.1",\n');
});

describe('a flag that the entry point does not know', () => {
  const failureWith = (props: MultusInstallProps) => {
    const chart = new Chart(new App(), 'install');
    const multus = new MultusInstall(chart, 'multus', { ...ALONE, extraArgs: ['--override-network-name=true', '--cni-vesion=1.0.0'], ...props });
    return { multus, failure: () => messageThrownBy(() => Testing.synth(chart)) };
  };

  test('would end it again and again', () => {
    expect(failureWith({}).failure()).toContain('[install/multus] multus-flag-unknown \'extraArgs[1]\' is not a flag that "/thin_entrypoint" of Multus 4 knows: '
      + 'got "--cni-vesion=1.0.0"; expected "--cni-version"; correct it');
  });

  test('may be acknowledged, and be one of a release to come', () => {
    const { multus, failure } = failureWith({});
    Acknowledgements.of(multus).add('multus-flag-unknown', 'of our own build');
    expect(failure).toThrow('nothing was thrown');
    expect(failureWith({ version: '4.4.0' }).failure).toThrow('nothing was thrown');
  });
});
