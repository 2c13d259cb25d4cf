import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText, reportOf } from '../manifests/support';

const NETWORK = { cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: { type: 'dhcp' } };

/** The findings at a pod of the namespace `default` with this default network. */
function findings(annotation: unknown, networks: readonly object[] = [], complete = false): string[] {
  const check = new ManifestCheck({ complete });
  networks.forEach((network, i) => check.add(`${i}.json`, networkText(NETWORK, network)));
  const metadata = { name: 'app', namespace: 'default', annotations: { 'v1.multus-cni.io/default-network': annotation } };
  check.add('pod.json', JSON.stringify({ kind: 'Pod', metadata, spec: { containers: [] } }));
  return check.finish().findings.filter(({ kind }) => kind === 'Pod').map(({ severity, message }) => `${severity} ${message.split('; expected')[0]}`);
}

const FAST = { name: 'fast', namespace: 'kube-system' };
const PLACE = "'v1.multus-cni.io/default-network'";

test.each<[string, unknown, object]>([
  ['where Multus is', 'fast', FAST],
  ['in the namespace that is written', 'default/fast', { name: 'fast' }],
  ['in the JSON form', '[{ "name": "fast", "namespace": "default" }]', { name: 'fast' }],
  ['in a namespace that is not known', 'fast', { name: 'fast', namespace: undefined }],
  ['with a claim beside the addresses', '[{ "name": "fast", "ips": ["10.0.0.5/16"], "ipam-claim-reference": "vm.eth0" }]', FAST],
])('a default network passes that is %s', (_, annotation, network) => {
  expect(findings(annotation, [network], true)).toEqual([]);
});

test('a network that takes the place of the cluster network may have a default route, and is not wrong otherwise', () => {
  const rules = (...annotations: object[]) => {
    const check = new ManifestCheck();
    const ipam = { type: 'host-local', subnet: '10.1.0.0/24', routes: [{ dst: '0.0.0.0/0' }] };
    check.add('network.json', networkText({ cniVersion: '0.3.1', type: 'bridge', bridge: 'br0', isGateway: true, ipam, mtuu: 1 }, FAST));
    annotations.forEach((own, i) => check.add(`${i}.json`, JSON.stringify({ kind: 'Pod', metadata: { name: `app-${i}`, annotations: own }, spec: { containers: [] } })));
    return check.finish().findings.map(({ rule }) => rule);
  };
  const instead = { 'v1.multus-cni.io/default-network': 'fast' };
  expect(rules(instead)).toEqual(['key-unknown']);
  expect(rules(instead, { 'k8s.v1.cni.cncf.io/networks': 'kube-system/fast' })).toEqual(['default-route-in-network', 'key-unknown']);
  expect(rules()).toEqual(['default-route-in-network', 'key-unknown']);
});

test('an acknowledgement of that default route is no less right', () => {
  const check = new ManifestCheck();
  const ipam = { type: 'host-local', subnet: '10.1.0.0/24', routes: [{ dst: '0.0.0.0/0' }] };
  const annotations = { 'cdk8s-multus/acknowledge': 'default-route-in-network: the cluster network' };
  check.add('network.json', networkText({ cniVersion: '0.3.1', type: 'bridge', bridge: 'br0', isGateway: true, ipam }, { ...FAST, annotations }));
  check.add('pod.json', JSON.stringify({ kind: 'Pod', metadata: { name: 'app', annotations: { 'v1.multus-cni.io/default-network': 'fast' } }, spec: { containers: [] } }));
  expect(check.finish().findings).toEqual([]);
});

test('nothing is said where there is none', () => {
  expect(findings(undefined, [], true)).toEqual([]);
});

test.each<[unknown, string]>([
  ['', `error default-network-count ${PLACE} names 0 networks: got ""`],
  [null, `error default-network-count ${PLACE} names 0 networks: got ""`],
  ['[]', `error default-network-count ${PLACE} names 0 networks: got "[]"`],
  ['fast, fast', `error default-network-count ${PLACE} names 2 networks: got "fast, fast"`],
  ['a/b/c', `error annotation-malformed ${PLACE} has the item "a/b/c", which is not "namespace/name@interface": got "a/b/c"`],
  ['[{ "name": "fast", "mac": "x" }]', "error mac-invalid 'v1.multus-cni.io/default-network[0].mac' is not a MAC address: got \"x\""],
  [7, `error key-type ${PLACE} has the wrong type: got 7`],
])('fails with %j', (annotation, words) => {
  expect(findings(annotation, [FAST], true)).toEqual([words]);
});

const ASSUMED = ', where Multus looks for a default network without a namespace (unless its \'multusNamespace\' is another)';

test('fails with a network of the pod\'s namespace, where Multus does not look', () => {
  expect(findings('fast', [{ name: 'fast' }])).toEqual([`error network-not-found ${PLACE} is not a network in the namespace "kube-system"${ASSUMED}: got "fast"`]);
});

test('a network that is nowhere is a warning, and an error where the manifests are all there is', () => {
  expect(findings('slow', [FAST])).toEqual([`warning network-not-seen ${PLACE} is not among the networks that were read for the namespace "kube-system"${ASSUMED}: got "slow"`]);
  expect(findings('slow', [FAST], true)).toEqual([`error network-not-found ${PLACE} is not a network in the namespace "kube-system"${ASSUMED}: got "slow"`]);
});

test('what is wrong beside the count does not hide it', () => {
  expect(findings('[{ "name": "fast", "vlan": 5 }, { "name": "b" }]', [FAST], true).map((line) => line.split(' ')[1])).toEqual(['default-network-count', 'key-unknown']);
});

describe('the interface of the default network', () => {
  const rulesOf = (annotation: string, networks: string) => reportOf(JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', spec: { containers: [] },
    metadata: { name: 'app', namespace: 'default', annotations: { 'v1.multus-cni.io/default-network': annotation, 'k8s.v1.cni.cncf.io/networks': networks } },
  })).findings.filter(({ severity }) => severity === 'error').map(({ message }) => message.split(': got')[0]);

  test.each<[string, string, string[]]>([
    ['fast@up', 'b', []],
    ['fast@eth0', 'b', []],
    ['fast@net1', 'b', ['interface-name-duplicate \'k8s.v1.cni.cncf.io/networks[0].interface\' is already the name of the interface in "fast"']],
    ['fast@lo', 'b', ['interface-name-duplicate \'v1.multus-cni.io/default-network\' is already the name of the loopback interface']],
    ['[{ "name": "fast", "default-route": ["10.0.0.1"] }]', '[{ "name": "b", "default-route": ["fd00::1"] }]', []],
    ['[{ "name": "fast", "default-route": ["10.0.0.1"] }]', '[{ "name": "b", "default-route": ["10.1.0.1"] }]',
      ['default-route-many \'k8s.v1.cni.cncf.io/networks[0].default-route[0]\' is a second default route for IPv4, beside \'v1.multus-cni.io/default-network\'']],
  ])('of %s beside %s', (annotation, networks, expected) => {
    expect(rulesOf(annotation, networks)).toEqual(expected);
  });
});
