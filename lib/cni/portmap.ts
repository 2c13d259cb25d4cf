import { Conf, FLAG, INTEGER, TEXT } from './keys';
import { checkCapability } from './link-options';
import { PluginType } from './plugin-type';
import { KEY_TYPE } from '../diagnostics/config';
import { TEXT_LIST, checkWithin, exclusive, isGiven } from './values';
import { Fault, Step } from '../diagnostics';
import { VALUE_UNKNOWN } from '../diagnostics/plugins';

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
    ...checkBackend(conf, path),
    ...checkWithin(conf, 'markMasqBit', 0, 31, path),
    ...(isGiven(conf.markMasqBit) && isGiven(conf.externalSetMarkChain) ? [exclusive(conf, 'markMasqBit', 'externalSetMarkChain', path)] : []),
    ...(conf.externalSetMarkChain === '' ? [KEY_TYPE.fault([...path, 'externalSetMarkChain'], '', { expected: 'the name of a chain, such as "KUBE-MARK-MASQ"', problem: 'is empty' })] : []),
    ...checkCapability(conf, 'portmap', 'portMappings', path),
  ],
};

/** A condition as each backend reads it. */
const EXAMPLES: Readonly<Record<string, string>> = { iptables: '["!", "-d", "192.0.2.0/24"]', nftables: '["ip daddr != 192.0.2.0/24"]' };

/** The plugin has no default for an empty backend, and refuses what is written for the other one. Which one it takes where none is named, the node decides. */
function checkBackend(conf: Conf, path: readonly Step[]): Fault[] {
  const { backend } = conf;
  if (typeof backend !== 'string') {
    return [];
  }
  if (!Object.hasOwn(EXAMPLES, backend)) {
    return [VALUE_UNKNOWN.fault([...path, 'backend'], backend, { plugin: 'portmap', values: Object.keys(EXAMPLES) })];
  }
  return [
    ...['conditionsV4', 'conditionsV6'].filter((key) => (backendOf(conf[key]) ?? backend) !== backend).map((key) => KEY_TYPE.fault([...path, key], conf[key], {
      problem: `is not written for the backend "${backend}"`, expected: `conditions such as ${EXAMPLES[backend]}`,
    })),
    ...(backend === 'nftables' && isGiven(conf.externalSetMarkChain) ? [exclusive(conf, 'externalSetMarkChain', 'backend', path)] : []),
  ];
}

/** The backend that conditions are written for, by their first word. */
function backendOf(conditions: unknown): string | undefined {
  const [first] = Array.isArray(conditions) ? conditions as unknown[] : [];
  return typeof first === 'string' && first !== '' ? (/^[-!]/.test(first) ? 'iptables' : 'nftables') : undefined;
}
