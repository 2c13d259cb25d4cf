import { proveGuide } from './support/guide-proof';
import { broken, synthesized } from './support/manifests';
import { Machine, Node } from '../vm';

let machine: Machine;
let manifests: any[];
beforeAll(async () => {
  manifests = synthesized('guide');
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

test('five pods of the guide get the addresses of the network card and reach each other; a sixth does not start; nothing is left', async () => {
  expect(await proveGuide(machine, 'worker-1', manifests)).toEqual([]);
});

describe('fails where the manifests are broken:', () => {
  test('the range ends one address early', async () => {
    expect(await proveGuide(machine, 'worker-2', broken(manifests, '"192.168.1.17"', '"192.168.1.16"'))).toEqual([
      'sampleapp-5 starts: got "failed to allocate for range 0: no IP addresses available in range set: 192.168.1.13-192.168.1.16"; expected nothing',
    ]);
  });

  test('the mode is l2', async () => {
    expect(await proveGuide(machine, 'worker-3', broken(manifests, '"l3"', '"l2"'))).toEqual([
      'the driver of net1: got {"info_kind":"ipvlan","info_data":{"mode":"l2","bridge":true}}; '
        + 'expected {"info_kind":"ipvlan","info_data":{"mode":"l3","bridge":true}}',
    ]);
  });

  test('the network has no name', async () => {
    const renamed = manifests.map((object) => (object.kind === 'NetworkAttachmentDefinition' ? { ...object, metadata: { namespace: 'default' } } : object));
    expect(await proveGuide(machine, 'worker-4', renamed)).toEqual([
      'sampleapp-1 starts: got "cannot find a network-attachment-definition (ipvlan-conf-1) in namespace (default)"; expected nothing',
    ]);
  });
});

test('Multus gives a configuration without a name that of its network; without Multus the plugin refuses it', async () => {
  const node = await Node.in(machine, 'worker-6', { interfaces: { eth1: {} } });
  const config = JSON.parse(manifests.find(({ kind }) => kind === 'NetworkAttachmentDefinition').spec.config);
  expect(config.name).toBeUndefined();
  const pod = await node.pod('nameless');
  const { error } = await pod.call({ command: 'ADD', type: 'ipvlan', interfaceName: 'net1', config: JSON.stringify(config) });
  expect(error).toEqual({ code: 7, msg: 'missing network name' });
});
