/**
 * How Multus runs on a node.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/thick-plugin.md
 */
export enum MultusVariant {
  /** A plugin that the container runtime starts for each pod. While its pod restarts, new pods still get all of their networks. */
  THIN = 'thin',

  /**
   * A daemon that does the work, and a small plugin that asks it. It watches pods and networks, so it asks the API server less
   * often, and has metrics. While it restarts, new pods start without their further networks.
   */
  THICK = 'thick',
}
