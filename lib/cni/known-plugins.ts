import { distance } from 'fastest-levenshtein';
import { BANDWIDTH } from './bandwidth';
import { BOND } from './bond';
import { BRIDGE } from './bridge';
import { DUMMY } from './dummy';
import { FIREWALL } from './firewall';
import { FLANNEL } from './flannel';
import { DEVICE_KEYS, HOST_DEVICE } from './host-device';
import { IB_SRIOV } from './ib-sriov';
import { IPOIB } from './ipoib';
import { IPVLAN } from './ipvlan';
import { fold, nearest } from './keys';
import { KUBE_OVN } from './kube-ovn';
import { MACVLAN } from './macvlan';
import { OVN_KUBERNETES } from './ovn-kubernetes';
import { OVS } from './ovs';
import { PluginType } from './plugin-type';
import { PORTMAP } from './portmap';
import { PTP } from './ptp';
import { RDMA } from './rdma';
import { ROUTE_OVERRIDE } from './route-override';
import { SBR } from './sbr';
import { SRIOV } from './sriov';
import { TAP } from './tap';
import { TUNING } from './tuning';
import { VLAN } from './vlan';
import { VRF } from './vrf';

/** What this library knows of a plugin, with what matters to those around it. */
export interface KnownPlugin extends PluginType {
  /** The plugin that it is another name of. */
  readonly sameAs?: string;
  /** Whether it works on the interface of an earlier plugin, and fails without one. */
  readonly chained: boolean;
  /** Whether its interface is one end of a veth pair. */
  readonly makesVeth: boolean;
  /** Whether it fails without a plugin for the addresses, works with or without, or does not ask for one: it makes no interface, or knows its addresses. */
  readonly needsIpam: 'required' | 'optional' | 'none';
  /** Whether it gives the interface the MAC address that a pod asks for: from CNI_ARGS, which Multus always writes; with the capability `mac`; or not. */
  readonly honoursMac: 'always' | 'capability' | 'never';
  /** The capability through which it hears what a pod asks for, beside addresses and MAC address. */
  readonly capability?: 'bandwidth' | 'portMappings' | 'deviceID';
  /** The keys that name its device, of which one must, in the order in which it looks at them. */
  readonly deviceKeys?: readonly string[];
  /** The key in which it reads the PCI address of a device. */
  readonly pciKey?: string;
  /** Whether its interface sits on an interface of the node, which `master` names. */
  readonly usesMaster: boolean;
  /** The oldest version of the CNI specification that it accepts, where that is not the first one. */
  readonly oldestCniVersion?: string;
  /** Whether it is in the release of the reference plugins. */
  readonly ownRelease: boolean;
}

const MAKES_INTERFACE = {
  chained: false, makesVeth: false, needsIpam: 'optional', honoursMac: 'never', usesMaster: false, ownRelease: true,
} as const;

const TAKES_FUNCTION = { ...MAKES_INTERFACE, deviceKeys: ['deviceID'], pciKey: 'deviceID', ownRelease: false } as const;

const KNOWS_ADDRESSES = { ...MAKES_INTERFACE, makesVeth: true, needsIpam: 'none', honoursMac: 'always', ownRelease: false } as const;

const WORKS_ON_INTERFACE = { ...MAKES_INTERFACE, chained: true, needsIpam: 'none' } as const;

const PLUGINS: readonly KnownPlugin[] = [
  { ...IPVLAN, ...MAKES_INTERFACE, needsIpam: 'required', usesMaster: true },
  { ...MACVLAN, ...MAKES_INTERFACE, honoursMac: 'always', usesMaster: true },
  { ...VLAN, ...MAKES_INTERFACE, needsIpam: 'required', usesMaster: true },
  { ...BRIDGE, ...MAKES_INTERFACE, makesVeth: true, honoursMac: 'always' },
  { ...PTP, ...MAKES_INTERFACE, makesVeth: true, needsIpam: 'required' },
  { ...DUMMY, ...MAKES_INTERFACE, needsIpam: 'required' },
  { ...HOST_DEVICE, ...MAKES_INTERFACE, capability: 'deviceID', deviceKeys: DEVICE_KEYS, pciKey: 'pciBusID' },
  { ...TAP, ...MAKES_INTERFACE, honoursMac: 'always' },
  { ...SRIOV, ...TAKES_FUNCTION, honoursMac: 'always' },
  { ...IB_SRIOV, ...TAKES_FUNCTION },
  { ...IPOIB, ...MAKES_INTERFACE, usesMaster: true, ownRelease: false },
  { ...OVS, ...MAKES_INTERFACE, makesVeth: true, honoursMac: 'always', ownRelease: false },
  { ...BOND, ...MAKES_INTERFACE, ownRelease: false },
  { ...OVN_KUBERNETES, ...KNOWS_ADDRESSES },
  { ...KUBE_OVN, ...KNOWS_ADDRESSES },
  { ...FLANNEL, ...KNOWS_ADDRESSES },
  { ...TUNING, ...WORKS_ON_INTERFACE, honoursMac: 'always' },
  { ...BANDWIDTH, ...WORKS_ON_INTERFACE, capability: 'bandwidth', oldestCniVersion: '0.3.0' },
  { ...PORTMAP, ...WORKS_ON_INTERFACE, capability: 'portMappings' },
  { ...SBR, ...WORKS_ON_INTERFACE },
  { ...VRF, ...WORKS_ON_INTERFACE, oldestCniVersion: '0.3.1' },
  { ...FIREWALL, ...WORKS_ON_INTERFACE, oldestCniVersion: '0.4.0' },
  { ...RDMA, ...WORKS_ON_INTERFACE, pciKey: 'deviceID', ownRelease: false },
  { ...ROUTE_OVERRIDE, ...WORKS_ON_INTERFACE, ownRelease: false },
];

/** The names under which KubeVirt puts plugins of the release on the nodes. */
const OTHER_NAMES_OF: Readonly<Record<string, string>> = { 'cnv-bridge': 'bridge', 'cnv-tuning': 'tuning' };

/** The plugins whose configuration this library reads. */
export const KNOWN_PLUGINS: readonly KnownPlugin[] = [
  ...PLUGINS,
  ...Object.entries(OTHER_NAMES_OF).flatMap(([type, sameAs]) => PLUGINS.filter((plugin) => plugin.type === sameAs)
    .map((plugin) => ({ ...plugin, type, sameAs, ownRelease: false }))),
];

/** Plugins in the field, of which no more than the name is known. */
const OTHER_NAMES = [
  'accelerated-bridge', 'afxdp', 'antrea', 'aws-cni', 'azure-vnet', 'calico', 'cidr-filtering-cni', 'cilium-cni', 'cni-kindnet',
  'consul-cni', 'contrail-k8s-cni', 'coordinator', 'danm', 'debug', 'dnsname', 'dpu-cni', 'egress-cni', 'egress-v4-cni', 'egress-v6-cni',
  'eni-vlan', 'galaxy-sdn', 'gke', 'hybridnet', 'ifacer', 'istio-cni', 'kubevirt-passt-binding',
  'kuma-cni', 'linkerd-cni', 'loopback', 'macvtap', 'meshnet', 'multi-nic', 'multus', 'multus-shim', 'netbird', 'netop-cni', 'nv-ipam', 'oci-ipvlan',
  'oci-ptp', 'openshift-sdn', 'ovn4nfvk8s-cni', 'ovs-cni-mirror-consumer', 'ovs-cni-mirror-producer', 'ovs-mirror-consumer', 'ovs-mirror-producer', 'passthru',
  'sf', 'spiderpool', 'tc-redirect-tap', 'terway', 'userspace', 'veth', 'vhostuser', 'vpc-branch-eni', 'vpc-bridge', 'vpc-eni',
  'weave-net', 'win-bridge', 'win-overlay',
];

const BY_NAME = new Map(KNOWN_PLUGINS.map((plugin) => [plugin.type, plugin]));

/** What is known of a plugin, by the `type` of a configuration. */
export function knownPlugin(type: unknown): KnownPlugin | undefined {
  return BY_NAME.get(type as string);
}

/** The name under which the reference plugins know the plugin. */
export function plainType(type: unknown): unknown {
  return knownPlugin(type)?.sameAs ?? type;
}

/** Whether the plugin may give its interface addresses of its own accord: also one that nobody knows. */
export function mayKnowAddresses(type: unknown): boolean {
  const known = knownPlugin(type);
  return known === undefined || (!known.chained && known.needsIpam === 'none');
}

/** Whether the name is that of a plugin in the field. */
export function isKnownPluginName(type: string): boolean {
  return BY_NAME.has(type) || OTHER_NAMES.includes(type);
}

/** As many letters as a person gets wrong in a name. */
const MOST_WRONG = 2;

/** The plugin that a misspelt name probably stands for. */
export function nearestPluginName(type: string): string | undefined {
  const near = nearest(type, [...BY_NAME.keys(), ...OTHER_NAMES]);
  // long names have parts in common
  return near !== undefined && distance(fold(near), fold(type)) <= MOST_WRONG ? near : undefined;
}
