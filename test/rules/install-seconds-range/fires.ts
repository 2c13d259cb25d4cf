import { App, Chart } from 'cdk8s';
import { CiliumPatch } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install', { namespace: 'default' });
  new CiliumPatch(chart, 'cilium', { rolloutTimeoutSeconds: 0 });
}
