import { Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { AttachmentOptions, Attachments, CniNetwork, INetwork } from '../../lib';
import { chartOf, existing, ipvlan, stderrOf } from '../support/app';
import { expectOneLineAtMost, messageThrownBy } from '../support/messages';

const CONTAINERS = [{ image: 'app:1' }];
const ANNOTATION = 'k8s.v1.cni.cncf.io/networks';

/** A pod, its attachments, and the annotation that it gets. */
function podOf(chart = chartOf()) {
  const pod = new kplus.Pod(chart, 'app', { containers: CONTAINERS });
  const attachments = Attachments.of(pod);
  return { chart, pod, attachments, annotation: () => Testing.synth(chart).find((object) => object.kind === 'Pod').metadata.annotations?.[ANNOTATION] };
}

/** The annotation of a pod with one attachment. */
function annotationWith(options?: AttachmentOptions): string {
  const { chart, attachments, annotation } = podOf();
  attachments.attach(existing(chart, 'storage'), options);
  return annotation();
}

test('a pod that nothing is attached to has no annotation', () => {
  expect(podOf().annotation()).toBeUndefined();
});

test('the annotation is short where that says everything', () => {
  const { chart, attachments, annotation } = podOf();
  const elsewhere = ipvlan(chart, 'elsewhere', { namespace: 'network', master: 'eth2' });
  expect(attachments.attach(ipvlan(chart, 'storage')).attach(elsewhere, { interfaceName: 'up' }).attach(existing(chart, 'backup'))).toBe(attachments);
  expect(annotation()).toBe('storage, network/elsewhere@up, backup');
});

test.each<[string, string | undefined, string | undefined, string]>([
  ['the same namespace is not written', 'default', 'default', 'storage'],
  ['another namespace is written', 'default', 'network', 'network/storage'],
  ['no namespace is the pod\'s', 'default', undefined, 'storage'],
  ['the namespace of a network is written where the pod has none', undefined, 'network', 'network/storage'],
  ['neither has one', undefined, undefined, 'storage'],
])('%s', (_, namespace, networkNamespace, text) => {
  const { chart, attachments, annotation } = podOf(chartOf('apps', { namespace }));
  attachments.attach(existing(chart, 'storage', networkNamespace));
  expect(annotation()).toBe(text);
});

test.each<[string, AttachmentOptions, string]>([
  ['ips', { ips: ['192.168.1.14', 'fd00:1::14/64'] }, '"ips":["192.168.1.14","fd00:1::14/64"]'],
  ['mac', { mac: '02:00:00:00:00:01' }, '"mac":"02:00:00:00:00:01"'],
  ['defaultRoute', { defaultRoute: ['192.168.1.1', 'fd00:1::1'] }, '"default-route":["192.168.1.1","fd00:1::1"]'],
  ['infinibandGuid', { infinibandGuid: 'c2:11:22:33:44:55:66:77' }, '"infiniband-guid":"c2:11:22:33:44:55:66:77"'],
  ['bandwidth', { bandwidth: { ingressRate: 1000, ingressBurst: 2000 } }, '"bandwidth":{"ingressRate":1000,"ingressBurst":2000}'],
  ['portMappings', { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp', hostIp: '10.0.0.1' }, { hostPort: 53, containerPort: 53 }] },
    '"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp","hostIP":"10.0.0.1"},{"hostPort":53,"containerPort":53,"protocol":"tcp"}]'],
  ['deviceId', { deviceId: '0000:3b:02.0' }, '"deviceID":"0000:3b:02.0"'],
  ['cniArgs', { cniArgs: { vlan: 5, nested: { a: [1] } } }, '"cni-args":{"vlan":5,"nested":{"a":[1]}}'],
  ['ipamClaimReference', { ipamClaimReference: 'claim' }, '"ipam-claim-reference":"claim"'],
  ['an interface name that the short form would misread', { interfaceName: 'a,b' }, '"interface":"a,b"'],
])('the option %s needs the JSON form', (_, options, json) => {
  const text = annotationWith(options);
  expect(JSON.stringify(JSON.parse(text))).toBe(`[{"name":"storage",${json}}]`);
  expect(text).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
});

test('all options together, in the same order whatever theirs', () => {
  const text = annotationWith({ ipamClaimReference: 'claim', cniArgs: { a: 1 }, deviceId: 'x', portMappings: [], bandwidth: {}, infinibandGuid: 'c211.2233.4455.6677', defaultRoute: ['192.168.1.1'], mac: '0200.0000.0001', interfaceName: 'up' });
  expect(JSON.stringify(JSON.parse(text))).toBe('[{"name":"storage","interface":"up","mac":"0200.0000.0001","default-route":["192.168.1.1"],"infiniband-guid":"c211.2233.4455.6677","bandwidth":{},"portMappings":[],"deviceID":"x","cni-args":{"a":1},"ipam-claim-reference":"claim"}]');
});

test.each<[string, AttachmentOptions | undefined]>([
  ['nothing', undefined],
  ['no option', {}],
  ['options that are undefined', { interfaceName: undefined, ips: undefined, cniArgs: undefined }],
])('the form stays short with %s', (_, options) => {
  expect(annotationWith(options)).toBe('storage');
});

test('the name of a network that exists already may have dots, in the JSON form', () => {
  const { chart, attachments, annotation } = podOf();
  attachments.attach(existing(chart, 'a.b', 'network'));
  expect(annotation()).toBe('[\n  {\n    "name": "a.b",\n    "namespace": "network"\n  }\n]');
});

test('a network of another copy of this library will do', () => {
  class OtherNetwork extends Construct {
    public readonly networkName = 'other';
  }
  const { chart, attachments, annotation } = podOf();
  attachments.attach(new OtherNetwork(chart, 'other') as INetwork);
  expect(annotation()).toBe('other');
});

test('one network twice is two interfaces where both are named', () => {
  const { chart, attachments, annotation } = podOf();
  const network = existing(chart, 'storage');
  attachments.attach(network, { interfaceName: 'net1' }).attach(network, { interfaceName: 'net2' }).attach(network, { interfaceName: 'up' });
  expect(annotation()).toBe('storage@net1, storage@net2, storage@up');
});

const TWICE = 'expected one attachment for each network, or interface names that tell the attachments apart, such as "net1" and "net2"; remove one of the two, or give each an \'interfaceName\' if two interfaces are meant';
test.each<[string, AttachmentOptions, AttachmentOptions, string]>([
  ['neither is named', {}, {}, `is needed, because the network "storage" is attached to this workload already: got nothing; ${TWICE}`],
  ['the first is named', { interfaceName: 'net1' }, {}, `is needed, because the network "storage" is attached to this workload already: got nothing; ${TWICE}`],
  ['the second is named', {}, { interfaceName: 'net5' }, `is not enough, because the network "storage" is attached to this workload already, without one: got "net5"; ${TWICE}`],
])('fails on one network twice where %s', (_, first, second, message) => {
  const { chart, pod, annotation } = podOf();
  Attachments.of(pod).attach(existing(chart, 'storage'), first);
  const before = annotation();
  expect(messageThrownBy(() => Attachments.of(pod).attach(CniNetwork.fromNetworkName(chart, 'again', 'storage', { namespace: 'default' }), second)))
    .toBe(`[apps/app] network-attached-twice 'interfaceName' ${message}`);
  expect(annotation()).toBe(before);
});

test('networks of one name in two namespaces are two networks', () => {
  const { chart, attachments, annotation } = podOf();
  attachments.attach(existing(chart, 'storage')).attach(existing(chart, 'storage', 'network'));
  expect(annotation()).toBe('storage, network/storage');
});

test('later changes of the options do not reach the annotation', () => {
  const options = { interfaceName: 'up', ips: ['192.168.1.14'], cniArgs: { a: { b: 1 } }, portMappings: [{ hostPort: 1, containerPort: 1 }] };
  const { chart, attachments, annotation } = podOf();
  attachments.attach(existing(chart, 'storage'), options);
  const before = annotation();
  options.interfaceName = 'x';
  options.ips.push('x');
  options.cniArgs.a.b = 2;
  options.portMappings[0].hostPort = 2;
  expect(annotation()).toBe(before);
});

test('an attachment after a synth shows in the next', () => {
  const { chart, attachments, annotation } = podOf();
  attachments.attach(existing(chart, 'a'));
  expect(annotation()).toBe('a');
  attachments.attach(existing(chart, 'b'), { ips: ['192.168.1.14'] });
  expect(JSON.parse(annotation())).toEqual([{ name: 'a' }, { name: 'b', ips: ['192.168.1.14'] }]);
});

test('two synths give the same bytes', () => {
  const { chart, attachments } = podOf();
  attachments.attach(existing(chart, 'a'), { ips: ['192.168.1.14'] });
  const text = () => Yaml.stringify(...Testing.synth(chart));
  expect(text()).toBe(text());
});

const ONE_TO_FIFTEEN = 'expected 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default", such as "net1"; choose such a name';
const IPS = 'expected a list of addresses, with or without a prefix length, such as ["192.168.1.14"]; correct it, or leave it out';
test.each<[string, unknown, string]>([
  ['an interface name of 16 characters', { interfaceName: 'a234567890123456' }, `interface-name-invalid 'interfaceName' is not the name of an interface: got "a234567890123456"; ${ONE_TO_FIFTEEN}`],
  ['an interface name of null', { interfaceName: null }, `interface-name-invalid 'interfaceName' is not the name of an interface: got null; ${ONE_TO_FIFTEEN}`],
  ['an empty list of addresses', { ips: [] }, `ips-invalid 'ips' is not a list of addresses: got []; ${IPS}`],
  ['addresses as text', { ips: '192.168.1.14' }, `ips-invalid 'ips' is not a list of addresses: got "192.168.1.14"; ${IPS}`],
  ['a MAC address of five octets', { mac: '02:00:00:00:00' }, "mac-invalid 'mac' is not a MAC address: got \"02:00:00:00:00\"; expected six octets, such as \"02:00:00:00:00:01\"; correct it"],
  ['a GUID of six octets', { infinibandGuid: '02:00:00:00:00:01' }, "infiniband-guid-invalid 'infinibandGuid' is not an InfiniBand GUID: got \"02:00:00:00:00:01\"; expected eight octets, such as \"c2:11:22:33:44:55:66:77\"; correct it"],
  ['a default route that is no list', { defaultRoute: '192.168.1.1' }, "default-route-invalid 'defaultRoute' is not a list of gateways: got \"192.168.1.1\"; expected a list of addresses without a prefix length, such as [\"192.168.1.1\"]; correct it, or leave it out"],
  ['a port of 0', { portMappings: [{ hostPort: 80, containerPort: 0 }] }, "port-mapping-invalid 'portMappings[0]' is not a port mapping: got {\"hostPort\":80,\"containerPort\":0,\"protocol\":\"tcp\"}; expected two ports from 1 to 65535 and a protocol out of \"tcp\", \"udp\", \"sctp\", such as { \"hostPort\": 8080, \"containerPort\": 80, \"protocol\": \"tcp\" }; correct it"],
  ['an empty device', { deviceId: '' }, "key-type 'deviceId' is empty: got \"\"; expected the id of a device, such as \"0000:3b:02.0\"; correct the value"],
  ['arguments as text', { cniArgs: 'a=1' }, "key-type 'cniArgs' has the wrong type: got \"a=1\"; expected an object; correct the value"],
  ['arguments that JSON cannot carry', { cniArgs: { a: 1n } }, "key-type 'options' has the wrong type: got {\"name\":\"storage\",\"cni-args\":{\"a\":\"1\"}}; expected values that JSON can carry, without a cycle, a function or a bigint; correct the value"],
  ['a claim beside addresses', { ips: ['192.168.1.14'], ipamClaimReference: 'claim' }, "ipam-claim-with-ips 'ipamClaimReference' is given beside 'ips': got \"claim\"; expected either a claim or addresses; remove one of the two"],
  ['options of null', null, "key-type 'options' has the wrong type: got null; expected an object; correct the value"],
  ['options as text', 'net1', "key-type 'options' has the wrong type: got \"net1\"; expected an object; correct the value"],
])('fails on %s, and attaches nothing', (_, options, message) => {
  const { chart, attachments, annotation } = podOf();
  expect(messageThrownBy(() => attachments.attach(existing(chart, 'storage'), options as AttachmentOptions))).toBe(`[apps/app] ${message}`);
  expect(annotation()).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'nothing'],
  ['null', null, 'null'],
  ['a name', 'storage', '"storage"'],
  ['an object that looks like one', { networkName: 'storage' }, '{"networkName":"storage"}'],
])('fails on the network %s', (_, network, got) => {
  expect(messageThrownBy(() => podOf().attachments.attach(network as INetwork)))
    .toBe(`[apps/app] key-type 'network' has the wrong type: got ${got}; expected a network, such as an IpvlanNetwork or CniNetwork.fromNetworkName(…); correct the value`);
});

test('from JavaScript: one message of one line, or an annotation that Multus reads', () => {
  const keys: Array<keyof AttachmentOptions> = ['interfaceName', 'ips', 'mac', 'defaultRoute', 'infinibandGuid', 'bandwidth', 'portMappings', 'deviceId', 'cniArgs', 'ipamClaimReference'];
  const value = fc.oneof(fc.anything({ withBigInt: true }), fc.array(fc.anything()));
  const options = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(options, fc.anything()), fc.anything(), (given, network) => {
    const { chart, attachments, annotation } = podOf();
    expectOneLineAtMost(() => attachments.attach(network as INetwork));
    expectOneLineAtMost(() => attachments.attach(existing(chart, 'storage'), given as AttachmentOptions));
    let text: string | undefined;
    stderrOf(() => {
      text = annotation();
    });
    expect(text === undefined || text.startsWith('storage') || JSON.parse(text)[0].name === 'storage').toBe(true);
  }), { numRuns: 200 });
});
