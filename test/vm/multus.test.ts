import { delegatesOf } from './multus';

const network = (name: string, config: object, namespace = 'default') =>
  ({ kind: 'NetworkAttachmentDefinition', metadata: { name, namespace }, spec: { config: JSON.stringify(config) } });
const pod = (networks: string) => ({ metadata: { name: 'app', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': networks } } });
const ARGS = 'IgnoreUnknown=true;K8S_POD_NAMESPACE=default;K8S_POD_NAME=app';

test('the short form: names, namespaces and interfaces', () => {
  const objects = [network('a', { type: 'ipvlan' }), network('b', { type: 'macvlan', name: 'own' }, 'platform')];
  expect(delegatesOf(pod('a, platform/b@storage0'), objects)).toEqual([
    { network: 'default/a', interfaceName: 'net1', name: 'a', plugins: [{ type: 'ipvlan', name: 'a' }], args: ARGS },
    { network: 'platform/b', interfaceName: 'storage0', name: 'own', plugins: [{ type: 'macvlan', name: 'own' }], args: ARGS },
  ]);
});

test('requests reach the plugins that declare the capability, and the arguments', () => {
  const objects = [network('a', { cniVersion: '1.0.0', plugins: [{ type: 'macvlan', capabilities: { ips: true } }, { type: 'tuning', capabilities: { mac: true } }] })];
  const request = JSON.stringify([{ 'name': 'a', 'ips': ['10.0.0.5'], 'mac': '02:00:00:00:00:01', 'default-route': ['10.0.0.1'] }]);
  expect(delegatesOf(pod(request), objects)).toEqual([{
    network: 'default/a',
    interfaceName: 'net1',
    name: 'a',
    cniVersion: '1.0.0',
    plugins: [
      { type: 'macvlan', capabilities: { ips: true }, name: 'a', cniVersion: '1.0.0', runtimeConfig: { ips: ['10.0.0.5'] } },
      { type: 'tuning', capabilities: { mac: true }, name: 'a', cniVersion: '1.0.0', runtimeConfig: { mac: '02:00:00:00:00:01' } },
    ],
    args: `${ARGS};MAC=02:00:00:00:00:01;IP=10.0.0.5`,
    defaultRoute: ['10.0.0.1'],
  }]);
});

test('a network without a configuration has that of its name on the node', () => {
  const objects = [{ kind: 'NetworkAttachmentDefinition', metadata: { name: 'a' } }];
  expect(delegatesOf(pod('a'), objects, ['{"name":"b","type":"x"}', '{"name":"a","type":"ipvlan"}'])[0].plugins).toEqual([{ name: 'a', type: 'ipvlan' }]);
  expect(() => delegatesOf(pod('a'), objects)).toThrow('no configuration with the name "a" in the node\'s confDir');
});

test('fails for a network that does not exist', () => {
  expect(() => delegatesOf(pod('a'), [])).toThrow('cannot find a network-attachment-definition (a) in namespace (default)');
});
