import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: process.env.RANGE_START ?? '', rangeEnd: '192.168.1.17' }),
  });
}
