import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const storage = CniNetwork.fromNetworkName(chart, 'storage-network', 'storage');
  const workload = new kplus.Pod(chart, 'app', { containers: [{ image: 'nginx:1.29' }] });
  Attachments.of(workload).attach(storage);
}
