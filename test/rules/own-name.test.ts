import { CniNetwork } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { checkOwnName } from '../../lib/rules/own-name';
import { networkText, rulesIn } from '../manifests/support';
import { chartOf } from '../support/app';
import { linesOf } from '../support/messages';

/** What is said of the network "blue" of this configuration. */
function lines(config: Record<string, any>, namespace?: string): string[] {
  const chart = chartOf('networks', {});
  new CniNetwork(chart, 'net', { name: 'blue', namespace, config: { cniVersion: '0.3.1', name: 'blue', ...config } });
  return linesOf(AppFacts.of(chart).facts().networks.flatMap(checkOwnName));
}

const MISMATCH = (path: string, got: string, expected: string) => `error: ovn-name-mismatch '${path}' is not the namespace and name of this network: got "${got}"; expected ${expected}; write that`;
const ovn = (netAttachDefName: string, topology = 'layer2') => ({ type: 'ovn-k8s-cni-overlay', topology, netAttachDefName });

describe('of OVN-Kubernetes', () => {
  test('passes where it is that of the network', () => {
    expect(lines(ovn('tenant/blue'), 'tenant')).toEqual([]);
    expect(lines(ovn('anywhere/blue'))).toEqual([]);
    expect(lines(ovn('x/y', ''), 'tenant')).toEqual([]);
    expect(lines({ ...ovn('x/y'), type: 'my-plugin' }, 'tenant')).toEqual([]);
  });

  test.each<[string, string | undefined, string, string]>([
    ['of another namespace', 'tenant', 'default/blue', '"tenant/blue"'],
    ['of another network', 'tenant', 'tenant/red', '"tenant/blue"'],
    ['without a namespace', 'tenant', 'blue', '"tenant/blue"'],
    ['without a namespace, where it is not known', undefined, 'blue', 'its namespace and its name, such as "default/blue"'],
    ['with a part too many', undefined, 'a/b/blue', 'its namespace and its name, such as "default/blue"'],
    ['of another network, where the namespace is not known', undefined, 'default/dark-blue', 'its namespace and its name, such as "default/blue"'],
  ])('fails where it is one %s', (_, namespace, said, expected) => {
    expect(lines(ovn(said), namespace)).toEqual([MISMATCH('netAttachDefName', said, expected)]);
  });
});

test('passes where the network has no name, which is a finding of its own', () => {
  expect(rulesIn(networkText({ cniVersion: '0.3.1', name: 'blue', ...ovn('default/blue') }, { name: undefined }))).toEqual(['error network-name-missing']);
});

describe('of Kube-OVN', () => {
  const server_socket = '/run/openvswitch/kube-ovn-daemon.sock';
  const plugin = (provider?: string) => ({ type: 'kube-ovn', server_socket, provider });
  const ipam = (provider?: string) => ({ type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'kube-ovn', server_socket, provider } });

  test('passes where it is that of the network, or of the cluster, or says nothing', () => {
    for (const config of [plugin('blue.tenant.ovn'), plugin('ovn'), plugin(), plugin(''), ipam('blue.tenant'), ipam()]) {
      expect(lines(config, 'tenant')).toEqual([]);
    }
    expect([plugin('blue.anywhere.ovn'), ipam('blue.anywhere')].flatMap((config) => lines(config))).toEqual([]);
    expect(lines({ type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'my-ipam', provider: 'x' } }, 'tenant')).toEqual([]);
    // in a list with the plugin itself it counts, not the IPAM of another
    expect(lines({ plugins: [plugin('blue.tenant.ovn'), { type: 'tuning', ipam: { type: 'kube-ovn', server_socket, provider: 'x' } }] }, 'tenant')).toEqual([]);
  });

  test('fails where it is another', () => {
    expect(lines(plugin('blue.tenant'), 'tenant')).toEqual([MISMATCH('provider', 'blue.tenant', '"blue.tenant.ovn"')]);
    expect(lines({ plugins: [plugin('tenant.blue.ovn')] }, 'tenant')).toEqual([MISMATCH('plugins[0].provider', 'tenant.blue.ovn', '"blue.tenant.ovn"')]);
    expect(lines(ipam('blue.tenant.ovn'), 'tenant')).toEqual([MISMATCH('ipam.provider', 'blue.tenant.ovn', '"blue.tenant"')]);
    expect(lines(ipam('red.tenant'))).toEqual([MISMATCH('ipam.provider', 'red.tenant', 'its namespace and its name, such as "blue.default"')]);
    expect(lines(plugin('blue.ovn'))).toEqual([MISMATCH('provider', 'blue.ovn', 'its namespace and its name, such as "blue.default.ovn"')]);
  });
});
