import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { report, sumOf } from './cost-of';
import { configOf, scenario } from './scenario';

// by-hand.js OUTDIR PODS [NETWORKS]: the scenario, with what cdk8s and cdk8s-plus have

function synth(outdir: string, size: number, networkCount?: number): void {
  const { namespace, networks, pods } = scenario(size, networkCount);
  const app = new App({ outdir });
  const chart = new Chart(app, 'networks', { namespace });
  for (const network of networks) {
    new ApiObject(chart, network.name, {
      apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: network.name },
      spec: { config: JSON.stringify(configOf(network), undefined, 2) },
    });
  }
  const apps = new Chart(app, 'apps-0', { namespace });
  for (const { name, image, node, networks: places } of pods) {
    const annotations = { 'k8s.v1.cni.cncf.io/networks': places.map((place) => networks[place].name).join(', ') };
    const pod = new kplus.Pod(apps, name, { metadata: { name, annotations }, containers: [{ image }] });
    pod.scheduling.assign(kplus.Node.named(node));
  }
  app.synth();
}

const [outdir, ...numbers] = process.argv.slice(2);
const [pods, networks] = numbers.map(Number);
report(() => synth(outdir, pods, networks), () => sumOf(outdir));
