import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { readBack } from './manifests';
import { NetworkIn } from './networks';
import { Acknowledgements, AttachmentOptions, Attachments } from '../../../lib';

const SPEC = {
  nodeSelector: { 'kubernetes.io/hostname': 'worker-1' },
  containers: [{ name: 'app', image: 'registry.example.com/app:1.0.0' }],
};

/** For each pod how it is attached. */
type Pods = Record<string, AttachmentOptions>;

const TWO: Pods = { a: {}, b: {} };

/** The manifests of a network and of pods in it. The API objects are read back from YAML. */
export function podsIn(networks: NetworkIn | readonly NetworkIn[], pods = TWO): any[] {
  return readBack(chartWith(networks, pods));
}

/** The manifests of pods that a rule refuses for the last of them, so that the node can say whether it is right. */
export function refusedPodsIn(rule: string, network: NetworkIn, pods = TWO): any[] {
  const chart = chartWith(network, pods);
  const last = chart.node.findChild(Object.keys(pods).at(-1)!);
  expect(() => Testing.synth(chart)).toThrow(`[${last.node.path}] ${rule} `);
  Acknowledgements.of(last).add(rule, 'to be tried');
  return readBack(chart);
}

function chartWith(networks: NetworkIn | readonly NetworkIn[], pods: Pods): Chart {
  const chart = new Chart(new App(), 'apps', { namespace: 'default' });
  const made = [networks].flat().map((network) => (network as NetworkIn)(chart));
  for (const [name, options] of Object.entries(pods)) {
    const pod = new ApiObject(chart, name, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: SPEC,
    });
    made.forEach((network) => Attachments.of(pod).attach(network, options));
  }
  return chart;
}

/** The pod of this name among the manifests. */
export function podNamed(manifests: readonly any[], name: string): any {
  return manifests.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === name);
}
