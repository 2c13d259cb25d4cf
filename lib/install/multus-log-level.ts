/**
 * How much Multus logs.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md#logging-level
 */
export enum MultusLogLevel {
  /** Everything, for finding a fault in Multus itself. */
  DEBUG = 'debug',
  /** Each network that a pod is attached to. */
  VERBOSE = 'verbose',
  /** Failures of single calls, too. */
  ERROR = 'error',
  /** Only what Multus cannot go on after. */
  PANIC = 'panic',
}
