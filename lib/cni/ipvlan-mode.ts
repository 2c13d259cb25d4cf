/**
 * How ipvlan interfaces on one master reach each other and the rest of the network.
 *
 * The mode belongs to the master: all networks on one master of a node must have the same.
 *
 * @see https://docs.kernel.org/networking/ipvlan.html
 */
export enum IpvlanMode {
  /** Switched: the pods answer ARP on the master's network, broadcast and multicast work. */
  L2 = 'l2',
  /** Routed: no ARP, broadcast or multicast; the network must know that the addresses are at this node (secondary IPs do that). */
  L3 = 'l3',
  /** Routed as in L3, and through the node's own netfilter and connection tracking. */
  L3S = 'l3s',
}
