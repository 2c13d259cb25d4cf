import { App, Chart } from 'cdk8s';
import { CniPluginsInstall, CniPluginsSource } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  const sha256 = { x86_64: 'b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303' };
  new CniPluginsInstall(chart, 'plugins', { source: CniPluginsSource.release({ sha256 }) });
}
