import { Chart } from 'cdk8s';
import {
  BridgeNetwork, HostDeviceNetwork, IChainedPlugin, IIpam, INetwork, Ipam, IpvlanMode, IpvlanNetwork, MacvlanMode, MacvlanNetwork, PtpNetwork,
  VlanNetwork,
} from '../../../lib';

/** How a network is made in a chart: one for each plugin that Debian packages. The only place that knows how they are written. */
export type NetworkIn = (chart: Chart) => INetwork;

const V4 = { subnet: '192.168.0.0/24', rangeStart: '192.168.0.13', rangeEnd: '192.168.0.17', gateway: '192.168.0.1' };
const V6 = { subnet: 'fd00:1::/64', rangeStart: 'fd00:1::13', rangeEnd: 'fd00:1::17', gateway: 'fd00:1::1' };

export const ipv4 = Ipam.hostLocal(V4);
export const ipv6 = Ipam.hostLocal(V6);
export const dualStack = Ipam.hostLocal({ ranges: [[V4], [V6]] });
export const ipv4WithRoute = (dst: string) => Ipam.hostLocal({ ...V4, routes: [{ dst }] });

export function staticAddresses(...addresses: string[]): IIpam {
  return Ipam.staticAddresses({ addresses: addresses.map((address) => ({ address })) });
}

export function ipvlan(mode: IpvlanMode, ipam: IIpam, props: { name?: string; master?: string } = {}): NetworkIn {
  const { name = 'network', master = 'eth1' } = props;
  return (chart) => new IpvlanNetwork(chart, name, { name, master, mode, ipam });
}

export function macvlan(mode: `${MacvlanMode}`, ipam: IIpam): NetworkIn {
  return (chart) => new MacvlanNetwork(chart, 'network', { name: 'network', master: 'eth1', mode: mode as MacvlanMode, ipam });
}

export function bridge(ipam: IIpam, ...chained: IChainedPlugin[]): NetworkIn {
  return (chart) => new BridgeNetwork(chart, 'network', { name: 'network', bridge: 'br0', isGateway: true, ipam, chained });
}

export function ptp(ipam: IIpam): NetworkIn {
  return (chart) => new PtpNetwork(chart, 'network', { name: 'network', ipam });
}

export function vlan(vlanId: number, ipam: IIpam): NetworkIn {
  return (chart) => new VlanNetwork(chart, 'network', { name: 'network', master: 'eth1', vlanId, ipam });
}

export function hostDevice(device: string, ipam: IIpam): NetworkIn {
  return (chart) => new HostDeviceNetwork(chart, 'network', { name: 'network', device, ipam });
}

export function ipvlanWith(ipam: IIpam, ...chained: IChainedPlugin[]): NetworkIn {
  return (chart) => new IpvlanNetwork(chart, 'network', { name: 'network', master: 'eth1', mode: IpvlanMode.L2, ipam, chained });
}

export function macvlanWith(ipam: IIpam, ...chained: IChainedPlugin[]): NetworkIn {
  return (chart) => new MacvlanNetwork(chart, 'network', { name: 'network', master: 'eth1', ipam, chained });
}
