import { App, Chart } from 'cdk8s';
import { Acknowledgements, CniNetwork, MultusInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  new MultusInstall(chart, 'multus');
  const storage = new CniNetwork(chart, 'storage', {
    config: { type: 'macvlan', master: 'eth1', ipam: { type: 'whereabouts', range: '192.168.2.0/24' } },
  });
  Acknowledgements.of(storage).add('whereabouts-not-installed', 'the cluster has it');
}
