import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  new IpvlanNetwork(new Chart(app, 'networks', { namespace: 'default' }), 'storage', {
    name: 'storage',
    master: 'eth1',
    ipam: Ipam.perNode({}),
  });
}
