import { CONF_DIR, MultusPod, masterConf } from './multus-daemon-set';
import { DAEMON_MEMORY } from '../facts/installation-faults';
import { MULTUS_CONF_DIR } from '../facts/node-configs';
import { HostPaths } from './host-paths';
import { MultusSettings } from './multus-settings';
import { hostVolume, resources } from './pod-parts';
import { createHash } from 'crypto';
import { k8s } from 'cdk8s-plus-27';
import { posix } from 'path';

/** Upstream's name of the ConfigMap with the daemon's configuration. */
export const DAEMON_CONFIG_MAP = 'multus-daemon-config';

/** The key of the ConfigMap, and the file that the daemon reads. */
export const DAEMON_CONFIG_FILE = 'daemon-config.json';

const PROGRAMS = '/usr/src/multus-cni/bin';
const HOST_ROOT = '/hostroot';
const HOST_RUN = '/host/run';

/** Where networks without a configuration of their own are looked up on the node. */
export function confDirOf({ rawDaemonConfig }: Pick<MultusSettings, 'rawDaemonConfig'>): string {
  const confDir: unknown = rawDaemonConfig?.confDir;
  return typeof confDir === 'string' && confDir !== '' ? confDir : MULTUS_CONF_DIR;
}

/** The daemon's configuration as JSON text. */
export function daemonConfig(settings: MultusSettings): string {
  const { hostPaths } = settings;
  const config = {
    chrootDir: HOST_ROOT,
    cniVersion: '0.3.1',
    logLevel: settings.logLevel ?? 'verbose',
    logToStderr: true,
    logFile: settings.logFile,
    cniConfigDir: CONF_DIR,
    multusAutoconfigDir: masterConf(hostPaths).folder,
    multusConfigFile: 'auto',
    socketDir: `${HOST_RUN}/multus/`,
    binDir: hostPaths.cniBinDir === HostPaths.STANDARD.cniBinDir ? undefined : hostPaths.cniBinDir,
    multusMasterCNI: settings.masterCniFileName,
    readinessindicatorfile: settings.readinessIndicatorFile && pathInPod(settings.readinessIndicatorFile, hostPaths),
    namespaceIsolation: settings.namespaceIsolation,
    globalNamespaces: settings.globalNamespaces?.join(','),
    defaultNetworks: settings.defaultNetworks,
    connectionLimit: settings.connectionLimit,
    metricsPort: settings.metricsPort,
    ...settings.rawDaemonConfig,
  };
  return JSON.stringify(config, undefined, 2);
}

/** The pod of the thick variant: a daemon that works in the folders of the node. */
export function thickPod(settings: MultusSettings): MultusPod {
  const { hostPaths, logFile } = settings;
  const confDir = confDirOf(settings);
  const master = masterConf(hostPaths);
  const folders: [volume: k8s.Volume, mountPath: string, mountPropagation?: string][] = [
    [hostVolume('host-run', '/run'), HOST_RUN],
    [hostVolume('host-var-lib-cni-multus', '/var/lib/cni/multus'), '/var/lib/cni/multus'],
    [hostVolume('host-var-lib-kubelet', hostPaths.kubeletDir), '/var/lib/kubelet', 'HostToContainer'],
    [hostVolume('host-run-k8s-cni-cncf-io', '/run/k8s.cni.cncf.io'), '/run/k8s.cni.cncf.io'],
    [hostVolume('host-run-netns', hostPaths.netnsDir), '/run/netns', 'HostToContainer'],
    [hostVolume('hostroot', '/'), HOST_ROOT, 'HostToContainer'],
    [hostVolume('multus-conf-dir', confDir), confDir],
    // The daemon and the plugin on the node are given one path for their logs, so it is the same in both.
    ...logFile ? [[hostVolume('host-log', posix.dirname(logFile)), posix.dirname(logFile)] as [k8s.Volume, string]] : [],
  ];
  return {
    // both would listen at one socket, and the last pod removes the configuration when it ends
    canOverlap: false,
    hostPid: true,
    containers: [{
      name: 'kube-multus',
      command: [`${PROGRAMS}/multus-daemon`],
      env: [{ name: 'MULTUS_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
      resources: resources('100m', DAEMON_MEMORY),
      volumeMounts: [
        { name: 'cni', mountPath: CONF_DIR },
        ...master.volumes.map(() => master.mount),
        // The daemon runs plugins by their path on the node.
        { name: 'cnibin', mountPath: hostPaths.cniBinDir },
        { name: DAEMON_CONFIG_MAP, mountPath: '/etc/cni/net.d/multus.d', readOnly: true },
        ...folders.map(([{ name }, mountPath, mountPropagation]) => ({ name, mountPath, mountPropagation })),
      ],
    }],
    installer: { command: [`${PROGRAMS}/install_multus`, '-d', '/host/opt/cni/bin', '-t', 'thick'] },
    volumes: [
      ...master.volumes,
      { name: DAEMON_CONFIG_MAP, configMap: { name: DAEMON_CONFIG_MAP, items: [{ key: DAEMON_CONFIG_FILE, path: DAEMON_CONFIG_FILE }] } },
      ...folders.map(([volume]) => volume),
    ],
    // The daemon reads its configuration only when it starts, so another configuration makes other pods.
    annotations: { 'cdk8s-multus/daemon-config': createHash('sha256').update(daemonConfig(settings)).digest('hex').slice(0, 16) },
  };
}

/** A path of the node as the daemon sees it. `/run` is looked up where it is mounted, since `/var/run` may be a link to it. */
function pathInPod(path: string, hostPaths: HostPaths): string {
  const mounted = [[hostPaths.cniConfDir, CONF_DIR], [hostPaths.masterCniConfDir, masterConf(hostPaths).folder]].find(([folder]) => path.startsWith(`${folder}/`));
  if (mounted) {
    return mounted[1] + path.slice(mounted[0].length);
  }
  const run = /^(?:\/var)?\/run(\/.*)$/.exec(path);
  return run ? HOST_RUN + run[1] : HOST_ROOT + path;
}
