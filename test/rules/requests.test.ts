import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AttachmentOptions, Attachments, CniNetwork, Ipam, NodeSet } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { NETWORKS_ANNOTATION } from '../../lib/facts/selection';
import { checkRequests } from '../../lib/rules/requests';
import { resolve } from '../../lib/rules/resolve';
import { networkText, rulesIn } from '../manifests/support';
import { chartOf, existing, ipvlan } from '../support/app';
import { linesOf } from '../support/messages';

const HOST_LOCAL = { type: 'host-local', subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.17' };
const STATIC = { type: 'static' };
const IPVLAN = { type: 'ipvlan', master: 'eth1', mode: 'l2' };
const BRIDGE = { type: 'bridge', bridge: 'br0' };

type Config = Record<string, any>;

/** What the rules say of a pod, or of so many, that asks a network of this configuration for something. */
function lines(config: Config, options: AttachmentOptions, replicas = 1, strategy = kplus.DeploymentStrategy.recreate()): string[] {
  const chart = chartOf();
  const network = new CniNetwork(chart, 'storage', { name: 'storage', config });
  Attachments.of(new kplus.Deployment(chart, 'app', { replicas, strategy })).attach(existing(chart, 'elsewhere')).attach(network, options);
  return linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault));
}

const OVN = { type: 'ovn-k8s-cni-overlay', name: 'blue', topology: 'layer2', subnets: '10.0.0.0/24', netAttachDefName: 'default/storage' };

const list = (...plugins: Config[]) => ({ plugins });

describe('addresses', () => {
  test.each<[string, Config, string[]]>([
    ['the first of the pool', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.13']],
    ['the last of the pool, with a prefix length', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.17/24']],
    ['one of the second pool', { ...IPVLAN, ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24' }, { subnet: '10.1.0.0/24' }]] } }, ['10.1.0.5']],
    ['several of static', { ...IPVLAN, ipam: STATIC }, ['192.168.1.14/24', 'fd00:1::14/64']],
    ['one that whereabouts leaves out', { ...IPVLAN, ipam: { type: 'whereabouts', range: '10.0.0.0/24', exclude: ['10.0.0.4/31'] } }, ['10.0.0.5/24']],
    ['one beside the range of whereabouts', { ...IPVLAN, ipam: { type: 'whereabouts', range: '10.0.0.0/24', range_start: '10.0.0.10' } }, ['10.0.0.5/24', 'fd00::1/64']],
    ['one of a plugin that knows its addresses, with another behind it', list({ type: 'ovn-k8s-cni-overlay' }, { type: 'tuning' }), ['10.0.0.5/24']],
    ['one of an IPAM that nobody knows', { ...IPVLAN, ipam: { type: 'my-ipam' } }, ['10.0.0.5']],
  ])('pass: %s', (_, config, ips) => {
    expect(lines(config, { ips })).toEqual([]);
  });

  test.each<[string, Config, Config, string[]]>([
    ['a range that is not known', { ...IPVLAN, ipam: { type: 'host-local', ranges: [[{ subnet: 'x' }], [{ subnet: '10.0.0.0/24' }]] } }, { ips: ['192.168.1.13'] }, ['error subnet-invalid']],
    ['a text that is none', { ...IPVLAN, ipam: HOST_LOCAL }, { ips: ['x'] }, ['error ips-invalid']],
    ['two texts that are none', { ...IPVLAN, ipam: STATIC }, { ips: ['x', 'y'] }, ['error ips-invalid']],
    ['a network without plugins', list(), { ips: ['10.0.0.5'], mac: '02:00:00:00:00:01', bandwidth: { ingressRate: 8000, ingressBurst: 8000 } }, ['error plugin-type-missing']],
  ])('are not judged where there is %s', (_, config, selection, expected) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations: { [NETWORKS_ANNOTATION]: JSON.stringify([{ name: 'net', ...selection }]) } } };
    expect(rulesIn(`${networkText({ cniVersion: '0.3.1', ...config })}\n---\n${JSON.stringify(pod)}`)).toEqual(expected);
  });

  const OUTSIDE = "error: ips-outside-pool 'attachments[1].ips[0]' is not in the pool of the network \"apps/storage\": got";
  const POOL = 'expected an address of "192.168.1.13-192.168.1.17"; ask for such an address, or widen the pool';
  const SUPPORTED = "expected an IPAM such as host-local, static or whereabouts; remove 'ips', or change the IPAM of the network";
  test.each<[string, Config, string[], string[]]>([
    ['one before the pool', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.12'], [`${OUTSIDE} "192.168.1.12"; ${POOL}`]],
    ['one behind the pool', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.18/24'], [`${OUTSIDE} "192.168.1.18/24"; ${POOL}`]],
    ['one of the other family', { ...IPVLAN, ipam: HOST_LOCAL }, ['fd00:1::14'], [`${OUTSIDE} "fd00:1::14"; ${POOL}`]],
    ['the gateway', { ...IPVLAN, ipam: { type: 'host-local', subnet: '192.168.1.0/24', gateway: '192.168.1.20' } }, ['192.168.1.20'], [
      "error: ips-outside-pool 'attachments[1].ips[0]' is the gateway of the network \"apps/storage\": got \"192.168.1.20\"; "
      + 'expected an address of "192.168.1.1-192.168.1.254" that is not the gateway; ask for such an address',
    ]],
    ['two of host-local', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.14', '192.168.1.15'], [
      "error: ips-many 'attachments[1].ips' asks host-local for more than one address: got [\"192.168.1.14\",\"192.168.1.15\"]; expected one address; ask for one address; for dual stack let host-local choose from 'ranges'",
    ]],
    ['one of static without a prefix length', { ...IPVLAN, ipam: STATIC }, ['192.168.1.14'], [
      "error: ips-need-prefix 'attachments[1].ips[0]' has no prefix length, which static needs: got \"192.168.1.14\"; expected an address and a prefix length, such as \"192.168.1.14/24\"; add the prefix length of the subnet",
    ]],
    ['one that whereabouts hands out', { ...IPVLAN, ipam: { type: 'whereabouts', ipRanges: [{ range: 'fd00::/64' }, { range: '10.0.0.0/24', exclude: ['10.0.0.128/25'] }] } }, ['10.0.0.5/24', '10.0.0.130/24'], [
      "warning: ips-not-reserved 'attachments[1].ips[0]' is in the range \"10.0.0.1-10.0.0.254\" of the network \"apps/storage\", from which whereabouts may give it to another pod too: got \"10.0.0.5/24\"; "
      + "expected an address that whereabouts does not hand out; add \"10.0.0.5/32\" to 'exclude' of the range, or choose another address",
    ]],
    ['one of dhcp', { ...BRIDGE, ipam: { type: 'dhcp' } }, ['192.168.1.14'], [
      `error: ips-unsupported 'attachments[1].ips' asks the network "apps/storage" for addresses, and dhcp gives none on request: got ["192.168.1.14"]; ${SUPPORTED}`,
    ]],
    ['one of dhcp behind a plugin that nobody knows', { type: 'my-plugin', ipam: { type: 'dhcp' } }, ['192.168.1.14'], [
      `error: ips-unsupported 'attachments[1].ips' asks the network "apps/storage" for addresses, and dhcp gives none on request: got ["192.168.1.14"]; ${SUPPORTED}`,
    ]],
    ...[BRIDGE, { ...BRIDGE, ipam: { type: '' } }].map((config): [string, Config, string[], string[]] => ['one of a network without IPAM', config, ['192.168.1.14'], [
      `error: ips-unsupported 'attachments[1].ips' asks the network "apps/storage" for addresses, and a network without IPAM gives none on request: got ["192.168.1.14"]; ${SUPPORTED}`,
    ]]),
    ['one of a network that chooses them, with a plugin behind it', list(OVN, { type: 'tuning' }), ['10.0.0.5/24'], [
      "error: ovn-ips-refused 'attachments[1].ips' asks for addresses of the network \"apps/storage\", whose 'subnets' have OVN-Kubernetes choose them: got [\"10.0.0.5/24\"]; "
      + "expected no addresses, or a network without 'subnets'; remove 'ips', or the 'subnets' of the network, whose pods then all ask for theirs",
    ]],
  ])('fail: %s', (_, config, ips, expected) => {
    expect(lines(config, { ips })).toEqual(expected);
  });

  test.each<[string, Config, unknown, string[]]>([
    ['one of the pool', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.14'], []],
    ['one of each pool of host-local', { ...IPVLAN, ipam: { type: 'host-local', ranges: [[{ subnet: '10.0.0.0/24' }], [{ subnet: 'fd00::/64' }]] } }, ['10.0.0.5', 'fd00::5'], []],
    ['one of static', { ...IPVLAN, ipam: STATIC }, ['192.168.1.14/24'], []],
    ['one of an IPAM that may not read them', { ...IPVLAN, ipam: { type: 'whereabouts', range: '10.0.0.0/24' } }, ['10.0.0.5'], []],
    ['what is no list', { ...IPVLAN, ipam: HOST_LOCAL }, '10.0.0.5', []],
    ['one outside of the pool', { ...IPVLAN, ipam: HOST_LOCAL }, ['192.168.1.14', '192.168.1.18'], ["error: ips-outside-pool 'attachments[1].cniArgs.ips[1]' is not in the pool of the network \"apps/storage\""]],
    ['one without a prefix length', { ...IPVLAN, ipam: STATIC }, ['192.168.1.14'], ["error: ips-need-prefix 'attachments[1].cniArgs.ips[0]' has no prefix length, which static needs"]],
  ])('in the arguments: %s', (_, config, ips, expected) => {
    const said = (replicas: number) => lines(config, { cniArgs: { ips } }, replicas).map((line) => line.split(': got')[0]);
    expect(said(1)).toEqual(expected);
    expect(said(2).slice(expected.length)).toEqual(Array.isArray(ips) && config.ipam.type !== 'whereabouts'
      ? ["error: ips-shared-by-replicas 'attachments[1].cniArgs.ips' asks for the same address for 2 pods"] : []);
  });

  test.each([[0, []], [1, []], [2, [
    "error: ips-shared-by-replicas 'attachments[1].ips' asks for the same address for 2 pods: got [\"192.168.1.14\"]; expected one pod, or no request; remove 'ips', or make a workload for each address",
  ]]])('with %d replicas', (replicas, expected) => {
    expect(lines({ ...IPVLAN, ipam: HOST_LOCAL }, { ips: ['192.168.1.14'] }, replicas)).toEqual(expected);
  });

  test('with a pod on each node', () => {
    const chart = chartOf();
    Attachments.of(new kplus.DaemonSet(chart, 'app')).attach(ipvlan(chart, 'storage'), { ips: ['192.168.1.14'] });
    expect(linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault))).toEqual([
      "error: ips-shared-by-replicas 'attachments[0].ips' asks for the same address for a pod on each node: got [\"192.168.1.14\"]; expected one pod, or no request; remove 'ips', or make a workload for each address",
    ]);
  });

  const { rollingUpdate } = kplus.DeploymentStrategy;
  const absolute = (count: number) => rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.absolute(count) });
  const percent = (count: number) => rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.percent(count) });
  const HELD = "warning: ips-held-at-rollout 'attachments[1].ips' asks for an address that the pod before it still has whenever the Deployment is changed: got [\"192.168.1.14\"]; "
    + 'expected a \'strategy\' of the Deployment that ends the old pod first: of the type "Recreate", or with a \'maxSurge\' of 0; set the \'strategy\' to { "type": "Recreate" }';

  test.each<[string, kplus.DeploymentStrategy, string[]]>([
    ['as it is unless told otherwise', rollingUpdate(), [HELD]],
    ['with a pod too many', absolute(1), [HELD]],
    ['with a share, which is rounded up', percent(1), [HELD]],
    ['with none', absolute(0), []],
    ['with no share', percent(0), []],
    ['with the old pod gone first', kplus.DeploymentStrategy.recreate(), []],
  ])('a pod that is replaced keeps its address: %s', (_, strategy, expected) => {
    const ips = ['192.168.1.14'];
    expect(lines({ ...IPVLAN, ipam: HOST_LOCAL }, { ips }, 1, strategy)).toEqual(expected);
    expect(lines({ ...IPVLAN, ipam: HOST_LOCAL }, { ips }, 0, strategy)).toEqual([]);
    // static does not refuse it, but ipvlan does
    expect(lines({ ...IPVLAN, ipam: STATIC }, { ips: ['192.168.1.14/24'] }, 1, strategy)).toEqual(expected.map((line) => line.replace('14"]', '14/24"]')));
    expect(lines({ ...IPVLAN, ipam: { type: 'my-ipam' } }, { ips: ['192.168.1.14/24'] }, 1, strategy)).toEqual([]);
    expect([{}, { cniArgs: { ips: [] } }].flatMap((options) => lines({ ...IPVLAN, ipam: HOST_LOCAL }, options, 1, strategy))).toEqual([]);
  });

  test('fail where two workloads ask one network for the same, however it is written', () => {
    const chart = chartOf();
    const ipam = Ipam.hostLocal({ subnet: 'fd00:1::/64' });
    const [one, two] = ['one', 'two'].map((id) => ipvlan(chart, id, { ipam }));
    const pod = (id: string) => Attachments.of(new kplus.Pod(chart, id, { metadata: { name: id } }));
    pod('a').attach(one, { ips: ['fd00:1::14'] }).attach(two, { ips: ['fd00:1::14'] });
    pod('b').attach(two, { ips: ['fd00:1::15'] }).attach(one, { ips: ['fd00:1:0::14/64'] });
    expect(linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault))).toEqual([
      'error: ips-duplicate \'attachments[1].ips[0]\' is also asked for by Pod "apps/a" in the network "apps/one": got "fd00:1:0::14/64"; expected an address that no other pod asks for; choose another address',
    ]);
  });
});

test.each<[string, Config, Config, string]>([
  ['one master', IPVLAN, { ...IPVLAN, mode: 'l2' }, 'the master "eth1"'],
  ['different masters', IPVLAN, { ...IPVLAN, master: 'eth2' }, ''],
  ['one bridge', BRIDGE, BRIDGE, 'the bridge "br0"'],
  ['one bridge, in different VLANs', BRIDGE, { ...BRIDGE, vlan: 5 }, ''],
  ['bridges of each node', { ...BRIDGE, isGateway: true }, { ...BRIDGE, isGateway: true }, ''],
  ['links of their own', { type: 'ptp' }, { type: 'ptp' }, ''],
])('two workloads that ask two networks for one address, on %s', (_, first, second, link) => {
  const chart = chartOf();
  const attach = (id: string, config: Config, nodes?: NodeSet) => {
    const network = new CniNetwork(chart, `net-${id}`, { name: `net-${id}`, config: { capabilities: { ips: true }, ...config, ipam: STATIC }, nodes });
    Attachments.of(new kplus.Pod(chart, id, { metadata: { name: id } })).attach(network, { ips: ['192.168.1.14/24'] });
  };
  const found = () => linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault)).map((line) => line.split(': got')[0]);
  attach('a', first, NodeSet.named('w1'));
  attach('b', second, NodeSet.named('w2'));
  expect(found()).toEqual([]);
  attach('c', second, NodeSet.named('w1'));
  expect(found()).toEqual(link === '' ? []
    : [`error: ips-duplicate 'attachments[0].ips[0]' is also asked for by Pod "apps/a" in the network "apps/net-a", on the same link, ${link}`]);
});

test('fails where one workload asks one network for the same address twice', () => {
  const chart = chartOf();
  const one = ipvlan(chart, 'one', { ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24' }) });
  Attachments.of(new kplus.Pod(chart, 'a', { metadata: { name: 'a' } }))
    .attach(one, { interfaceName: 'x', ips: ['192.168.1.14'] })
    .attach(one, { interfaceName: 'y', ips: ['192.168.1.14'] });
  expect(linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault))).toEqual([
    'error: ips-duplicate \'attachments[1].ips[0]\' is also asked for by Pod "apps/a" in the network "apps/one": got "192.168.1.14"; expected an address that no other pod asks for; choose another address',
  ]);
});

describe('a MAC address', () => {
  const MAC = { mac: '02:00:00:00:00:01' };
  test.each<[string, Config]>([
    ['macvlan', { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: STATIC }],
    ['bridge', { ...BRIDGE, ipam: STATIC }],
    ['a network that chooses addresses', OVN],
    ['a plugin that nobody knows', { type: 'my-plugin' }],
    ['tuning behind another', list({ type: 'ptp', ipam: STATIC }, { type: 'tuning', capabilities: { mac: true } })],
  ])('passes with %s', (_, config) => {
    expect(lines(config, MAC)).toEqual([]);
  });

  test.each<[string, Config, string]>([
    ['ipvlan', { ...IPVLAN, ipam: STATIC }, "expected no MAC address: ipvlan interfaces have that of their master; remove 'mac', or use macvlan"],
    ['its plugin tuning', list({ ...IPVLAN, ipam: STATIC }, { type: 'tuning' }), "expected no MAC address: ipvlan interfaces have that of their master; remove 'mac', or use macvlan"],
    ['ptp', { type: 'ptp', ipam: STATIC }, "expected a plugin that sets it, such as macvlan, or \"tuning\" chained behind; remove 'mac', or chain \"tuning\" with the capability \"mac\""],
  ])('fails with %s', (plugin, config, advice) => {
    expect(lines(config, MAC)).toEqual([
      `error: mac-unsupported 'attachments[1].mac' asks the network "apps/storage" for a MAC address, which ${plugin} ${plugin === 'its plugin tuning' ? 'fails to' : 'does not'} set: got "02:00:00:00:00:01"; ${advice}`,
    ]);
  });
});

describe('a MAC address that others have', () => {
  const MACVLAN: Config = { type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } };

  /** What the rules say of workloads of these kinds that all ask the network for one MAC address. */
  function found(config: Config, ...workloads: Array<[string, object]>): string[] {
    const chart = chartOf();
    const network = new CniNetwork(chart, 'lan', { name: 'lan', config });
    workloads.forEach(([kind, spec], i) => {
      const template = { spec: { containers: [{ name: 'app', image: 'app:1' }] } };
      const made = { Pod: template.spec, CronJob: { jobTemplate: { spec: { template } } } }[kind] ?? { ...spec, template };
      const workload = new ApiObject(chart, `w${i}`, { apiVersion: 'v1', kind, metadata: { name: `w${i}` }, spec: made });
      Attachments.of(workload).attach(network, { mac: i === 0 ? '02:00:00:00:00:0a' : '02-00-00-00-00-0A' });
    });
    return linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault)).map((line) => line.split(' in the network')[0]);
  }

  const IS = "error: mac-shared 'attachments[0].mac' is";
  test.each<[string, Config, Array<[string, object]>, string[]]>([
    ['nobody', MACVLAN, [['Pod', {}]], []],
    ['one pod of a workload, and none of another', MACVLAN, [['StatefulSet', {}], ['Deployment', { replicas: 0 }]], []],
    ['a pod that is replaced', MACVLAN, [['Deployment', {}]], ["warning: mac-held-at-rollout 'attachments[0].mac' asks for a MAC address that the pod before it still has whenever "
      + 'the Deployment is changed: got "02:00:00:00:00:0a"; expected a \'strategy\' of the Deployment that ends the old pod first: of the type "Recreate", or with a \'maxSurge\' of 0; '
      + 'set the \'strategy\' to { "type": "Recreate" }']],
    ['no pod, which nothing replaces', MACVLAN, [['Deployment', { replicas: 0, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }]], []],
    ['a pod that is replaced after it has ended', MACVLAN, [['Deployment', { strategy: { type: 'Recreate' } }]], []],
    ['a pod that is replaced, on a bridge', { ...BRIDGE, ipam: STATIC }, [['Deployment', {}]], []],
    ['pods that run at times', MACVLAN, [['CronJob', {}], ['Pod', {}]], []],
    ['the pods of a workload', MACVLAN, [['Deployment', { replicas: 2 }]], [`${IS} that of 2 pods`]],
    ['the pods of each node', MACVLAN, [['DaemonSet', {}]], [`${IS} that of a pod on each node`]],
    ['the pods of each node, on bridges of theirs', { ...BRIDGE, isGateway: true, ipam: STATIC }, [['DaemonSet', {}]], []],
    ['another workload, spelt differently', MACVLAN, [['Pod', {}], ['Pod', {}]], [`${IS} also that of Pod "apps/w0"`]],
  ])('is found: %s', (_, config, workloads, expected) => {
    expect(found(config, ...workloads)).toEqual(expected);
  });
});

test.each<[string, Config, Config, string]>([
  ['one master', { type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } }, { type: 'macvlan', master: 'eth1', ipam: STATIC }, ', on the same link, the master "eth1"'],
  ['different masters', { type: 'macvlan', master: 'eth1', ipam: { type: 'dhcp' } }, { type: 'macvlan', master: 'eth2', ipam: { type: 'dhcp' } }, ''],
  ['bridges of each node', { ...BRIDGE, isGateway: true, ipam: STATIC }, { ...BRIDGE, isGateway: true, ipam: STATIC }, ''],
])('two pods with one MAC address in two networks on %s', (_, first, second, link) => {
  const chart = chartOf();
  [first, second].forEach((config, i) => {
    const network = new CniNetwork(chart, `net-${i}`, { name: `net-${i}`, config });
    Attachments.of(new kplus.Pod(chart, `pod-${i}`, { metadata: { name: `pod-${i}` } })).attach(network, { mac: '02:00:00:00:00:0a' });
  });
  const found = linesOf(checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault)).map((line) => line.split(': got')[0]);
  expect(found).toEqual(link === '' ? []
    : [`error: mac-shared 'attachments[0].mac' is also that of Pod "apps/pod-0" in the network "apps/net-0"${link}`]);
});

test('pods of sites that a label tells apart need not share a link', () => {
  const chart = chartOf();
  const attach = (id: string, site: string) => {
    const network = new CniNetwork(chart, `net-${id}`, { name: `net-${id}`, config: { type: 'macvlan', master: 'eth1', capabilities: { ips: true }, ipam: STATIC } });
    const pod = new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id }, spec: { nodeSelector: { site }, containers: [] } });
    Attachments.of(pod).attach(network, { mac: '02:00:00:00:00:0a', ips: ['10.0.0.5/24'] });
  };
  attach('a', 'x');
  attach('b', 'y');
  const rules = () => checkRequests(resolve(AppFacts.of(chart).facts())).map(({ fault }) => fault.rule);
  expect(rules()).toEqual([]);
  attach('c', 'x');
  expect(rules()).toEqual(['ips-duplicate', 'mac-shared']);
});

test('two MAC addresses that are none are not one', () => {
  const pod = (name: string, mac: string) => JSON.stringify({
    kind: 'Pod', metadata: { name, namespace: 'default', annotations: { [NETWORKS_ANNOTATION]: JSON.stringify([{ name: 'net', mac }]) } }, spec: { containers: [] },
  });
  const network = networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'dhcp' } });
  expect(rulesIn(`${network}\n---\n${pod('a', 'zz')}\n---\n${pod('b', 'yy')}`)).toEqual(['error mac-invalid', 'error mac-invalid']);
});

describe('an address that no machine can have', () => {
  test.each<[string, string[], string[]]>([
    ['of a group', ['ff02::5/64', '224.0.0.5/24'], ["error: static-address-unusable 'attachments[1].ips[0]'", "error: static-address-unusable 'attachments[1].ips[1]'"]],
    ['of the machine itself', ['127.0.0.1/8'], ["error: static-address-unusable 'attachments[1].ips[0]'"]],
    ['of the network, and the broadcast address', ['10.0.0.0/24', '10.0.0.255/24'],
      ["warning: static-address-reserved 'attachments[1].ips[0]'", "warning: static-address-reserved 'attachments[1].ips[1]'"]],
    ['once more', ['10.0.0.8/24', '10.0.0.9/24', '10.0.0.8/24'], ["error: static-address-duplicate 'attachments[1].ips[2]'"]],
    ['that is right', ['10.0.0.8/24', '10.0.0.9/31', 'fd00::5/64'], []],
  ])('%s', (_, ips, expected) => {
    expect(lines({ ...IPVLAN, ipam: STATIC }, { ips }).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(expected);
  });
});

describe('what a plugin must declare', () => {
  const bandwidth = { ingressRate: 8, ingressBurst: 8 };
  const portMappings = [{ hostPort: 80, containerPort: 80 }];
  const LIMIT = "error: bandwidth-unsupported 'attachments[1].bandwidth' asks the network \"apps/storage\" for a limit, and no plugin of it sets one: got {\"ingressRate\":8,\"ingressBurst\":8}; "
    + "expected a network with the plugin \"bandwidth\" and the capability \"bandwidth\"; remove 'bandwidth', or chain the plugin behind one that makes a veth pair, such as bridge";
  const PORTS = "error: port-mappings-unsupported 'attachments[1].portMappings' asks the network \"apps/storage\" for port mappings, and no plugin of it makes them: got [{\"hostPort\":80,\"containerPort\":80,\"protocol\":\"tcp\"}]; "
    + "expected a network with the plugin \"portmap\" and the capability \"portMappings\"; remove 'portMappings', or chain the plugin";

  test('passes where one of the plugins does', () => {
    const behind = [{ type: 'bandwidth', capabilities: { bandwidth: true } }, { type: 'portmap', capabilities: { portMappings: true } }];
    expect(lines(list({ ...BRIDGE, ipam: STATIC }, ...behind), { bandwidth, portMappings })).toEqual([]);
  });

  test('passes where the network declares it for the attachment', () => {
    expect(lines(list({ ...BRIDGE, ipam: STATIC }, { type: 'bandwidth' }, { type: 'portmap' }), { bandwidth, portMappings })).toEqual([]);
  });

  test.each([{}, { capabilities: { bandwidth: true } }])('fails where the plugin has limits of its own, which win, and %j', (more) => {
    expect(lines(list({ ...BRIDGE, ipam: STATIC }, { type: 'bandwidth', egressRate: 1e6, egressBurst: 1e6, ...more }), { bandwidth })).toEqual([
      "error: bandwidth-unsupported 'attachments[1].bandwidth' asks the network \"apps/storage\" for a limit, and the limits of its plugin \"bandwidth\" win: got {\"ingressRate\":8,\"ingressBurst\":8}; "
      + "expected no limit of the pod's own; remove 'bandwidth', or the rates and bursts of the plugin",
    ]);
  });

  test.each<[string, Config]>([
    ['no plugin does', { ...BRIDGE, ipam: STATIC }],
    ['a plugin is there, and is told not to', list({ ...BRIDGE, ipam: STATIC }, { type: 'bandwidth', capabilities: { bandwidth: false } }, { type: 'portmap', capabilities: { portMappings: false } })],
  ])('fails where %s', (_, config) => {
    expect(lines(config, { bandwidth, portMappings })).toEqual([LIMIT, PORTS]);
  });
});
