import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork } from '../../../lib';

export function app(app: App): void {
  ['one', 'two'].forEach((namespace, i) => new IpvlanNetwork(new Chart(app, namespace, { namespace }), 'storage', {
    name: `storage-${i}`,
    master: `eth${i + 1}`,
    ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: `192.168.${i + 1}.0/24` }) }),
  }));
}
