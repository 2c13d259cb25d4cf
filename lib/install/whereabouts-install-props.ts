import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { HostPaths } from './host-paths';
import { WhereaboutsLogLevel } from '../cni/whereabouts-log-level';

/** What `WhereaboutsInstall` is told. */
export interface WhereaboutsInstallProps {
  /**
   * The image of whereabouts, of release 0.9.4 or a later 0.9: what runs in it is not the same in other releases.
   *
   * @default 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4'
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
   * The namespace of whereabouts, which must exist, and in which it keeps its pools: with another one, it begins with empty pools,
   * and hands out addresses that pods have already. The chart's namespace is not used, so that an installation of upstream's
   * manifest is taken over.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Where the nodes keep what whereabouts works with, of which only `cniBinDir` matters: whereabouts looks for its own configuration in
   * `/etc/cni/net.d/whereabouts.d`, wherever the container runtime has that of the cluster network.
   *
   * @default HostPaths.STANDARD
   */
  readonly hostPaths?: HostPaths;

  /**
   * When the reconciler looks for addresses of pods that are gone, as a cron expression in UTC.
   *
   * @default '30 4 * * *'
   * @see https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/extended-configuration.md
   */
  readonly reconcilerCronExpression?: string;

  /**
   * Whether the node slice controller is installed, which networks with `node_slice_size` need. It reads all networks of whereabouts in
   * the cluster: give each a `network_name` of its own.
   *
   * @default false
   * @see https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/proposals/fast_ipam_by_node.md
   */
  readonly nodeSliceController?: boolean;

  /**
   * How much whereabouts logs: its pods, and the plugin on the nodes where there is a `logFile`.
   *
   * @default WhereaboutsLogLevel.VERBOSE
   */
  readonly logLevel?: WhereaboutsLogLevel;

  /**
   * A file on the node to which the plugin logs, as an absolute path. A network can have one of its own.
   *
   * @default - none
   */
  readonly logFile?: string;

  /**
   * Environment variables of all containers. `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` say where the API server is, also
   * to the plugin on the nodes.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };

  /**
   * What the container of the DaemonSet that frees addresses requests, and its limits.
   *
   * @default - requests of 50m CPU and 100Mi memory, a limit of 256Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * What the containers of the reconciler and of the node slice controller each request, and their limits.
   *
   * @default - requests of 10m CPU and 64Mi memory, a limit of 256Mi memory
   */
  readonly controllerResources?: k8s.ResourceRequirements;

  /**
   * The taints under which the DaemonSet runs. The reconciler and the controller run under that of the control plane only: one
   * that tolerated a dead node would stay on it.
   *
   * @default - all: on a node without whereabouts no pod gets an address from it
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Labels of the nodes that whereabouts runs on, besides `kubernetes.io/os: linux`.
   *
   * @default - none
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Labels that all objects and pods get besides upstream's `tier`, `app` and `name`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * How many nodes, or which share of them ("10%"), may be without whereabouts during an update: a pod that starts on such a node has to wait,
   * because the token on the node is that of the pod that is replaced. A node that is down counts as one of them: with 1, it keeps all others waiting.
   *
   * @default - none, since the next pod starts before the last one ends, on a third of the nodes at once
   */
  readonly maxUnavailable?: k8s.IntOrString;
}
