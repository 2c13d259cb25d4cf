import { checkDns } from './dns-keys';
import { readAddresses } from './fixed-addresses';
import { IpamType } from './ipam-type';
import { checkRouters, checkRoutes } from './route';
import { ANY, Conf, FLAG, INTEGER, KeySet, OBJECT, TEXT, checkKeys, checkTypes, isConf, isListOf } from './keys';
import { checkAbsolute, checkLog, isAbsent, isGiven } from './values';
import { checkLease } from './whereabouts-lease';
import { WhereaboutsLogLevel } from './whereabouts-log-level';
import { EXCLUDE_TYPE, WhereaboutsRange, handsOut, readRange, withoutLeadingZeros } from './whereabouts-range';
import { Ip, Subnet } from '../address';
import { Fault, Step, pathText } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import * as rules from '../diagnostics/ipams';
import { ADDRESS_INVALID, RANGE_KEY_IGNORED } from '../diagnostics/pool';

/** The keys of each range. */
export const RANGE_KEYS: KeySet = { range: TEXT, range_start: TEXT, range_end: TEXT, exclude: ANY, enable_l3: FLAG };

/** Those that say which addresses of the range are meant. */
const OF_RANGE = ['range_start', 'range_end', 'exclude'];

/** The flags of releases to come. */
const LATER_FLAGS = ['exclude_gateway', 'enable_l3', 'optimistic_ipam'];

/** With the keys of releases to come, and those of old ones that today's ignore. */
const KEYS: KeySet = {
  type: TEXT,
  ...RANGE_KEYS,
  ipRanges: ANY,
  gateway: TEXT,
  exclude_gateway: FLAG,
  routes: ANY,
  dns: OBJECT,
  addresses: ANY,
  network_name: TEXT,
  node_slice_size: TEXT,
  enable_overlapping_ranges: FLAG,
  optimistic_ipam: FLAG,
  kubernetes: OBJECT,
  configuration_path: TEXT,
  log_file: TEXT,
  log_level: TEXT,
  leader_lease_duration: INTEGER,
  leader_renew_deadline: INTEGER,
  leader_retry_period: INTEGER,
  reconciler_cron_expression: TEXT,
  sleep_for_race: INTEGER,
  name: TEXT,
  datastore: TEXT,
  etcd_host: TEXT,
  etcd_username: TEXT,
  etcd_password: TEXT,
  etcd_key_file: TEXT,
  etcd_cert_file: TEXT,
  etcd_ca_cert_file: TEXT,
};

/** The name of an object, beginning with the name of the network. */
const NETWORK_NAME = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST_OBJECT_NAME = 253;

/** A part of one or two addresses has none between its first and its last, which whereabouts needs. */
const LONGEST_SLICE = 30;

/** @see https://github.com/k8snetworkplumbingwg/whereabouts/blob/master/doc/extended-configuration.md */
export const WHEREABOUTS: IpamType = {
  type: 'whereabouts',
  keys: KEYS,
  supportsIps: 'args',
  ipsNeedPrefix: true,
  ownRelease: false,
  check: (ipam, path) => [...readWhereabouts(ipam, path).faults],
};

/** What whereabouts makes of its configuration. */
export interface WhereaboutsReading {
  readonly faults: readonly Fault[];
  /** A pod gets one address from each. Those that a fault makes unknowable are missing. */
  readonly ranges: readonly WhereaboutsRange[];
}

/** Reads the `ipam` of whereabouts as the plugin does: leading zeros in an address are nothing to it. */
export function readWhereabouts(ipam: Conf, path: readonly Step[]): WhereaboutsReading {
  const faults: Fault[] = [...checkKeys(ipam, KEYS, 'whereabouts', path), ...checkDns(ipam, path), ...checkKubernetes(ipam.kubernetes, [...path, 'kubernetes'])];
  faults.push(
    ...checkAbsolute(ipam, ['configuration_path'], path),
    ...checkLog(ipam, 'log_file', 'log_level', Object.values(WhereaboutsLogLevel), 'whereabouts', path),
    ...checkLease(ipam, path),
  );
  const networkName = typeof ipam.network_name === 'string' ? ipam.network_name : '';
  const gateway = readGateway(ipam, path, faults);
  const entries = entriesOf(ipam, path, faults);
  const isSliced = !isAbsent(ipam.node_slice_size);
  const readings = entries.map((entry) => {
    const isRouted = ipam.enable_l3 === true || entry.conf.enable_l3 === true;
    const isCompared = ipam.enable_overlapping_ranges !== false;
    return readRange(entry.conf, { networkName, gateway, isRouted, isCompared, isSliced }, entry.path, faults);
  });
  // what another range beside slices hands out is none of its addresses
  const ranges = readings.slice(0, isSliced ? 1 : undefined).filter((range) => range !== undefined);
  faults.push(...[{ conf: ipam, path }, ...entries.filter(({ conf }) => conf !== ipam)].flatMap(checkLaterFlags));
  faults.push(...checkOverlaps(ranges, entries));
  if (entries.length === 0 && !isGivenElsewhere(ipam)) {
    faults.push(rules.WHEREABOUTS_RANGE_MISSING.fault([...path, 'range'], ipam.range, {}));
  }
  const fixed = readAddresses(ipam, 'whereabouts', path, faults, withoutLeadingZeros);
  // with a range or an address that is not known, nothing can be said of what is outside
  const subnets = readings.every((range) => range !== undefined) && fixed ? [...ranges.map((range) => range.subnet), ...fixed] : [];
  if (gateway) {
    faults.push(...checkGateway(ipam, gateway, ranges, subnets, path));
  }
  faults.push(...(isGiven(ipam.routes) ? checkRoutes(ipam, { subnets, gateways: gateway ? [gateway] : [] }, path) : []));
  // what is said of the gateway holds for the routes through it
  faults.push(...checkRouters(ipam, (router) => (gateway?.equals(router) ? undefined : rangeWith(router, ranges)), path));
  faults.push(...checkNetworkName(networkName, ranges, [...path, 'network_name']));
  if (typeof ipam.node_slice_size === 'string' && ipam.node_slice_size !== '') {
    faults.push(...checkNodeSlices(ipam, ipam.node_slice_size, entries, readings[0], path));
  }
  return { faults, ranges };
}

function checkLaterFlags({ conf, path }: Entry): Fault[] {
  return LATER_FLAGS.filter((key) => conf[key] === true).map((key) => rules.WHEREABOUTS_KEY_LATER.fault([...path, key], true, { key }));
}

/**
 * Finds ranges of one subnet, or of subnets of which one is in the other. Sorted: a subnet that is in another comes behind it, and before all
 * that are not.
 */
function checkOverlaps(ranges: readonly WhereaboutsRange[], entries: readonly Entry[]): Fault[] {
  const placed = ranges.map((range, place) => ({ ...range, place })).sort((a, b) => a.subnet.compare(b.subnet));
  let [widest] = placed;
  return placed.slice(1).flatMap((range) => {
    if (!widest.subnet.contains(range.subnet.network)) {
      widest = range;
      return [];
    }
    const [first, later] = range.place < widest.place ? [range, widest] : [widest, range];
    const at = [...later.path, 'range'];
    return [rules.WHEREABOUTS_RANGES_OVERLAP.fault(at, entries.find(({ path }) => path === later.path)?.conf.range, {
      other: pathText([...first.path, 'range']), subnet: String(first.subnet),
    })];
  });
}

function checkNetworkName(name: string, ranges: readonly WhereaboutsRange[], path: readonly Step[]): Fault[] {
  if (name === '' || !NETWORK_NAME.test(name)) {
    return name === '' ? [] : [rules.WHEREABOUTS_NETWORK_NAME_INVALID.fault(path, name, {})];
  }
  const longest = LONGEST_OBJECT_NAME - Math.max(0, ...ranges.map(({ subnet }) => `-${subnet}`.length));
  return name.length > longest ? [rules.WHEREABOUTS_NETWORK_NAME_INVALID.fault(path, name, { longest })] : [];
}

/** A part of the configuration that the plugin reads. */
interface Entry {
  readonly conf: Conf;
  readonly path: readonly Step[];
}

/** Whether the addresses come from something else than a range, or the range from something that cannot be read. */
function isGivenElsewhere(ipam: Conf): boolean {
  const cannotBeRead = [ipam.range, ipam.ipRanges].some((value) => isGiven(value) && typeof value !== 'string' && !isEmptyList(value));
  return cannotBeRead || !isAbsent(ipam.configuration_path) || (!isAbsent(ipam.addresses) && !isEmptyList(ipam.addresses));
}

/** The ranges in the order in which a pod gets its addresses: `range` first. */
function entriesOf(ipam: Conf, path: readonly Step[], faults: Fault[]): Entry[] {
  const flat = isAbsent(ipam.range) ? [] : [{ conf: ipam, path }];
  if (!isGiven(ipam.ipRanges)) {
    return flat;
  }
  const at = [...path, 'ipRanges'];
  if (!Array.isArray(ipam.ipRanges)) {
    faults.push(KEY_TYPE.fault(at, ipam.ipRanges, { expected: 'a list of objects with a \'range\'' }));
    return flat;
  }
  if (flat.length === 0 && ipam.ipRanges.length > 0) {
    faults.push(...OF_RANGE.filter((key) => !isAbsent(ipam[key]) && !isEmptyList(ipam[key])).map((key) => (key !== 'exclude' || isListOf(ipam.exclude, (entry) => typeof entry === 'string')
      ? RANGE_KEY_IGNORED.fault([...path, key], ipam[key], { list: 'ipRanges', range: 'range' })
      : KEY_TYPE.fault([...path, key], ipam[key], { expected: EXCLUDE_TYPE }))));
  }
  const nested = Array.from(ipam.ipRanges as unknown[]).flatMap((conf, i) => {
    if (!isConf(conf)) {
      faults.push(KEY_TYPE.fault([...at, i], conf, { expected: 'an object with a \'range\', such as { "range": "192.168.2.0/24" }' }));
      return [];
    }
    faults.push(...checkKeys(conf, RANGE_KEYS, 'a range of whereabouts', [...at, i]));
    return [{ conf, path: [...at, i] }];
  });
  return [...flat, ...nested];
}

function readGateway(ipam: Conf, path: readonly Step[], faults: Fault[]): Ip | undefined {
  if (typeof ipam.gateway !== 'string' || ipam.gateway === '') {
    return undefined;
  }
  const gateway = Ip.parse(withoutLeadingZeros(ipam.gateway));
  if (!gateway) {
    faults.push(ADDRESS_INVALID.fault([...path, 'gateway'], ipam.gateway, { example: '192.168.2.1' }));
  }
  return gateway;
}

/**
 * Finds a gateway that whereabouts gives to a pod, of a plugin that takes the first address of each range for it where none is named.
 *
 * @param ipam the configuration of whereabouts, without a gateway
 */
export function checkFirstAddresses(ipam: Conf, plugin: string, path: readonly Step[]): Fault[] {
  const { ranges } = readWhereabouts(ipam, path);
  const [taken] = ranges.map(({ subnet }) => subnet.network.plus(1n)).filter((first) => rangeWith(first, ranges));
  const given = taken && rangeWith(taken, ranges);
  return given ? [rules.WHEREABOUTS_GATEWAY_IN_RANGE.fault([...path, 'gateway'], ipam.gateway, { ...given, filledIn: String(taken), plugin })] : [];
}

function checkGateway(ipam: Conf, gateway: Ip, ranges: readonly WhereaboutsRange[], subnets: readonly Subnet[], path: readonly Step[]): Fault[] {
  const at = [...path, 'gateway'];
  const given = rangeWith(gateway, ranges);
  if (given && ipam.exclude_gateway !== true) {
    return [rules.WHEREABOUTS_GATEWAY_IN_RANGE.fault(at, ipam.gateway, given)];
  }
  return subnets.length > 0 && !subnets.some((subnet) => subnet.size === 1n || subnet.reaches(gateway))
    ? [rules.GATEWAY_NOT_ON_LINK.fault(at, ipam.gateway, { subnets: subnets.map(String) })]
    : [];
}

/** The range that whereabouts hands an address out from. */
function rangeWith(address: Ip, ranges: readonly WhereaboutsRange[]): { readonly range: string; readonly fix: string } | undefined {
  const handing = ranges.find((range) => handsOut(range, address));
  return handing && {
    range: String(handing.range),
    fix: handing.isSliced ? "take one outside of it, or remove 'node_slice_size', beside which nothing is excluded" : `add "${address.hostCidr}" to 'exclude'`,
  };
}

/** The controller divides the first range, the whole of it, whatever else is said. */
function checkNodeSlices(ipam: Conf, size: string, entries: readonly Entry[], first: WhereaboutsRange | undefined, path: readonly Step[]): Fault[] {
  const at = [...path, 'node_slice_size'];
  const faults: Fault[] = [];
  if (first?.subnet.family === 6) {
    faults.push(rules.NODE_SLICE_IPV6.fault(at, size, { range: String(first.subnet) }));
  } else {
    const bounds = { first: first?.subnet.prefix ?? 1, last: LONGEST_SLICE };
    const prefix = /^\/?\d{1,3}$/.test(size) ? Number(size.replace('/', '')) : NaN;
    if (!(prefix >= bounds.first && prefix <= bounds.last)) {
      faults.push(rules.NODE_SLICE_INVALID.fault(at, size, bounds));
    }
  }
  const [divided, ...others] = entries;
  if (divided) {
    faults.push(
      ...(first && typeof divided.conf.range === 'string' && divided.conf.range.includes('-')
        ? [rules.NODE_SLICE_KEY_IGNORED.fault([...divided.path, 'range'], divided.conf.range, { subnet: String(first.subnet) })]
        : []),
      ...OF_RANGE.filter((key) => !isAbsent(divided.conf[key]) && !isEmptyList(divided.conf[key]))
        .map((key) => rules.NODE_SLICE_KEY_IGNORED.fault([...divided.path, key], divided.conf[key], {})),
    );
  }
  faults.push(...others.map(({ conf, path: otherPath }) => rules.NODE_SLICE_SECOND_RANGE.fault(otherPath, conf, {})));
  if (isAbsent(ipam.network_name)) {
    faults.push(rules.NODE_SLICE_NETWORK_NAME_MISSING.fault([...path, 'network_name'], ipam.network_name, {}));
  }
  return faults;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function checkKubernetes(kubernetes: unknown, path: readonly Step[]): Fault[] {
  return isConf(kubernetes)
    ? [...checkTypes(kubernetes, { kubeconfig: TEXT, k8s_api_root: TEXT }, path), ...checkAbsolute(kubernetes, ['kubeconfig'], path), ...checkApiRoot(kubernetes, path)]
    : [];
}

/** The client for Kubernetes takes a URL, or a host with or without its port. */
function checkApiRoot({ k8s_api_root: root }: Conf, path: readonly Step[]): Fault[] {
  return typeof root !== 'string' || root === '' || /^(https?:\/\/[^\s/]+(\/\S*)?|[^\s/]+\/?)$/i.test(root)
    ? []
    : [KEY_TYPE.fault([...path, 'k8s_api_root'], root, { expected: 'a URL, such as "https://10.0.0.1:6443"', problem: 'is not the address of an API server' })];
}
