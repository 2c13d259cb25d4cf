import { App, Chart } from 'cdk8s';
import { CniPluginsInstall, CniPluginsSource } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new CniPluginsInstall(chart, 'plugins', { source: CniPluginsSource.release({ version: '1.9' }) });
}
