import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { report, sumOf } from './cost-of';
import { addNetworks, annotationsOf, scenario } from './scenario';

// by-hand.js OUTDIR PODS [NETWORKS]: the scenario, with what cdk8s and cdk8s-plus have

function synth(outdir: string, size: number, networkCount?: number): void {
  const { namespace, networks, pods } = scenario(size, networkCount);
  const app = new App({ outdir });
  addNetworks(new Chart(app, 'networks', { namespace }), networks);
  const apps = new Chart(app, 'apps-0', { namespace });
  for (const pod of pods) {
    const { name, image, node } = pod;
    const made = new kplus.Pod(apps, name, { metadata: { name, annotations: annotationsOf(pod, networks) }, containers: [{ image }] });
    made.scheduling.assign(kplus.Node.named(node));
  }
  app.synth();
}

const [outdir, ...numbers] = process.argv.slice(2);
const [pods, networks] = numbers.map(Number);
report(() => synth(outdir, pods, networks), () => sumOf(outdir));
