import { ApiObject, Chart, Testing } from 'cdk8s';
import { readBack } from './manifests';
import { NetworkIn } from './networks';
import { AttachmentOptions, Attachments } from '../../../lib';

const SPEC = {
  nodeSelector: { 'kubernetes.io/hostname': 'worker-1' },
  containers: [{ name: 'app', image: 'registry.example.com/app:1.0.0' }],
};

/** The manifests of a network and of pods in it: for each pod how it is attached. The API objects are read back from YAML. */
export function podsIn(networks: NetworkIn | readonly NetworkIn[], pods: Record<string, AttachmentOptions> = { a: {}, b: {} }): any[] {
  const chart = new Chart(Testing.app(), 'apps', { namespace: 'default' });
  const made = [networks].flat().map((network) => (network as NetworkIn)(chart));
  for (const [name, options] of Object.entries(pods)) {
    const pod = new ApiObject(chart, name, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: SPEC,
    });
    made.forEach((network) => Attachments.of(pod).attach(network, options));
  }
  return readBack(chart);
}

/** The pod of this name among the manifests. */
export function podNamed(manifests: readonly any[], name: string): any {
  return manifests.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === name);
}
