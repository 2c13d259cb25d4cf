import { BIN_DIR, CONF_DIR, MultusContainer, MultusPod, masterConf } from './multus-daemon-set';
import { HostPaths } from './host-paths';
import { MultusSettings } from './multus-settings';
import { hostVolume, resources } from './pod-parts';

/** A folder that only the container that refreshes the token sees. */
const SCRATCH_DIR = '/refresh';

/**
 * The pod of the thin variant: its entry point writes `00-multus.conf` from the configuration of the cluster network, and a
 * kubeconfig, then waits for its end.
 *
 * It has no ConfigMap: upstream's holds a configuration for flannel, which is read only with `--multus-conf-file` other than "auto".
 */
export function thinPod(settings: MultusSettings): MultusPod {
  const { hostPaths, refreshKubeconfig = true } = settings;
  const master = masterConf(hostPaths);
  const main: MultusContainer = {
    name: 'kube-multus',
    command: ['/thin_entrypoint'],
    args: [
      '--multus-conf-file=auto',
      `--multus-autoconfig-dir=${master.folder}`,
      `--cni-conf-dir=${CONF_DIR}`,
      ...kubeconfigFlag(hostPaths),
      ...flags(settings),
      ...settings.extraArgs ?? [],
    ],
    resources: resources('10m', '128Mi'),
    volumeMounts: [
      { name: 'cni', mountPath: CONF_DIR },
      { name: 'cnibin', mountPath: BIN_DIR },
      ...master.volumes.map(() => master.mount),
    ],
  };
  return {
    // without a pod whose token the plugin has, no pod starts on the node
    canOverlap: true,
    containers: refreshKubeconfig ? [main, refresher(settings)] : [main],
    installer: { command: ['/install_multus'], args: ['--type', 'thin'] },
    volumes: [
      ...master.volumes,
      // The refreshed configuration is rewritten often by some releases, so it stays off the disk.
      ...refreshKubeconfig
        ? [hostVolume('multus-d', `${hostPaths.cniConfDir}/multus.d`, 'DirectoryOrCreate'), { name: 'refresh', emptyDir: { medium: 'Memory' } }]
        : [],
    ],
  };
}

/** The container that keeps the token current. Of what it writes, only the kubeconfig is in a folder of the node. */
function refresher({ masterCniFileName, hostPaths }: MultusSettings): MultusContainer {
  const master = masterConf(hostPaths);
  return {
    name: 'refresh-kubeconfig',
    command: ['/thin_entrypoint'],
    args: [
      '--multus-conf-file=auto',
      `--multus-autoconfig-dir=${master.folder}`,
      `--cni-conf-dir=${SCRATCH_DIR}`,
      `--cni-bin-dir=${SCRATCH_DIR}`,
      '--skip-multus-binary-copy=true',
      '--cleanup-config-on-exit=true',
      ...flag('multus-master-cni-file-name', masterCniFileName),
    ],
    resources: resources('10m', '64Mi'),
    volumeMounts: [
      master.mount,
      { name: 'refresh', mountPath: SCRATCH_DIR },
      { name: 'multus-d', mountPath: `${SCRATCH_DIR}/multus.d` },
    ],
  };
}

/** Where the plugin, which runs on the node, finds its kubeconfig. */
function kubeconfigFlag({ cniConfDir }: HostPaths): string[] {
  const file = `${cniConfDir}/multus.d/multus.kubeconfig`;
  return flag('multus-kubeconfig-file-host', cniConfDir === HostPaths.STANDARD.cniConfDir ? undefined : file);
}

function flags(settings: MultusSettings): string[] {
  return [
    ...flag('multus-master-cni-file-name', settings.masterCniFileName),
    ...flag('readiness-indicator-file', settings.readinessIndicatorFile),
    ...flag('namespace-isolation', settings.namespaceIsolation),
    ...flag('global-namespaces', settings.globalNamespaces?.join(',')),
    ...flag('multus-log-level', settings.logLevel),
    ...flag('multus-log-file', settings.logFile),
  ];
}

function flag(name: string, value: unknown): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}
