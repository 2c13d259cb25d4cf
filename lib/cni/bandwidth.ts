import { Conf } from './keys';
import { checkCapability } from './link-options';
import { PluginType } from './plugin-type';
import { TEXT_LIST, UINT64, isAbsent } from './values';
import { Fault, Step } from '../diagnostics';
import { BANDWIDTH_BELOW_BYTE, BANDWIDTH_BURST_RANGE, BANDWIDTH_INCOMPLETE, BANDWIDTH_SUBNETS_IGNORED } from '../diagnostics/plugins';

/** The kernel counts rate and burst in bytes, the burst in 32 bits, of which all ones is one too many. */
export const LEAST_BITS = 8;
export const MOST_BURST_BITS = 0xffffffff * 8 - 1;

const DIRECTIONS = ['ingress', 'egress'];
const SUBNET_KEYS = ['shapedSubnets', 'unshapedSubnets'];

/** @see https://www.cni.dev/plugins/current/meta/bandwidth/ */
export const BANDWIDTH: PluginType = {
  type: 'bandwidth',
  keys: {
    ingressRate: UINT64,
    ingressBurst: UINT64,
    egressRate: UINT64,
    egressBurst: UINT64,
    shapedSubnets: TEXT_LIST,
    unshapedSubnets: TEXT_LIST,
  },
  check: (conf, path) => (limitsByItself(conf)
    ? [...DIRECTIONS.flatMap((direction) => checkLimit(conf, direction, path)), ...checkSubnets(conf, path)]
    : checkCapability(conf, 'bandwidth', 'bandwidth', path)),
};

/** Whether the configuration has a limit, not only the pods that ask for one. */
export function limitsByItself(conf: Conf): boolean {
  return DIRECTIONS.some((direction) => !isAbsent(conf[`${direction}Rate`]) || !isAbsent(conf[`${direction}Burst`]));
}

function checkLimit(conf: Conf, direction: string, path: readonly Step[]): Fault[] {
  const [rateKey, burstKey] = [`${direction}Rate`, `${direction}Burst`];
  const [rate, burst] = [conf[rateKey], conf[burstKey]];
  if (isAbsent(rate) !== isAbsent(burst)) {
    return isAbsent(rate)
      ? [BANDWIDTH_INCOMPLETE.fault([...path, rateKey], rate, { other: burstKey, unit: 'bits per second' })]
      : [BANDWIDTH_INCOMPLETE.fault([...path, burstKey], burst, { other: rateKey, unit: 'bits' })];
  }
  const isBelow = (value: unknown) => typeof value === 'number' && value > 0 && value < LEAST_BITS;
  return [
    ...[rateKey, burstKey].filter((key) => isBelow(conf[key]))
      .map((key) => BANDWIDTH_BELOW_BYTE.fault([...path, key], conf[key], { least: LEAST_BITS })),
    ...(typeof burst === 'number' && burst > MOST_BURST_BITS ? [BANDWIDTH_BURST_RANGE.fault([...path, burstKey], burst, { most: MOST_BURST_BITS })] : []),
  ];
}

/** What is to be limited, where somebody believes that the plugin asks: none of the releases that were tried reads it. */
function checkSubnets(conf: Conf, path: readonly Step[]): Fault[] {
  return SUBNET_KEYS.filter((key) => Array.isArray(conf[key]) && conf[key].length > 0)
    .map((key) => BANDWIDTH_SUBNETS_IGNORED.fault([...path, key], conf[key], {}));
}
