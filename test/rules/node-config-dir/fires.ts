import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork, MultusInstall } from '../../../lib';

export function app(app: App): void {
  new MultusInstall(new Chart(app, 'install'), 'multus');
  new IpvlanNetwork(new Chart(app, 'networks', { namespace: 'default' }), 'storage', {
    name: 'storage',
    master: 'eth1',
    ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: '192.168.1.0/24' }) }),
    nodeConfigWriter: { confDir: '/etc/multus/networks' },
  });
}
