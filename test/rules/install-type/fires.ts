import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { MultusInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new MultusInstall(chart, 'multus', { maxUnavailable: k8s.IntOrString.fromNumber(0) });
}
