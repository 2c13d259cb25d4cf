import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import {
  booleanFaults,
  choiceFaults,
  imageFaults,
  labelFaults,
  labelNameFaults,
  nameFaults,
  nodeSelectorFaults,
  objectFaults,
  pullSecretFaults,
  quantityFaults,
  secondsFaults,
  tolerationFaults,
  typeFaults,
} from './prop-checks';
import { AppFacts, BinDir, InstallationFact, acknowledgementsOf } from '../facts';
import { Fault, refuse } from '../diagnostics/rule';
import { Construct } from 'constructs';
import { HostPaths } from './host-paths';
import { asset } from './asset';
import { checkAtSynth } from '../rules/check-at-synth';
import { SHELL_IMAGE } from '../facts/images';
import { hostVolume, ownLabels, resources, rollout } from './pod-parts';
import { imageTagFaults } from '../facts/installation-faults';
import { nodesOfPod } from '../nodes/pod-nodes';

/** What `DhcpDaemonInstall` is told. */
export interface DhcpDaemonInstallProps {
  /**
   * Whether the answers of the DHCP server are broadcast, which servers and switches need that do not reach a client without an address.
   *
   * @default false
   * @see https://www.cni.dev/plugins/current/ipam/dhcp/
   */
  readonly broadcast?: boolean;

  /**
   * How many seconds the daemon waits for one answer of the DHCP server.
   *
   * @default - the daemon's own: 10
   */
  readonly timeoutSeconds?: number;

  /**
   * The most seconds between two attempts to reach the DHCP server. The time doubles from attempt to attempt.
   *
   * @default - the daemon's own: 62
   */
  readonly resendMaxSeconds?: number;

  /**
   * How many seconds all attempts may take together. Releases of the plugins up to 1.5.1 do not know this, and do not start with it.
   *
   * @default - the daemon's own: 208
   */
  readonly resendTimeoutSeconds?: number;

  /**
   * Where the nodes keep what the daemon works with: `cniBinDir`, in which the plugin is, and `netnsDir`.
   *
   * @default HostPaths.STANDARD
   */
  readonly hostPaths?: HostPaths;

  /**
   * The image that starts the daemon, which itself is the plugin on the node. It must have a POSIX shell.
   *
   * @default 'docker.io/library/alpine:3.22.2'
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
   * The name of the DaemonSet, which its pods have as their label `app.kubernetes.io/name`. Two installations of one cluster, each for nodes of
   * its own (`nodeSelector`), need two names.
   *
   * @default 'cni-dhcp-daemon'
   */
  readonly name?: string;

  /**
   * The namespace of the DaemonSet.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Whether a change of the DaemonSet restarts the daemons, on a third of the nodes at once. The daemon keeps the leases in its memory: one that was restarted does not
   * renew those of the pods that run already, and the DHCP server may give their addresses to others. Without this, a daemon changes when its
   * pod is deleted, for instance when the node is drained.
   *
   * @default false
   * @see https://github.com/containernetworking/plugins/issues/235
   */
  readonly restartOnChange?: boolean;

  /**
   * What the container requests, and its limits. The daemon has a thread for each lease.
   *
   * @default - requests of 10m CPU and 32Mi memory, a limit of 128Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * The taints under which the daemon runs.
   *
   * @default - all: on a node without the daemon no pod gets an address by DHCP
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Labels of the nodes that the daemon runs on, besides `kubernetes.io/os: linux`.
   *
   * @default - none
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * The priority class of the pods.
   *
   * @default 'system-node-critical'
   */
  readonly priorityClassName?: string;

  /**
   * Labels that all objects get besides `app.kubernetes.io/name`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

const DEFAULT_NAME = 'cni-dhcp-daemon';
const SOCKET_DIR = '/run/cni';
/** Where the plugin looks for the daemon, unless the network has a `daemonSocketPath`. */
const SOCKET = `${SOCKET_DIR}/dhcp.sock`;
const MOST_SECONDS = 24 * 3600;

/**
 * The daemon of the CNI plugin `dhcp` on every node, which networks with that IPAM need: it asks the DHCP server for a pod's address, and renews its
 * lease as long as the pod lives.
 *
 * The daemon is the plugin itself, which a `CniPluginsInstall` in the same app installs for it; until the plugin is there, the pod waits and is not ready.
 *
 * @see https://www.cni.dev/plugins/current/ipam/dhcp/
 */
export class DhcpDaemonInstall extends Construct {
  /** What runs the daemon on every node. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  /** @internal */
  public readonly _binaries: readonly string[] = ['dhcp'];
  private readonly namespace: string;
  private readonly binDir: BinDir;
  private readonly image: string;

  /**
   * @throws when a property has the wrong type or is not valid
   */
  constructor(scope: Construct, id: string, props: DhcpDaemonInstallProps = {}) {
    super(scope, id);
    refuse(this.node.path, faultsOf(props));
    this.namespace = props.namespace ?? 'kube-system';
    this.image = props.image ?? SHELL_IMAGE;
    this.binDir = { path: ['hostPaths', 'cniBinDir'], folder: (props.hostPaths ?? HostPaths.STANDARD).cniBinDir, nodes: nodesOfPod(props) };

    const name = props.name ?? DEFAULT_NAME;
    const labels = { ...props.labels, ...ownLabels(name) };
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { name, namespace: this.namespace, labels },
      spec: {
        selector: { matchLabels: ownLabels(name) },
        ...props.restartOnChange ? rollout(undefined, false) : { updateStrategy: { type: 'OnDelete' } },
        template: { metadata: { labels }, spec: this.podSpec(props) },
      },
    });
    AppFacts.of(this).addInstallation(this);
    checkAtSynth(this);
  }

  /** @internal */
  public _installationFact(): InstallationFact {
    return {
      subject: { kind: 'DaemonSet', namespace: this.namespace, name: this.daemonSet.name, construct: this, ...acknowledgementsOf(this.daemonSet.metadata) },
      faults: imageTagFaults(['image'], this.image, SHELL_IMAGE),
      isWhole: true,
      binDir: this.binDir,
      isMultus: false,
      isWhereabouts: false,
      isDhcpDaemon: true,
    };
  }

  private podSpec(props: DhcpDaemonInstallProps): k8s.PodSpec {
    const { cniBinDir, netnsDir } = props.hostPaths ?? HostPaths.STANDARD;
    const mountedBinDir = `/host${cniBinDir}`;
    return {
      automountServiceAccountToken: false,
      // There may be no pod network yet. The daemon works in the network namespaces of the pods, not in its own.
      hostNetwork: true,
      // For runtimes that name a pod's network namespace by a process: /proc/<pid>/ns/net.
      hostPid: true,
      priorityClassName: props.priorityClassName ?? 'system-node-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
      tolerations: props.tolerations ?? [{ operator: 'Exists' }],
      imagePullSecrets: props.imagePullSecrets,
      terminationGracePeriodSeconds: 10,
      containers: [{
        name: 'dhcp-daemon',
        image: this.image,
        imagePullPolicy: props.imagePullPolicy,
        // What follows the script are $0 and the flags.
        command: ['sh', '-c', asset('run-dhcp-daemon.sh'), 'run-dhcp-daemon', ...flagsOf(props)],
        env: [{ name: 'CNI_BIN_DIR', value: mountedBinDir }, { name: 'SOCKET', value: SOCKET }],
        readinessProbe: { exec: { command: ['test', '-S', SOCKET] }, periodSeconds: 5 },
        resources: props.resources ?? resources('10m', '32Mi', '128Mi'),
        // It enters the namespaces of pods (SYS_ADMIN), sends raw packets there (NET_RAW) and sets links up (NET_ADMIN); seccomp, AppArmor and SELinux
        // each guard one of these.
        securityContext: { privileged: true, readOnlyRootFilesystem: true },
        terminationMessagePolicy: 'FallbackToLogsOnError',
        volumeMounts: [
          { name: 'cni-bin', mountPath: mountedBinDir, readOnly: true },
          { name: 'socket', mountPath: SOCKET_DIR },
          ...namesOf(netnsDir).map((mountPath) => ({ name: 'netns', mountPath, mountPropagation: 'HostToContainer' })),
        ],
      }],
      volumes: [
        hostVolume('cni-bin', cniBinDir, 'DirectoryOrCreate'),
        hostVolume('socket', SOCKET_DIR, 'DirectoryOrCreate'),
        hostVolume('netns', netnsDir, 'DirectoryOrCreate'),
      ],
    };
  }
}

/** The plugin says where a network namespace is as the runtime calls it, and `/var/run` is another name of `/run` on the nodes, but not in every image. */
function namesOf(path: string): string[] {
  const [, below] = /^(?:\/var)?\/run(\/.*)$/.exec(path) ?? [];
  return below === undefined ? [path] : [`/run${below}`, `/var/run${below}`];
}

/** Only those that are given: a release of the plugins does not start with a flag that it does not know. */
function flagsOf({ broadcast, timeoutSeconds, resendMaxSeconds, resendTimeoutSeconds }: DhcpDaemonInstallProps): string[] {
  const seconds = (flag: string, value: number | undefined) => (value === undefined ? [] : [`-${flag}=${value}s`]);
  return [
    ...broadcast === undefined ? [] : [`-broadcast=${broadcast}`],
    ...seconds('timeout', timeoutSeconds),
    ...seconds('resendmax', resendMaxSeconds),
    ...seconds('resendtimeout', resendTimeoutSeconds),
  ];
}

function faultsOf(props: DhcpDaemonInstallProps): Fault[] {
  const wrong = objectFaults('props', props, '{"broadcast":true}');
  return wrong.length > 0 ? wrong : [
    ...booleanFaults('broadcast', props.broadcast),
    ...secondsFaults('timeoutSeconds', props.timeoutSeconds, 1, MOST_SECONDS),
    ...secondsFaults('resendMaxSeconds', props.resendMaxSeconds, 1, MOST_SECONDS),
    ...secondsFaults('resendTimeoutSeconds', props.resendTimeoutSeconds, 1, MOST_SECONDS),
    ...typeFaults('hostPaths', props.hostPaths, props.hostPaths instanceof HostPaths, 'a preset such as HostPaths.K3S, or HostPaths.of({…})'),
    ...imageFaults('image', props.image, SHELL_IMAGE),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...labelNameFaults('name', props.name),
    ...labelNameFaults('namespace', props.namespace),
    ...booleanFaults('restartOnChange', props.restartOnChange),
    ...quantityFaults('resources', props.resources),
    ...tolerationFaults('tolerations', props.tolerations),
    ...nodeSelectorFaults('nodeSelector', props.nodeSelector),
    ...nameFaults('priorityClassName', props.priorityClassName),
    ...labelFaults('labels', props.labels, ownLabels(props.name ?? DEFAULT_NAME)),
  ];
}
