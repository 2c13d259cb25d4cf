import { App, Chart } from 'cdk8s';
import { WhereaboutsInstall } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'install');
  new WhereaboutsInstall(chart, 'whereabouts', { reconcilerCronExpression: '*/30 * * * *' });
}
