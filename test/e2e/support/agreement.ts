import { Job, Verdict } from './host-local';
import { Subnet } from '../../../lib/address';
import { ConfigReading, readConfig } from '../../../lib/cni/config';
import { Fault, Severity } from '../../../lib/diagnostics';

/**
 * What we refuse on purpose though host-local takes it, each with what comes of it. All our other errors claim that the plugin
 * refuses too.
 */
export const STRICTER: Record<string, string> = {
  'range-reserved-address': 'a pod gets the network or broadcast address',
  'subnet-unusable': 'the kernel refuses the address, or sends nothing from it',
  'gateway-outside-subnet': 'the pod has a gateway that it cannot reach',
  'gateway-unusable': 'the pod has a gateway that no machine can be',
  'route-gateway-unreachable': 'host-local passes it on, and the plugin that sets the route fails',
  'subnet-invalid': 'in 0.0.0.0/8 or 0::/8 host-local miscounts: the address is "<nil>", or one of the other family',
};

/** The largest pool that is emptied to count it. */
const MOST_COUNTED = 6n;

/** What host-local is asked, to compare it with what we say: as many addresses as we say there are, and one more. */
export function jobFor(config: any): Job {
  const { faults, sets } = readConfig(config);
  const count = errorsOf(faults).length > 0 ? undefined : poolSize(sets);
  return { config, pods: count !== undefined && count <= MOST_COUNTED ? Number(count) + 1 : 1 };
}

/** Where host-local and we do not agree on a configuration; undefined where we do. */
export function disagreement({ config }: Job, verdicts: readonly Verdict[]): string | undefined {
  const { faults, sets } = readConfig(config);
  const errors = errorsOf(faults);
  const refusals = errors.filter((fault) => !isStricter(fault)).map(({ rule }) => rule);
  const { error } = verdicts[0];
  if (error !== undefined) {
    return errors.length === 0 ? `host-local says ${JSON.stringify(error)}, and we say nothing` : undefined;
  }
  if (refusals.length > 0) {
    return `we say ${refusals.join(', ')}, and host-local gives ${verdicts[0].addresses.join(', ')}`;
  }
  return errors.length === 0 ? miscount(sets, verdicts) : undefined;
}

/** Where the addresses are not those of our pools, or not as many. */
function miscount(sets: ConfigReading['sets'], verdicts: readonly Verdict[]): string | undefined {
  const given = verdicts.flatMap(({ addresses }) => addresses);
  const stranger = given.map((text) => Subnet.parse(text)!).find(({ address }) =>
    !sets.flat().some(({ range, gateway }) => range.contains(address) && !gateway.equals(address)));
  if (stranger) {
    return `host-local gives ${stranger.address}, which is in none of our pools`;
  }
  const count = Number(poolSize(sets));
  const served = verdicts.filter(({ addresses }) => addresses.length === sets.length).length;
  const expected = Math.min(count, verdicts.length);
  if (served !== expected || new Set(given).size !== given.length) {
    return `we say ${count} pods, and host-local serves ${served} of ${verdicts.length} with ${new Set(given).size} addresses`;
  }
  const last = verdicts.at(-1)!.error;
  return verdicts.length > count && !/no IP addresses available in range set/.test(last ?? '') ? `the end of the pool is ${JSON.stringify(last)}` : undefined;
}

/** Every pod takes one address of each set. */
function poolSize(sets: ConfigReading['sets']): bigint {
  const sizes = sets.map((set) => set.reduce((sum, { size }) => sum + size, 0n));
  return sizes.reduce((least, size) => (size < least ? size : least), sizes[0]);
}

function errorsOf(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ severity }) => severity === Severity.ERROR);
}

function isStricter({ rule, got }: Fault): boolean {
  // Go takes an IPv4-mapped address for IPv4, and the kernel does not
  return (rule === 'address-invalid' && /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(String(got)))
    || (rule in STRICTER && (rule !== 'subnet-invalid' || Subnet.parse(got) !== undefined));
}
