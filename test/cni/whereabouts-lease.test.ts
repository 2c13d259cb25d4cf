import { checkLease } from '../../lib/cni/whereabouts-lease';
import { linesOf } from '../support/messages';

const lines = (times: object) => linesOf(checkLease({ ...times }, ['ipam']));
const times = (lease: unknown, renew: unknown, retry: unknown) =>
  ({ leader_lease_duration: lease, leader_renew_deadline: renew, leader_retry_period: retry });

test.each<[object]>([
  [{}], [times(1500, 1000, 500)], [times(1001, 1000, 833)], [times(7, 6, 4)],
  [times(0, null, undefined)], [times(60000, 0, 0)], [times(0, 601, 0)], [times(0, 1499, 0)], [times(0, 0, 833)],
  [{ leader_lease_duration: 900, configuration_path: '/etc/w.conf' }], [times('900', 1000, 500)],
])('%j is right, or somebody else says what is wrong with it', (given) => {
  expect(lines(given)).toEqual([]);
});

const SHORT = (key: string, got: number, other: string, least: number) =>
  `error: whereabouts-lease-times 'ipam.${key}' is too short beside ${other}: got ${got}; expected at least ${least} milliseconds; raise it, or lower ${other.split(' ')[0]}`;
const LONG = (key: string, got: number, other: string, most: number) =>
  `error: whereabouts-lease-times 'ipam.${key}' is too long beside ${other}: got ${got}; expected at most ${most} milliseconds; lower it, or raise ${other.split(' ')[0]}`;

test.each<[object, string[]]>([
  [times(1000, 1000, 500), [SHORT('leader_lease_duration', 1000, "'leader_renew_deadline' 1000", 1001)]],
  [times(1000, undefined, undefined), [SHORT('leader_lease_duration', 1000, "'leader_renew_deadline' 1000", 1001)]],
  [times(undefined, 1500, undefined), [LONG('leader_renew_deadline', 1500, "'leader_lease_duration' 1500", 1499)]],
  [times(undefined, 600, undefined), [SHORT('leader_renew_deadline', 600, "'leader_retry_period' 500", 601)]],
  [times(undefined, undefined, 834), [LONG('leader_retry_period', 834, "'leader_renew_deadline' 1000", 833)]],
  [times(7, 6, 5), [SHORT('leader_renew_deadline', 6, "'leader_retry_period' 5", 7)]],
  [times(5, 5, 5), [SHORT('leader_lease_duration', 5, "'leader_renew_deadline' 5", 6), SHORT('leader_renew_deadline', 5, "'leader_retry_period' 5", 7)]],
  [{ ...times(5, 5, 1), configuration_path: '/etc/w.conf' }, [SHORT('leader_lease_duration', 5, "'leader_renew_deadline' 5", 6)]],
  [times(-1, 1000, 9223372036855), [
    "error: number-range 'ipam.leader_lease_duration' is out of range: got -1; expected a whole number from 0 to 9223372036854; correct it",
    "error: number-range 'ipam.leader_retry_period' is out of range: got 9223372036855; expected a whole number from 0 to 9223372036854; correct it",
  ]],
])('fails on %j', (given, expected) => {
  expect(lines(given)).toEqual(expected);
});
