import { BondMode } from './bond-mode';
import { checkMtu } from './interface-on-master';
import { checkIpamOptional } from './ipam-given';
import { ANY, Conf, FLAG, INTEGER, LIST, TEXT, isConf, isInterfaceName } from './keys';
import { PluginType } from './plugin-type';
import { checkOneOf, checkWithin, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { INTERFACE_NAME_INVALID } from '../diagnostics/attachment';
import { MODE_UNKNOWN } from '../diagnostics/config';
import { BOND_LINKS_INVALID, BOND_MIIMON_INVALID } from '../diagnostics/plugins';

/** What the kernel knows; a name that the plugin does not know becomes the last of them. */
const HASH_POLICIES = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'];

const MODES: string[] = Object.values(BondMode);

/** @see https://github.com/k8snetworkplumbingwg/bond-cni */
export const BOND: PluginType = {
  type: 'bond',
  keys: {
    ifname: TEXT,
    mode: TEXT,
    linksInContainer: FLAG,
    failOverMac: INTEGER,
    miimon: TEXT,
    links: LIST,
    mtu: INTEGER,
    xmitHashPolicy: TEXT,
    allSlavesActive: ANY,
  },
  check: (conf, path) => [
    ...checkBondName(conf.ifname, [...path, 'ifname']),
    ...checkBondMode(conf.mode, [...path, 'mode']),
    ...checkWithin(conf, 'failOverMac', 0, 2, path),
    ...checkWithin(conf, 'allSlavesActive', 0, 1, path),
    ...checkOneOf(conf, 'xmitHashPolicy', HASH_POLICIES, 'bond', path),
    ...checkMiimon(conf.miimon, [...path, 'miimon']),
    ...checkLinks(conf, path),
    ...checkMtu(conf, path),
    ...checkIpamOptional(conf, 'bond', path),
  ],
};

/** The plugin takes the name that Multus gives where there is none. */
function checkBondName(name: unknown, path: readonly Step[]): Fault[] {
  return typeof name === 'string' && name !== '' && !isInterfaceName(name) ? [INTERFACE_NAME_INVALID.fault(path, name, {})] : [];
}

/** A mode must be given: the kernel refuses what the plugin makes of none. */
function checkBondMode(mode: unknown, path: readonly Step[]): Fault[] {
  return (typeof mode === 'string' || !isGiven(mode)) && !MODES.includes(String(mode)) ? [MODE_UNKNOWN.fault(path, mode, { modes: MODES })] : [];
}

function checkMiimon(miimon: unknown, path: readonly Step[]): Fault[] {
  return (typeof miimon === 'string' && /^\d+$/.test(miimon)) || (isGiven(miimon) && typeof miimon !== 'string')
    ? []
    : [BOND_MIIMON_INVALID.fault(path, miimon, {})];
}

function checkLinks(conf: Conf, path: readonly Step[]): Fault[] {
  const links = conf.links;
  if (isGiven(links) && !Array.isArray(links)) {
    return [];
  }
  const names: unknown[] = Array.from((links as unknown[] | undefined | null) ?? [], (link) => (isConf(link) ? link.name : undefined));
  return names.length >= 2 && names.every((name) => isInterfaceName(name)) ? [] : [BOND_LINKS_INVALID.fault([...path, 'links'], links, {})];
}
