import { App, Chart } from 'cdk8s';
import { Ipam, IpvlanNetwork, MultiHomedPod, NodeSet } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const [storage, media] = ['storage', 'media'].map((name, i) => new IpvlanNetwork(chart, name, {
    name, master: `eth${i + 1}`, ipam: Ipam.hostLocal({ subnet: `192.168.${i}.0/24` }), nodes: NodeSet.named(`worker-${i + 1}`),
  }));
  new MultiHomedPod(chart, 'app', { networks: [storage, media], containers: [{ image: 'nginx:1.29' }] });
}
