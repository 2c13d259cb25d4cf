import { App, Chart } from 'cdk8s';
import { HostPaths, MultusInstall, WhereaboutsInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install');
  new MultusInstall(chart, 'multus', { hostPaths: HostPaths.K3S });
  new WhereaboutsInstall(chart, 'whereabouts', { hostPaths: HostPaths.K3S });
}
