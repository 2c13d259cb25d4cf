import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';

/** How the configuration of a network with addresses per node gets onto the nodes. */
export interface NodeConfigWriterProps {
  /**
   * The directory on the nodes in which Multus looks for the configurations of networks that have none in the API: its `confDir`,
   * which is another only with `rawDaemonConfig` of `MultusInstall`.
   *
   * @default '/etc/cni/multus/net.d'
   */
  readonly confDir?: string;
  /**
   * The namespace of the ConfigMap and the DaemonSet, which must allow pods with folders of the node.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;
  /**
   * The image of the pods: any with a POSIX shell, `cmp` and `cat`.
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
   * The taints under which the pods run.
   *
   * @default - all: on a node without the configuration no pod gets the network
   */
  readonly tolerations?: k8s.Toleration[];
  /**
   * The priority class of the pods.
   *
   * @default 'system-node-critical'
   */
  readonly priorityClassName?: string;
  /**
   * What the container requests, and its limits.
   *
   * @default - requests of 5m CPU and 16Mi memory, a limit of 64Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;
  /**
   * Labels that the objects get besides their own.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}
