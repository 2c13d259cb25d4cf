import { Yaml } from 'cdk8s';
import { ManifestCheck } from '../../lib/manifests/manifest-check';

const network = (name: string, config: object, namespace = 'default') => ({
  apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name, namespace },
  spec: { config: JSON.stringify({ cniVersion: '1.0.0', ...config }) },
});
const macvlan = (ipam: object, more: object = {}) => ({ type: 'macvlan', master: 'eth1', mode: 'bridge', ipam, ...more });
const LOCAL = { type: 'host-local', subnet: '192.168.0.0/24' };

/** A workload of which an old pod ends before a new one starts; where it is for one node, that is `node`. */
function workload(name: string, networks: object[], replicas = 1, node?: string): object {
  const placed = node === undefined ? {} : { nodeSelector: { 'kubernetes.io/hostname': node } };
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace: 'default' },
    spec: { replicas, template: { metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': JSON.stringify(networks) } }, spec: { ...placed, containers: [{ name: 'app', image: 'app:1' }] } } },
  };
}

/** The file, object and rule of each finding in files of these names. */
function found(files: Record<string, object[]>, complete = false): string[] {
  const check = new ManifestCheck({ complete });
  Object.entries(files).forEach(([name, objects]) => check.add(name, Yaml.stringify(...objects)));
  return check.finish().findings.map(({ file, name, rule }) => `${file} ${name} ${rule}`);
}

const PORTS = { plugins: [{ type: 'bridge', bridge: 'br1', isGateway: true, ipam: LOCAL }, { type: 'portmap', capabilities: { portMappings: true } }] };
const PORT = { hostPort: 8080, containerPort: 80, protocol: 'tcp' };

describe('a workload in two files is one', () => {
  test.each<[string, object[], string]>([
    ['with addresses of a pool', [network('a', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' })), workload('w', [{ name: 'a' }], 4)], 'pool-exhausted'],
    ['with an address of its own', [network('a', macvlan(LOCAL)), workload('w', [{ name: 'a', ips: ['192.168.0.30'] }], 1, 'n1')], 'ips-duplicate'],
    ['with a MAC address of its own', [network('a', macvlan(LOCAL)), workload('w', [{ name: 'a', mac: '02:00:00:00:00:01' }], 1, 'n1')], 'mac-shared'],
    ['with a port of the node', [network('a', PORTS), workload('w', [{ name: 'a', portMappings: [PORT] }], 1, 'n1')], 'node-port-shared'],
    ['with the address of its network', [network('a', macvlan({ type: 'static', addresses: [{ address: '192.168.0.5/24' }] })), workload('w', [{ name: 'a' }])], 'static-address-shared'],
    ['with a device', [network('a', { type: 'host-device', device: 'eth3' }), workload('w', [{ name: 'a' }], 1, 'n1')], 'node-device-shared'],
    ['on a node that is not known', [network('a', macvlan(LOCAL)), workload('w', [{ name: 'a' }])], 'host-local-across-nodes'],
  ])('%s', (_, objects, rule) => {
    const other = JSON.parse(JSON.stringify(objects[1]).replace('"w"', '"x"')) as object;
    expect(found({ 'dev.yaml': objects, 'prod.yaml': objects })).toEqual([]);
    // another workload, in another file, is another
    expect(found({ 'dev.yaml': objects, 'prod.yaml': [other] }, true)).toContain(`prod.yaml x ${rule}`);
  });

  test('also where a file says that it is on another node', () => {
    const on = (node: string) => [network('a', macvlan(LOCAL)), workload('w', [{ name: 'a' }], 1, node)];
    expect(found({ 'dev.yaml': on('n1'), 'prod.yaml': on('n2') })).toEqual([]);
  });

  test('also where a file has it in another network, which would leave the first none of their interface', () => {
    const card = network('a', { type: 'host-device', device: 'eth1', ipam: LOCAL });
    const lan = (name: string) => network(name, macvlan(LOCAL));
    const on = (name: string, net: string) => workload(name, [{ name: net }], 1, 'n1');
    expect(found({ 'dev.yaml': [card, on('w', 'a')], 'prod.yaml': [lan('a'), on('w', 'a')] })).toEqual([]);
    expect(found({ 'dev.yaml': [card, on('w', 'a')], 'prod.yaml': [lan('b'), on('w', 'b')] })).toEqual([]);
    expect(found({ 'dev.yaml': [card, on('w', 'a')], 'prod.yaml': [lan('a'), on('x', 'a')] })).toEqual([]);
    expect(found({ 'dev.yaml': [card, on('w', 'a')], 'prod.yaml': [lan('b'), on('x', 'b')] })).toEqual(['prod.yaml x node-device-shared']);
  });

  test('also where the files are all there is', () => {
    const objects = workload('w', [{ name: 'a' }], 4);
    expect(found({ 'net.yaml': [network('a', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' }))], 'a.yaml': [objects], 'b.yaml': [objects] }, true)).toEqual([]);
  });

  test('with as many pods as the file has that gives it most', () => {
    const objects = (replicas: number) => [workload('w', [{ name: 'a' }], replicas)];
    const net = [network('a', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' }))];
    expect(found({ 'net.yaml': net, 'a.yaml': objects(1), 'b.yaml': objects(7), 'c.yaml': objects(2) })).toEqual(['b.yaml w pool-exhausted']);
  });

  test('fails where the API server generates the names', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {
      generateName: 'w-', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': '[{ "name": "a", "ips": ["192.168.0.30"] }]' },
    }, spec: { nodeName: 'n1', containers: [{ name: 'app', image: 'app:1' }] } };
    const net = network('a', macvlan(LOCAL, { capabilities: { ips: true } }));
    expect(found({ 'net.yaml': [net], 'a.yaml': [pod], 'b.yaml': [pod] })).toEqual(['b.yaml w- ips-duplicate']);
  });

  test('fails where one file has the name twice, or it is in another namespace', () => {
    const net = network('a', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' }));
    const own = workload('w', [{ name: 'a', namespace: 'default' }], 4);
    const elsewhere = JSON.parse(JSON.stringify(own).replace('"namespace":"default"', '"namespace":"other"')) as object;
    expect(found({ 'a.yaml': [net, own, own] })).toEqual(['a.yaml w pool-exhausted']);
    expect(found({ 'a.yaml': [net, own], 'b.yaml': [elsewhere] })).toEqual(['b.yaml w pool-exhausted']);
  });
});

describe('of networks with one name in different files a workload means', () => {
  const at = (octet: number) => network('a', macvlan({ type: 'host-local', subnet: `192.168.${octet}.0/24` }));
  const asking = (octet: number, name = 'w') => workload(name, [{ name: 'a', ips: [`192.168.${octet}.5`] }], 1, 'n1');

  test('that of its file', () => {
    expect(found({ 'dev.yaml': [at(1), asking(1)], 'prod.yaml': [at(2), asking(2)] })).toEqual([]);
    expect(found({ 'dev.yaml': [at(1), asking(2)], 'prod.yaml': [at(2), asking(1)] })).toEqual(['dev.yaml w ips-outside-pool', 'prod.yaml w ips-outside-pool']);
  });

  test('that of its folder', () => {
    expect(found({ 'dev/net.yaml': [at(1)], 'dev/app.yaml': [asking(1)], 'prod/net.yaml': [at(2)], 'prod/app.yaml': [asking(2)] })).toEqual([]);
  });

  test('else the first', () => {
    expect(found({ 'dev/net.yaml': [at(1)], 'prod/net.yaml': [at(2)], 'app/app.yaml': [asking(1)] })).toEqual([]);
    expect(found({ 'dev/net.yaml': [at(1)], 'prod/net.yaml': [at(2)], 'app/app.yaml': [asking(2)] })).toEqual(['app/app.yaml w ips-outside-pool']);
  });

  test('so that pods with a pool of one name in two of them are of two clusters', () => {
    const net = network('a', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' }));
    const other = network('b', macvlan({ type: 'whereabouts', range: '192.168.0.0/29' }));
    expect(found({ 'dev.yaml': [net, workload('w', [{ name: 'a' }], 4)], 'prod.yaml': [net, workload('x', [{ name: 'a' }], 4)] })).toEqual([]);
    expect(found({ 'dev.yaml': [net, workload('w', [{ name: 'a' }], 4)], 'prod.yaml': [other, workload('x', [{ name: 'b' }], 4)] })).toEqual(['prod.yaml x pool-exhausted']);
  });

  test('so that pods with one address in two of them are of two clusters', () => {
    expect(found({ 'dev.yaml': [at(1), asking(1)], 'prod.yaml': [at(1), asking(1, 'x')] })).toEqual([]);
  });
});

test('of two networks on one link, those in one folder are taken for those of one cluster', () => {
  const asked = (namespace: string, name: string) => [
    network(name, macvlan({ type: 'static' }, { capabilities: { ips: true } }), namespace),
    { ...workload(name, [{ name, namespace, ips: ['192.168.0.30/24'] }]), metadata: { name, namespace } },
  ];
  const [dev, prod] = [asked('dev', 'a'), asked('prod', 'b')];
  expect(found({ 'dev/a.yaml': dev, 'prod/b.yaml': prod })).toEqual([]);
  expect(found({ 'all/a.yaml': dev, 'all/b.yaml': prod })).toEqual(['all/b.yaml b ips-duplicate']);
});
