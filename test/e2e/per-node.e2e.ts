import { Yaml } from 'cdk8s';
import { IpvlanMode } from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { ipv4, ipvlan } from './support/networks';
import { perNode } from './support/per-node';
import { podsIn } from './support/pods';
import { proveNodes } from './support/nodes-proof';
import { Machine } from '../vm';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

const RANGES = { left: ['192.168.0.13', '192.168.0.14'], right: ['192.168.0.15', '192.168.0.16'] } as const;

test('with a pool for each node, pods on two nodes get different addresses and reach each other', async () => {
  const { manifests, confDirs } = perNode(RANGES);
  expect(await proveNodes(machine, 'split', manifests, confDirs)).toEqual([]);
});

test('fails where the pools of the nodes overlap: two pods have the same address', async () => {
  const { manifests, confDirs } = perNode({ left: RANGES.left, right: ['192.168.0.14', '192.168.0.15'] });
  expect(await proveNodes(machine, 'overlap', manifests, confDirs)).toEqual([
    'addresses of more than one pod: got ["192.168.0.14/24"]; expected []',
  ]);
});

test('fails with one configuration for both nodes: this is what the rule host-local-across-nodes refuses', async () => {
  const manifests = podsIn(ipvlan(IpvlanMode.L2, ipv4));
  expect(await proveNodes(machine, 'shared', manifests, { left: [], right: [] })).toEqual([
    'addresses of more than one pod: got ["192.168.0.13/24","192.168.0.14/24"]; expected []',
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
