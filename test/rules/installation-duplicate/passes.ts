import { App, Chart } from 'cdk8s';
import { CniPluginsInstall, MultusInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install');
  new MultusInstall(chart, 'multus', { cniPlugins: { plugins: ['host-local', 'macvlan'] } });
  new CniPluginsInstall(chart, 'dhcp', { name: 'cni-plugins-dhcp', plugins: ['dhcp'] });
}
