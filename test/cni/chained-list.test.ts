import { inOwnWords, withChained } from '../../lib/cni/chained-list';
import { Conf } from '../../lib/cni/keys';
import { KEY_TYPE } from '../../lib/diagnostics/config';

const [MACVLAN, SBR, FIREWALL] = [{ type: 'macvlan', master: 'eth1' }, { type: 'sbr' }, { type: 'firewall' }];

test.each<[string, Conf, Conf[], string | undefined, string]>([
  ['one plugin alone', MACVLAN, [], undefined, '{"cniVersion":"0.3.1","type":"macvlan","master":"eth1"}'],
  ['one plugin with others behind it', { ...MACVLAN, name: 'x', disableCheck: true }, [SBR], '1.0.0',
    '{"cniVersion":"1.0.0","name":"x","disableCheck":true,"plugins":[{"type":"macvlan","master":"eth1"},{"type":"sbr"}]}'],
  ['a list with others behind it', { name: 'x', plugins: [MACVLAN, SBR] }, [SBR], undefined, '{"cniVersion":"0.3.1","name":"x","plugins":[{"type":"macvlan","master":"eth1"},{"type":"sbr"},{"type":"sbr"}]}'],
  ['the version that a plugin behind needs', MACVLAN, [FIREWALL], undefined, '{"cniVersion":"0.4.0","plugins":[{"type":"macvlan","master":"eth1"},{"type":"firewall"}]}'],
  ['the version that a plugin of a list needs', { plugins: [MACVLAN, FIREWALL] }, [], undefined, '{"cniVersion":"0.4.0","plugins":[{"type":"macvlan","master":"eth1"},{"type":"firewall"}]}'],
  ['a version of the configuration', { ...MACVLAN, cniVersion: '1.1.0' }, [SBR], '0.4.0', '{"cniVersion":"1.1.0","plugins":[{"type":"macvlan","master":"eth1"},{"type":"sbr"}]}'],
  ['what is no list of plugins', { plugins: 5 }, [SBR], undefined, '{"cniVersion":"0.3.1","plugins":5}'],
])('%s', (_, config, chained, version, expected) => {
  expect(JSON.stringify(withChained(config, chained, version))).toBe(expected);
});

test.each<[string, Conf, number, boolean, (string | number)[], (string | number)[]]>([
  ['the own plugin, alone', MACVLAN, 0, true, ['mtu'], ['mtu']],
  ['the own plugin, with others behind it', MACVLAN, 1, true, ['plugins', 0, 'mtu'], ['mtu']],
  ['a property', MACVLAN, 1, true, ['plugins', 0, 'min_tx_rate'], ['minTxRate']],
  ['a key that is none', MACVLAN, 1, false, ['plugins', 0, 'min_tx_rate'], ['min_tx_rate']],
  ['a chained plugin', MACVLAN, 2, true, ['plugins', 2, 'mtu'], ['chained', 1, 'mtu']],
  ['a plugin of a list', { plugins: [MACVLAN, SBR] }, 1, false, ['plugins', 1, 'table'], ['plugins', 1, 'table']],
  ['one behind a list', { plugins: [MACVLAN, SBR] }, 1, false, ['plugins', 2, 'table'], ['chained', 0, 'table']],
  ['what is beside the plugins', MACVLAN, 1, true, ['cniVersion'], ['cniVersion']],
])('the words for %s', (_, config, chained, typed, path, expected) => {
  const fault = KEY_TYPE.fault(path, 5, { expected: 'x' });
  expect(inOwnWords(config, chained, typed)(fault)).toEqual({ ...fault, path: expected });
});
