import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { INSTALL_IMAGE_TWICE, INSTALL_TYPE, PROXY_NEEDS_CURL } from '../diagnostics/install';
import {
  choiceFaults,
  envFaults,
  imageFaults,
  labelFaults,
  labelNameFaults,
  nameFaults,
  nodeCountFaults,
  nodeSelectorFaults,
  objectFaults,
  pathFaults,
  pullSecretFaults,
  quantityFaults,
  tolerationFaults,
} from './prop-checks';
import { CniPluginsSource } from './cni-plugins-source';
import { Construct } from 'constructs';
import { HostPaths } from './host-paths';
import { Fault, refuse } from '../diagnostics/rule';
import { Lazy } from 'cdk8s';
import { KUBECTL_IMAGE, PLUGINS_IMAGE, SHELL_IMAGE } from '../facts/images';
import { asset } from './asset';
import { hostVolume, ownLabels, resources, variables } from './pod-parts';
import { AppFacts, BinDir, InstallationFact, acknowledgementsOf, pluginsNeeded } from '../facts';
import { checkAtSynth } from '../rules/check-at-synth';
import { imageTagFaults } from '../facts/installation-faults';
import { nodesOfPod } from '../nodes/pod-nodes';

/** What `CniPluginsInstall` is told. */
export interface CniPluginsInstallProps {
  /**
   * Where the plugins come from.
   *
   * @default - `CniPluginsSource.release()`: the newest release that is known, downloaded by each node
   */
  readonly source?: CniPluginsSource;

  /**
   * The names of the plugins to install, such as `['host-local', 'ipvlan']`.
   *
   * @default - those of the source that the app's networks need; where they need none of them, all of the source
   */
  readonly plugins?: string[];

  /**
   * The directory on the nodes in which the container runtime looks for plugins. It is created where it is missing.
   *
   * @default '/opt/cni/bin'
   */
  readonly cniBinDir?: string;

  /**
   * The image that downloads and installs. It must have a POSIX shell, `sha256sum`, `tar`, `gzip`, and `curl` or `wget`.
   *
   * @default - 'docker.io/library/alpine:3.22.2', or the image of the source
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
   * Environment variables for the download, such as `HTTPS_PROXY` and `NO_PROXY`. The `wget` of the default image does
   * not reach an https address through a proxy: give an `image` that has `curl`.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };

  /**
   * The name of the DaemonSet, which its pods have as their label `app.kubernetes.io/name`. Two installations of one cluster, for nodes of
   * their own (`nodeSelector`) or for other plugins, need two names.
   *
   * @default 'cni-plugins'
   */
  readonly name?: string;

  /**
   * The namespace of the DaemonSet.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Labels that the nodes must have, besides `kubernetes.io/os: linux`.
   *
   * @default - none: all Linux nodes
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * The taints under which the pods run.
   *
   * @default - all, since every node needs its plugins
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * The priority class of the pods.
   *
   * @default 'system-node-critical'
   */
  readonly priorityClassName?: string;

  /**
   * What each container requests, and its limits.
   *
   * @default - requests of 10m CPU and 32Mi memory, a limit of 128Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * How many nodes install a change at the same time. Plugins that are in use are not disturbed by it; a small number
   * spares a mirror.
   *
   * @default - all nodes
   */
  readonly maxUnavailable?: k8s.IntOrString;

  /**
   * Labels that all objects get besides `app.kubernetes.io/name`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

const DEFAULT_NAME = 'cni-plugins';
const TIMEOUT_SECONDS = 30;
const WORK_DIR = '/tmp/cni-plugins';
/** What the construct tells the script. */
const OWN_ENV = ['BASE_URL', 'CNI_BIN_DIR', 'INSTALLATION', 'PLUGINS', 'SHA256', 'SOURCE_DIR', 'TIMEOUT_SECONDS', 'VERSION', 'WORK_DIR'];
/** Sleeps in the background, so that the shell ends at once when the pod does. */
const IDLE = 'trap "exit 0" TERM INT; sleep 2147483647 & wait';
const NOBODY = 65534;

/**
 * A DaemonSet that puts the CNI plugins that the networks need on every node, and does so again on new nodes and after
 * a reboot.
 *
 * A plugin that is there already and equal is left alone; another one is replaced at once, also while it runs. An
 * archive with a wrong checksum changes nothing: its pod fails and says so.
 *
 * @see https://www.cni.dev/plugins/current/
 */
export class CniPluginsInstall extends Construct {
  private readonly source: CniPluginsSource;
  private readonly wanted?: string[];
  private readonly image?: string;
  private readonly namespace: string;
  private readonly binDir: BinDir;
  private readonly daemonSet: k8s.KubeDaemonSet;

  /**
   * @throws when a property has the wrong type or is malformed, a plugin is not in the release, or the default image cannot use the proxy
   */
  constructor(scope: Construct, id: string, props: CniPluginsInstallProps = {}) {
    super(scope, id);
    refuse(this.node.path, faultsOf(props));
    this.source = props.source ?? CniPluginsSource.release();
    this.wanted = props.plugins && [...new Set(props.plugins)];

    this.image = props.image;
    this.namespace = props.namespace ?? 'kube-system';
    // in the form in which installations are compared
    const { cniBinDir } = HostPaths.of({ cniBinDir: props.cniBinDir });
    this.binDir = { path: ['cniBinDir'], folder: cniBinDir, nodes: nodesOfPod(props) };

    const name = props.name ?? DEFAULT_NAME;
    const labels = { ...props.labels, ...ownLabels(name) };
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { name, namespace: this.namespace, labels },
      spec: {
        selector: { matchLabels: ownLabels(name) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: props.maxUnavailable ?? k8s.IntOrString.fromString('100%') } },
        template: { metadata: { labels }, spec: this.podSpec(props) },
      },
    });
    AppFacts.of(this).addInstallation(this);
    checkAtSynth(this);
  }

  /** The names of the plugins that are installed, as far as they are known: none where an image with unknown content is copied whole. */
  public get plugins(): string[] {
    if (this.wanted) {
      return [...this.wanted];
    }
    const reference = this.source._referencePlugins;
    const needed = pluginsNeeded(this).filter((plugin) => reference.includes(plugin));
    return needed.length > 0 || this.source._image ? needed : reference;
  }

  /** @internal */
  public _installationFact(): InstallationFact {
    const plugins = this.plugins;
    const release = this.source._release;
    return {
      subject: { kind: 'DaemonSet', namespace: this.namespace, name: this.daemonSet.name, construct: this, ...acknowledgementsOf(this.daemonSet.metadata) },
      faults: [...imageTagFaults(['image'], this.image, SHELL_IMAGE), ...imageTagFaults(['source'], this.source._image, PLUGINS_IMAGE)],
      ...(plugins.length > 0 && { plugins }),
      ...(release !== undefined && { pluginsVersion: release }),
      isWhole: true,
      binDir: this.binDir,
      isMultus: false,
      isWhereabouts: false,
    };
  }

  private podSpec(props: CniPluginsInstallProps): k8s.PodSpec {
    const cniBinDir = this.binDir.folder;
    const mountedBinDir = `/host${cniBinDir}`;
    const { name = DEFAULT_NAME } = props;
    const env = { ...props.env, ...this.source._env, CNI_BIN_DIR: mountedBinDir, ...(name !== DEFAULT_NAME && { INSTALLATION: name }), TIMEOUT_SECONDS: `${TIMEOUT_SECONDS}`, WORK_DIR };
    const container = {
      image: this.image ?? this.source._image ?? SHELL_IMAGE,
      imagePullPolicy: props.imagePullPolicy,
      resources: props.resources ?? resources('10m', '32Mi', '128Mi'),
    };
    const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
    return {
      automountServiceAccountToken: false,
      // There is no pod network yet, and no cluster DNS: the node's own resolver finds the mirror.
      hostNetwork: true,
      dnsPolicy: 'Default',
      priorityClassName: props.priorityClassName ?? 'system-node-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
      tolerations: props.tolerations ?? [{ operator: 'Exists' }],
      imagePullSecrets: props.imagePullSecrets,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [{
        ...container,
        name: 'install',
        command: ['sh', '-c', asset('install-cni-plugins.sh')],
        env: [
          ...variables(env),
          { name: 'PLUGINS', value: Lazy.any({ produce: () => this.plugins.join(' ') }) },
        ],
        // The directory belongs to root, or to another user (Kubespray: kube), which root may only write to with DAC_OVERRIDE. With SELinux,
        // only this type may write outside of the container.
        securityContext: { ...restricted, capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE'] }, runAsUser: 0, seLinuxOptions: { type: 'spc_t' } },
        terminationMessagePolicy: 'FallbackToLogsOnError',
        volumeMounts: [{ name: 'cni-bin', mountPath: mountedBinDir }, { name: 'tmp', mountPath: '/tmp' }],
      }],
      containers: [{
        ...container,
        name: 'idle',
        command: ['sh', '-c', IDLE],
        securityContext: { ...restricted, runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY },
      }],
      volumes: [hostVolume('cni-bin', cniBinDir, 'DirectoryOrCreate'), { name: 'tmp', emptyDir: {} }],
    };
  }
}

function faultsOf(props: CniPluginsInstallProps): Fault[] {
  const wrongProps = objectFaults('props', props, '{"plugins":["ipvlan"]}');
  const wrongValues = wrongProps.length > 0 ? wrongProps : [
    ...sourceFaults(props.source),
    ...pathFaults('cniBinDir', props.cniBinDir),
    ...imageFaults('image', props.image, SHELL_IMAGE),
    ...choiceFaults('imagePullPolicy', props.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...pullSecretFaults('imagePullSecrets', props.imagePullSecrets),
    ...envFaults('env', props.env, OWN_ENV),
    ...labelNameFaults('name', props.name),
    ...labelNameFaults('namespace', props.namespace),
    ...nodeSelectorFaults('nodeSelector', props.nodeSelector),
    ...tolerationFaults('tolerations', props.tolerations),
    ...nameFaults('priorityClassName', props.priorityClassName),
    ...quantityFaults('resources', props.resources),
    ...nodeCountFaults('maxUnavailable', props.maxUnavailable),
    ...labelFaults('labels', props.labels, ownLabels(props.name ?? DEFAULT_NAME)),
  ];
  return wrongValues.length > 0 ? wrongValues : [...pluginFaults(props), ...imageUseFaults(props)];
}

function sourceFaults(source: unknown): Fault[] {
  const valid = source === undefined || source instanceof CniPluginsSource;
  return valid ? [] : [INSTALL_TYPE.fault(['source'], source, { expected: 'CniPluginsSource.release(…) or CniPluginsSource.image(…)' })];
}

function pluginFaults({ plugins, source = CniPluginsSource.release() }: CniPluginsInstallProps): Fault[] {
  if (plugins === undefined) {
    return [];
  }
  return Array.isArray(plugins) && plugins.length > 0
    ? plugins.flatMap((plugin, i) => source._pluginFaults(['plugins', i], plugin))
    : [INSTALL_TYPE.fault(['plugins'], plugins, { expected: 'a list of at least one name, such as ["host-local","ipvlan"]' })];
}

/** What the image must be able to do. */
function imageUseFaults({ image, source = CniPluginsSource.release(), env = {} }: CniPluginsInstallProps): Fault[] {
  if (image !== undefined) {
    return source._image === undefined ? [] : [INSTALL_IMAGE_TWICE.fault(['image'], image, { source: source._image })];
  }
  const proxy = Object.keys(env).find((name) => name.toLowerCase() === 'https_proxy' && env[name] !== '');
  return proxy && source._https ? [PROXY_NEEDS_CURL.fault(['env', proxy], env[proxy], { image: SHELL_IMAGE, example: KUBECTL_IMAGE })] : [];
}
