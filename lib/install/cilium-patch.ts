import { Construct } from 'constructs';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import {
  choiceFaults,
  imageFaults,
  labelFaults,
  labelNameFaults,
  nameFaults,
  objectFaults,
  pullSecretFaults,
  quantityFaults,
  secondsFaults,
  tolerationFaults,
} from './prop-checks';
import { KUBECTL_IMAGE } from '../facts/images';
import { asset } from './asset';
import { ownLabels, resources, variables } from './pod-parts';
import { AppFacts, InstallationFact, acknowledgementsOf } from '../facts';
import { checkAtSynth } from '../rules/check-at-synth';
import { createHash } from 'crypto';
import { imageTagFaults } from '../facts/installation-faults';
import { refuse } from '../diagnostics/rule';

/** What `CiliumPatch` is told. */
export interface CiliumPatchProps {
  /**
   * The image of the Job. It must have `kubectl` and a POSIX shell with `date` and `sed`.
   *
   * @default 'docker.io/alpine/k8s:1.34.1'
   */
  readonly image?: string;

  /**
   * When the kubelet pulls the image.
   *
   * @default - as Kubernetes decides: `IfNotPresent` for an image with a tag
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * The secrets with which the image is pulled. They must be in `namespace`.
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * The namespace that Cilium is in. The Job runs there too.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * The name of Cilium's DaemonSet. Where there is none of this name, the Job says so and ends well.
   *
   * @default 'cilium'
   */
  readonly daemonSetName?: string;

  /**
   * The name of the agent's container in Cilium's DaemonSet.
   *
   * @default 'cilium-agent'
   */
  readonly containerName?: string;

  /**
   * The name of Cilium's ConfigMap.
   *
   * @default 'cilium-config'
   */
  readonly configMapName?: string;

  /**
   * The namespace that Multus is in.
   *
   * @default - the namespace of Cilium
   */
  readonly multusNamespace?: string;

  /**
   * The name of the DaemonSet of Multus, which restarts after Cilium, because Cilium may have renamed its configuration.
   *
   * @default 'kube-multus-ds'
   */
  readonly multusDaemonSetName?: string;

  /**
   * How many seconds one attempt waits for Cilium, and then for Multus, to be restarted on all nodes. An attempt that
   * waited in vain fails, and the next one goes on waiting; there are five.
   *
   * @default 1200
   */
  readonly rolloutTimeoutSeconds?: number;

  /**
   * How many seconds the finished Job and its logs are kept.
   *
   * @default 3600
   */
  readonly ttlAfterFinishedSeconds?: number;

  /**
   * What the container requests, and its limits.
   *
   * @default - requests of 50m CPU and 64Mi memory, a limit of 128Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * The taints under which the Job runs. With that of nodes that do not answer (`node.kubernetes.io/unreachable`) it could wait on such a node for hours.
   *
   * @default - those of the control plane, and of nodes without a working pod network
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Labels that all objects get besides `app.kubernetes.io/name`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

const NAME = 'cilium-patch';
const OWN_LABELS = ownLabels(NAME);
const HOME = '/home/cilium-patch';
/** An attempt that fails leaves its pod, and with it its log. */
const RETRIES = 4;
/** Time for pulling the image and between attempts. */
const SPARE_SECONDS = 900;
const MOST_ROLLOUT_SECONDS = 24 * 3600;
const NOBODY = 65534;
const TOLERATIONS: k8s.Toleration[] = [
  'node-role.kubernetes.io/control-plane',
  'CriticalAddonsOnly',
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/network-unavailable',
  'node.cilium.io/agent-not-ready',
  'node.cloudprovider.kubernetes.io/uninitialized',
].map((key) => ({ key, operator: 'Exists' }));

/**
 * A Job that lets Cilium tolerate Multus: it turns off Cilium's exclusive mode, in which Cilium renames every CNI
 * configuration but its own, then restarts Cilium and Multus where that is needed.
 *
 * It looks at what is in the cluster, so it is right for every version of Cilium: `cni-exclusive` in the ConfigMap (1.14
 * and later), the argument of the postStart hook, also inside a script (1.10 to 1.13), or no exclusive mode (1.9 and
 * earlier). A ConfigMap without the key counts as off, which is the agent's default. Where the mode is off, or there is
 * no Cilium, the Job says so and changes nothing.
 *
 * The name of the Job ends in a hash of its content: applying it again does nothing, and a changed one is another Job.
 * Where Cilium's configuration is kept elsewhere (Helm values, GitOps, a CiliumNodeConfig), turn the mode off there as
 * well, or it comes back. Cilium must be restarted after that: the Job takes what it finds in the ConfigMap for what runs.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/configuration/
 */
export class CiliumPatch extends Construct {
  /** The name of the Job, for `kubectl wait` and `kubectl logs`. */
  public readonly jobName: string;

  private readonly job: k8s.KubeJob;
  private readonly namespace: string;
  private readonly image: string;

  /**
   * @throws when a property has the wrong type or is not a valid name, image, label or number
   */
  constructor(scope: Construct, id: string, props: CiliumPatchProps = {}) {
    super(scope, id);
    refuse(this.node.path, faultsOf(props));

    this.namespace = props.namespace ?? 'kube-system';
    this.image = props.image ?? KUBECTL_IMAGE;
    const { namespace } = this;
    const multusNamespace = props.multusNamespace ?? namespace;
    const cilium = props.daemonSetName ?? 'cilium';
    const configMap = props.configMapName ?? 'cilium-config';
    const multus = props.multusDaemonSetName ?? 'kube-multus-ds';
    const labels = { ...props.labels, ...OWN_LABELS };

    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { name: NAME, namespace, labels } });
    const together = multusNamespace === namespace;
    this.allow('', namespace, namespace, labels, [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: [configMap], verbs: ['get', 'patch'] },
      onDaemonSets(together ? [cilium, multus] : [cilium]),
    ]);
    if (!together) {
      this.allow('Multus', multusNamespace, namespace, labels, [onDaemonSets([multus])]);
    }

    const spec = jobSpec(props, labels, {
      CILIUM_NAMESPACE: namespace,
      CILIUM_DAEMONSET: cilium,
      CILIUM_CONTAINER: props.containerName ?? 'cilium-agent',
      CILIUM_CONFIGMAP: configMap,
      MULTUS_NAMESPACE: multusNamespace,
      MULTUS_DAEMONSET: multus,
    });
    // The pod template of a Job cannot be changed, so a changed one needs another name.
    this.jobName = `${NAME}-${createHash('sha256').update(canonical(spec)).digest('hex').slice(0, 8)}`;
    this.job = new k8s.KubeJob(this, 'Resource', { metadata: { name: this.jobName, namespace, labels }, spec });
    AppFacts.of(this).addInstallation(this);
    checkAtSynth(this);
  }

  /** @internal */
  public _installationFact(): InstallationFact {
    return {
      subject: { kind: 'Job', namespace: this.namespace, name: this.jobName, construct: this, ...acknowledgementsOf(this.job.metadata) },
      faults: imageTagFaults(['image'], this.image, KUBECTL_IMAGE),
      isMultus: false,
      isWhereabouts: false,
    };
  }

  /** A Role in `namespace` and its binding to the service account, which is in `accountNamespace`. */
  private allow(prefix: string, namespace: string, accountNamespace: string, labels: Record<string, string>, rules: k8s.PolicyRule[]): void {
    const metadata = { name: NAME, namespace, labels };
    new k8s.KubeRole(this, `${prefix}Role`, { metadata, rules });
    new k8s.KubeRoleBinding(this, `${prefix}RoleBinding`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: accountNamespace }],
    });
  }
}

/** What `kubectl get`, `patch` and `rollout status` need; the last lists and watches with the name as its field selector. */
function onDaemonSets(names: string[]): k8s.PolicyRule {
  return { apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: names, verbs: ['get', 'patch', 'list', 'watch'] };
}

function jobSpec(props: CiliumPatchProps, labels: Record<string, string>, names: Record<string, string>): k8s.JobSpec {
  const timeout = props.rolloutTimeoutSeconds ?? 1200;
  // HOME is where kubectl keeps what it asked the API server about its resources; without it, every call asks anew.
  const env = { ...names, ROLLOUT_TIMEOUT_SECONDS: `${timeout}`, HOME };
  return {
    backoffLimit: RETRIES,
    activeDeadlineSeconds: (RETRIES + 1) * 2 * timeout + SPARE_SECONDS,
    ttlSecondsAfterFinished: props.ttlAfterFinishedSeconds ?? 3600,
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: NAME,
        restartPolicy: 'Never',
        hostNetwork: true, // the pod network may be what is broken
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: props.tolerations ?? TOLERATIONS,
        imagePullSecrets: props.imagePullSecrets,
        securityContext: { runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: NAME,
          image: props.image ?? KUBECTL_IMAGE,
          imagePullPolicy: props.imagePullPolicy,
          command: ['sh', '-c', asset('patch-cilium.sh')],
          env: variables(env),
          resources: props.resources ?? resources('50m', '64Mi', '128Mi'),
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [{ name: 'home', mountPath: HOME }],
        }],
        volumes: [{ name: 'home', emptyDir: {} }],
      },
    },
  };
}

/** A value as JSON with sorted keys, so that the order in which it was written does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (part?.constructor === Object ? Object.fromEntries(Object.entries(part).sort()) : part));
}

function faultsOf(props: CiliumPatchProps) {
  const wrong = objectFaults('props', props, '{"namespace":"kube-system"}');
  return wrong.length > 0 ? wrong : [
    ...imageFaults('image', props.image, KUBECTL_IMAGE),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...labelNameFaults('namespace', props.namespace),
    ...nameFaults('daemonSetName', props.daemonSetName),
    ...labelNameFaults('containerName', props.containerName),
    ...nameFaults('configMapName', props.configMapName),
    ...labelNameFaults('multusNamespace', props.multusNamespace),
    ...nameFaults('multusDaemonSetName', props.multusDaemonSetName),
    ...secondsFaults('rolloutTimeoutSeconds', props.rolloutTimeoutSeconds, 1, MOST_ROLLOUT_SECONDS),
    ...secondsFaults('ttlAfterFinishedSeconds', props.ttlAfterFinishedSeconds, 0),
    ...quantityFaults('resources', props.resources),
    ...tolerationFaults('tolerations', props.tolerations),
    ...labelFaults('labels', props.labels, OWN_LABELS),
  ];
}
