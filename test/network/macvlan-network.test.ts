import { ApiObject, Testing } from 'cdk8s';
import { Attachments, ChainedPlugin, Ipam, MacvlanMode, MacvlanNetwork, MacvlanNetworkProps } from '../../lib';
import { chartOf, stderrOf } from '../support/app';
import { NO_FACTORY, NO_MASTER, NO_MTU, POOL, POOL_TEXT, typed } from '../support/networks';

const { configOf, failure, neverBreaks } = typed(MacvlanNetwork);

test.each<[string, MacvlanNetworkProps, string]>([
  ['the defaults', { master: 'eth1', ipam: POOL }, `{"cniVersion":"0.3.1","type":"macvlan","master":"eth1","mode":"bridge",${POOL_TEXT}}`],
  ['layer 2 alone', { master: 'eth1', ipam: Ipam.none(), mode: MacvlanMode.PASSTHRU }, '{"cniVersion":"0.3.1","type":"macvlan","master":"eth1","mode":"passthru","ipam":{}}'],
  ['chained plugins', { master: 'eth1', ipam: POOL, rawConfig: { bclim: 5 }, chained: [ChainedPlugin.sbr()] },
    `{"cniVersion":"0.3.1","plugins":[{"type":"macvlan","master":"eth1","mode":"bridge",${POOL_TEXT},"bclim":5},{"type":"sbr"}]}`],
])('renders %s', (_, props, config) => {
  expect(configOf(props)).toBe(config);
});

test('warns where nobody says whether layer 2 is all that is meant', () => {
  const warnings = (props: Partial<MacvlanNetworkProps>) => stderrOf(() => configOf({ master: 'eth1', ...props }));
  expect(warnings({ ipam: Ipam.none() })).toBe('');
  expect(warnings({})).toBe("warning: [networks/net] ipam-missing-layer-2 'ipam' names no plugin for the addresses, so that the interface of macvlan has none: got nothing; "
    + 'expected an object with a \'type\', such as { "type": "host-local", "subnet": "192.168.1.0/24" }; '
    + 'say where the addresses come from, or write {} (in code: Ipam.none()) if layer 2 is all that is meant\n');
});

test('gives a pod the addresses that it asks for, with the capabilities for them', () => {
  const chart = chartOf('networks');
  const network = new MacvlanNetwork(chart, 'net', { master: 'eth1', ipam: POOL });
  const pod = new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' }, spec: { containers: [{ name: 'app', image: 'app:1' }] } });
  Attachments.of(pod).attach(network, { ips: ['192.168.1.5'], mac: '02:00:00:00:00:01' });
  expect(JSON.parse(Testing.synth(chart)[0].spec.config).capabilities).toEqual({ ips: true, mac: true });
});

test.each<[string, unknown, string]>([
  ['no master', { ipam: POOL }, NO_MASTER],
  ['another mode', { master: 'eth1', mode: 'l2', ipam: POOL }, 'mode-unknown \'mode\' is not a mode: got "l2"; expected "bridge", "private", "vepa", "passthru"; write one of them, in lower case'],
  ['a MAC address of a group', { master: 'eth1', mac: '01:00:00:00:00:01', ipam: POOL },
    'hardware-address-invalid \'mac\' is not the hardware address of an interface: got "01:00:00:00:00:01"; expected six octets, the first of them even, such as "02:00:00:00:00:01"; correct it, or leave it out'],
  ['an MTU of 0', { master: 'eth1', mtu: 0, ipam: POOL }, NO_MTU('0')],
  ['a queue below zero', { master: 'eth1', bcqueuelen: -1, ipam: POOL }, "key-type 'bcqueuelen' has the wrong type: got -1; expected a whole number from 0 to 4294967295; correct the value"],
  ['the configuration of an IPAM', { master: 'eth1', ipam: {} }, NO_FACTORY('{}')],
  ['a bandwidth, which needs a veth pair', { master: 'eth1', ipam: POOL, chained: [ChainedPlugin.tuning({}), ChainedPlugin.bandwidth({ egressRate: 8, egressBurst: 8 })] },
    'bandwidth-needs-veth \'chained[1].type\' cannot limit the interface of macvlan, which is no veth pair: got "bandwidth"; expected behind a plugin that makes a veth pair, such as "bridge" or "ptp"; remove it, or use such a plugin'],
])('fails on %s', (_, props, message) => {
  expect(failure(props)).toBe(message);
});

test('from JavaScript: one message of one line, or a network', () => {
  neverBreaks('master', 'mode', 'mac', 'linkInContainer', 'bcqueuelen');
});
