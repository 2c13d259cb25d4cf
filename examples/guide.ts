import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod, MultusInstall, NodeSet } from '../lib';

/** The guide: Multus beside Cilium, one ipvlan network on the nodes' second network card, two pods in it. */
export function guide(app: App): void {
  const install = new Chart(app, 'install');
  new MultusInstall(install, 'multus');

  const networks = new Chart(app, 'networks', { namespace: 'default' });
  networks.addDependency(install);
  const ipvlan = new IpvlanNetwork(networks, 'ipvlan', {
    name: 'ipvlan-conf-1',
    master: 'eth1',
    mode: IpvlanMode.L3,
    ipam: Ipam.hostLocal({
      subnet: '192.168.1.0/24',
      secondaryIps: ['192.168.1.13', '192.168.1.14', '192.168.1.15', '192.168.1.16', '192.168.1.17'],
      gateway: '192.168.1.1',
    }),
    // the worker whose eth1 has the secondary IPs: host-local hands out addresses on each node by itself
    nodes: NodeSet.named('worker-1'),
  });

  const apps = new Chart(app, 'apps', { namespace: 'default' });
  apps.addDependency(networks);
  for (const name of ['sampleapp-1', 'sampleapp-2']) {
    new MultiHomedPod(apps, name, {
      metadata: { name },
      networks: [ipvlan],
      // the image runs as root, and writes to its root filesystem
      securityContext: { ensureNonRoot: false },
      containers: [{
        name: 'multitool',
        image: 'praqma/network-multitool',
        command: ['sh', '-c', 'trap : TERM INT; sleep infinity & wait'],
        securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false },
        resources: {
          cpu: { request: kplus.Cpu.millis(50), limit: kplus.Cpu.millis(500) },
          memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
        },
      }],
    });
  }
}

if (require.main === module) {
  const app = new App();
  guide(app);
  app.synth();
}
