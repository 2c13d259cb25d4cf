import { App, Chart } from 'cdk8s';
import { ClusterCidrs, Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  ClusterCidrs.of(app).add({ pods: ['10.244.0.1/16'] });
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }),
  });
}
