import { Testing } from 'cdk8s';
import {
  BandwidthOptions, BondMode, BondNetwork, BondNetworkProps, BridgeNetwork, BridgeNetworkProps, ChainedPlugin, CniNetwork, DhcpOptions,
  DummyNetwork, FirewallBackend, FirewallIngressPolicy, FirewallOptions, HostDeviceNetwork, HostDeviceNetworkProps, HostLocalOptions,
  Ipam, IpvlanMode, IpvlanNetwork, IpvlanNetworkProps, MacvlanMode, MacvlanNetwork, MacvlanNetworkProps, NetworkProps, PacketFilter,
  PortmapOptions, PtpNetwork, PtpNetworkProps, SbrOptions, SriovLinkState, SriovLogLevel, SriovNetwork, SriovNetworkProps,
  SriovVlanProtocol, StaticAddressesOptions, TapNetwork, TapNetworkProps, TuningOptions, VlanNetwork, VlanNetworkProps, VrfOptions,
  WhereaboutsLogLevel, WhereaboutsOptions,
} from '../../lib';
import { IPAM_TYPES } from '../../lib/cni/known-ipams';
import { KNOWN_PLUGINS } from '../../lib/cni/known-plugins';
import { chartOf } from '../support/app';

// The keys of each plugin and IPAM, held against what this library knows of it and against what the typed API writes. `Required`
// sees to it that each property is set here.

const IPAM = Ipam.staticAddresses({ addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }] });
const ADDRESSES = { type: 'static', addresses: [{ address: '10.0.0.5/24', gateway: '10.0.0.1' }] };
const MAC = '02:00:00:00:00:01';

type Own<P extends NetworkProps> = Required<Omit<P, keyof NetworkProps>>;

const ipvlan: Own<IpvlanNetworkProps> = { master: 'eth1', mode: IpvlanMode.L3, mtu: 1400, linkInContainer: true, ipam: IPAM };
const macvlan: Own<MacvlanNetworkProps> = { master: 'eth1', mode: MacvlanMode.VEPA, mtu: 1400, mac: MAC, linkInContainer: true, bcqueuelen: 500, ipam: IPAM };
const vlan: Own<VlanNetworkProps> = { master: 'eth1', vlanId: 100, mtu: 1400, linkInContainer: true, ipam: IPAM };
const ptp: Own<PtpNetworkProps> = { ipMasq: true, ipMasqBackend: PacketFilter.NFTABLES, mtu: 1400, dns: { nameservers: ['10.0.0.53'] }, ipam: IPAM };
const tap: Own<TapNetworkProps> = { multiQueue: true, mtu: 1400, mac: MAC, owner: 1000, group: 2000, selinuxContext: 'u:r:t:s0', bridge: 'br1', ipam: IPAM };
const hostDevice: Own<HostDeviceNetworkProps> = {
  device: 'eth2', hwaddr: MAC, kernelpath: '/sys/devices/pci0/0', pciBusId: '0000:03:02.3', resourceName: 'vendor.example/nic', ipam: IPAM,
};
const sriov: Own<SriovNetworkProps> = {
  resourceName: 'intel.com/nic', deviceId: '0000:03:02.3', vlan: 100, vlanQoS: 5, vlanProto: SriovVlanProtocol.DOT1AD, mac: MAC,
  spoofchk: false, trust: true, linkState: SriovLinkState.ENABLE, minTxRate: 100, maxTxRate: 200, logLevel: SriovLogLevel.DEBUG, logFile: '/tmp/sriov.log', ipam: IPAM,
};
const bond: Own<BondNetworkProps> = {
  mode: BondMode.BALANCE_TLB, tlbDynamicLb: 0, linksInContainer: false, failOverMac: 1, miimon: 50, links: ['net1', 'net2'], mtu: 1400, xmitHashPolicy: 'layer2+3',
  allSlavesActive: 1, ipam: IPAM,
};
const bridge: Own<BridgeNetworkProps> = {
  bridge: 'br1', isGateway: true, isDefaultGateway: true, forceAddress: true, ipMasq: true, ipMasqBackend: PacketFilter.IPTABLES, mtu: 1400, hairpinMode: true, promiscMode: true,
  vlan: 100, vlanTrunk: [{ id: 5 }, { minId: 10, maxId: 20 }], preserveDefaultVlan: true, macspoofchk: true, enabledad: true,
  disableContainerInterface: true, portIsolation: true, ipam: IPAM,
};
// some of the options exclude each other
const { promiscMode, vlanTrunk, disableContainerInterface, ...gateway } = bridge;
const layer2 = { promiscMode, vlanTrunk, disableContainerInterface };

const tuning: Required<TuningOptions> = { sysctl: { 'net.ipv4.ip_forward': '1' }, mac: MAC, promisc: true, mtu: 1400, allmulti: true, txQLen: 500, dataDir: '/run/tuning' };
const sbr: Required<SbrOptions> = { table: 200 };
// the two lists of subnets, and the two ways to mark packets, exclude each other
const limits = { ingressRate: 8, ingressBurst: 16, egressRate: 24, egressBurst: 32 };
const bandwidth: Required<BandwidthOptions> = { ...limits, shapedSubnets: ['10.0.0.0/8'], unshapedSubnets: ['10.0.0.0/8'] };
const ports = { backend: PacketFilter.IPTABLES, snat: false, conditionsV4: ['-d', '10.0.0.1'], conditionsV6: ['-d', 'fd00::1'], masqAll: true };
const portmap: Required<PortmapOptions> = { ...ports, markMasqBit: 14, externalSetMarkChain: 'MARK' };
const vrf: Required<VrfOptions> = { vrfname: 'blue', table: 100 };
const firewall: Required<FirewallOptions> = {
  backend: FirewallBackend.FIREWALLD, iptablesAdminChainName: 'ADMIN', firewalldZone: 'work', ingressPolicy: FirewallIngressPolicy.ISOLATED,
};

const hostLocal: Omit<Required<HostLocalOptions>, 'secondaryIps'> = {
  subnet: '10.0.0.0/24', rangeStart: '10.0.0.5', rangeEnd: '10.0.0.9', gateway: '10.0.0.1', ranges: [[{ subnet: 'fd00::/64' }]], routes: [{ dst: '10.0.0.0/8' }],
  dataDir: '/run/cni', resolvConf: '/etc/resolv.conf',
};
const staticAddresses: Required<StaticAddressesOptions> = { addresses: [{ address: '10.0.0.5/24' }], routes: [{ dst: '10.0.0.0/8' }], dns: { domain: 'a' } };
const dhcp: Required<DhcpOptions> = { daemonSocketPath: '/run/d.sock', request: [{ option: 'routers' }], provide: [{ option: 'host-name', value: 'a' }], priority: 10 };
const nodeSliceSize = '/28';
const whereabouts: Omit<Required<WhereaboutsOptions>, 'excludeGateway' | 'nodeSliceSize'> = {
  range: '10.0.0.0/24', rangeStart: '10.0.0.5', rangeEnd: '10.0.0.9', exclude: ['10.0.0.6/32'], ipRanges: [{ range: 'fd00::/64' }], gateway: '10.0.0.1', routes: [{ dst: '10.0.0.0/8' }],
  dns: { domain: 'a' }, addresses: [{ address: '10.1.0.5/24' }], networkName: 'a', enableOverlappingRanges: false,
  kubernetes: { kubeconfig: '/etc/kubeconfig', k8sApiRoot: 'https://10.0.0.1' }, configurationPath: '/etc/w.conf', logFile: '/tmp/w.log', logLevel: WhereaboutsLogLevel.ERROR,
  leaderLeaseDuration: 1600, leaderRenewDeadline: 1100, leaderRetryPeriod: 600, reconcilerCronExpression: '0 5 * * *',
};

/** What a network writes, with the resource in its annotation. */
function written(network: CniNetwork): object {
  const { metadata, spec } = Testing.synth(network.node.scope as never)[0];
  const { cniVersion, ...config } = JSON.parse(spec.config);
  expect(cniVersion).toBe('0.3.1');
  return metadata.annotations === undefined ? config : { ...config, annotations: metadata.annotations };
}

const chart = () => chartOf('networks');
const RESOURCE = 'k8s.v1.cni.cncf.io/resourceName';

/** By the type: the keys beside `type`, `ipam`, `dns` and `capabilities`; what is written of all properties; and what should be. */
const PLUGINS: Record<string, [keys: string[], ...Array<[written: object, expected: object]>]> = {
  ipvlan: [['master', 'mode', 'mtu', 'linkInContainer'],
    [written(new IpvlanNetwork(chart(), 'n', ipvlan)), { type: 'ipvlan', master: 'eth1', mode: 'l3', mtu: 1400, linkInContainer: true, ipam: ADDRESSES }]],
  macvlan: [['master', 'mode', 'mtu', 'mac', 'linkInContainer', 'bcqueuelen'],
    [written(new MacvlanNetwork(chart(), 'n', macvlan)),
      { type: 'macvlan', master: 'eth1', mode: 'vepa', mtu: 1400, mac: MAC, linkInContainer: true, bcqueuelen: 500, ipam: ADDRESSES }]],
  vlan: [['master', 'vlanId', 'mtu', 'linkInContainer'],
    [written(new VlanNetwork(chart(), 'n', vlan)), { type: 'vlan', master: 'eth1', vlanId: 100, mtu: 1400, linkInContainer: true, ipam: ADDRESSES }]],
  bridge: [['bridge', 'isGateway', 'isDefaultGateway', 'forceAddress', 'ipMasq', 'ipMasqBackend', 'mtu', 'hairpinMode', 'promiscMode', 'vlan', 'vlanTrunk', 'preserveDefaultVlan',
    'macspoofchk', 'enabledad', 'disableContainerInterface', 'portIsolation'],
  [written(new BridgeNetwork(chart(), 'n', gateway)), {
    type: 'bridge', bridge: 'br1', isGateway: true, isDefaultGateway: true, forceAddress: true, ipMasq: true, ipMasqBackend: 'iptables', mtu: 1400, hairpinMode: true, vlan: 100,
    preserveDefaultVlan: true, macspoofchk: true, enabledad: true, portIsolation: true, ipam: ADDRESSES,
  }],
  [written(new BridgeNetwork(chart(), 'n', layer2)), { type: 'bridge', promiscMode: true, vlanTrunk: [{ id: 5 }, { minID: 10, maxID: 20 }], disableContainerInterface: true }]],
  'ptp': [['ipMasq', 'ipMasqBackend', 'mtu'],
    [written(new PtpNetwork(chart(), 'n', ptp)), { type: 'ptp', ipMasq: true, ipMasqBackend: 'nftables', mtu: 1400, dns: { nameservers: ['10.0.0.53'] }, ipam: ADDRESSES }]],
  'dummy': [[], [written(new DummyNetwork(chart(), 'n', { ipam: IPAM })), { type: 'dummy', ipam: ADDRESSES }]],
  'host-device': [['device', 'hwaddr', 'kernelpath', 'pciBusID'],
    [written(new HostDeviceNetwork(chart(), 'n', hostDevice)), {
      type: 'host-device', device: 'eth2', hwaddr: MAC, kernelpath: '/sys/devices/pci0/0', pciBusID: '0000:03:02.3', ipam: ADDRESSES, annotations: { [RESOURCE]: 'vendor.example/nic' },
    }]],
  'tap': [['multiQueue', 'mtu', 'mac', 'owner', 'group', 'selinuxContext', 'bridge'],
    [written(new TapNetwork(chart(), 'n', tap)),
      { type: 'tap', multiQueue: true, mtu: 1400, mac: MAC, owner: 1000, group: 2000, selinuxContext: 'u:r:t:s0', bridge: 'br1', ipam: ADDRESSES }]],
  'sriov': [['deviceID', 'vlan', 'vlanQoS', 'vlanProto', 'mac', 'spoofchk', 'trust', 'link_state', 'min_tx_rate', 'max_tx_rate', 'logLevel', 'logFile'],
    [written(new SriovNetwork(chart(), 'n', sriov)), {
      type: 'sriov', deviceID: '0000:03:02.3', vlan: 100, vlanQoS: 5, vlanProto: '802.1ad', mac: MAC, spoofchk: 'off', trust: 'on', link_state: 'enable',
      min_tx_rate: 100, max_tx_rate: 200, logLevel: 'debug', logFile: '/tmp/sriov.log', ipam: ADDRESSES, annotations: { [RESOURCE]: 'intel.com/nic' },
    }]],
  'bond': [['mode', 'linksInContainer', 'failOverMac', 'miimon', 'links', 'mtu', 'xmitHashPolicy', 'allSlavesActive', 'tlbDynamicLb'],
    [written(new BondNetwork(chart(), 'n', bond)), {
      type: 'bond', mode: 'balance-tlb', tlbDynamicLb: 0, linksInContainer: false, failOverMac: 1, miimon: '50', links: [{ name: 'net1' }, { name: 'net2' }], mtu: 1400,
      xmitHashPolicy: 'layer2+3', allSlavesActive: 1, ipam: ADDRESSES,
    }]],
  'tuning': [['sysctl', 'mac', 'promisc', 'mtu', 'allmulti', 'txQLen', 'dataDir'],
    [ChainedPlugin.tuning(tuning).toPluginConfig(), { type: 'tuning', ...tuning }]],
  'bandwidth': [['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst', 'shapedSubnets', 'unshapedSubnets'],
    [ChainedPlugin.bandwidth({ ...bandwidth, unshapedSubnets: [] }).toPluginConfig(), { type: 'bandwidth', ...limits, shapedSubnets: ['10.0.0.0/8'], unshapedSubnets: [] }]],
  'portmap': [['backend', 'snat', 'conditionsV4', 'conditionsV6', 'masqAll', 'markMasqBit', 'externalSetMarkChain'],
    [ChainedPlugin.portmap({ ...ports, markMasqBit: 14 }).toPluginConfig(), { type: 'portmap', ...ports, markMasqBit: 14, capabilities: { portMappings: true } }],
    [ChainedPlugin.portmap({ ...portmap, markMasqBit: undefined }).toPluginConfig(), { type: 'portmap', ...ports, externalSetMarkChain: 'MARK', capabilities: { portMappings: true } }]],
  'sbr': [['table'], [ChainedPlugin.sbr(sbr).toPluginConfig(), { type: 'sbr', table: 200 }]],
  'vrf': [['vrfname', 'table'], [ChainedPlugin.vrf(vrf).toPluginConfig(), { type: 'vrf', vrfname: 'blue', table: 100 }]],
  'firewall': [['backend', 'iptablesAdminChainName', 'firewalldZone', 'ingressPolicy'],
    [ChainedPlugin.firewall(firewall).toPluginConfig(), { type: 'firewall', backend: 'firewalld', iptablesAdminChainName: 'ADMIN', firewalldZone: 'work', ingressPolicy: 'isolated' }]],
};

/** The same for the IPAMs, with the keys that are known and that nobody should write. */
const IPAMS: Record<string, [keys: string[], strangers: string[], written: object, expected: object]> = {
  'host-local': [['subnet', 'rangeStart', 'rangeEnd', 'gateway', 'ranges', 'routes', 'dataDir', 'resolvConf'], [],
    Ipam.hostLocal(hostLocal).toIpamConfig(), { type: 'host-local', ...hostLocal }],
  'static': [['addresses', 'routes', 'dns'], [], Ipam.staticAddresses(staticAddresses).toIpamConfig(), { type: 'static', ...staticAddresses }],
  'dhcp': [['daemonSocketPath', 'request', 'provide', 'priority'], [], Ipam.dhcp(dhcp).toIpamConfig(), { type: 'dhcp', ...dhcp }],
  'whereabouts': [['range', 'range_start', 'range_end', 'exclude', 'ipRanges', 'gateway', 'routes', 'dns', 'addresses', 'network_name', 'node_slice_size', 'enable_overlapping_ranges',
    'kubernetes', 'configuration_path', 'log_file', 'log_level', 'leader_lease_duration', 'leader_renew_deadline', 'leader_retry_period', 'reconciler_cron_expression'],
  // for tests of the plugin itself; ignored since etcd is gone; of releases to come
  ['sleep_for_race', 'name', 'datastore', 'etcd_host', 'etcd_username', 'etcd_password', 'etcd_key_file', 'etcd_cert_file', 'etcd_ca_cert_file',
    'enable_l3', 'exclude_gateway', 'optimistic_ipam'],
  // a range beside the parts of the nodes is refused
  { ...Ipam.whereabouts({ range: '10.0.0.0/24', networkName: 'a', nodeSliceSize }).toIpamConfig(), ...Ipam.whereabouts(whereabouts).toIpamConfig() }, {
    type: 'whereabouts', range: '10.0.0.0/24', range_start: '10.0.0.5', range_end: '10.0.0.9', exclude: ['10.0.0.6/32'], ipRanges: [{ range: 'fd00::/64' }], gateway: '10.0.0.1',
    routes: [{ dst: '10.0.0.0/8' }], dns: { domain: 'a' }, addresses: [{ address: '10.1.0.5/24' }], network_name: 'a', node_slice_size: '/28', enable_overlapping_ranges: false,
    kubernetes: { kubeconfig: '/etc/kubeconfig', k8s_api_root: 'https://10.0.0.1' }, configuration_path: '/etc/w.conf', log_file: '/tmp/w.log', log_level: 'error',
    leader_lease_duration: 1600, leader_renew_deadline: 1100, leader_retry_period: 600, reconciler_cron_expression: '0 5 * * *',
  }],
};

/** The plugins that the typed API has no class for: their keys are written in a `CniNetwork`, in `ChainedPlugin.custom` or in `Ipam.custom`. */
const RAW = ['ib-sriov', 'ipoib', 'ovs', 'ovn-k8s-cni-overlay', 'kube-ovn', 'flannel', 'rdma', 'route-override', 'cnv-bridge', 'cnv-tuning'];
const isTyped = ({ type }: { readonly type: string }) => !RAW.includes(type);
const TYPED = KNOWN_PLUGINS.filter(isTyped);

test('every plugin and every IPAM is in the tables', () => {
  expect(TYPED.map(({ type }) => type).sort()).toEqual(Object.keys(PLUGINS).sort());
  expect(IPAM_TYPES.filter(isTyped).map(({ type }) => type).sort()).toEqual(Object.keys(IPAMS).sort());
});

test.each(TYPED.map((plugin) => [plugin.type, plugin] as const))('the typed API can say every key of %s', (type, plugin) => {
  const [keys, ...rows] = PLUGINS[type];
  // those that no known release reads are for whoever has the plugin of somewhere else
  expect(Object.keys(plugin.keys).filter((key) => !plugin.keysSince?.[key]?.after).sort()).toEqual([...keys].sort());
  rows.forEach(([actual, expected]) => expect(actual).toEqual(expected));
  const common = ['type', 'ipam', 'dns', 'capabilities', 'annotations'];
  expect([...new Set(rows.flatMap(([actual]) => Object.keys(actual)))].filter((key) => !common.includes(key)).sort()).toEqual([...keys].sort());
});

test.each(IPAM_TYPES.filter(isTyped).map((ipam) => [ipam.type, ipam] as const))('the typed API can say every key of the IPAM %s', (type, ipam) => {
  const [keys, strangers, actual, expected] = IPAMS[type];
  expect(Object.keys(ipam.keys).sort()).toEqual(['type', ...keys, ...strangers].sort());
  expect(actual).toEqual(expected);
  expect(Object.keys(actual).sort()).toEqual(['type', ...keys].sort());
});
