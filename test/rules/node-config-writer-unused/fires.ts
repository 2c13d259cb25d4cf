import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  new IpvlanNetwork(new Chart(app, 'networks', { namespace: 'default' }), 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17' }),
    nodeConfigWriter: { namespace: 'network' },
  });
}
