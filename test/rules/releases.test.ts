import { Testing, Yaml } from 'cdk8s';
import { BridgeNetwork, CniNetwork, CniPluginsInstall, CniPluginsSource, Ipam } from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { chartOf, stderrOf } from '../support/app';
import { messageThrownBy } from '../support/messages';

const plugins = (version: string, names = 'bridge macvlan host-local') => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cni-plugins', namespace: 'kube-system' },
  spec: { template: { spec: { initContainers: [{ name: 'install', image: 'alpine:3.22.2', env: [
    { name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: names }, { name: 'VERSION', value: version },
  ] }] } } },
});
const network = (config: object) => ({
  apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'storage', namespace: 'default' },
  spec: { config: JSON.stringify(config) },
});
const MACVLAN = { cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } };
const ALL = 'macvlan sbr host-local';
const SBR = { cniVersion: '0.3.1', plugins: [MACVLAN, { type: 'sbr', addSourceHints: true }] };

function rulesOf(...objects: object[]): string[] {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  return check.finish().findings.map(({ rule }) => rule);
}

test.each<[string, string, string[]]>([
  ['v0.9.1', '0.4.0', []], ['v0.9.1', '1.0.0', ['cni-version-too-new']],
  ['v1.0.0', '1.0.0', []], ['v1.5.1', '1.1.0', ['cni-version-too-new']],
  ['v1.6.0', '1.1.0', []], ['v1.6.0-rc1', '1.1.0', []], ['v1.9.1', '1.1.0', []],
  // others say what is wrong with these
  ['v1.2.0', '9.9.9', ['cni-version-unsupported']], ['latest', '1.1.0', []],
])('the plugins %s accept version %s of the specification, or it is found', (version, cniVersion, rules) => {
  expect(rulesOf(plugins(version), network({ ...MACVLAN, cniVersion }))).toEqual(rules);
});

test.each<[string, object[], string[]]>([
  ['where the plugins come from another installation', [plugins('v1.2.0', 'bridge'), network({ cniVersion: '1.1.0', type: 'sriov', deviceID: '0000:03:02.0' })], []],
  ['where no release is known', [network({ ...MACVLAN, bcqueuelen: 5 })], []],
  ['where the release is new enough', [plugins('v1.6.0'), network({ ...MACVLAN, bcqueuelen: 5 })], []],
  ['of a key whose first release is not known', [plugins('v1.9.2', ALL), network(SBR)], []],
  ['of a key that came after the release', [plugins('v1.9.1', ALL), network(SBR)], ['key-too-new']],
  ['of a key that came long after the release', [plugins('v1.5.1', ALL), network(SBR)], ['key-too-new']],
  ['of a key that the release ignores', [plugins('v1.5.1'), network({ ...MACVLAN, bcqueuelen: 5 })], ['key-too-new']],
  ['of a route that gets into the main table', [plugins('v1.5.1'), network({ ...MACVLAN, ipam: { ...MACVLAN.ipam, routes: [{ dst: '0.0.0.0/0', table: 100 }] } })], ['key-too-new']],
  ['of a table that plugins of any version of the specification set', [plugins('v1.9.1'), network({ ...MACVLAN, ipam: { ...MACVLAN.ipam, routes: [{ dst: '0.0.0.0/0', table: 100 }] } })], []],
])('says what is true %s', (_, objects, rules) => {
  expect(rulesOf(...objects)).toEqual(rules);
});

test('names the release behind which a key came', () => {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(plugins('v1.9.1', ALL), network(SBR)));
  expect(check.finish().findings.map(({ message }) => message)).toEqual([
    'key-too-new \'plugins[1].addSourceHints\' is ignored by the plugins 1.9.1 that "kube-system/cni-plugins" installs: got true; '
    + 'expected the plugins newer than 1.9.1, or no such key; install a newer release, or remove the key',
  ]);
});

describe('in an app', () => {
  const install = (chart = chartOf()) => {
    new CniPluginsInstall(chart, 'plugins', { source: CniPluginsSource.release({ version: 'v1.2.0' }) });
    return chart;
  };

  test('says it in the words of the properties', () => {
    const chart = install();
    new BridgeNetwork(chart, 'trunk', { bridge: 'br-trunk', vlanTrunk: [{ minId: 100, maxId: 105 }], ipam: Ipam.none() });
    expect(stderrOf(() => Testing.synth(chart))).toBe(
      'warning: [apps/trunk] key-too-new \'vlanTrunk\' is ignored by the plugins 1.2.0 that "apps/plugins" installs: got [{"minID":100,"maxID":105}]; '
      + 'expected the plugins 1.3.0 or later, or no such key; install a newer release, or remove the key\n');
  });

  test.each([false, true])('says it of the oldest release that some nodes have, whichever comes first', (isReversed) => {
    const chart = chartOf();
    const versions = isReversed ? ['v1.9.1', 'v1.2.0'] : ['v1.2.0', 'v1.9.1'];
    versions.forEach((version) => new CniPluginsInstall(chart, version, {
      name: version === 'v1.2.0' ? 'cni-plugins-old' : undefined, source: CniPluginsSource.release({ version }), nodeSelector: { release: version },
    }));
    new BridgeNetwork(chart, 'trunk', { bridge: 'br-trunk', vlanTrunk: [{ minId: 100, maxId: 105 }], ipam: Ipam.none() });
    expect(stderrOf(() => Testing.synth(chart))).toContain('is ignored by the plugins 1.2.0 that "apps/v1.2.0" installs');
  });

  test('fails on a version that the installed plugins refuse', () => {
    const chart = install();
    new CniNetwork(chart, 'storage', { config: { ...MACVLAN, cniVersion: '1.1.0' } });
    expect(messageThrownBy(() => Testing.synth(chart))).toContain(
      '[apps/storage] cni-version-too-new \'cniVersion\' is newer than what the plugins 1.2.0 of "apps/plugins" can read: got "1.1.0"; expected "1.0.0" or earlier; write "1.0.0", or install a newer release of the plugins');
  });
});
