import { App, Chart } from 'cdk8s';
import { CniNetwork, WhereaboutsInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'kube-system' });
  new WhereaboutsInstall(chart, 'whereabouts');
  new CniNetwork(chart, 'storage', {
    config: {
      type: 'macvlan', master: 'eth1', ipam: { type: 'whereabouts', range: '192.168.0.0/20', node_slice_size: '/24', network_name: 'storage' },
    },
  });
}
