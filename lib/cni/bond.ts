import { BondMode } from './bond-mode';
import { checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { Conf, FLAG, INTEGER, LIST, TEXT, isConf, isInterfaceName } from './keys';
import { PluginType } from './plugin-type';
import { checkOneOf, checkWithin, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { MODE_UNKNOWN } from '../diagnostics/config';
import { BOND_LINKS_INVALID, BOND_MIIMON_INVALID, BOND_OPTION_REFUSED, VALUE_UNKNOWN } from '../diagnostics/plugins';

/** What the kernel knows; what it does not, the plugin refuses, or of old takes for the last of them. */
const HASH_POLICIES = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'];

const MODES: string[] = Object.values(BondMode);

/** The modes that choose a link by its load. */
const BALANCING: string[] = [BondMode.BALANCE_TLB, BondMode.BALANCE_ALB];

/** The kernel counts in 32 bits with a sign. */
export const LONGEST_MIIMON = 2 ** 31 - 1;

/** @see https://github.com/k8snetworkplumbingwg/bond-cni */
export const BOND: PluginType = {
  type: 'bond',
  keys: {
    mode: TEXT,
    linksInContainer: FLAG,
    failOverMac: INTEGER,
    miimon: TEXT,
    links: LIST,
    mtu: INTEGER,
    xmitHashPolicy: TEXT,
    allSlavesActive: INTEGER,
    tlbDynamicLb: INTEGER,
  },
  check: (conf, path) => [
    ...checkBondMode(conf.mode, [...path, 'mode']),
    ...checkWithin(conf, 'failOverMac', 0, 2, path),
    ...['allSlavesActive', 'tlbDynamicLb'].flatMap((key) => checkWithin(conf, key, 0, 1, path)),
    ...checkBalancing(conf, path),
    ...(conf.xmitHashPolicy === '' ? [VALUE_UNKNOWN.fault([...path, 'xmitHashPolicy'], '', { plugin: 'bond', values: HASH_POLICIES })] : []),
    ...checkOneOf(conf, 'xmitHashPolicy', HASH_POLICIES, 'bond', path),
    ...checkMiimon(conf.miimon, [...path, 'miimon']),
    ...checkLinks(conf, path),
    ...checkMtu(conf, path),
    ...checkIpamOptional(conf, 'bond', path),
  ],
};

/** A mode must be given: the plugin refuses none, or the kernel what older ones make of it. */
function checkBondMode(mode: unknown, path: readonly Step[]): Fault[] {
  return (typeof mode === 'string' || !isGiven(mode)) && !MODES.includes(String(mode)) ? [MODE_UNKNOWN.fault(path, mode, { modes: MODES })] : [];
}

function checkBalancing({ tlbDynamicLb, mode }: Conf, path: readonly Step[]): Fault[] {
  return isGiven(tlbDynamicLb) && typeof mode === 'string' && MODES.includes(mode) && !BALANCING.includes(mode)
    ? [BOND_OPTION_REFUSED.fault([...path, 'tlbDynamicLb'], tlbDynamicLb, { mode, modes: BALANCING })]
    : [];
}

function checkMiimon(miimon: unknown, path: readonly Step[]): Fault[] {
  return (typeof miimon === 'string' && /^\d+$/.test(miimon) && Number(miimon) <= LONGEST_MIIMON) || (isGiven(miimon) && typeof miimon !== 'string')
    ? []
    : [BOND_MIIMON_INVALID.fault(path, miimon, {})];
}

function checkLinks(conf: Conf, path: readonly Step[]): Fault[] {
  const links = conf.links;
  if (isGiven(links) && !Array.isArray(links)) {
    return [];
  }
  const names: unknown[] = Array.from((links as unknown[] | undefined | null) ?? [], (link) => (isConf(link) ? link.name : undefined));
  return checkLinkNames(names, links, [...path, 'links']);
}

/** Checks the names of the links. */
export function checkLinkNames(names: readonly unknown[], got: unknown, path: readonly Step[], areNames = false): Fault[] {
  const twice = names.find((name, i) => isInterfaceName(name) && names.indexOf(name) !== i);
  return twice === undefined && names.length >= 2 && names.every((name) => isInterfaceName(name))
    ? []
    : [BOND_LINKS_INVALID.fault(path, got, { areNames, ...(typeof twice === 'string' && { twice }) })];
}
