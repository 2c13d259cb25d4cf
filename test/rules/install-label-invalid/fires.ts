import { App, Chart } from 'cdk8s';
import { MultusInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new MultusInstall(chart, 'multus', { labels: { team: 'storage & network' } });
}
