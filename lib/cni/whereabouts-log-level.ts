/**
 * How much whereabouts logs.
 *
 * @see https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/extended-configuration.md
 */
export enum WhereaboutsLogLevel {
  /** Everything, for finding a fault in whereabouts itself. */
  DEBUG = 'debug',
  /** What is cleaned up, and when. */
  VERBOSE = 'verbose',
  /** Failures of single calls. */
  ERROR = 'error',
  /** Only what whereabouts cannot go on after. */
  PANIC = 'panic',
}
