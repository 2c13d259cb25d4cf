/**
 * How macvlan interfaces on one master reach each other.
 *
 * @see https://www.cni.dev/plugins/current/main/macvlan/
 */
export enum MacvlanMode {
  /** Directly, without the network. */
  BRIDGE = 'bridge',
  /** Not at all. */
  PRIVATE = 'private',
  /** Through the switch that the master is connected to, which must send frames back where they came from. */
  VEPA = 'vepa',
  /** There is one interface on the master, which has its MAC address: one pod on each node. */
  PASSTHRU = 'passthru',
}
