import { App, Chart } from 'cdk8s';
import { CniNetwork, MultusInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new MultusInstall(chart, 'multus');
  new CniNetwork(chart, 'storage', {
    config: { type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } },
  });
}
