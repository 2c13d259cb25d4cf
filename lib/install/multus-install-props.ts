import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { CiliumPatchProps } from './cilium-patch';
import { CniPluginsInstallProps } from './cni-plugins-install';
import { HostPaths } from './host-paths';
import { MultusLogLevel } from './multus-log-level';
import { MultusVariant } from './multus-variant';

/** What `MultusInstall` is told. */
export interface MultusInstallProps {
  /**
   * How Multus runs on a node.
   *
   * @default MultusVariant.THIN
   */
  readonly variant?: MultusVariant;

  /**
   * The release of Multus, from 4.0.0 on, with or without "v". It also says what the manifest must look like, so it has to be
   * right when `image` is set.
   *
   * @default - that of `image` where it is the project's own, such as `…/k8snetworkplumbingwg/multus-cni:v4.2.4`, otherwise '4.3.0'
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/releases
   */
  readonly version?: string;

  /**
   * The image of that release and variant, for instance in a registry of your own.
   *
   * @default - the release's image at ghcr.io/k8snetworkplumbingwg/multus-cni, `v4.3.0` for thin and `v4.3.0-thick` for thick
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
   * The namespace of Multus, which must exist. The chart's namespace is not used, so that an installation of upstream's manifest
   * is taken over.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Where the nodes keep what Multus works with.
   *
   * @default HostPaths.STANDARD
   */
  readonly hostPaths?: HostPaths;

  /**
   * The file name of the cluster network's configuration in `hostPaths.masterCniConfDir`. Thin needs 4.1.0.
   *
   * @default - the first in alphabetical order that is not Multus's own
   */
  readonly masterCniFileName?: string;

  /**
   * A file on the node that exists when the cluster network is ready, as an absolute path of the node, such as
   * `/etc/cni/net.d/05-cilium.conflist` for Cilium from 1.14 on. Multus waits for it, up to 45 seconds, before it attaches a pod. It
   * closes the gap after a reboot in which pods fail, or start without networks. With a wrong path no pod can start.
   *
   * @default - Multus does not wait
   */
  readonly readinessIndicatorFile?: string;

  /**
   * Whether pods may only use networks of their own namespace.
   *
   * @default false
   */
  readonly namespaceIsolation?: boolean;

  /**
   * Namespaces whose networks pods of all namespaces may use, with `namespaceIsolation`. Name "default" as well if it is to stay one.
   *
   * @default - only "default"
   */
  readonly globalNamespaces?: string[];

  /**
   * Networks that every pod is attached to, except those in kube-system: names of NetworkAttachmentDefinitions in kube-system. Thick only.
   *
   * @default - none
   */
  readonly defaultNetworks?: string[];

  /**
   * How much Multus logs. Thin writes to the log of the container runtime, thick to that of its pod.
   *
   * @default - `MultusLogLevel.VERBOSE` for thick, Multus's own `MultusLogLevel.PANIC` for thin
   */
  readonly logLevel?: MultusLogLevel;

  /**
   * A file on the node to which Multus logs besides, as an absolute path.
   *
   * @default - none
   */
  readonly logFile?: string;

  /**
   * The number of requests that the daemon works on at once; further ones wait. It bounds the memory that it needs when many pods
   * start together. Thick only, from 4.3.0 on.
   *
   * @default - no limit
   */
  readonly connectionLimit?: number;

  /**
   * The port, on every node, at which the daemon serves Prometheus metrics at `/metrics`. Thick only.
   *
   * @default - no metrics
   */
  readonly metricsPort?: number;

  /**
   * Whether a second container keeps the token current that thin has on the node. Tokens of service accounts expire, after an
   * hour or a year as the cluster is set up, and are written to the node only when Multus starts; from then on no pod can start on it
   * ("Unauthorized"). The flag of Multus for this, `--cleanup-config-on-exit`, has a price: when Multus stops, it takes itself out of
   * the node's configuration, and pods that start in between, after a reboot for instance, silently have no further networks. The
   * second container runs Multus with that flag on a configuration that nobody reads. Thin only.
   *
   * @default true
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/issues/852
   */
  readonly refreshKubeconfig?: boolean;

  /**
   * Further flags of the thin entry point, such as `--override-network-name=true`. Thin only.
   *
   * @default - none
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md#entrypoint-parameters
   */
  readonly extraArgs?: string[];

  /**
   * Keys of the daemon's configuration, which win over those that the other properties set. Thick only.
   *
   * @default - none
   * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/thick-plugin.md#multus-daemon-configuration
   */
  readonly rawDaemonConfig?: { [key: string]: any };

  /**
   * What the container of Multus requests, and its limits.
   *
   * @default - thin: requests of 10m CPU and 128Mi memory, a limit of 128Mi memory; thick: 100m and 256Mi, a limit of 256Mi
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * The taints under which Multus runs.
   *
   * @default - all: pods of a node without Multus would start without their networks
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Labels of the nodes that Multus runs on, besides `kubernetes.io/os: linux`.
   *
   * @default - none
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Which nodes Multus runs on.
   *
   * @default - all that `nodeSelector` leaves
   */
  readonly affinity?: k8s.Affinity;

  /**
   * Labels of the DaemonSet and its pods besides upstream's `tier`, `app` and `name`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * How many nodes, or which share of them ("10%"), may be without Multus during an update. A node that is down counts as one of them: with 1, it
   * keeps all others waiting.
   *
   * @default - thin: none, since the next pod starts before the last one ends, on a third of the nodes at once; thick: a third of the nodes
   */
  readonly maxUnavailable?: k8s.IntOrString;

  /**
   * Whether Cilium is told to tolerate Multus. Where there is no Cilium, this changes nothing. Nor is it needed where Cilium has a folder of
   * its own (`masterCniConfDir` of `HostPaths`), in which it can rename what it likes.
   *
   * @default true
   */
  readonly patchCilium?: boolean;

  /**
   * How Cilium is told.
   *
   * @default - as `CiliumPatch` does unless told otherwise
   */
  readonly ciliumPatch?: CiliumPatchProps;

  /**
   * Whether the CNI plugins that the networks need are put on the nodes.
   *
   * @default true
   */
  readonly installCniPlugins?: boolean;

  /**
   * How the CNI plugins are put on the nodes.
   *
   * @default - as `CniPluginsInstall` does unless told otherwise, in `hostPaths.cniBinDir`
   */
  readonly cniPlugins?: CniPluginsInstallProps;
}
