import { Yaml } from 'cdk8s';
import { ManifestCheck } from '../../lib/manifests/manifest-check';

const network = (name: string, config: object, annotations = {}) => ({
  apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name, namespace: 'default', annotations },
  spec: { config: JSON.stringify({ cniVersion: '0.3.1', ...config }) },
});
const WHEREABOUTS = { type: 'whereabouts', range: '10.0.0.0/24' };
const STATIC = { type: 'static', addresses: [{ address: '10.0.0.5/24' }] };
const CARD = network('card', { type: 'host-device', device: 'eth1' });
const VLAN = network('vlan', { type: 'vlan', master: 'eth1', vlanId: 10, ipam: WHEREABOUTS });
const FIXED = network('fixed', { type: 'macvlan', master: 'eth1', capabilities: { ips: true }, ipam: STATIC });

/** A workload; `nodes` are those that it is confined to. */
function workload(kind: string, name: string, networks: string, nodes: string[] = [], spec: object = {}): object {
  const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: nodes }] }];
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
  const pods = { containers: [{ name: 'app', image: 'app:1' }], ...(nodes.length > 0 && { affinity }) };
  const annotations = { 'k8s.v1.cni.cncf.io/networks': networks };
  const inner = { ...spec, template: { metadata: { annotations }, spec: pods } };
  return kind === 'CronJob' ? { apiVersion: 'batch/v1', kind, metadata: { name, namespace: 'default' }, spec: { jobTemplate: { spec: inner } } } : kind === 'Pod'
    ? { apiVersion: 'v1', kind, metadata: { name, namespace: 'default', annotations }, spec: pods }
    : { apiVersion: 'apps/v1', kind, metadata: { name, namespace: 'default' }, spec: inner };
}

/** A workload with the device, on the nodes with this label. */
function labelled(kind: string, name: string, pool: string): object {
  const annotations = { 'k8s.v1.cni.cncf.io/networks': 'card' };
  const pods = { containers: [{ name: 'app', image: 'app:1' }], nodeSelector: { pool } };
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace: 'default' }, spec: { template: { metadata: { annotations }, spec: pods } } };
}

/** A workload with the device that may be on nodes with a taint. */
function tolerant(name: string): object {
  const made = labelled('StatefulSet', name, 'x') as { spec: { template: { spec: object } } };
  return { ...made, spec: { template: { ...made.spec.template, spec: { ...made.spec.template.spec, tolerations: [{ key: 'gpu', operator: 'Exists' }] } } } };
}

/** Which workloads share what they cannot, and the words for it. */
function found(...objects: object[]): string[] {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  return check.finish().findings.map(({ name, message }) => `${name}: ${message.split(': got')[0]}`);
}

const brings = (name: string, device: string, pods: number) => `${name}: node-device-shared 'networks' brings the interfaces that need ${device} for themselves to ${pods}`;

describe('a device of the node', () => {
  test.each<[string, object[]]>([
    ['one pod', [CARD, workload('Pod', 'a', 'card')]],
    ['pods on different nodes', [CARD, workload('Pod', 'a', 'card', ['w1']), workload('Pod', 'b', 'card', ['w2'])]],
    ['as many pods as nodes', [CARD, workload('StatefulSet', 'a', 'card', ['w1', 'w2'], { replicas: 2 })]],
    ['a pod on each node', [CARD, workload('DaemonSet', 'a', 'card')]],
    ['a pod on each node of some, and one elsewhere', [CARD, labelled('DaemonSet', 'a', 'x'), labelled('StatefulSet', 'b', 'y'), labelled('DaemonSet', 'c', 'z')]],
    ['a pod on each node without taints, and one that tolerates some', [CARD, workload('DaemonSet', 'a', 'card'), tolerant('b')]],
    ['a pod on each node of some, and one that may be there', [CARD, labelled('DaemonSet', 'a', 'x'), workload('StatefulSet', 'b', 'card')]],
    ['a Deployment that ends its pods before it starts others', [CARD, workload('Deployment', 'a', 'card', ['w1'], { strategy: { type: 'Recreate' } })]],
    ['a Deployment with a node to spare', [CARD, workload('Deployment', 'a', 'card', ['w1', 'w2'])]],
    ['one pod on each node', [VLAN, workload('DaemonSet', 'a', 'vlan')]],
    ['pods on nodes that are not known', [VLAN, workload('Deployment', 'a', 'vlan', [], { replicas: 3 })]],
    ['pods that run at times', [CARD, workload('CronJob', 'a', 'card', ['w1']), workload('CronJob', 'b', 'card', ['w1']), workload('Pod', 'c', 'card', ['w1'])]],
    ['pods of a node in different VLANs', [VLAN, network('other', { type: 'vlan', master: 'eth1', vlanId: 11, ipam: WHEREABOUTS }), workload('Pod', 'a', 'vlan,other', ['w1'])]],
    ['pods of a node in one VLAN of different masters', [VLAN, network('other', { type: 'vlan', master: 'eth2', vlanId: 10, ipam: WHEREABOUTS }), workload('Pod', 'a', 'vlan,other', ['w1'])]],
    ['devices of a device plugin', [
      network('card', { type: 'host-device' }, { 'k8s.v1.cni.cncf.io/resourceName': 'openshift.io/nic' }), workload('Deployment', 'a', 'card,card', ['w1'], { replicas: 3 }),
    ]],
    ['a master whose pods a device plugin counts', [
      network('lan', { type: 'macvlan', master: 'eth1', mode: 'passthru', ipam: WHEREABOUTS }, { 'k8s.v1.cni.cncf.io/resourceName': 'openshift.io/nic' }),
      workload('StatefulSet', 'a', 'lan', ['w1'], { replicas: 3 }),
    ]],
    ['a VLAN of a master in the pod', [
      network('vlan', { type: 'vlan', master: 'net1', vlanId: 10, linkInContainer: true, ipam: WHEREABOUTS }), workload('StatefulSet', 'a', 'vlan', ['w1'], { replicas: 3 }),
    ]],
    ['what a plugin that nobody knows calls so', [
      network('own', { type: 'own', device: 'eth1', master: 'eth1', mode: 'passthru' }, { 'cdk8s-multus/acknowledge': 'plugin-unknown: it is ours' }),
      workload('StatefulSet', 'a', 'own', ['w1'], { replicas: 3 }),
    ]],
    ['macvlan in another mode', [network('lan', { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: WHEREABOUTS }), workload('Deployment', 'a', 'lan,lan', ['w1'], { replicas: 3 })]],
  ])('passes: %s', (_, objects) => {
    expect(found(...objects)).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['two pods of a node', [CARD, workload('Pod', 'a', 'card', ['w1']), workload('Pod', 'b', 'card', ['w1'])], [brings('b', 'the device "eth1"', 2)]],
    ['replicas of a node', [VLAN, workload('Deployment', 'a', 'vlan', ['w1'], { replicas: 2 })], [brings('a', 'the VLAN 10 of the master "eth1"', 2)]],
    ['more pods than nodes', [VLAN, workload('Deployment', 'a', 'vlan', ['w2', 'w1'], { replicas: 2 }), workload('Pod', 'b', 'vlan', ['w1', 'w2'])], [brings('b', 'the VLAN 10 of the master "eth1"', 3)]],
    ['pods that run at times, but together', [CARD, workload('CronJob', 'a', 'card', ['w1'], { parallelism: 2 })], [brings('a', 'the device "eth1"', 2)]],
    ['twice in a pod', [CARD, workload('Pod', 'a', 'card, card')], [brings('a', 'the device "eth1"', 2)]],
    ['a pod on each node, twice', [CARD, workload('DaemonSet', 'a', 'card'), workload('DaemonSet', 'b', 'card')], [brings('b', 'the device "eth1"', 2)]],
    ['a pod on each node, and one on some', [CARD, workload('StatefulSet', 'a', 'card'), workload('DaemonSet', 'b', 'card')], [brings('a', 'the device "eth1"', 2)]],
    ['a pod on each node, and one on a known one', [CARD, workload('DaemonSet', 'a', 'card'), workload('Pod', 'b', 'card', ['w1'])], [brings('b', 'the device "eth1"', 2)]],
    ['a pod on each node, and on some of them', [CARD, workload('DaemonSet', 'a', 'card', ['w1', 'w2']), workload('DaemonSet', 'b', 'card')], [brings('a', 'the device "eth1"', 2)]],
    ['a VLAN of each node, in two networks', [VLAN, network('same', { type: 'vlan', master: 'eth1', vlanId: 10, ipam: WHEREABOUTS }), workload('DaemonSet', 'a', 'vlan'), workload('DaemonSet', 'b', 'same')],
      [brings('b', 'the VLAN 10 of the master "eth1"', 2)]],
    ['in two networks', [CARD, network('same', { type: 'host-device', device: 'eth1' }), workload('Pod', 'a', 'card, same')], [brings('a', 'the device "eth1"', 2)]],
    ['macvlan that passes through', [
      network('lan', { type: 'macvlan', master: 'eth1', mode: 'passthru', ipam: WHEREABOUTS }), workload('Deployment', 'a', 'lan', ['w1'], { replicas: 3 }),
    ], [brings('a', 'the master "eth1" in mode "passthru"', 3)]],
    ['macvlan that passes through what the node has', [
      network('lan', { type: 'macvlan', mode: 'passthru', ipam: WHEREABOUTS }, { 'cdk8s-multus/acknowledge': 'master-missing: each node has one interface' }),
      workload('Deployment', 'a', 'lan', ['w1'], { replicas: 3 }),
    ], [brings('a', 'the interface of the node\'s default route in mode "passthru"', 3)]],
  ])('fails: %s', (_, objects, expected) => {
    expect(found(...objects)).toEqual(expected);
  });
});

test.each<[string, (i: number) => object[], string]>([
  ['devices', (i) => [{ ...CARD, metadata: { name: `card-${i}`, namespace: 'default' } }, workload('DaemonSet', `a-${i}`, `card-${i}`)], 'node-device-shared'],
  ['ports', (i) => [workload('Pod', `a-${i}`, '[{ "name": "web", "portMappings": [{ "hostPort": 80, "containerPort": 80 }] }]', ['w1'])], 'node-port-shared'],
])('%s of different folders may be of different clusters', (_, objects, rule) => {
  const rules = (...files: string[]) => {
    const check = new ManifestCheck();
    files.forEach((file, i) => check.add(file, Yaml.stringify(...objects(i))));
    return check.finish().findings.map((finding) => finding.rule).filter((found) => found.startsWith('node-'));
  };
  expect(rules('a/x.yaml', 'b/x.yaml')).toEqual([]);
  expect(rules('a/x.yaml', 'a/y.yaml')).toEqual([rule]);
});

describe('an interface of the node that a pod has for itself', () => {
  const THROUGH = network('through', { type: 'macvlan', master: 'eth1', mode: 'passthru', ipam: WHEREABOUTS });
  const LAN = network('lan', { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: WHEREABOUTS });
  const IPVLAN = network('ipvlan', { type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: WHEREABOUTS });
  const needs = (name: string, where: string, by: string, taker: string) =>
    `${name}: node-device-shared 'networks' needs the interface "eth1" of ${where}, which ${by} has for itself in the network "default/${taker}"`;
  const a = (networks: string, kind = 'Pod', nodes = ['w1']) => workload(kind, 'a', networks, nodes);
  const b = (networks: string, kind = 'Pod', nodes = ['w1']) => workload(kind, 'b', networks, nodes);

  test.each<[string, object[]]>([
    ['pods on different nodes', [CARD, LAN, a('card'), b('lan', 'Pod', ['w2'])]],
    ['pods on nodes that are not known', [CARD, LAN, a('card', 'Pod', []), b('lan', 'Pod', [])]],
    ['pods that may be on different nodes', [CARD, LAN, a('card', 'Pod', ['w1', 'w2']), b('lan')]],
    ['pods that run at times', [CARD, LAN, a('card', 'CronJob'), b('lan')]],
    ['another interface', [network('card', { type: 'host-device', device: 'eth2' }), LAN, a('card'), b('lan')]],
    ['a VLAN of a master that is passed through', [THROUGH, VLAN, a('through'), b('vlan')]],
    ['an interface that neither of the two names', [
      network('card', { type: 'host-device', device: '', hwaddr: '52:54:00:12:34:56' }),
      network('lan', { type: 'macvlan', master: '', mode: 'bridge', ipam: WHEREABOUTS }, { 'cdk8s-multus/acknowledge': 'master-missing: the one with the default route' }), a('card'), b('lan'),
    ]],
    ['a master in the pod', [CARD, network('lan', { type: 'macvlan', master: 'eth1', mode: 'bridge', linkInContainer: true, ipam: WHEREABOUTS }), a('card'), b('lan')]],
  ])('passes: %s', (_, objects) => {
    expect(found(...objects)).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['macvlan on a card that is moved', [CARD, LAN, a('card'), b('lan')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'card')]],
    ['whichever comes first', [CARD, LAN, b('lan'), a('card')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'card')]],
    ['ipvlan on it', [CARD, IPVLAN, a('card'), b('ipvlan')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'card')]],
    ['a VLAN on it', [CARD, VLAN, a('card'), b('vlan')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'card')]],
    ['passing through it', [CARD, THROUGH, a('card'), b('through')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'card')]],
    ['macvlan on a master that is passed through', [THROUGH, LAN, a('through'), b('lan')], [needs('b', 'the node "w1"', 'Pod "default/a"', 'through')]],
    ['pods of all nodes of a set', [CARD, LAN, a('card', 'DaemonSet', ['w1', 'w2']), b('lan', 'StatefulSet', ['w2'])], [needs('b', 'the node "w2"', 'DaemonSet "default/a"', 'card')]],
    ['macvlan on a card that is moved, where a device plugin counts the pods of both', [
      ...[{ type: 'host-device', device: 'eth1' }, { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: WHEREABOUTS }]
        .map((config) => network(config.type, config, { 'k8s.v1.cni.cncf.io/resourceName': 'openshift.io/nic' })), a('host-device'), b('macvlan'),
    ], [needs('b', 'the node "w1"', 'Pod "default/a"', 'host-device')]],
    ['both in one pod', [CARD, LAN, a('card,lan', 'Pod', [])], [needs('a', 'its node', 'the pod', 'card')]],
  ])('fails: %s', (_, objects, expected) => {
    expect(found(...objects)).toEqual(expected);
  });
});

describe('a port of the node', () => {
  const WEB = network('web', { plugins: [
    { type: 'bridge', bridge: 'br1', isGateway: true, ipam: { type: 'host-local', subnet: '10.1.0.0/24' } }, { type: 'portmap', capabilities: { portMappings: true } },
  ] });
  const at = (hostPort: number, more: object = {}) => JSON.stringify([{ name: 'web', portMappings: [{ hostPort, containerPort: 80, protocol: 'tcp', ...more }] }]);
  const shares = (name: string, port: string, pods: number) => `${name}: node-port-shared 'networks' brings the pods that ask for the port ${port} of their node to ${pods}`;

  test.each<[string, object[]]>([
    ['one pod', [workload('Deployment', 'a', at(80), ['w1'])]],
    ['one on each node', [workload('DaemonSet', 'a', at(80))]],
    ['as many pods as nodes', [workload('StatefulSet', 'a', at(80), ['w1', 'w2'], { replicas: 2 })]],
    ['pods on nodes that are not known', [workload('Deployment', 'a', at(80), [], { replicas: 3 })]],
    ['other ports', [workload('Pod', 'a', at(80), ['w1']), workload('Pod', 'b', at(81), ['w1'])]],
    ['other protocols', [workload('Pod', 'a', at(80), ['w1']), workload('Pod', 'b', at(80, { protocol: 'udp' }), ['w1'])]],
    ['other addresses', [workload('Pod', 'a', at(80, { hostIP: '192.168.0.1' }), ['w1']), workload('Pod', 'b', at(80, { hostIP: '192.168.0.2' }), ['w1'])]],
    ['pods that run at times', [workload('CronJob', 'a', at(80), ['w1']), workload('Pod', 'b', at(80), ['w1'])]],
  ])('passes: %s', (_, objects) => {
    expect(found(WEB, ...objects)).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['replicas of a node', [workload('Deployment', 'a', at(80), ['w1'], { replicas: 3 })], [shares('a', '80/tcp', 3)]],
    ['two pods of a node', [workload('Pod', 'a', at(80), ['w1']), workload('Pod', 'b', at(80, { protocol: 'TCP', hostIP: '0.0.0.0' }), ['w1'])], [shares('b', '80/tcp', 2)]],
    ['at one address', [workload('StatefulSet', 'a', at(80, { hostIP: '192.168.0.1' }), ['w1'], { replicas: 2 })], [shares('a', '80/tcp of 192.168.0.1', 2)]],
  ])('fails: %s', (_, objects, expected) => {
    expect(found(WEB, ...objects)).toEqual(expected);
  });

  test('is none where there are no mappings', () => {
    const odd = (portMappings: unknown) => workload('Deployment', 'a', JSON.stringify([{ name: 'web', portMappings }]), ['w1'], { replicas: 2 });
    for (const portMappings of [[], null, {}, '80', [null, 5]]) {
      expect(found(WEB, odd(portMappings)).filter((line) => line.includes('node-port-shared'))).toEqual([]);
    }
  });
});

describe('a device that the new pod needs and the old one has', () => {
  const held = (name: string, kind: string) => [`${name}: device-held-at-rollout 'networks' needs the device "eth1", which the pod before it still has whenever the ${kind} is changed`];
  const surging = (maxSurge: unknown, more: object = {}) => ({ updateStrategy: { rollingUpdate: { maxSurge }, ...more } });

  test.each<[string, object, string[]]>([
    ['a Deployment', workload('Deployment', 'a', 'card', ['w1', 'w2'], { replicas: 2 }), held('a', 'Deployment')],
    ['a DaemonSet that starts the new one first', workload('DaemonSet', 'a', 'card', [], surging(1)), held('a', 'DaemonSet')],
    ['a DaemonSet that starts some of the new ones first, on named nodes', workload('DaemonSet', 'a', 'card', ['w1', 'w2'], surging('10%', { type: 'RollingUpdate' })), held('a', 'DaemonSet')],
    ['a DaemonSet', workload('DaemonSet', 'a', 'card'), []],
    ['a DaemonSet that ends the old one first', workload('DaemonSet', 'a', 'card', [], surging('0%')), []],
    ['a DaemonSet whose pods a person ends', workload('DaemonSet', 'a', 'card', [], surging(1, { type: 'OnDelete' })), []],
    ['a DaemonSet with the strategy of a Deployment', workload('DaemonSet', 'a', 'card', [], { strategy: { rollingUpdate: { maxSurge: 1 } } }), []],
    ['a StatefulSet, which ends the old one first', workload('StatefulSet', 'a', 'card', ['w1'], surging(1)), []],
  ])('%s', (_, object, expected) => {
    expect(found(CARD, object)).toEqual(expected);
  });

  test('a DaemonSet can only be told to end the old one first', () => {
    const check = new ManifestCheck();
    check.add('file.yaml', Yaml.stringify(CARD, workload('DaemonSet', 'a', 'card', [], surging(1))));
    expect(check.finish().findings.map(({ message }) => message.split('; ').slice(1))).toEqual([
      ["expected an 'updateStrategy' of the DaemonSet that ends the old pod first: with a 'maxSurge' of 0", "remove 'maxSurge' from the 'updateStrategy'"],
    ]);
  });
});

describe('an address that stands in the network', () => {
  const shares = (name: string) => `${name}: static-address-shared 'networks' is a network whose pods all have the address "10.0.0.5/24", and has more than one`;
  const NODE_BRIDGE = network('fixed', { type: 'bridge', bridge: 'br0', isGateway: true, ipam: STATIC });

  test.each<[string, object[]]>([
    ['one pod', [FIXED, workload('StatefulSet', 'a', 'fixed')]],
    ['one pod that ends before the next one starts', [FIXED, workload('Deployment', 'a', 'fixed', [], { strategy: { type: 'Recreate' } })]],
    ['no pod', [FIXED, workload('Deployment', 'a', 'fixed', [], { replicas: 0 }), workload('Pod', 'b', 'fixed')]],
    ['pods that run at times', [FIXED, workload('CronJob', 'a', 'fixed'), workload('CronJob', 'b', 'fixed'), workload('Pod', 'c', 'fixed')]],
    ['pods that ask for others', [FIXED, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', '[{ "name": "fixed", "ips": ["10.0.0.6/24"] }]')]],
    ['one on each node, where the bridge is the node\'s', [NODE_BRIDGE, workload('DaemonSet', 'a', 'fixed')]],
    ['pods of different nodes, where the bridge is the node\'s', [NODE_BRIDGE, workload('Pod', 'a', 'fixed', ['w1']), workload('Pod', 'b', 'fixed', ['w2'])]],
  ])('passes: %s', (_, objects) => {
    expect(found(...objects)).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['replicas', [FIXED, workload('StatefulSet', 'a', 'fixed', [], { replicas: 2 })], [shares('a')]],
    ['a second pod, and a third', [FIXED, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', 'fixed'), workload('Pod', 'c', 'fixed')], [shares('b'), shares('c')]],
    ['twice in a pod', [FIXED, workload('Pod', 'a', 'fixed,fixed')], [shares('a')]],
    ['one on each node', [FIXED, workload('DaemonSet', 'a', 'fixed')], [shares('a')]],
    ['a pod that is replaced', [FIXED, workload('Deployment', 'a', 'fixed')], [
      "a: ips-held-at-rollout 'networks' is a network whose pods have an address, \"10.0.0.5/24\", that the pod before it still has whenever the Deployment is changed",
    ]],
    ['pods of a node, where the bridge is the node\'s', [NODE_BRIDGE, workload('Pod', 'a', 'fixed', ['w1']), workload('Pod', 'b', 'fixed', ['w1'])], [shares('b')]],
  ])('fails: %s', (_, objects, expected) => {
    expect(found(...objects)).toEqual(expected);
  });

  test('may be acknowledged at the network', () => {
    const acknowledged = { ...FIXED, metadata: { ...(FIXED as any).metadata, annotations: { 'cdk8s-multus/acknowledge': 'static-address-shared: one stands by' } } };
    expect(found(acknowledged, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', 'fixed'))).toEqual([]);
    expect(found(acknowledged)).toEqual([]);
  });
});

describe('a MAC address that stands in the network', () => {
  const MAC = '02:00:00:00:00:0a';
  const fixed = (...plugins: object[]) => network('fixed', { plugins });
  const LAN = { type: 'macvlan', master: 'eth1', ipam: WHEREABOUTS };
  const OWN = fixed({ ...LAN, mac: MAC });
  const BEHIND = (first: object) => fixed(first, { type: 'tuning', mac: MAC });
  const BRIDGE = { type: 'bridge', bridge: 'br0', isGateway: true, ipam: { type: 'host-local', subnet: '10.0.0.0/24' } };
  const shares = (name: string) => `${name}: mac-shared 'networks' is a network whose pods all have the MAC address "${MAC}", and has more than one`;
  const asking = '[{ "name": "fixed", "mac": "02:00:00:00:00:0b" }]';
  const TELLING = '[{ "name": "fixed", "cni-args": { "mac": "02:00:00:00:00:0b" } }]';

  test.each<[string, object[]]>([
    ['one pod', [OWN, workload('StatefulSet', 'a', 'fixed')]],
    ['a pod that asks for another', [OWN, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', asking)]],
    ['a pod that tells tuning another', [BEHIND(LAN), workload('Pod', 'a', 'fixed'), workload('Pod', 'b', TELLING)]],
    ['pods that run at times', [OWN, workload('CronJob', 'a', 'fixed'), workload('Pod', 'b', 'fixed')]],
    ['pods of different nodes, where the bridge is the node\'s', [BEHIND(BRIDGE), workload('Pod', 'a', 'fixed', ['w1']), workload('Pod', 'b', 'fixed', ['w2'])]],
    ['pods that have a link for themselves', [BEHIND({ type: 'ptp', ipam: BRIDGE.ipam }), workload('StatefulSet', 'a', 'fixed', ['w1'], { replicas: 2 })]],
    ['pods behind a tap', [fixed({ type: 'tap', mac: MAC, ipam: WHEREABOUTS }), workload('StatefulSet', 'a', 'fixed', ['w1'], { replicas: 2 })]],
    ['a plugin that reads none', [fixed({ ...BRIDGE, _mac: MAC }), workload('StatefulSet', 'a', 'fixed', ['w1'], { replicas: 2 })]],
    ['none', [fixed({ ...LAN, mac: '' }), workload('StatefulSet', 'a', 'fixed', [], { replicas: 2 })]],
  ])('passes: %s', (_, objects) => {
    expect(found(...objects)).toEqual([]);
  });

  test.each<[string, object[], string[]]>([
    ['replicas', [OWN, workload('StatefulSet', 'a', 'fixed', [], { replicas: 2 })], [shares('a')]],
    ['one on each node', [OWN, workload('DaemonSet', 'a', 'fixed')], [shares('a')]],
    ['a second pod', [OWN, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', 'fixed')], [shares('b')]],
    ['a pod that tells macvlan another, which does not listen', [OWN, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', TELLING)], [shares('b')]],
    ['that tuning sets', [BEHIND(LAN), workload('Pod', 'a', 'fixed'), workload('Pod', 'b', 'fixed')], [shares('b')]],
    ['pods of a node, where the bridge is the node\'s', [BEHIND(BRIDGE), workload('StatefulSet', 'a', 'fixed', ['w1'], { replicas: 2 })], [shares('a')]],
  ])('fails: %s', (_, objects, expected) => {
    expect(found(...objects)).toEqual(expected);
  });

  test('may be acknowledged at the network', () => {
    const acknowledged = { ...OWN, metadata: { ...OWN.metadata, annotations: { 'cdk8s-multus/acknowledge': 'mac-shared: one stands by' } } };
    expect(found(acknowledged, workload('Pod', 'a', 'fixed'), workload('Pod', 'b', 'fixed'))).toEqual([]);
    expect(found(acknowledged)).toEqual([]);
  });
});
