import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const storage = new IpvlanNetwork(chart, 'storage', {
    name: 'storage',
    master: 'eth1',
    ipam: Ipam.perNode({
      'worker-1': Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.15' }),
      'worker-2': Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.23', rangeEnd: '192.168.1.25' }),
    }),
  });
  Attachments.of(new kplus.Deployment(chart, 'web', { replicas: 4, containers: [{ image: 'nginx:1.29' }] })).attach(storage);
}
