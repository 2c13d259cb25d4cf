import { HostPaths } from './host-paths';
import { WhereaboutsInstallProps } from './whereabouts-install-props';
import { WhereaboutsLogLevel } from '../cni/whereabouts-log-level';
import { asset } from './asset';
import { WHEREABOUTS_IMAGE } from '../facts/images';
import { hostVolume, resources, rollout, variables } from './pod-parts';
import { k8s } from 'cdk8s-plus-27';

/** Upstream's name of the DaemonSet, the service account and the binding. */
export const NAME = 'whereabouts';
/** Upstream's name of the ConfigMap. */
export const CONFIG_MAP = 'whereabouts-config';
/** Upstream's labels of the DaemonSet's pods. `name` is also its selector, which cannot be changed once it is in the cluster. */
export const POD_LABELS = { tier: 'node', app: NAME, name: NAME };
/** What the construct tells the script and the programs. */
export const OWN_ENV = ['CNI_BIN_DIR', 'CONF', 'CONF_DIR', 'NODENAME', 'PLUGIN', 'POD_UID', 'TOKEN_DIR', 'WATCH_SECONDS', 'WHEREABOUTS_NAMESPACE'];

const CRON_KEY = 'cron-expression';
const CONF_KEY = 'whereabouts.conf';
/** Where the plugin looks for its configuration, whatever the runtime's folder is; its control loop looks below `/host` (whereabouts `GetFlatIPAM`). */
const CONF_DIR = '/etc/cni/net.d/whereabouts.d';
const MOUNTED_CONF_DIR = `/host${CONF_DIR}`;
const TOKEN_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';
const NOBODY = 65534;
/** A token is replaced when a fifth of its life is left, which is ten minutes or more. */
const WATCH_SECONDS = 10;
/** The control plane, and nothing that would keep the only pod on a node that does not answer. */
const CONTROLLER_TOLERATIONS: k8s.Toleration[] = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'CriticalAddonsOnly', operator: 'Exists' },
];
const RESTRICTED: k8s.SecurityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

/** The data of the ConfigMap: when the reconciler runs, and the configuration that the plugin does not do without. */
export function configData({ reconcilerCronExpression = '30 4 * * *', logLevel = WhereaboutsLogLevel.VERBOSE, logFile }: WhereaboutsInstallProps): Record<string, string> {
  const conf = {
    datastore: 'kubernetes',
    kubernetes: { kubeconfig: `${CONF_DIR}/whereabouts.kubeconfig` },
    configuration_path: CONF_DIR, // where the name of the node is
    reconciler_cron_expression: reconcilerCronExpression,
    ...logFile !== undefined && { log_file: logFile, log_level: logLevel },
  };
  return { [CRON_KEY]: reconcilerCronExpression, [CONF_KEY]: JSON.stringify(conf, undefined, 2) };
}

/** What puts whereabouts on every node and frees the addresses of its pods when they are gone. */
export function daemonSetSpec(props: WhereaboutsInstallProps): k8s.DaemonSetSpec {
  const { cniBinDir } = props.hostPaths ?? HostPaths.STANDARD;
  const mountedBinDir = `/host${cniBinDir}`;
  const nodeName: k8s.EnvVar = { name: 'NODENAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
  const podUid: k8s.EnvVar = { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
  const confMount: k8s.VolumeMount = { name: 'cni-net-dir', mountPath: MOUNTED_CONF_DIR };
  // The folders belong to root, or to another user, which root may only write to with DAC_OVERRIDE. With SELinux, only this type may write outside of
  // the container.
  const onNode: k8s.SecurityContext = { ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE'] }, runAsUser: 0, seLinuxOptions: { type: 'spc_t' } };
  const installer = (name: string, env: Record<string, string>, volumeMounts: k8s.VolumeMount[]): k8s.Container => ({
    ...container(name, props),
    command: ['sh', '-c', asset('install-whereabouts.sh')],
    env: [...envOf(props), nodeName, podUid, ...variables({ CONF: `/config/${CONF_KEY}`, CONF_DIR: MOUNTED_CONF_DIR, TOKEN_DIR, ...env })],
    resources: resources('10m', '64Mi', '128Mi'),
    securityContext: onNode,
    volumeMounts: [{ name: 'config', mountPath: '/config' }, confMount, ...volumeMounts],
  });
  return {
    selector: { matchLabels: { name: POD_LABELS.name } },
    ...rollout(props.maxUnavailable, true),
    template: {
      metadata: { labels: { ...props.labels, ...POD_LABELS } },
      spec: {
        ...podSpec(props),
        hostNetwork: true, // there may be no pod network yet
        priorityClassName: 'system-node-critical',
        tolerations: props.tolerations ?? [{ operator: 'Exists' }],
        initContainers: [
          installer('install-cni', { CNI_BIN_DIR: mountedBinDir, PLUGIN: '/whereabouts' }, [{ name: 'cnibin', mountPath: mountedBinDir }]),
        ],
        containers: [{
          ...container(NAME, props),
          command: ['/ip-control-loop'],
          args: logArgs(props),
          env: [...envOf(props), nodeName],
          resources: props.resources ?? resources('50m', '100Mi', '256Mi'),
          securityContext: { ...RESTRICTED, runAsUser: 0, seLinuxOptions: { type: 'spc_t' } },
          volumeMounts: [{ ...confMount, readOnly: true }],
        }, installer('refresh-kubeconfig', { WATCH_SECONDS: `${WATCH_SECONDS}` }, [])],
        volumes: [
          hostVolume('cnibin', cniBinDir, 'DirectoryOrCreate'),
          hostVolume('cni-net-dir', CONF_DIR, 'DirectoryOrCreate'),
          { name: 'config', configMap: { name: CONFIG_MAP, items: [{ key: CONF_KEY, path: CONF_KEY }] } },
        ],
      },
    },
  };
}

/** What frees the addresses that were left behind: of pods that went while their node or the control loop was down. */
export function reconcilerSpec(props: WhereaboutsInstallProps, name: string): k8s.DeploymentSpec {
  return deploymentSpec(props, { name }, { tier: 'node', app: name, name }, {
    name,
    command: ['/ip-reconciler'],
    args: logArgs(props),
    // It watches the folder for the links that a ConfigMap in a volume has, so the folder is the mount.
    volumeMounts: [{ name: 'cron-scheduler-configmap', mountPath: '/cron-schedule' }],
  }, { name: 'cron-scheduler-configmap', configMap: { name: CONFIG_MAP, items: [{ key: CRON_KEY, path: 'config' }] } });
}

/** What divides the ranges of networks with `node_slice_size` among the nodes. It needs the configuration of the plugin only to be there. */
export function nodeSliceControllerSpec(props: WhereaboutsInstallProps, name: string): k8s.DeploymentSpec {
  return deploymentSpec(props, { app: name }, { app: name }, {
    name: NAME,
    command: ['/node-slice-controller'],
    volumeMounts: [{ name: 'config', mountPath: CONF_DIR }],
  }, { name: 'config', configMap: { name: CONFIG_MAP, items: [{ key: CONF_KEY, path: CONF_KEY }] } });
}

/** One pod, never two: neither program has a leader election. */
function deploymentSpec(props: WhereaboutsInstallProps, matchLabels: Record<string, string>, labels: Record<string, string>,
  own: Pick<k8s.Container, 'name' | 'command' | 'args' | 'volumeMounts'>, volume: k8s.Volume): k8s.DeploymentSpec {
  return {
    replicas: 1,
    strategy: { type: 'Recreate' },
    selector: { matchLabels },
    template: {
      metadata: { labels: { ...props.labels, ...labels } },
      spec: {
        ...podSpec(props),
        priorityClassName: 'system-cluster-critical',
        tolerations: CONTROLLER_TOLERATIONS,
        containers: [{
          ...container(own.name, props),
          ...own,
          env: envOf(props),
          resources: props.controllerResources ?? resources('10m', '64Mi', '256Mi'),
          securityContext: { ...RESTRICTED, runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY },
        }],
        volumes: [volume],
      },
    },
  };
}

function podSpec(props: WhereaboutsInstallProps): Pick<k8s.PodSpec, 'serviceAccountName' | 'nodeSelector' | 'imagePullSecrets' | 'securityContext' | 'terminationGracePeriodSeconds'> {
  return {
    serviceAccountName: NAME,
    nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
    imagePullSecrets: props.imagePullSecrets,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: 10,
  };
}

function container(name: string, props: WhereaboutsInstallProps): Pick<k8s.Container, 'name' | 'image' | 'imagePullPolicy' | 'terminationMessagePolicy'> {
  return { name, image: props.image ?? WHEREABOUTS_IMAGE, imagePullPolicy: props.imagePullPolicy, terminationMessagePolicy: 'FallbackToLogsOnError' };
}

function logArgs({ logLevel = WhereaboutsLogLevel.VERBOSE }: WhereaboutsInstallProps): string[] {
  return ['-log-level', logLevel];
}

function envOf({ env = {} }: WhereaboutsInstallProps): k8s.EnvVar[] {
  return [...variables(env), { name: 'WHEREABOUTS_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }];
}
