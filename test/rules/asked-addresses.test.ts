import * as kplus from 'cdk8s-plus-27';
import { AttachmentOptions, Attachments, CniNetwork, NodeSet } from '../../lib';
import { AppFacts } from '../../lib/facts';
import { checkAskedAddresses } from '../../lib/rules/asked-addresses';
import { resolve } from '../../lib/rules/resolve';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';
import { chartOf } from '../support/app';
import { linesOf } from '../support/messages';

type Config = Record<string, any>;

const MACVLAN = { type: 'macvlan', master: 'eth1', mode: 'bridge' };
const HOST_LOCAL = { type: 'host-local', subnet: '192.168.1.0/24', rangeStart: '192.168.1.20', rangeEnd: '192.168.1.29' };
const STATIC = { ...MACVLAN, capabilities: { ips: true }, ipam: { type: 'static' } };

interface Case {
  /** The network whose pod asks. */
  readonly asking?: Config;
  readonly options?: AttachmentOptions;
  readonly askingOn?: NodeSet;
  readonly giving: Config;
  readonly givingOn?: NodeSet;
}

/** What is said of a pod that asks one network for an address, 192.168.1.25 where nothing else is said, beside another network. */
function lines({ asking = STATIC, options = { ips: ['192.168.1.25/24'] }, askingOn, giving, givingOn }: Case): string[] {
  const chart = chartOf();
  new CniNetwork(chart, 'giving', { name: 'giving', config: giving, nodes: givingOn });
  const network = new CniNetwork(chart, 'asking', { name: 'asking', config: asking, nodes: askingOn });
  Attachments.of(new kplus.Pod(chart, 'app', { metadata: { name: 'app' } })).attach(network, options);
  const facts = AppFacts.of(chart).facts();
  return linesOf(checkAskedAddresses(resolve(facts), facts.networks).map(({ fault }) => fault));
}

const found = (range: string, ipam: string, fix: string, link = 'the master "eth1"') => [
  `warning: ips-not-reserved 'attachments[0].ips[0]' is in the range "${range}" of the network "apps/giving" on the same link, ${link}, `
  + `from which ${ipam} may give it to another pod too: got "192.168.1.25/24"; expected an address that ${ipam} does not hand out; ${fix}`,
];
const OTHERWISE = 'choose another address, or take it out of that range';

test.each<[string, Case, string[]]>([
  ['the pool of host-local', { giving: { ...MACVLAN, ipam: HOST_LOCAL } }, found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE)],
  ['a range of whereabouts', { giving: { ...MACVLAN, ipam: { type: 'whereabouts', range: '192.168.1.0/24' } } },
    found('192.168.1.1-192.168.1.254', 'whereabouts', "add \"192.168.1.25/32\" to 'exclude' of the range, or choose another address")],
  ['what stands in a network', { giving: { ...MACVLAN, ipam: { type: 'static', addresses: [{ address: '192.168.1.25/24' }] } } }, found('192.168.1.25', 'static', OTHERWISE)],
  ['the pool of host-local, on one of the nodes', { giving: { ...MACVLAN, ipam: HOST_LOCAL }, givingOn: NodeSet.named('w1', 'w2'), askingOn: NodeSet.named('w2') },
    found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE)],
  ['the pool of host-local, on one bridge', {
    asking: { ...STATIC, type: 'bridge', bridge: 'br0' }, giving: { type: 'bridge', bridge: 'br0', ipam: HOST_LOCAL },
  }, found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE, 'the bridge "br0"')],
  ['the pool of host-local, on one bridge, where 0 is no VLAN', {
    asking: { ...STATIC, type: 'bridge', bridge: 'br0' }, giving: { type: 'bridge', bridge: 'br0', vlan: 0, ipam: HOST_LOCAL },
  }, found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE, 'the bridge "br0"')],
  ['the pool of host-local, on masters that are not named', {
    asking: { ...STATIC, master: undefined }, giving: { ...MACVLAN, master: '', ipam: HOST_LOCAL },
  }, found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE, 'the interface of the node\'s default route')],
])('flags an address that another network hands out: %s', (_, given, expected) => {
  expect(lines(given)).toEqual(expected);
});

test('flags an address in the arguments', () => {
  expect(lines({ giving: { ...MACVLAN, ipam: HOST_LOCAL }, options: { cniArgs: { ips: ['192.168.1.29/24'] } } }).map((line) => line.split(' is in ')[0])).toEqual([
    "warning: ips-not-reserved 'attachments[0].cniArgs.ips[0]'",
  ]);
});

test.each<[string, Case]>([
  ['beside the pool', { giving: { ...MACVLAN, ipam: HOST_LOCAL }, options: { ips: ['192.168.1.30/24', '192.168.1.19/24', 'fd00::25/64'] } }],
  ['the gateway in the pool, which nobody gets', { giving: { ...MACVLAN, ipam: { type: 'host-local', subnet: '192.168.1.0/24', gateway: '192.168.1.25' } } }],
  ['excluded from the range of whereabouts', { giving: { ...MACVLAN, ipam: { type: 'whereabouts', range: '192.168.1.0/24', exclude: ['192.168.1.24/31'] } } }],
  ['on another master', { giving: { ...MACVLAN, master: 'eth2', ipam: HOST_LOCAL } }],
  ['on one master that is not named', { asking: { ...STATIC, master: 'eth1' }, giving: { ...MACVLAN, master: undefined, ipam: HOST_LOCAL } }],
  ['on masters in the pods', { asking: { ...STATIC, linkInContainer: true }, giving: { ...MACVLAN, linkInContainer: true, ipam: HOST_LOCAL } }],
  ['on other nodes', { giving: { ...MACVLAN, ipam: HOST_LOCAL }, givingOn: NodeSet.named('w1'), askingOn: NodeSet.named('w2') }],
  ['of host-local, whose pools are compared', { asking: { ...MACVLAN, ipam: HOST_LOCAL }, options: { ips: ['192.168.1.25'] }, giving: { ...MACVLAN, ipam: { ...HOST_LOCAL, rangeStart: '192.168.1.10' } } }],
  ['of an IPAM that nobody knows', { asking: { ...STATIC, ipam: { type: 'my-ipam' } }, giving: { ...MACVLAN, ipam: HOST_LOCAL } }],
  ['on bridges of each node', { asking: { ...STATIC, type: 'bridge', bridge: 'br0', isGateway: true }, giving: { type: 'bridge', bridge: 'br0', isGateway: true, ipam: HOST_LOCAL } }],
  ['on links of their own', { asking: { ...STATIC, type: 'ptp' }, giving: { type: 'ptp', ipam: HOST_LOCAL } }],
])('passes: %s', (_, given) => {
  expect(lines(given)).toEqual([]);
});

test('a pool is found beside others that reach further', () => {
  const chart = chartOf();
  const own = { ...STATIC, ipam: { type: 'whereabouts', range: '192.168.1.0/24', exclude: ['192.168.1.16/28'] } };
  const network = new CniNetwork(chart, 'own', { name: 'own', config: own });
  new CniNetwork(chart, 'other', { name: 'other', config: { ...MACVLAN, ipam: { ...own.ipam, network_name: 'b' } } });
  new CniNetwork(chart, 'giving', { name: 'giving', config: { ...MACVLAN, ipam: HOST_LOCAL } });
  Attachments.of(new kplus.Pod(chart, 'app', { metadata: { name: 'app' } })).attach(network, { ips: ['192.168.1.25/24'] });
  const facts = AppFacts.of(chart).facts();
  expect(linesOf(checkAskedAddresses(resolve(facts), facts.networks).map(({ fault }) => fault))).toEqual(found('192.168.1.20-192.168.1.29', 'host-local', OTHERWISE));
});

test('passes where it is the network itself that hands it out: that is said of its own range', () => {
  const chart = chartOf();
  const network = new CniNetwork(chart, 'own', { name: 'own', config: { ...STATIC, ipam: { type: 'whereabouts', range: '192.168.1.0/24' } } });
  Attachments.of(new kplus.Pod(chart, 'app', { metadata: { name: 'app' } })).attach(network, { ips: ['192.168.1.25/24'] });
  const facts = AppFacts.of(chart).facts();
  expect(checkAskedAddresses(resolve(facts), facts.networks)).toEqual([]);
});

test('passes where the networks are in different folders, as those of different clusters are', () => {
  const pod = JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': '[{ "name": "asking", "ips": ["192.168.1.25/24"] }]' } },
  });
  const asking = `${networkText({ cniVersion: '0.3.1', ...STATIC }, { name: 'asking' })}\n---\n${pod}`;
  const giving = networkText({ cniVersion: '0.3.1', ...MACVLAN, ipam: HOST_LOCAL }, { name: 'giving' });
  const rulesWith = (file: string) => {
    const check = new ManifestCheck();
    check.add('dev/a.yaml', asking);
    check.add(file, giving);
    return check.finish().findings.map(({ rule }) => rule);
  };
  expect(rulesWith('prod/b.yaml')).toEqual([]);
  expect(rulesWith('dev/b.yaml')).toEqual(['ips-not-reserved']);
});
