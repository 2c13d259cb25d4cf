import { Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Attachments, Ipam, MacvlanNetwork } from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';
import { chartOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const NETWORK = networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'whereabouts', range: '10.0.0.0/29' } }, { name: 'lan' });
const DEPLOYMENT = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app', namespace: 'default' },
  spec: { strategy: { type: 'Recreate' }, template: { metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'lan' } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } } },
};
const hpa = (maxReplicas: unknown, { namespace = 'default', kind = 'Deployment', apiVersion = 'autoscaling/v2' } = {}) => ({
  apiVersion, kind: 'HorizontalPodAutoscaler', metadata: { name: 'hpa', namespace }, spec: { minReplicas: 2, maxReplicas, scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'app' } },
});

/** What is found at the Deployment in these files. */
function found(files: Record<string, object[]>): string[] {
  const check = new ManifestCheck();
  check.add('dev/network.yaml', NETWORK);
  Object.entries(files).forEach(([file, objects]) => check.add(file, Yaml.stringify(...objects)));
  return check.finish().findings.map(({ message }) => message.split(': got')[0]);
}

const EXHAUSTED = ['pool-exhausted \'networks\' brings the interfaces in the network "default/lan" to 7'];

test.each<[string, object, string[]]>([
  ['more pods than addresses', hpa(7), EXHAUSTED],
  ['as many', hpa(6), []],
  ['more of another kind', hpa(7, { kind: 'StatefulSet' }), []],
  ['more in another namespace', hpa(7, { namespace: 'other' }), []],
  ['more, and is another kind itself', hpa(7, { apiVersion: 'example.com/v1' }), []],
  ['what is no number', hpa('7'), []],
  ['nothing', { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }, []],
])('an autoscaler may ask for %s', (_, scaler, expected) => {
  expect(found({ 'dev/app.yaml': [DEPLOYMENT, scaler] })).toEqual(expected);
});

test('an autoscaler of another folder may be of another cluster', () => {
  expect(found({ 'dev/app.yaml': [DEPLOYMENT], 'dev/hpa.yaml': [hpa(7)] })).toEqual(EXHAUSTED);
  expect(found({ 'dev/app.yaml': [DEPLOYMENT], 'prod/hpa.yaml': [hpa(7)] })).toEqual([]);
});

test('an autoscaler of cdk8s-plus counts at synth', () => {
  const chart = chartOf();
  const network = new MacvlanNetwork(chart, 'lan', { name: 'lan', master: 'eth1', ipam: Ipam.whereabouts({ range: '10.0.0.0/29' }) });
  const target = new kplus.Deployment(chart, 'app', { strategy: kplus.DeploymentStrategy.recreate(), containers: [{ image: 'app:1', resources: { cpu: { request: kplus.Cpu.millis(10) } } }] });
  Attachments.of(target).attach(network);
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target, maxReplicas: 7 });
  expect(messageThrownBy(() => Testing.synth(chart)).split(': got')[0]).toContain('[apps/app] pool-exhausted \'networks\' brings the interfaces in the network "apps/lan" to 7');
});
