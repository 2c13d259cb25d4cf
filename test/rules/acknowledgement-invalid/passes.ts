import { App, Chart } from 'cdk8s';
import { Acknowledgements, CniNetwork } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  const storage = new CniNetwork(chart, 'storage', { config: { type: 'macvlan', master: 'eth1' } });
  Acknowledgements.of(storage).add('ipam-missing-layer-2', 'the pods speak layer 2 only');
}
