import { readdirSync } from 'fs';
import { proveExample } from './support/example-proof';
import { EXAMPLES, broken, synthesized } from './support/manifests';
import { Machine } from '../vm';
import { CNI_PATH } from '../vm/debian';

/** The examples whose networks some or all of Debian's plugins cannot make: which, and why. */
const LEFT_OUT: Record<string, (binaries: readonly string[]) => string[]> = {
  'every-network': (binaries) => [
    ...(binaries.includes('dummy') ? [] : ['default/anycast: dummy is in the plugins from release 1.2.0 on']),
    'default/bond: bond is not in Debian, nor in the release of the plugins',
    'default/guest: tap is in the plugins from release 1.3.0 on',
    'default/left: sriov is not in Debian, and needs network cards with virtual functions',
    'default/right: sriov is not in Debian, and needs network cards with virtual functions',
  ],
  'whereabouts': () => ['media/multicast: whereabouts is not in Debian, and needs an API server'],
};

/** Those that need more than one node and its plugins: per-node.e2e.ts and dhcp.e2e.ts prove them. */
const ON_THEIR_OWN = ['per-node', 'dhcp'];

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

test.each(EXAMPLES.filter((example) => !ON_THEIR_OWN.includes(example)))('the pods of the example "%s" get addresses of their pools, their routes, and reach each other', async (example) => {
  const leftOut = LEFT_OUT[example]?.(readdirSync(CNI_PATH)) ?? [];
  expect(await proveExample(machine, example, synthesized(example))).toEqual({ failures: [], leftOut });
});

describe('fails where the manifests are broken:', () => {
  test('a pool with one address less than pods', async () => {
    const manifests = broken(synthesized('dual-stack'), '"fd00:1::14"', '"fd00:1::13"');
    expect((await proveExample(machine, 'too-small', manifests)).failures).toEqual([
      'resolver-2 starts: got "failed to allocate for range 1: no IP addresses available in range set: fd00:1::13-fd00:1::13"; expected nothing',
    ]);
  });

  test('a mode that the driver does not have', async () => {
    const manifests = broken(synthesized('dual-stack'), '"l2"', '"l4"');
    expect((await proveExample(machine, 'no-mode', manifests)).failures).toEqual([
      'resolver starts: got "unknown ipvlan mode: \\"l4\\""; expected nothing',
      'resolver-2 starts: got "unknown ipvlan mode: \\"l4\\""; expected nothing',
    ]);
  });
});
