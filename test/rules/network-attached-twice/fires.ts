import { App, Chart } from 'cdk8s';
import { CniNetwork, MultiHomedPod } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const storage = CniNetwork.fromNetworkName(chart, 'storage-network', 'storage');
  const pod = new MultiHomedPod(chart, 'app', { containers: [{ image: 'nginx:1.29' }], networks: [storage] });
  pod.attach(storage);
}
