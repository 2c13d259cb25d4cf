import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, DhcpDaemonInstall, Ipam, MacvlanNetwork, MultusInstall } from '../lib';

/** Addresses from the DHCP server of a network of your own, on whatever nodes the pods are. */
export function dhcp(app: App): void {
  const install = new Chart(app, 'install');
  new MultusInstall(install, 'multus');
  new DhcpDaemonInstall(install, 'dhcp-daemon');

  const office = new Chart(app, 'office', { namespace: 'office' });
  office.addDependency(install);
  const lan = new MacvlanNetwork(office, 'lan', { name: 'lan', master: 'eth1', ipam: Ipam.dhcp() });

  const printer = new kplus.Deployment(office, 'printer', {
    metadata: { name: 'printer' },
    replicas: 2,
    containers: [{ image: 'registry.example.com/office/printer:1.4.0', portNumber: 6310 }],
  });
  Attachments.of(printer).attach(lan);
}

if (require.main === module) {
  const app = new App();
  dhcp(app);
  app.synth();
}
