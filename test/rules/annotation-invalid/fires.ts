import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }),
    annotations: { 'on call': 'network' },
  });
}
