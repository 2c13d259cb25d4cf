import { App, Chart } from 'cdk8s';
import { MultusInstall, MultusVariant } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install');
  new MultusInstall(chart, 'multus', { image: 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick', variant: MultusVariant.THICK });
}
