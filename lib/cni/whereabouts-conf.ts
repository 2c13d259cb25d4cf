import { Conf, KeySet, TEXT, isConf } from './keys';
import { toKeys } from './properties';
import { isAbsent } from './values';
import { RANGE_KEYS, WHEREABOUTS, readWhereabouts } from './whereabouts';
import { WhereaboutsRange } from './whereabouts-range';

const KUBERNETES_KEYS: KeySet = { kubeconfig: TEXT, k8s_api_root: TEXT };

/** The `ipam` that the options of whereabouts say, with the gateway excluded unless they say otherwise. */
export function whereaboutsConf(options: Conf): Conf {
  const { excludeGateway, ipRanges, kubernetes, ...others } = options;
  const properties = {
    ...others,
    type: WHEREABOUTS.type,
    ipRanges: Array.isArray(ipRanges) ? Array.from(ipRanges as unknown[], (range) => (isConf(range) ? toKeys(range, RANGE_KEYS) : range)) : ipRanges,
    kubernetes: isConf(kubernetes) ? toKeys(kubernetes, KUBERNETES_KEYS) : kubernetes,
    // one of releases to come, written only where it is no flag, so that the check refuses it
    ...(typeof excludeGateway !== 'boolean' && { excludeGateway }),
  };
  const conf = toKeys(properties, WHEREABOUTS.keys);
  // with node slices the plugin excludes nothing
  return excludeGateway === false || !isAbsent(conf.node_slice_size) ? conf : withoutGateway(conf);
}

function withoutGateway(conf: Conf): Conf {
  const ranges = readWhereabouts(conf, []).ranges.filter(({ range, exclude, gateway }) =>
    gateway && range.contains(gateway) && !exclude.some((subnet) => subnet.contains(gateway)));
  return ranges.reduce(excludeIn, conf);
}

/** The range is the flat one, or one of `ipRanges`. */
function excludeIn(conf: Conf, { path, gateway }: WhereaboutsRange): Conf {
  const only = gateway?.hostCidr;
  const exclude = (range: Conf) => ({ ...range, exclude: [...(range.exclude as unknown[] | undefined) ?? [], only] });
  const [, index] = path;
  return index === undefined
    ? exclude(conf)
    : { ...conf, ipRanges: (conf.ipRanges as Conf[]).map((range, i) => (i === index ? exclude(range) : range)) };
}
