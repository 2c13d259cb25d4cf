import { Conf } from './keys';
import { checkWithin, isAbsent } from './values';
import { Fault, Step } from '../diagnostics';
import { WHEREABOUTS_LEASE_TIMES } from '../diagnostics/ipams';

// Whoever hands out addresses takes turns by a lease. Its times are in milliseconds, and 0 stands for the default.

const DEFAULTS = { leader_lease_duration: 1500, leader_renew_deadline: 1000, leader_retry_period: 500 } as const;

type Key = keyof typeof DEFAULTS;

/** As many as Go can count in nanoseconds. */
const MOST = Math.floor(2 ** 63 / 1e6);

/** By how much the client for Kubernetes lengthens some of the waits between attempts (`JitterFactor`). */
const JITTER = 1.2;

/** Checks the times of the lease as the client for Kubernetes does: there must be time to renew it, and for another attempt before. */
export function checkLease(ipam: Conf, path: readonly Step[]): Fault[] {
  const keys = Object.keys(DEFAULTS) as Key[];
  const bounds = keys.flatMap((key) => checkWithin(ipam, key, 0, MOST, path));
  const given = keys.filter((key) => !isAbsent(ipam[key]));
  const isKnown = given.every((key) => Number.isSafeInteger(ipam[key])) && (given.length === keys.length || isAbsent(ipam.configuration_path));
  if (bounds.length > 0 || given.length === 0 || !isKnown) {
    return bounds;
  }
  const of = (key: Key) => (given.includes(key) ? ipam[key] as number : DEFAULTS[key]);
  const [lease, renew, retry] = keys.map(of);
  return [
    ...(lease > renew ? [] : [faultOf(ipam, ['leader_lease_duration', renew + 1], ['leader_renew_deadline', lease - 1], of, path)]),
    ...(renew > JITTER * retry
      ? []
      : [faultOf(ipam, ['leader_renew_deadline', Math.floor(JITTER * retry) + 1], ['leader_retry_period', Math.ceil(renew / JITTER) - 1], of, path)]),
  ];
}

/** The fault of the longer time, which must be at least so long, or of the shorter one, at most so long, where the longer is the default. */
function faultOf(ipam: Conf, [longer, least]: [Key, number], [shorter, most]: [Key, number], of: (key: Key) => number, path: readonly Step[]): Fault {
  const isTooLong = isAbsent(ipam[longer]);
  const [key, other, expected] = isTooLong ? [shorter, longer, `at most ${most}`] : [longer, shorter, `at least ${least}`];
  return WHEREABOUTS_LEASE_TIMES.fault([...path, key], ipam[key], { other, value: of(other), expected, isTooLong });
}
