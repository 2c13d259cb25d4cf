import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { ClusterCidrs, Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod, MultiNetworkPolicy, MultiNetworkPolicyCrd, NodeSet } from '../lib';

/** A database that only its clients and a backup server reach over the storage network. */
export function policies(app: App): void {
  // said once: no network takes these addresses away from the cluster
  ClusterCidrs.of(app).add({ pods: ['198.18.0.0/16'], services: ['198.19.0.0/16'], nodes: ['192.168.1.104/32', '192.168.1.105/32'] });

  new MultiNetworkPolicyCrd(new Chart(app, 'install'), 'policies');

  const chart = new Chart(app, 'apps', { namespace: 'default' });
  const storage = new IpvlanNetwork(chart, 'storage', {
    name: 'storage',
    master: 'eth1',
    mode: IpvlanMode.L2,
    ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17', gateway: '192.168.1.1' }),
    nodes: NodeSet.named('worker-1'),
  });
  const pod = (name: string) => new MultiHomedPod(chart, name, {
    metadata: { name }, networks: [storage], containers: [{ image: `registry.example.com/${name}:1.4.0` }],
  });
  const database = pod('database');
  const client = pod('client');

  const policy = new MultiNetworkPolicy(chart, 'database-policy', {
    metadata: { name: 'database' },
    networks: [storage],
    selector: database,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
  });
  policy.addIngressRule(client, [kplus.NetworkPolicyPort.tcp(5432)]);
  policy.addIngressRule(kplus.NetworkPolicyIpBlock.ipv4(chart, 'backup', '192.168.1.9/32'), [kplus.NetworkPolicyPort.tcp(22)]);
}

if (require.main === module) {
  const app = new App();
  policies(app);
  app.synth();
}
