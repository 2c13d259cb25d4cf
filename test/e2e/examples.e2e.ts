import { proveExample } from './support/example-proof';
import { EXAMPLES, broken, synthesized } from './support/manifests';
import { Machine } from '../vm';

/** What cannot run on Debian's plugins alone, and why. */
const ELSEWHERE: Record<string, string> = {
  'every-network': 'has networks of plugins that Debian does not package; those that it packages are in networks.e2e.ts and chained.e2e.ts',
  'per-node': 'needs the script that writes the configuration of each node; the pools are proved in per-node.e2e.ts',
  'whereabouts': 'needs whereabouts, which is not in Debian, and an API server',
};

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

test.each(EXAMPLES.filter((example) => !(example in ELSEWHERE)))('the pods of the example "%s" get addresses of their pools, their routes, and reach each other', async (example) => {
  expect(await proveExample(machine, example, synthesized(example))).toEqual([]);
});

describe('fails where the manifests are broken:', () => {
  test('a pool with one address less than pods', async () => {
    const manifests = broken(synthesized('dual-stack'), '"fd00:1::14"', '"fd00:1::13"');
    expect(await proveExample(machine, 'too-small', manifests)).toEqual([
      'resolver-2 starts: got "failed to allocate for range 1: no IP addresses available in range set: fd00:1::13-fd00:1::13"; expected nothing',
    ]);
  });

  test('a mode that the driver does not have', async () => {
    const manifests = broken(synthesized('dual-stack'), '"l2"', '"l4"');
    expect(await proveExample(machine, 'no-mode', manifests)).toEqual([
      'resolver starts: got "unknown ipvlan mode: \\"l4\\""; expected nothing',
      'resolver-2 starts: got "unknown ipvlan mode: \\"l4\\""; expected nothing',
    ]);
  });
});
