import { FLAG, INTEGER, TEXT } from './keys';
import { checkCapability } from './link-options';
import { PluginType } from './plugin-type';
import { KEY_TYPE } from '../diagnostics/config';
import { TEXT_LIST, checkOneOf, checkWithin, exclusive, isGiven } from './values';

/** @see https://www.cni.dev/plugins/current/meta/portmap/ */
export const PORTMAP: PluginType = {
  type: 'portmap',
  keys: {
    backend: TEXT,
    snat: FLAG,
    conditionsV4: TEXT_LIST,
    conditionsV6: TEXT_LIST,
    masqAll: FLAG,
    markMasqBit: INTEGER,
    externalSetMarkChain: TEXT,
  },
  keysSince: { backend: { release: '1.6.0', before: 'iptables' } },
  check: (conf, path) => [
    ...checkOneOf(conf, 'backend', ['iptables', 'nftables'], 'portmap', path),
    ...checkWithin(conf, 'markMasqBit', 0, 31, path),
    ...(isGiven(conf.markMasqBit) && isGiven(conf.externalSetMarkChain) ? [exclusive(conf, 'markMasqBit', 'externalSetMarkChain', path)] : []),
    ...(conf.externalSetMarkChain === '' ? [KEY_TYPE.fault([...path, 'externalSetMarkChain'], '', { expected: 'the name of a chain, such as "KUBE-MARK-MASQ"', problem: 'is empty' })] : []),
    ...checkCapability(conf, 'portmap', 'portMappings', path),
  ],
};
