import { App, Chart, Testing, Yaml } from 'cdk8s';
import { Attachments, INetwork, MultiHomedPod, MultiHomedPodProps } from '../../lib';
import { chartOf, existing, ipvlan } from '../support/app';
import { messageThrownBy } from '../support/messages';

const CONTAINERS = [{ image: 'app:1' }];
const failure = (props: unknown) => messageThrownBy(() => new MultiHomedPod(chartOf(), 'app', props as MultiHomedPodProps));

test('a pod is attached to its networks in their order', () => {
  const app = new App();
  const [networks, apps] = [new Chart(app, 'networks', { namespace: 'network' }), new Chart(app, 'apps', { namespace: 'default' })];
  const pod = new MultiHomedPod(apps, 'app', { metadata: { name: 'app' }, containers: CONTAINERS, networks: [ipvlan(networks, 'b'), ipvlan(networks, 'a', { master: 'eth2' })] });
  pod.attach(existing(apps, 'c'), { interfaceName: 'up' });
  expect(Testing.synth(apps)[0].metadata).toEqual({
    name: 'app',
    namespace: 'default',
    annotations: { 'k8s.v1.cni.cncf.io/networks': 'network/b, network/a, c@up' },
    labels: { 'cdk8s.io/metadata.addr': 'apps-app-c88ae7c6' },
  });
});

test('but for the annotation it is a pod of cdk8s-plus', () => {
  const { kind, metadata, spec } = Testing.synth(podIn(chartOf()))[0];
  expect([kind, metadata.annotations, spec.containers[0].image]).toEqual(['Pod', undefined, 'app:1']);
});

function podIn(chart: Chart): Chart {
  new MultiHomedPod(chart, 'app', { containers: CONTAINERS });
  return chart;
}

test('what it attaches and what Attachments attach is one', () => {
  const chart = chartOf();
  const pod = new MultiHomedPod(chart, 'app', { containers: CONTAINERS });
  pod.attach(existing(chart, 'a'));
  Attachments.of(pod).attach(existing(chart, 'b'));
  expect(Testing.synth(chart)[0].metadata.annotations).toEqual({ 'k8s.v1.cni.cncf.io/networks': 'a, b' });
});

test('the list of networks can change afterwards', () => {
  const chart = chartOf();
  const networks = [existing(chart, 'a')];
  new MultiHomedPod(chart, 'app', { containers: CONTAINERS, networks });
  networks.push(existing(chart, 'b'));
  expect(Yaml.stringify(...Testing.synth(chart))).toContain('k8s.v1.cni.cncf.io/networks: a\n');
});

test.each<[string, unknown, string]>([
  ['networks that are no list', { networks: existing(chartOf(), 'a') as unknown as INetwork[] }, "key-type 'networks' has the wrong type: got an object of type ReferencedNetwork; expected a list of networks; correct the value"],
  ['networks of null', { networks: null }, "key-type 'networks' has the wrong type: got null; expected a list of networks; correct the value"],
  ['the name of a network', { networks: ['a'] }, "key-type 'network' has the wrong type: got \"a\"; expected a network, such as an IpvlanNetwork or CniNetwork.fromNetworkName(…); correct the value"],
  ['no network', { networks: [undefined] }, "key-type 'network' has the wrong type: got nothing; expected a network, such as an IpvlanNetwork or CniNetwork.fromNetworkName(…); correct the value"],
  ['the annotation', { metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'a' } } }, "annotation-set-by-hand 'k8s.v1.cni.cncf.io/networks' is set by hand on a workload that has attachments: got \"a\"; expected no annotation of this name; remove the annotation, and attach its networks with 'attach' (a network defined elsewhere: 'CniNetwork.fromNetworkName')"],
])('fails on %s', (_, props, message) => {
  expect(failure({ containers: CONTAINERS, ...props as object })).toBe(`[apps/app] ${message}`);
});

test('fails on one network twice', () => {
  const network = existing(chartOf(), 'a');
  expect(failure({ networks: [network, network] })).toBe(
    "[apps/app] network-attached-twice 'interfaceName' is needed, because the network \"a\" is attached to this workload already: got nothing; expected one attachment for each network, or interface names that tell the attachments apart, such as \"net1\" and \"net2\"; remove one of the two, or give each an 'interfaceName' if two interfaces are meant",
  );
});
