import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod } from '../lib';
const app = new App();
const networks = new Chart(app, 'networks', { namespace: 'default' });
const net = new IpvlanNetwork(networks, 'ipvlan', { name: 'ipvlan-conf-1', master: 'eth1', mode: IpvlanMode.L3,
  ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', secondaryIps: ['192.168.1.13', '192.168.1.15','192.168.1.14', '192.168.1.16', '192.168.1.17'], gateway: '192.168.1.1' }) });
const apps = new Chart(app, 'apps', { namespace: 'default' });
for (const n of [1, 2]) new MultiHomedPod(apps, `sampleapp-${n}`, { metadata: {name: `sampleapp-${n}`}, networks: [net], containers: [{ image: 'praqma/network-multitool'}] });
app.synth();
