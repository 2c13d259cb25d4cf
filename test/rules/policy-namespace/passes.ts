import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Ipam, IpvlanNetwork, MultiNetworkPolicy } from '../../../lib';

export function app(app: App): void {
  const chart = new Chart(app, 'networks', { namespace: 'default' });
  const storage = new IpvlanNetwork(chart, 'storage', {
    master: 'eth1',
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }),
  });
  const pods = kplus.Pods.all(chart, 'pods', { namespaces: kplus.Namespaces.select(chart, 'media', { names: ['media'] }) });
  new MultiNetworkPolicy(chart, 'closed', {
    metadata: { namespace: 'media' },
    networks: [storage],
    selector: pods,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
  });
}
