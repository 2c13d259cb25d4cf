import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork, Ipam, IpvlanMode, IpvlanNetwork, NodeSet } from '../lib';

/** A Deployment in three networks: two of its own and one that exists in the cluster already. */
export function severalNetworks(app: App): void {
  const chart = new Chart(app, 'media', { namespace: 'media' });

  const storage = new IpvlanNetwork(chart, 'storage', {
    name: 'storage',
    master: 'eth1',
    mode: IpvlanMode.L3,
    mtu: 8950,
    masterMtu: 8950,
    masterAddresses: ['192.168.0.12/24'],
    ipam: Ipam.hostLocal({
      subnet: '192.168.0.0/24',
      rangeStart: '192.168.0.32',
      rangeEnd: '192.168.0.47',
      gateway: '192.168.0.1',
      routes: [{ dst: '10.20.0.0/16' }],
    }),
    // each node hands out host-local's addresses by itself: the pods stay on the one whose network card has them
    nodes: NodeSet.named('worker-1'),
  });
  const multicast = new IpvlanNetwork(chart, 'multicast', {
    name: 'multicast',
    master: 'eth2',
    mode: IpvlanMode.L2,
    ipam: Ipam.hostLocal({ subnet: '172.20.4.0/22', rangeStart: '172.20.4.10', rangeEnd: '172.20.4.50', dataDir: '/run/cni/networks' }),
    nodes: NodeSet.named('worker-1'),
    labels: { team: 'media' },
  });
  const backup = CniNetwork.fromNetworkName(chart, 'backup', 'backup', { namespace: 'platform' });

  const encoder = new kplus.Deployment(chart, 'encoder', {
    metadata: { name: 'encoder' },
    replicas: 2,
    containers: [{ image: 'registry.example.com/media/encoder:4.2.1', portNumber: 8080 }],
  });
  Attachments.of(encoder)
    .attach(storage, { interfaceName: 'storage0' })
    .attach(multicast, { cniArgs: { role: 'encoder' } })
    .attach(backup);
}

if (require.main === module) {
  const app = new App();
  severalNetworks(app);
  app.synth();
}
