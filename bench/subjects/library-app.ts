import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { scenario } from './scenario';
import '../../lib/rules/app-check';
import { Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod } from '../../lib';

// what is loaded late counts as loaded, as by hand
[Ipam, IpvlanMode, IpvlanNetwork, MultiHomedPod].forEach(String);

/** The scenario, with the constructs of this library. */
export function libraryApp(outdir: string, size: number, networkCount?: number, charts = 1): App {
  const { namespace, networks, pods } = scenario(size, networkCount);
  const app = new App({ outdir });
  const chart = new Chart(app, 'networks', { namespace });
  const made = networks.map(({ name, master, subnet, rangeStart, rangeEnd, gateway }) => new IpvlanNetwork(chart, name, {
    name, master, mode: IpvlanMode.L3, ipam: Ipam.hostLocal({ subnet, rangeStart, rangeEnd, gateway }),
  }));
  const apps = Array.from({ length: charts }, (_, i) => new Chart(app, `apps-${i}`, { namespace }));
  pods.forEach(({ name, image, node, networks: places }, i) => {
    const attached = places.map((place) => made[place]);
    const pod = new MultiHomedPod(apps[i % charts], name, { metadata: { name }, networks: attached, containers: [{ image }] });
    pod.scheduling.assign(kplus.Node.named(node));
  });
  return app;
}
