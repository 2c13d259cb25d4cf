import { Conf, KeySet } from './keys';
import { Fault, Step } from '../diagnostics';

/** What this library knows of an IPAM plugin. */
export interface IpamType {
  /** The `type` in an `ipam`, and the name of the binary. */
  readonly type: string;
  /** The keys that the plugin reads. */
  readonly keys: KeySet;
  /** What the plugin refuses, or should refuse: keys that it does not know, values, and what they say together. */
  readonly check: (ipam: Conf, path: readonly Step[]) => Fault[];
  /**
   * How a pod gets the addresses that it asks for: with the capability `ips`; with CNI_ARGS alone, which Multus always
   * writes; or not at all.
   */
  readonly supportsIps: 'capability' | 'args' | 'never';
  /** Whether an address that a pod asks for must have a prefix length. */
  readonly ipsNeedPrefix: boolean;
  /** Whether the plugin is in the release of the reference plugins. */
  readonly ownRelease: boolean;
}
