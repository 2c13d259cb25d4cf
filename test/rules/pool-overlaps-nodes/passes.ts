import { App, Chart } from 'cdk8s';
import { ClusterCidrs, Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  ClusterCidrs.of(app).add({ nodes: ['192.168.1.0/28'] });
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.16', rangeEnd: '192.168.1.20' }),
  });
}
