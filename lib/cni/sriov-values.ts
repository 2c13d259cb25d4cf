// The words that sriov knows.

/**
 * Whether a virtual function has a link.
 *
 * @see https://github.com/k8snetworkplumbingwg/sriov-cni/blob/master/docs/configuration-reference.md
 */
export enum SriovLinkState {
  /** Where the physical function has one. */
  AUTO = 'auto',
  /** Always. */
  ENABLE = 'enable',
  /** Never. */
  DISABLE = 'disable',
}

/** The kind of VLAN tag that a network card adds. */
export enum SriovVlanProtocol {
  /** The usual tag (C-VLAN). */
  DOT1Q = '802.1q',
  /** The outer tag of two (S-VLAN). */
  DOT1AD = '802.1ad',
}

/** How much sriov logs. */
export enum SriovLogLevel {
  /** What makes the plugin stop. */
  PANIC = 'panic',
  /** Errors. */
  ERROR = 'error',
  /** Errors and warnings. */
  WARNING = 'warning',
  /** What is done. */
  INFO = 'info',
  /** Everything. */
  DEBUG = 'debug',
}
