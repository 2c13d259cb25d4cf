import { App, Chart, Testing } from 'cdk8s';
import { HostPaths } from '../../lib/install/host-paths';
import { MultusInstall } from '../../lib/install/multus-install';
import { MultusInstallProps } from '../../lib/install/multus-install-props';
import { MultusLogLevel } from '../../lib/install/multus-log-level';

function daemonSet(props?: MultusInstallProps): any {
  const chart = new Chart(new App(), 'install');
  new MultusInstall(chart, 'multus', { patchCilium: false, installCniPlugins: false, ...props });
  return Testing.synth(chart).at(-1);
}

const args = (props?: MultusInstallProps): string[] => daemonSet(props).spec.template.spec.containers[0].args;

const IMAGE = 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0';
const OF_ALL = { image: IMAGE, securityContext: { privileged: true }, terminationMessagePolicy: 'FallbackToLogsOnError' };
const AUTO = ['--multus-conf-file=auto', '--multus-autoconfig-dir=/host/etc/cni/net.d', '--cni-conf-dir=/host/etc/cni/net.d'];

test('the DaemonSet of the thin variant', () => {
  const labels = { app: 'multus', name: 'multus', tier: 'node' };
  expect(daemonSet()).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-multus-ds', namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: { name: 'multus' } },
      // the plugin has the token of the pod, so that the next one has to write its own before this one ends
      minReadySeconds: 5,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '34%', maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists', effect: 'NoExecute' }],
          serviceAccountName: 'multus',
          terminationGracePeriodSeconds: 10,
          initContainers: [{
            name: 'install-multus-binary',
            ...OF_ALL,
            command: ['/install_multus'],
            args: ['--type', 'thin'],
            resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '128Mi' } },
            volumeMounts: [{ name: 'cnibin', mountPath: '/host/opt/cni/bin' }],
          }],
          containers: [
            {
              name: 'kube-multus',
              ...OF_ALL,
              command: ['/thin_entrypoint'],
              args: AUTO,
              resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '128Mi' } },
              volumeMounts: [{ name: 'cni', mountPath: '/host/etc/cni/net.d' }, { name: 'cnibin', mountPath: '/host/opt/cni/bin' }],
            },
            {
              name: 'refresh-kubeconfig',
              ...OF_ALL,
              command: ['/thin_entrypoint'],
              args: [
                '--multus-conf-file=auto',
                '--multus-autoconfig-dir=/host/etc/cni/net.d',
                '--cni-conf-dir=/refresh',
                '--cni-bin-dir=/refresh',
                '--skip-multus-binary-copy=true',
                '--cleanup-config-on-exit=true',
              ],
              resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '64Mi' } },
              volumeMounts: [
                { name: 'cni', mountPath: '/host/etc/cni/net.d', readOnly: true },
                { name: 'refresh', mountPath: '/refresh' },
                { name: 'multus-d', mountPath: '/refresh/multus.d' },
              ],
            },
          ],
          volumes: [
            { name: 'cni', hostPath: { path: '/etc/cni/net.d' } },
            { name: 'cnibin', hostPath: { path: '/opt/cni/bin' } },
            { name: 'multus-d', hostPath: { path: '/etc/cni/net.d/multus.d', type: 'DirectoryOrCreate' } },
            { name: 'refresh', emptyDir: { medium: 'Memory' } },
          ],
        },
      },
    },
  });
});

test('without the refreshing container, the container and the volumes that only it needs are not there', () => {
  const { containers, volumes } = daemonSet({ refreshKubeconfig: false }).spec.template.spec;
  expect(containers.map(({ name }: any) => name)).toEqual(['kube-multus']);
  expect(volumes.map(({ name }: any) => name)).toEqual(['cni', 'cnibin']);
});

test.each<[MultusInstallProps, string[]]>([
  [{ masterCniFileName: '05-cilium.conflist' }, ['--multus-master-cni-file-name=05-cilium.conflist']],
  [{ readinessIndicatorFile: '/etc/cni/net.d/05-cilium.conflist' }, ['--readiness-indicator-file=/etc/cni/net.d/05-cilium.conflist']],
  [{ namespaceIsolation: true, globalNamespaces: ['default', 'infra'] }, ['--namespace-isolation=true', '--global-namespaces=default,infra']],
  [{ namespaceIsolation: false }, ['--namespace-isolation=false']],
  [{ logLevel: MultusLogLevel.DEBUG, logFile: '/var/log/multus.log' }, ['--multus-log-level=debug', '--multus-log-file=/var/log/multus.log']],
  [{ extraArgs: ['--override-network-name=true', '--rename-conf-file=true'] }, ['--override-network-name=true', '--rename-conf-file=true']],
  [{ hostPaths: HostPaths.K3S }, ['--multus-kubeconfig-file-host=/var/lib/rancher/k3s/agent/etc/cni/net.d/multus.d/multus.kubeconfig']],
  [{ hostPaths: HostPaths.GKE }, []],
])('%j becomes %j', (props, flags) => {
  expect(args(props)).toEqual([...AUTO, ...flags]);
});

test('the configuration of the cluster network may be in a folder that the container runtime does not know', () => {
  const { containers, volumes } = daemonSet({ hostPaths: HostPaths.of({ masterCniConfDir: '/etc/cni/cilium.d' }) }).spec.template.spec;
  const master = { name: 'master-cni', mountPath: '/host/etc/cni/master.d', readOnly: true };
  expect(containers[0].args).toEqual(['--multus-conf-file=auto', '--multus-autoconfig-dir=/host/etc/cni/master.d', '--cni-conf-dir=/host/etc/cni/net.d']);
  expect(containers[0].volumeMounts).toEqual([{ name: 'cni', mountPath: '/host/etc/cni/net.d' }, { name: 'cnibin', mountPath: '/host/opt/cni/bin' }, master]);
  expect(containers[1].args).toContain('--multus-autoconfig-dir=/host/etc/cni/master.d');
  expect(containers[1].volumeMounts).toEqual([master, { name: 'refresh', mountPath: '/refresh' }, { name: 'multus-d', mountPath: '/refresh/multus.d' }]);
  expect(volumes).toContainEqual({ name: 'master-cni', hostPath: { path: '/etc/cni/cilium.d', type: 'DirectoryOrCreate' } });
});

test('the plugin on the node has the paths of the node, the programs in the pod those of the pod', () => {
  const { containers, initContainers } = daemonSet({ hostPaths: HostPaths.MICROK8S, readinessIndicatorFile: '/run/ready' }).spec.template.spec;
  expect(containers[0].args).toEqual([
    ...AUTO,
    '--multus-kubeconfig-file-host=/var/snap/microk8s/current/args/cni-network/multus.d/multus.kubeconfig',
    '--readiness-indicator-file=/run/ready',
  ]);
  expect(initContainers[0].volumeMounts).toEqual([{ name: 'cnibin', mountPath: '/host/opt/cni/bin' }]);
});

test('the refreshing container looks at the same configuration of the cluster network', () => {
  expect(daemonSet({ masterCniFileName: '10-calico.conflist' }).spec.template.spec.containers[1].args.at(-1)).toBe('--multus-master-cni-file-name=10-calico.conflist');
});
