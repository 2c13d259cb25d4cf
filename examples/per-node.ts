import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, Ipam, IpvlanMode, IpvlanNetwork, MultusInstall } from '../lib';

/**
 * Two workers whose second network cards have secondary IPs of their own each: one network name for all pods, and each node hands out
 * the addresses of its own card.
 */
export function perNode(app: App): void {
  const install = new Chart(app, 'install');
  new MultusInstall(install, 'multus');

  const networks = new Chart(app, 'networks', { namespace: 'default' });
  networks.addDependency(install);
  const subnet = { subnet: '192.168.1.0/24', gateway: '192.168.1.1' };
  const storage = new IpvlanNetwork(networks, 'storage', {
    name: 'storage',
    master: 'eth1',
    mode: IpvlanMode.L3,
    ipam: Ipam.perNode({
      'worker-1': Ipam.hostLocal({ ...subnet, secondaryIps: ['192.168.1.13', '192.168.1.14', '192.168.1.15'] }),
      'worker-2': Ipam.hostLocal({ ...subnet, secondaryIps: ['192.168.1.23', '192.168.1.24', '192.168.1.25'] }),
    }),
  });

  const apps = new Chart(app, 'apps', { namespace: 'default' });
  apps.addDependency(networks);
  const web = new kplus.Deployment(apps, 'web', {
    metadata: { name: 'web' },
    // the scheduler counts no addresses: as many pods as one node has, should they all land there
    replicas: 3,
    containers: [{
      image: 'registry.example.com/shop/web:3.8.0',
      portNumber: 8080,
      resources: {
        cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
      },
    }],
  });
  Attachments.of(web).attach(storage);
}

if (require.main === module) {
  const app = new App();
  perNode(app);
  app.synth();
}
