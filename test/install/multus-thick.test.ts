import { App, Chart, Testing } from 'cdk8s';
import { HostPaths } from '../../lib/install/host-paths';
import { MultusInstall } from '../../lib/install/multus-install';
import { MultusInstallProps } from '../../lib/install/multus-install-props';
import { MultusLogLevel } from '../../lib/install/multus-log-level';
import { MultusVariant } from '../../lib/install/multus-variant';

function synth(props?: MultusInstallProps): any {
  const chart = new Chart(new App(), 'install');
  new MultusInstall(chart, 'multus', { variant: MultusVariant.THICK, patchCilium: false, installCniPlugins: false, ...props });
  const manifests = Testing.synth(chart);
  const [configMap, daemonSet] = ['ConfigMap', 'DaemonSet'].map((kind) => manifests.find((manifest) => manifest.kind === kind));
  return { configMap, daemonSet, pod: daemonSet.spec.template.spec, config: JSON.parse(configMap.data['daemon-config.json']) };
}

const CONFIG = {
  chrootDir: '/hostroot',
  cniVersion: '0.3.1',
  logLevel: 'verbose',
  logToStderr: true,
  cniConfigDir: '/host/etc/cni/net.d',
  multusAutoconfigDir: '/host/etc/cni/net.d',
  multusConfigFile: 'auto',
  socketDir: '/host/run/multus/',
};
const OF_ALL = {
  image: 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick', securityContext: { privileged: true }, terminationMessagePolicy: 'FallbackToLogsOnError',
};

test('the DaemonSet of the thick variant', () => {
  const labels = { app: 'multus', name: 'multus', tier: 'node' };
  expect(synth().daemonSet).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-multus-ds', namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: { name: 'multus' } },
      // a node that is down counts as one that is updated, and must not keep the others waiting
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '34%' } },
      template: {
        metadata: { labels, annotations: { 'cdk8s-multus/daemon-config': expect.stringMatching(/^[0-9a-f]{16}$/) } },
        spec: {
          hostNetwork: true,
          hostPID: true,
          priorityClassName: 'system-node-critical',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists', effect: 'NoExecute' }],
          serviceAccountName: 'multus',
          terminationGracePeriodSeconds: 10,
          initContainers: [{
            name: 'install-multus-binary',
            ...OF_ALL,
            command: ['/usr/src/multus-cni/bin/install_multus', '-d', '/host/opt/cni/bin', '-t', 'thick'],
            resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '128Mi' } },
            volumeMounts: [{ name: 'cnibin', mountPath: '/host/opt/cni/bin' }],
          }],
          containers: [{
            name: 'kube-multus',
            ...OF_ALL,
            command: ['/usr/src/multus-cni/bin/multus-daemon'],
            env: [{ name: 'MULTUS_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
            resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
            volumeMounts: [
              { name: 'cni', mountPath: '/host/etc/cni/net.d' },
              { name: 'cnibin', mountPath: '/opt/cni/bin' },
              { name: 'multus-daemon-config', mountPath: '/etc/cni/net.d/multus.d', readOnly: true },
              { name: 'host-run', mountPath: '/host/run' },
              { name: 'host-var-lib-cni-multus', mountPath: '/var/lib/cni/multus' },
              { name: 'host-var-lib-kubelet', mountPath: '/var/lib/kubelet', mountPropagation: 'HostToContainer' },
              { name: 'host-run-k8s-cni-cncf-io', mountPath: '/run/k8s.cni.cncf.io' },
              { name: 'host-run-netns', mountPath: '/run/netns', mountPropagation: 'HostToContainer' },
              { name: 'hostroot', mountPath: '/hostroot', mountPropagation: 'HostToContainer' },
              { name: 'multus-conf-dir', mountPath: '/etc/cni/multus/net.d' },
            ],
          }],
          volumes: [
            { name: 'cni', hostPath: { path: '/etc/cni/net.d' } },
            { name: 'cnibin', hostPath: { path: '/opt/cni/bin' } },
            { name: 'multus-daemon-config', configMap: { name: 'multus-daemon-config', items: [{ key: 'daemon-config.json', path: 'daemon-config.json' }] } },
            { name: 'host-run', hostPath: { path: '/run' } },
            { name: 'host-var-lib-cni-multus', hostPath: { path: '/var/lib/cni/multus' } },
            { name: 'host-var-lib-kubelet', hostPath: { path: '/var/lib/kubelet' } },
            { name: 'host-run-k8s-cni-cncf-io', hostPath: { path: '/run/k8s.cni.cncf.io' } },
            { name: 'host-run-netns', hostPath: { path: '/run/netns' } },
            { name: 'hostroot', hostPath: { path: '/' } },
            { name: 'multus-conf-dir', hostPath: { path: '/etc/cni/multus/net.d' } },
          ],
        },
      },
    },
  });
});

test('the ConfigMap has the name, the labels and the configuration of upstream', () => {
  const { configMap, config } = synth();
  expect(configMap.metadata).toEqual({ name: 'multus-daemon-config', namespace: 'kube-system', labels: { app: 'multus', tier: 'node' } });
  expect(config).toEqual(CONFIG);
});

test.each<[MultusInstallProps, object]>([
  [{ masterCniFileName: '05-cilium.conflist' }, { multusMasterCNI: '05-cilium.conflist' }],
  [{ namespaceIsolation: true, globalNamespaces: ['default', 'infra'] }, { namespaceIsolation: true, globalNamespaces: 'default,infra' }],
  [{ defaultNetworks: ['storage', 'backup'] }, { defaultNetworks: ['storage', 'backup'] }],
  [{ connectionLimit: 100, metricsPort: 9091 }, { connectionLimit: 100, metricsPort: 9091 }],
  [{ logLevel: MultusLogLevel.ERROR }, { logLevel: 'error' }],
  [{ hostPaths: HostPaths.K3S }, { binDir: '/var/lib/rancher/k3s/data/cni' }],
  [{ hostPaths: HostPaths.TALOS }, {}],
  [{ rawDaemonConfig: { cniVersion: '1.0.0', multusNamespace: 'infra' }, logLevel: MultusLogLevel.DEBUG }, { cniVersion: '1.0.0', multusNamespace: 'infra', logLevel: 'debug' }],
])('%j is told to the daemon as %j', (props, keys) => {
  expect(synth(props).config).toEqual({ ...CONFIG, ...keys });
});

const APART = HostPaths.of({ masterCniConfDir: '/etc/cni/cilium.d' });

test('the configuration of the cluster network may be in a folder that the container runtime does not know', () => {
  const { config, pod } = synth({ hostPaths: APART });
  expect(config).toEqual({ ...CONFIG, multusAutoconfigDir: '/host/etc/cni/master.d' });
  expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'master-cni', mountPath: '/host/etc/cni/master.d', readOnly: true });
  expect(pod.volumes).toContainEqual({ name: 'master-cni', hostPath: { path: '/etc/cni/cilium.d', type: 'DirectoryOrCreate' } });
});

test.each<[string, string, HostPaths]>([
  ['/etc/cni/cilium.d/05-cilium.conflist', '/host/etc/cni/master.d/05-cilium.conflist', APART],
  ['/etc/cni/net.d/05-cilium.conflist', '/host/etc/cni/net.d/05-cilium.conflist', HostPaths.STANDARD],
  ['/var/lib/rancher/k3s/agent/etc/cni/net.d/10-flannel.conflist', '/host/etc/cni/net.d/10-flannel.conflist', HostPaths.K3S],
  ['/etc/cni/net.d/05-cilium.conflist', '/hostroot/etc/cni/net.d/05-cilium.conflist', HostPaths.K3S],
  ['/run/flannel/subnet.env', '/host/run/flannel/subnet.env', HostPaths.STANDARD],
  ['/var/run/flannel/subnet.env', '/host/run/flannel/subnet.env', HostPaths.STANDARD],
  ['/etc/cni/net.data/ready', '/hostroot/etc/cni/net.data/ready', HostPaths.STANDARD],
  ['/running/ready', '/hostroot/running/ready', HostPaths.STANDARD],
])('the daemon looks for the file %s of the node at %s', (readinessIndicatorFile, path, hostPaths) => {
  expect(synth({ readinessIndicatorFile, hostPaths }).config).toMatchObject({ readinessindicatorfile: path });
});

test('the daemon has the directory of the configurations where it is told to look for them', () => {
  const { config, pod } = synth({ rawDaemonConfig: { confDir: '/etc/multus' } });
  expect(config).toEqual({ ...CONFIG, confDir: '/etc/multus' });
  expect(pod.volumes.at(-1)).toEqual({ name: 'multus-conf-dir', hostPath: { path: '/etc/multus' } });
  expect(pod.containers[0].volumeMounts.at(-1)).toEqual({ name: 'multus-conf-dir', mountPath: '/etc/multus' });
});

test('the log file has one path for the daemon and the plugin on the node', () => {
  const { config, pod } = synth({ logFile: '/var/log/multus/multus.log' });
  expect(config).toEqual({ ...CONFIG, logFile: '/var/log/multus/multus.log' });
  expect(pod.volumes.at(-1)).toEqual({ name: 'host-log', hostPath: { path: '/var/log/multus' } });
  expect(pod.containers[0].volumeMounts.at(-1)).toEqual({ name: 'host-log', mountPath: '/var/log/multus' });
});

test('the daemon has the plugins where they are on the node, which is the path that it is given', () => {
  const { pod } = synth({ hostPaths: HostPaths.GKE });
  expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'cnibin', mountPath: '/home/kubernetes/bin' });
  expect(pod.initContainers[0].volumeMounts).toEqual([{ name: 'cnibin', mountPath: '/host/opt/cni/bin' }]);
});

test('another configuration makes other pods, and the same one does not', () => {
  const hash = (props?: MultusInstallProps) => synth(props).daemonSet.spec.template.metadata.annotations['cdk8s-multus/daemon-config'];
  expect(hash({ metricsPort: 9091 })).not.toBe(hash());
  expect(hash({ labels: { team: 'network' } })).toBe(hash());
});
