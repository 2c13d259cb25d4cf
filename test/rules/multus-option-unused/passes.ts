import { App, Chart } from 'cdk8s';
import { MultusInstall, MultusVariant } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new MultusInstall(chart, 'multus', { metricsPort: 9091, variant: MultusVariant.THICK });
}
