/**
 * How Multus runs on a node.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/thick-plugin.md
 */
export enum MultusVariant {
  /**
   * A plugin that the container runtime starts for each pod, with the token of the pod of Multus on the node. While that pod is updated, new pods
   * still get all of their networks, because the next one starts before it ends. Where it was deleted otherwise, new pods wait for the next one.
   */
  THIN = 'thin',

  /**
   * A daemon that does the work, and a small plugin that asks it. It watches pods and networks, so it asks the API server less
   * often, and has metrics. While it restarts, new pods start without their further networks, unless `HostPaths` has a `masterCniConfDir`
   * of its own: then they wait.
   */
  THICK = 'thick',
}
