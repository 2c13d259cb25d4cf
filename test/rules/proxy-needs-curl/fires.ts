import { App, Chart } from 'cdk8s';
import { CniPluginsInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new CniPluginsInstall(chart, 'plugins', { env: { HTTPS_PROXY: 'http://10.0.0.1:3128' } });
}
