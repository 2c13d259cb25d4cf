import * as fc from 'fast-check';
import { STRICTER, disagreement, jobFor } from './support/agreement';
import { Verdict, hostLocal } from './support/host-local';
import { configuration } from './support/pool-arbitraries';
import { readConfig } from '../../lib/cni/config';

const RUNS = 2000;

/** Another seed finds other cases: FAST_CHECK_SEED=42 npm run test:e2e. A failure prints its seed and its smallest case. */
const parameters = { numRuns: RUNS, seed: Number(process.env.FAST_CHECK_SEED ?? 20261123) };

/** What the real plugin says to the generated configurations, asked all at once. */
const known = new Map<string, Verdict[]>();
let configurations: any[];
beforeAll(() => {
  configurations = fc.sample(configuration, parameters);
  const jobs = configurations.map(jobFor);
  hostLocal(jobs).forEach((verdicts, i) => known.set(JSON.stringify(jobs[i]), verdicts));
}, 600_000);

/** The smaller cases that a failure is reduced to are asked one by one. */
function judge(config: any): string | undefined {
  const job = jobFor(config);
  return disagreement(job, known.get(JSON.stringify(job)) ?? hostLocal([job])[0]);
}

test(`host-local and we agree on ${RUNS} pools: which are refused, and how many addresses the others have`, () => {
  fc.assert(fc.property(configuration, (config) => {
    expect(judge(config)).toBeUndefined();
  }), parameters);
});

test('the pools are of every kind: refused, small enough to be emptied, of both families, and what only we refuse', () => {
  const verdicts = configurations.map((config) => known.get(JSON.stringify(jobFor(config)))!);
  const taken = verdicts.filter(([{ error }]) => error === undefined);
  const counts = {
    refused: verdicts.length - taken.length,
    emptied: taken.filter((all) => all.length > 1).length,
    v4: taken.filter(([{ addresses }]) => addresses.some((address) => address.includes('.'))).length,
    v6: taken.filter(([{ addresses }]) => addresses.some((address) => address.includes(':'))).length,
    several: taken.filter(([{ addresses }]) => addresses.length > 1).length,
    rules: new Set(configurations.flatMap((config) => readConfig(config).faults.map(({ rule }) => rule))).size,
  };
  expect(Object.entries(counts).filter(([, count]) => count < 10)).toEqual([]);
  const stricter = new Set(configurations.filter((_, i) => verdicts[i][0].error === undefined)
    .flatMap((config) => readConfig(config).faults.map(({ rule }) => rule)).filter((rule) => rule in STRICTER));
  expect([...stricter].sort()).toEqual(Object.keys(STRICTER).sort());
});

describe('fails where they do not agree:', () => {
  const config = { cniVersion: '1.0.0', name: 'network', type: 'ipvlan', master: 'eth1', mode: 'l2' };
  const pool = (ipam: object) => ({ ...config, ipam: { type: 'host-local', ...ipam } });
  const three = pool({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.15' });
  const two = pool({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.14' });
  const reversed = pool({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.15', rangeEnd: '192.168.1.13' });

  test.each([
    ['a pool that is smaller than we say', three, two, 'we say 3 pods, and host-local serves 2 of 4 with 2 addresses'],
    ['a pool that is larger than we say', two, three, 'host-local gives 192.168.1.15, which is in none of our pools'],
    ['a refusal that we do not see', two, reversed, 'host-local says "invalid range set 0: RangeStart 192.168.1.15 not in network 192.168.1.0/24", and we say nothing'],
    ['a refusal that is only ours', reversed, two, 'we say range-reversed, and host-local gives 192.168.1.13/24'],
  ])('%s', (_, ours, real, expected) => {
    const job = jobFor(ours);
    expect(disagreement(job, hostLocal([{ config: real, pods: job.pods }])[0])).toBe(expected);
  });
});
