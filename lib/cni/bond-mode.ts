/**
 * How a bond divides packets among its links.
 *
 * @see https://docs.kernel.org/networking/bonding.html
 */
export enum BondMode {
  /** One link at a time; another takes over when it fails. Needs nothing of the switch. */
  ACTIVE_BACKUP = 'active-backup',
  /** Links that both ends negotiate (LACP). */
  LACP = '802.3ad',
  /** One packet on each link in turn. */
  BALANCE_RR = 'balance-rr',
  /** A link for each pair of addresses. */
  BALANCE_XOR = 'balance-xor',
  /** Every packet on all links. */
  BROADCAST = 'broadcast',
  /** Outgoing packets on the link with the least load. */
  BALANCE_TLB = 'balance-tlb',
  /** Outgoing and incoming packets on the link with the least load. */
  BALANCE_ALB = 'balance-alb',
}
