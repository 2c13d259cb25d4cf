import { Yaml } from 'cdk8s';
import { IpvlanMode } from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { podsOf, synthesized } from './support/manifests';
import { ipv4, ipvlan } from './support/networks';
import { proveNodes, startedWriters } from './support/nodes-proof';
import { podsIn } from './support/pods';
import { Machine, Node } from '../vm';

let machine: Machine;
let example: any[];
beforeAll(async () => {
  example = synthesized('per-node');
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

/** The manifests with one text in the configuration of worker-2 replaced: broken on purpose. */
function brokenOnWorker2(from: string, to: string): any[] {
  return example.map((object) => {
    const text = object.kind === 'ConfigMap' && object.data['worker-2'];
    return text ? { ...object, data: { ...object.data, 'worker-2': text.replace(from, to) } } : object;
  });
}

test('with the pools of the example "per-node", pods on two nodes get different addresses and reach each other, and nothing is left', async () => {
  expect(await proveNodes(machine, 'split', example)).toEqual([]);
});

test('the file of a node has its own pool, under the name of the network', async () => {
  const node = await Node.in(machine, 'files', { nodeName: 'worker-2' });
  const [writer] = await startedWriters(node, example);
  const [config] = (await node.confDir()).map((text) => JSON.parse(text));
  expect([config.name, config.plugins[0].ipam.rangeStart, config.plugins[0].ipam.rangeEnd]).toEqual(['storage', '192.168.1.23', '192.168.1.25']);
  expect(await node.runOk(`ls -A ${node.path('/etc/cni/multus/net.d')}`)).toBe('.storage.owner\nstorage.conflist');
  expect(await writer.stop()).toEqual({
    status: 0,
    stdout: [
      'wrote /host/etc/cni/multus/net.d/storage.conflist',
      'removed /host/etc/cni/multus/net.d/storage.conflist: the network is gone, or no longer on this node',
    ].join('\n'),
    stderr: '',
  });
  expect(await node.runOk(`ls -A ${node.path('/etc/cni/multus/net.d')}`)).toBe('');
});

test('fails where the pools of the nodes overlap: two pods have the same address', async () => {
  expect(await proveNodes(machine, 'overlap', brokenOnWorker2('"192.168.1.23"', '"192.168.1.15"'))).toEqual([
    'addresses of more than one pod: got ["192.168.1.15"]; expected []',
  ]);
});

test('fails where the file has the name of another network: no pod of the node starts', async () => {
  expect(await proveNodes(machine, 'renamed', brokenOnWorker2('"storage"', '"backup"'))).toEqual([1, 2, 3].map((i) =>
    `pod-${i} on worker-2 starts: got "no configuration with the name \\"storage\\" in the node's confDir"; expected nothing`));
});

test('fails on a node without a configuration: no pod starts there', async () => {
  const node = await Node.in(machine, 'stranger', { nodeName: 'worker-3', interfaces: { eth1: {} } });
  expect((await node.start(podsOf(example)[0], example)).error).toBe('no configuration with the name "storage" in the node\'s confDir');
});

test('fails with one configuration for both nodes: this is what the rule host-local-across-nodes refuses', async () => {
  const manifests = podsIn(ipvlan(IpvlanMode.L2, ipv4));
  expect(await proveNodes(machine, 'shared', manifests)).toEqual([
    'addresses of more than one pod: got ["192.168.0.13","192.168.0.14","192.168.0.15"]; expected []',
  ]);
  const free = manifests.map(({ spec, ...object }) => (object.kind === 'Pod' ? { ...object, spec: { containers: spec.containers } } : { ...object, spec }));
  expect([rulesFor(manifests), rulesFor(free)]).toEqual([[], ['host-local-across-nodes', 'host-local-across-nodes']]);
});

/** The rules that the manifests break, as the command finds them. */
function rulesFor(manifests: any[]): string[] {
  const check = new ManifestCheck();
  check.add('manifests.yaml', Yaml.stringify(...manifests));
  return check.finish().findings.map(({ rule }) => rule);
}
