import { Testing } from 'cdk8s';
import { MultiNetworkPolicyCrd } from '../../lib';
import { chartOf } from '../support/app';
import { expectValid } from '../support/kubernetes-schema';

test('the CRD of policies is an object of the whole cluster', () => {
  const chart = chartOf('install', { namespace: 'kube-system' });
  const { crd } = new MultiNetworkPolicyCrd(chart, 'policies');
  const [object] = Testing.synth(chart);
  expectValid(object);
  expect(object.metadata).toEqual({ name: 'multi-networkpolicies.k8s.cni.cncf.io' });
  expect(object.kind).toBe(crd.kind);
});
