import { App, Chart } from 'cdk8s';
import { CniPluginsInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new CniPluginsInstall(chart, 'plugins', { image: 'alpine:3.22.2' });
}
