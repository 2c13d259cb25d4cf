import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Ipam, MacvlanNetwork, MultiNetworkPolicy } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const storage = new MacvlanNetwork(chart, 'storage', {
    name: 'storage',
    master: 'eth1',
    ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: '192.168.1.0/24' }) }),
  });
  new MultiNetworkPolicy(chart, 'closed', { networks: [storage], ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY } });
}
