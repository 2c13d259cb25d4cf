import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, CniNetwork, MultusInstall, WhereaboutsInstall } from '../lib';

/** One range of addresses for the pods of all nodes, which whereabouts hands out. */
export function whereabouts(app: App): void {
  const install = new Chart(app, 'install');
  new MultusInstall(install, 'multus');
  new WhereaboutsInstall(install, 'whereabouts');

  const media = new Chart(app, 'media', { namespace: 'media' });
  media.addDependency(install);
  const multicast = new CniNetwork(media, 'multicast', {
    name: 'multicast',
    config: {
      type: 'macvlan',
      master: 'eth1',
      mode: 'bridge',
      ipam: { type: 'whereabouts', range: '192.168.40.0/22', exclude: ['192.168.40.1/32'], gateway: '192.168.40.1' },
    },
  });

  const encoder = new kplus.Deployment(media, 'encoder', {
    metadata: { name: 'encoder' },
    replicas: 3,
    containers: [{ image: 'registry.example.com/media/encoder:4.2.1', portNumber: 8080 }],
  });
  Attachments.of(encoder).attach(multicast, { interfaceName: 'multicast0' });
}

if (require.main === module) {
  const app = new App();
  whereabouts(app);
  app.synth();
}
