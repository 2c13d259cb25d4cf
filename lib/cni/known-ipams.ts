import { CALICO_IPAM_KEYS } from './calico';
import { DHCP } from './dhcp-ipam';
import { HOST_LOCAL_KEYS, readHostLocal } from './host-local';
import { IpamType } from './ipam-type';
import { KeySet, fold, isConf } from './keys';
import { KUBE_OVN_IPAM } from './kube-ovn';
import { STATIC } from './static-ipam';
import { WHEREABOUTS } from './whereabouts';
import { distance } from 'fastest-levenshtein';

const HOST_LOCAL: IpamType = {
  type: 'host-local',
  keys: HOST_LOCAL_KEYS,
  supportsIps: 'capability',
  ipsNeedPrefix: false,
  ownRelease: true,
  check: (ipam, path) => [...readHostLocal(ipam, path).faults],
};

/** The IPAM plugins whose configuration this library reads. */
export const IPAM_TYPES: readonly IpamType[] = [HOST_LOCAL, STATIC, DHCP, WHEREABOUTS, KUBE_OVN_IPAM];

/** IPAM plugins in the field, of which no more than the name is known. */
const OTHER_NAMES = [
  'antrea', 'aws-ipam', 'azure-cns', 'azure-ipam', 'azure-vnet-ipam', 'azure-vnet-ipamv6', 'calico-ipam', 'fakeipam', 'infoblox',
  'multi-config', 'multi-nic-ipam', 'nv-ipam', 'oci-ipam', 'ovn-k8s-cni-overlay', 'slaac', 'spiderpool', 'weave-ipam',
];

/** The IPAM plugins that read keys beside the `ipam` too. */
const KEYS_BESIDE: Readonly<Record<string, KeySet>> = { 'calico-ipam': CALICO_IPAM_KEYS };

const BY_NAME = new Map(IPAM_TYPES.map((ipam) => [ipam.type, ipam]));

/** What is known of an IPAM plugin, by the `type` of an `ipam`. */
export function knownIpam(type: unknown): IpamType | undefined {
  return BY_NAME.get(type as string);
}

/** The keys that an IPAM plugin reads in the configuration of the plugin that asks it for addresses. */
export function keysBeside(ipam: unknown): KeySet {
  const type = isConf(ipam) ? ipam.type : undefined;
  return typeof type === 'string' && Object.hasOwn(KEYS_BESIDE, type) ? KEYS_BESIDE[type] : {};
}

/** Whether the name is that of an IPAM plugin in the field. */
export function isKnownIpamName(type: string): boolean {
  return BY_NAME.has(type) || OTHER_NAMES.includes(type);
}

/**
 * The known name that a misspelt one certainly stands for. Less is taken for a slip of the pen than elsewhere, because the
 * finding is an error, and a site may have an IPAM of its own: `my-static` and `host-local2` are no misspellings.
 */
export function misspeltIpam(type: string): string | undefined {
  const letters = (text: string) => [...fold(text)].sort().join('');
  return IPAM_TYPES.map((ipam) => ipam.type).find((known) => fold(known) === fold(type) || (!fold(type).includes(fold(known))
    && (letters(known) === letters(type) || (known.length >= 8 && distance(fold(known), fold(type)) <= 2))));
}
