import { HostPaths } from './host-paths';
import { MultusSettings } from './multus-settings';
import { hostVolume, resources, rollout } from './pod-parts';
import { k8s } from 'cdk8s-plus-27';

/** The folder of the node's CNI configuration, as containers of Multus see it. */
export const CONF_DIR = '/host/etc/cni/net.d';

/** What Multus is to find the configuration of the cluster network with, and where its containers see it. */
export interface MasterConf {
  readonly folder: string;
  readonly mount: k8s.VolumeMount;
  /** The volume, where the folder is not `CONF_DIR`, which is mounted anyway. */
  readonly volumes: readonly k8s.Volume[];
}

/** The folder of the cluster network's configuration. */
export function masterConf({ cniConfDir, masterCniConfDir }: HostPaths): MasterConf {
  if (masterCniConfDir === cniConfDir) {
    return { folder: CONF_DIR, mount: { name: 'cni', mountPath: CONF_DIR, readOnly: true }, volumes: [] };
  }
  const folder = '/host/etc/cni/master.d';
  return {
    folder,
    mount: { name: 'master-cni', mountPath: folder, readOnly: true },
    // it may be there before the plugin of the cluster network is
    volumes: [hostVolume('master-cni', masterCniConfDir, 'DirectoryOrCreate')],
  };
}

/** The folder of the node's CNI plugins, as containers of Multus see it. */
export const BIN_DIR = '/host/opt/cni/bin';

/** The labels of upstream's objects. */
export const LABELS = { tier: 'node', app: 'multus' };

/** The labels of upstream's DaemonSet and its pods. `name` is also its selector, which cannot be changed once it is in the cluster. */
export const POD_LABELS = { ...LABELS, name: 'multus' };

/** What a container of Multus says itself. */
export type MultusContainer = Pick<k8s.Container, 'name' | 'command' | 'args' | 'env' | 'resources' | 'volumeMounts'>;

/** What the pods of the variants differ in. */
export interface MultusPod {
  /** The containers, the one that `resources` are for first. */
  readonly containers: readonly [MultusContainer, ...MultusContainer[]];
  /** How the plugin gets from the image to the node. */
  readonly installer: Pick<k8s.Container, 'command' | 'args'>;
  /** The volumes beside those of the CNI configuration and the CNI plugins. */
  readonly volumes: readonly k8s.Volume[];
  readonly annotations?: Record<string, string>;
  readonly hostPid?: boolean;
  /** Whether two of them can be on a node while one takes the place of the other. */
  readonly canOverlap: boolean;
}

/** The DaemonSet of a variant, under the names of upstream's. */
export function multusDaemonSet(settings: MultusSettings, pod: MultusPod): k8s.KubeDaemonSetProps {
  const { namespace, hostPaths, labels } = settings;
  const container = (own: MultusContainer): k8s.Container => ({
    ...own,
    image: settings.image,
    imagePullPolicy: settings.imagePullPolicy,
    // The nodes' folders belong to root, and SELinux guards them.
    securityContext: { privileged: true },
    terminationMessagePolicy: 'FallbackToLogsOnError',
  });
  const [main, ...others] = pod.containers;
  const annotations = pod.annotations || settings.podAnnotations ? { ...pod.annotations, ...settings.podAnnotations } : undefined;
  return {
    metadata: { name: 'kube-multus-ds', namespace, labels: { ...labels, ...POD_LABELS } },
    spec: {
      selector: { matchLabels: { name: POD_LABELS.name } },
      ...rollout(settings.maxUnavailable, pod.canOverlap),
      template: {
        metadata: { labels: { ...labels, ...POD_LABELS }, annotations },
        spec: {
          hostNetwork: true,
          hostPid: pod.hostPid,
          priorityClassName: 'system-node-critical',
          nodeSelector: { 'kubernetes.io/os': 'linux', ...settings.nodeSelector },
          affinity: settings.affinity,
          tolerations: settings.tolerations ?? [{ operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists', effect: 'NoExecute' }],
          serviceAccountName: 'multus',
          imagePullSecrets: settings.imagePullSecrets,
          terminationGracePeriodSeconds: 10,
          initContainers: [container({
            name: 'install-multus-binary',
            ...pod.installer,
            resources: resources('10m', '128Mi'),
            // Upstream mounts it Bidirectional, which kind and k3d refuse. Propagation is about mounts, and this one only gets a file.
            volumeMounts: [{ name: 'cnibin', mountPath: BIN_DIR }],
          })],
          containers: [container({ ...main, resources: settings.resources ?? main.resources }), ...others.map(container)],
          volumes: [hostVolume('cni', hostPaths.cniConfDir), hostVolume('cnibin', hostPaths.cniBinDir), ...pod.volumes],
        },
      },
    },
  };
}
