import { createHash } from 'crypto';
import { Lazy, Names } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { asset } from './asset';
import { NodeConfigWriterProps } from './node-config-writer-props';
import { SHELL_IMAGE } from '../facts/images';
import { hostVolume, resources } from './pod-parts';
import {
  choiceFaults,
  imageFaults,
  labelFaults,
  labelNameFaults,
  nameFaults,
  objectFaults,
  pathFaults,
  pullSecretFaults,
  quantityFaults,
  tolerationFaults,
} from './prop-checks';
import { Fault, refuse } from '../diagnostics';
import { AppFacts, InstallationFact, acknowledgementsOf } from '../facts';
import { imageTagFaults } from '../facts/installation-faults';
import { MULTUS_CONF_DIR, NODE_CONFIGS_ANNOTATION, NODE_CONFIG_DIR_ANNOTATION } from '../facts/node-configs';

/**
 * What the writer is made for.
 *
 * @internal
 */
export interface NodeConfigs {
  /** The name of the network, by which Multus finds its configuration. */
  readonly networkName: string;
  readonly networkNamespace?: string;
  /** The JSON texts by the names of the nodes. Called when they are rendered. */
  readonly texts: () => ReadonlyMap<string, string>;
}

const INTERVAL_SECONDS = 5;
const CONFIGS = '/configs';

/**
 * A ConfigMap with a configuration of one network for each node, and the DaemonSet that puts the node's own where Multus finds it.
 *
 * The file is replaced at once, and follows the ConfigMap. It goes when the network is deleted, or the node leaves the list; a node that is down then
 * keeps it.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md
 */
export class NodeConfigWriter extends Construct {
  /**
   * Made by a network whose IPAM is `Ipam.perNode`.
   *
   * @internal
   */
  public static _of(scope: Construct, id: string, configs: NodeConfigs, props: NodeConfigWriterProps = {}): NodeConfigWriter {
    refuse(scope.node.path, faultsOf('nodeConfigWriter', props));
    return new NodeConfigWriter(scope, id, configs, props);
  }

  /** The configurations, each under the name of its node. */
  public readonly configMap: k8s.KubeConfigMap;
  /** What keeps the node's configuration in Multus's directory. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  private readonly namespace: string;
  private readonly image: string;

  private constructor(scope: Construct, id: string, configs: NodeConfigs, props: NodeConfigWriterProps) {
    super(scope, id);
    const { networkName, networkNamespace, texts } = configs;
    this.namespace = props.namespace ?? 'kube-system';
    this.image = props.image ?? SHELL_IMAGE;
    const { namespace } = this;
    // other apps may have a network at the same path in another namespace, and their writers are in one
    const name = Names.toDnsLabel(this, { extra: networkNamespace === undefined ? [] : [networkNamespace] });
    const own = { 'app.kubernetes.io/name': 'multus-node-config', 'app.kubernetes.io/instance': name };
    const labels = { ...props.labels, ...own };
    const annotations = {
      [NODE_CONFIGS_ANNOTATION]: networkNamespace === undefined ? networkName : `${networkNamespace}/${networkName}`,
      ...(props.confDir !== undefined && { [NODE_CONFIG_DIR_ANNOTATION]: props.confDir }),
    };

    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name, namespace, labels, annotations },
      data: Lazy.any({ produce: () => Object.fromEntries(texts()) }),
    });
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { name, namespace, labels },
      spec: {
        selector: { matchLabels: own },
        // the next pod takes the file over before the last one would remove it
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: k8s.IntOrString.fromString('100%'), maxUnavailable: k8s.IntOrString.fromNumber(0) } },
        template: {
          metadata: {
            labels,
            // the kubelet takes a minute to bring a changed ConfigMap into a pod that runs, and none into a new one
            annotations: { 'cdk8s-multus/node-configs': Lazy.any({ produce: () => hashOf(texts()) }) },
          },
          spec: podSpec(this.configMap.name, configs, props),
        },
      },
    });
    AppFacts.of(this).addInstallation(this);
  }

  /** @internal */
  public _installationFact(): InstallationFact {
    return {
      subject: {
        kind: 'DaemonSet', namespace: this.namespace, name: this.daemonSet.name, construct: this, ...acknowledgementsOf(this.daemonSet.metadata),
      },
      faults: imageTagFaults(['image'], this.image, SHELL_IMAGE),
      isMultus: false,
      isWhereabouts: false,
    };
  }
}

function hashOf(texts: ReadonlyMap<string, string>): string {
  return createHash('sha256').update(JSON.stringify([...texts])).digest('hex').slice(0, 16);
}

function podSpec(configMap: string, { networkName, texts }: NodeConfigs, props: NodeConfigWriterProps): k8s.PodSpec {
  const confDir = props.confDir ?? MULTUS_CONF_DIR;
  const mountedConfDir = `/host${confDir}`;
  const env: k8s.EnvVar[] = [
    { name: 'CONFIGS', value: CONFIGS },
    { name: 'CONF_DIR', value: mountedConfDir },
    { name: 'INTERVAL_SECONDS', value: String(INTERVAL_SECONDS) },
    { name: 'NETWORK', value: networkName },
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
  ];
  return {
    automountServiceAccountToken: false,
    // there may be no pod network yet, or no longer
    hostNetwork: true,
    priorityClassName: props.priorityClassName ?? 'system-node-critical',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{
      matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [...texts().keys()] }],
    }] } } },
    tolerations: props.tolerations ?? [{ operator: 'Exists' }],
    imagePullSecrets: props.imagePullSecrets,
    terminationGracePeriodSeconds: 10,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'write',
      image: props.image ?? SHELL_IMAGE,
      imagePullPolicy: props.imagePullPolicy,
      command: ['sh', '-c', asset('write-node-config.sh')],
      env,
      resources: props.resources ?? resources('5m', '16Mi', '64Mi'),
      readinessProbe: {
        exec: { command: ['sh', '-c', 'for name in "$NODE_NAME" "$(uname -n | tr \'[:upper:]\' \'[:lower:]\')"; do '
          + 'if cmp -s "$CONFIGS/$name" "$CONF_DIR/$NETWORK.conflist"; then exit 0; fi; done; exit 1'] },
        initialDelaySeconds: 1,
      },
      // The directory may belong to another user, which root may only write to with DAC_OVERRIDE. With SELinux, only this type may write
      // outside of the container.
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsUser: 0,
        capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE'] },
        seLinuxOptions: { type: 'spc_t' },
      },
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [{ name: 'configs', mountPath: CONFIGS, readOnly: true }, { name: 'conf-dir', mountPath: mountedConfDir }],
    }],
    volumes: [{ name: 'configs', configMap: { name: configMap } }, hostVolume('conf-dir', confDir, 'DirectoryOrCreate')],
  };
}

/** What is wrong with the properties. */
function faultsOf(name: string, props: NodeConfigWriterProps): Fault[] {
  const wrong = objectFaults(name, props, '{"confDir":"/etc/cni/multus/net.d"}');
  return wrong.length > 0 ? wrong : [
    ...pathFaults('confDir', props.confDir),
    ...labelNameFaults('namespace', props.namespace),
    ...imageFaults('image', props.image, SHELL_IMAGE),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...tolerationFaults('tolerations', props.tolerations),
    ...nameFaults('priorityClassName', props.priorityClassName),
    ...quantityFaults('resources', props.resources),
    ...labelFaults('labels', props.labels),
  ].map((fault) => ({ ...fault, path: [name, ...fault.path] }));
}
