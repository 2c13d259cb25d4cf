import { App, Chart } from 'cdk8s';
import { ClusterCidrs, Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  ClusterCidrs.of(app).add({ services: ['10.96.0.0/12'] });
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '10.112.0.0/24' }),
  });
}
