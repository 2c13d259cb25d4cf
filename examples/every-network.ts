import { App, Chart } from 'cdk8s';
import {
  Attachments, BondMode, BondNetwork, BridgeNetwork, ChainedPlugin, DummyNetwork, FirewallIngressPolicy, HostDeviceNetwork, Ipam, IpvlanMode,
  IpvlanNetwork, MacvlanNetwork, MultiHomedPod, NodeSet, PtpNetwork, SriovNetwork, TapNetwork, VlanNetwork,
} from '../lib';

/** One network of each type, with the plugins that are chained behind, and pods in them. */
export function everyNetwork(app: App): void {
  const chart = new Chart(app, 'every-network', { namespace: 'default' });
  // the network cards eth1 to eth4, and with them the addresses that host-local hands out, are on one node
  const nodes = NodeSet.named('worker-1');

  // each pod a machine of its own on your network; answers leave through the interface that the question came in on
  const lan = new MacvlanNetwork(chart, 'lan', {
    name: 'lan',
    nodes,
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.10.0/24', rangeStart: '192.168.10.100', rangeEnd: '192.168.10.199', gateway: '192.168.10.1' }),
    chained: [ChainedPlugin.sbr(), ChainedPlugin.tuning({ sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': '1' }, allmulti: true })],
  });
  // a cloud machine: the secondary IPs of its network card
  const cloud = new IpvlanNetwork(chart, 'cloud', {
    name: 'cloud',
    nodes,
    master: 'eth2',
    mode: IpvlanMode.L2,
    ipam: Ipam.hostLocal({ subnet: '192.168.20.0/24', secondaryIps: ['192.168.20.13', '192.168.20.14'], gateway: '192.168.20.1' }),
  });
  // VLAN 100 of a trunk, in a routing domain of its own, whose addresses may overlap with others
  const storage = new VlanNetwork(chart, 'storage', {
    name: 'storage',
    nodes,
    master: 'eth3',
    vlanId: 100,
    mtu: 1400,
    ipam: Ipam.hostLocal({ subnet: '10.100.0.0/24', gateway: '10.100.0.1' }),
    chained: [ChainedPlugin.vrf({ vrfname: 'storage' })],
  });
  // a network card that belongs to one pod
  const card = new HostDeviceNetwork(chart, 'card', {
    name: 'card',
    nodes,
    device: 'eth4',
    ipam: Ipam.hostLocal({ subnet: '192.168.40.0/24', gateway: '192.168.40.1' }),
  });
  new MultiHomedPod(chart, 'recorder', {
    metadata: { name: 'recorder' },
    networks: [lan, cloud, storage, card],
    containers: [{ image: 'registry.example.com/net/recorder:2.3.0' }],
  });

  // pods of a node behind a bridge of their own, with ports of the node and limits
  const services = new BridgeNetwork(chart, 'services', {
    name: 'services',
    bridge: 'br-services',
    isGateway: true,
    ipMasq: true,
    ipam: Ipam.hostLocal({ subnet: '172.31.0.0/24' }),
    chained: [
      ChainedPlugin.bandwidth(),
      ChainedPlugin.portmap(),
      ChainedPlugin.firewall({ ingressPolicy: FirewallIngressPolicy.SAME_BRIDGE }),
    ],
  });
  // a link of each pod to its node, with the same limits for all
  const link = new PtpNetwork(chart, 'link', {
    name: 'link',
    ipMasq: true,
    ipam: Ipam.hostLocal({ subnet: '172.31.1.0/24', routes: [{ dst: '198.51.100.0/24' }] }),
    chained: [ChainedPlugin.bandwidth({ egressRate: 100_000_000, egressBurst: 10_000_000 })],
  });
  // an address that the pod announces itself
  const anycast = new DummyNetwork(chart, 'anycast', {
    name: 'anycast',
    ipam: Ipam.hostLocal({ subnet: '203.0.113.16/28' }),
  });
  const gateway = new MultiHomedPod(chart, 'gateway', {
    metadata: { name: 'gateway' },
    containers: [{ image: 'registry.example.com/net/gateway:1.8.0', portNumber: 8443 }],
  });
  gateway.attach(services, {
    ips: ['172.31.0.10'],
    mac: '02:00:00:00:00:10',
    portMappings: [{ hostPort: 8443, containerPort: 8443 }],
    bandwidth: { ingressRate: 50_000_000, ingressBurst: 5_000_000 },
  });
  gateway.attach(link);
  gateway.attach(anycast);

  // frames for a virtual machine in the pod
  const guest = new TapNetwork(chart, 'guest', { name: 'guest', multiQueue: true, owner: 107, group: 107, ipam: Ipam.none() });
  new MultiHomedPod(chart, 'machine', {
    metadata: { name: 'machine' },
    networks: [guest],
    containers: [{ image: 'registry.example.com/net/machine:5.1.2' }],
  });

  // two virtual functions of different network cards, and a bond of the two with an address of the whole cluster's pool
  const [left, right] = ['left', 'right'].map((name) => new SriovNetwork(chart, name, {
    name,
    resourceName: `intel.com/sriov_${name}`,
    vlan: 200,
    spoofchk: false,
    trust: true,
    ipam: Ipam.none(),
  }));
  const bond = new BondNetwork(chart, 'bond', {
    name: 'bond',
    mode: BondMode.ACTIVE_BACKUP,
    links: ['net1', 'net2'],
    failOverMac: 1,
    ipam: Ipam.whereabouts({ range: '10.200.0.0/24', gateway: '10.200.0.1', networkName: 'bond' }),
  });
  // the pod asks for one virtual function of each resource by itself
  const database = new MultiHomedPod(chart, 'database', {
    metadata: { name: 'database' },
    containers: [{ image: 'registry.example.com/net/database:16.4' }],
  });
  Attachments.of(database)
    .attach(left, { interfaceName: 'net1' })
    .attach(right, { interfaceName: 'net2' })
    .attach(bond, { interfaceName: 'bond0' });
}

if (require.main === module) {
  const app = new App();
  everyNetwork(app);
  app.synth();
}
