import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod, NodeSet } from '../lib';

/** One interface with an IPv4 and an IPv6 address: two range sets, a pod gets one address from each. */
export function dualStack(app: App): void {
  const chart = new Chart(app, 'dual-stack', { namespace: 'default' });
  const edge = new IpvlanNetwork(chart, 'edge', {
    name: 'edge',
    master: 'eth1',
    mode: IpvlanMode.L2,
    ipam: Ipam.hostLocal({
      ranges: [
        [{ subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.13', '192.168.1.14'], gateway: '192.168.1.1' }],
        [{ subnet: 'fd00:1::/64', rangeStart: 'fd00:1::13', rangeEnd: 'fd00:1::14', gateway: 'fd00:1::1' }],
      ],
      routes: [{ dst: '10.20.0.0/16' }, { dst: 'fd00:20::/48', gw: 'fd00:1::1' }],
    }),
    nodes: NodeSet.named('worker-1'),
  });
  new MultiHomedPod(chart, 'resolver', {
    metadata: { name: 'resolver' },
    networks: [edge],
    containers: [{ image: 'registry.example.com/net/resolver:1.19.3', portNumber: 5353 }],
  });
}

if (require.main === module) {
  const app = new App();
  dualStack(app);
  app.synth();
}
