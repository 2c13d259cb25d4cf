import { checkMaster } from './interface-on-master';
import { checkIpamOptional, checkIpamRefused } from './ipam-given';
import { TEXT } from './keys';
import { PluginType } from './plugin-type';
import { isAbsent } from './values';
import { KEY_MISSING } from '../diagnostics/plugins';

const TYPE = 'ipoib';

/**
 * An interface on one of InfiniBand, where macvlan and ipvlan cannot be.
 *
 * @see https://github.com/Mellanox/ipoib-cni
 */
export const IPOIB: PluginType = {
  type: TYPE,
  keys: { master: TEXT },
  check: (conf, path) => [
    ...(isAbsent(conf.master)
      ? [KEY_MISSING.fault([...path, 'master'], conf.master, { plugin: TYPE, expected: 'the name of an InfiniBand interface on the node, such as "ib0"' })]
      : checkMaster(conf, path)),
    ...checkIpamOptional(conf, TYPE, path),
    ...checkIpamRefused(conf, TYPE, (type) => type === 'dhcp', 'another IPAM, such as "host-local" or "whereabouts"', path),
  ],
};
