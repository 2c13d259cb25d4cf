import { pathInOwnPlugins, withChained } from '../../lib/cni/chained-list';
import { Conf } from '../../lib/cni/keys';

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

test.each<[string, Conf, number, (string | number)[], (string | number)[]]>([
  ['the own plugin, alone', MACVLAN, 0, ['mtu'], ['mtu']],
  ['the own plugin, with others behind it', MACVLAN, 1, ['plugins', 0, 'mtu'], ['mtu']],
  ['a chained plugin', MACVLAN, 2, ['plugins', 2, 'mtu'], ['chained', 1, 'mtu']],
  ['a plugin of a list', { plugins: [MACVLAN, SBR] }, 1, ['plugins', 1, 'table'], ['plugins', 1, 'table']],
  ['one behind a list', { plugins: [MACVLAN, SBR] }, 1, ['plugins', 2, 'table'], ['chained', 0, 'table']],
  ['what is beside the plugins', MACVLAN, 1, ['cniVersion'], ['cniVersion']],
])('the place of %s', (_, config, chained, path, expected) => {
  expect(pathInOwnPlugins(config, chained)(path)).toEqual(expected);
});
