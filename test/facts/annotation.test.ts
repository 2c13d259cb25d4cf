import * as fc from 'fast-check';
import { readAnnotation } from '../../lib/facts/annotation';
import { Selection, annotationText } from '../../lib/facts/selection';
import { linesOf } from '../support/messages';

test.each<[string, string, Selection[]]>([
  ['nothing', '', []],
  ['a name', 'storage', [{ name: 'storage' }]],
  ['names, with blanks around them', ' a , b,\tc\n', [{ name: 'a' }, { name: 'b' }, { name: 'c' }]],
  ['a namespace and an interface', 'network/storage@up, b@net1', [{ name: 'storage', namespace: 'network', interface: 'up' }, { name: 'b', interface: 'net1' }]],
  ['blanks between the parts', 'network / storage @ up', [{ name: 'storage', namespace: 'network', interface: 'up' }]],
  ['a namespace and an interface that are left empty', '/storage, b@', [{ name: 'storage' }, { name: 'b' }]],
  ['one name twice', 'a@x,a@y', [{ name: 'a', interface: 'x' }, { name: 'a', interface: 'y' }]],
  ['an empty list in JSON', '[]', []],
  ['objects in JSON', '[{"name":"a.b","namespace":"n","ips":["10.0.0.1"]},{"name":"c"}]', [{ name: 'a.b', namespace: 'n', ips: ['10.0.0.1'] }, { name: 'c' }]],
  ['keys in any case', '[{"NAME":"a","Default-Route":["10.0.0.1"],"portmappings":[{"hostPort":1,"containerPort":1,"protocol":"udp"}]}]',
    [{ 'name': 'a', 'default-route': ['10.0.0.1'], 'portMappings': [{ hostPort: 1, containerPort: 1, protocol: 'udp' }] }]],
  ['what `interface` was called once', '[{"name":"a","interfaceRequest":"up"}]', [{ name: 'a', interface: 'up' }]],
  ['`interface` before what it was called once', '[{"name":"a","interface":"up","interfaceRequest":"b:c"},{"name":"b","InterfaceRequest":"x","interface":""}]', [{ name: 'a', interface: 'up' }, { name: 'b', interface: 'x' }]],
  ['of keys in several cases the last one, unless it is null', '[{"name":"a","Name":"b","NAME":null}]', [{ name: 'b' }]],
  ['a name of more than a label', `${'a'.repeat(253)}, b`, [{ name: 'a'.repeat(253) }, { name: 'b' }]],
  ['the blanks that Go knows', '\u0085a\u0085,\u00a0b\u3000', [{ name: 'a' }, { name: 'b' }]],
  ['keys of requests in any case', '[{"name":"a","bandwidth":{"ingressrate":1000000,"INGRESSBURST":1000000},"portMappings":[{"HostPort":1,"ContainerPort":1,"Protocol":"tcp","hostip":""}]}]',
    [{ name: 'a', bandwidth: { ingressRate: 1000000, ingressBurst: 1000000 }, portMappings: [{ hostPort: 1, containerPort: 1, protocol: 'tcp', hostIP: '' }] }]],
  ['a bandwidth of nothing', '[{"name":"a","bandwidth":{"ingressRate":0,"ingressBurst":0,"egressRate":null}}]', [{ name: 'a', bandwidth: { ingressRate: 0, ingressBurst: 0 } }]],
  ['keys for people', '[{"name":"a","_Any":{"b":1}}]', [{ name: 'a', _Any: { b: 1 } }]],
  ['what is empty, as a template leaves it', '[{"name":"a","namespace":"","interface":null,"ips":[],"bandwidth":{},"mac":""}]', [{ name: 'a' }]],
  ['but an empty list of gateways', '[{"name":"a","default-route":[]}]', [{ 'name': 'a', 'default-route': [] }]],
])('reads %s', (_, text, selections) => {
  expect(readAnnotation(text)).toEqual({ selections, faults: [] });
});

const AT = "error: annotation-malformed 'k8s.v1.cni.cncf.io/networks'";
const FORMS = 'expected "namespace/name@interface, …", or a JSON list of objects such as [{ "name": "storage", "interface": "net1" }]';

const CORRECT = 'correct the annotation';
const NO_INTERFACE = 'choose a name of 1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default"';
const NO_QUOTES = 'remove the quotes: in a block of YAML, or inside of other quotes, they are a part of the text';
const NO_COMMA = 'remove the comma that has no name beside it';
const NAMES = 'write the names alone, separated by commas, or each as an object: { "name": "…" }';

test.each<[string, string, string?]>([
  ['a/b/c', 'has the item "a/b/c", which is not "namespace/name@interface"'],
  ['a@b@c', 'has the item "a@b@c", which is not "namespace/name@interface"'],
  ['a,,b', 'has an empty item', NO_COMMA],
  ['a,', 'has an empty item', NO_COMMA],
  ['A', 'has the item "A", whose names Multus refuses'],
  ['a.b', 'has the item "a.b", whose names Multus refuses'],
  ['N/a', 'has the item "N/a", whose names Multus refuses'],
  ['a b', 'has the item "a b", whose names Multus refuses', 'separate names by commas'],
  ['a@a234567890123456', 'has the interface name "a234567890123456", which Multus or the kernel refuses', NO_INTERFACE],
  ['a@b:c', 'has the interface name "b:c", which Multus or the kernel refuses', NO_INTERFACE],
  ['{"name":"a"}', 'is one object, not a list of objects', 'put it in [ ]'],
  ['["a"]', 'is a list, but not of objects', NAMES],
  ['[null]', 'is a list, but not of objects', NAMES],
  ['"a"\n', 'has quotes in its text', NO_QUOTES],
  ['"a", "b"', 'has quotes in its text', NO_QUOTES],
  ['a, "b"', 'has quotes in its text', NO_QUOTES],
  ["'a'\n", 'has quotes in its text', NO_QUOTES],
  ["b, 'a@net1'", 'has quotes in its text', NO_QUOTES],
  ['[{"name":"a"},{"namespace":"n"}]', "has no 'name' in selection 2"],
  ['[{"name":""}]', "has no 'name' in selection 1"],
  ['[{"name":5}]', "has no 'name' in selection 1"],
  ['[{"name":"n/a"}]', 'has a namespace in the \'name\' "n/a", which the JSON form does not read', "give the namespace a key of its own, 'namespace'"],
  ['[{"name":"a"},]', 'is not JSON (there is a comma before "]")', 'remove the comma behind the last member'],
  ['[{\n"name":"a" // the card\n}]', 'is not JSON (in its line 2 there is the comment "// the card")', 'remove the comment: JSON has none'],
])('fails on %j', (text, problem, fix = CORRECT) => {
  const { selections, faults } = readAnnotation(text);
  expect([selections, linesOf(faults)]).toEqual([[], [`${AT} ${problem}: got ${JSON.stringify(text)}; ${FORMS}; ${fix}`]]);
});

test('fails on a value at its place in the list, and keeps the selection', () => {
  const { selections, faults } = readAnnotation('[{"name":"a"},{"name":"b","mac":"x"}]');
  expect(selections).toEqual([{ name: 'a' }, { name: 'b', mac: 'x' }]);
  expect(linesOf(faults)).toEqual([
    "error: mac-invalid 'k8s.v1.cni.cncf.io/networks[1].mac' is not a MAC address: got \"x\"; expected six octets, such as \"02:00:00:00:00:01\"; correct it",
  ]);
});

test('warns of keys that Multus does not know, in any case of those that it does', () => {
  const known = 'expected one of "name", "namespace", "interface", "ips", "mac" or 7 more; remove it, or correct its name';
  expect(linesOf(readAnnotation('[{"name":"a","Gateways":["10.0.0.1"],"Ips":["10.0.0.5"],"inteface":"net1","vlan":5,"_note":"x","macAddress":"02:00:00:00:00:01"}]').faults)).toEqual([
    'warning: key-unknown \'k8s.v1.cni.cncf.io/networks[0].Gateways\' is not a key of Multus, which ignores it: got ["10.0.0.1"]; '
    + 'expected the gateway in the \'ipam\' of the network, as \'gateway\' or in its \'routes\'; write it there; "default-route" is for a pod all of whose traffic is to go through this network',
    'warning: key-unknown \'k8s.v1.cni.cncf.io/networks[0].inteface\' is not a key of Multus, which ignores it: got "net1"; expected "interface"; did you mean "interface"?',
    `warning: key-unknown 'k8s.v1.cni.cncf.io/networks[0].vlan' is not a key of Multus, which ignores it: got 5; ${known}`,
    'warning: key-unknown \'k8s.v1.cni.cncf.io/networks[0].macAddress\' is not a key of Multus, which ignores it: got "02:00:00:00:00:01"; expected "mac"; did you mean "mac"?',
  ]);
});

test('what attachments write is read as it was written', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const selection = fc.record({
    name: fc.oneof(label, fc.tuple(label, label).map((parts) => parts.join('.'))),
    namespace: label,
    interface: fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/),
    ips: fc.constant(['10.0.0.1', 'fd00:1::1/64']),
    mac: fc.constant('02:00:00:00:00:01'),
  }, { requiredKeys: ['name'] });
  fc.assert(fc.property(fc.array(selection), (selections) => {
    expect(readAnnotation(annotationText(selections))).toEqual({ selections, faults: [] });
  }), { numRuns: 300 });
});

test('fails on a whole number that is written with a fraction or an exponent, as a template does', () => {
  const written = (place: string, number: number, as: string) => `error: annotation-malformed 'k8s.v1.cni.cncf.io/networks[0].${place}' is written ${as}, and Multus reads no whole number `
    + `that has a fraction or an exponent: got ${number}; expected digits alone; write ${number}; in a template of Helm, pass the value through "int64"`;
  expect(linesOf(readAnnotation('[{"name":"a","Bandwidth":{"ingressRate":1e+06,"ingressBurst":1000000}}]').faults)).toEqual([written('Bandwidth.ingressRate', 1e6, '1e+06')]);
  expect(linesOf(readAnnotation('[{"name":"a","portMappings":[{"hostPort":8080,"containerPort":80.0,"protocol":"tcp"}]}]').faults)).toEqual([written('portMappings[0].containerPort', 80, '80.0')]);
  // what is no whole number, and what is none to Multus
  expect(readAnnotation('[{"name":"a","portMappings":[{"hostPort":8080,"containerPort":80.5,"protocol":"tcp"}]}]').faults.map(({ rule }) => rule)).toEqual(['port-mapping-invalid']);
  expect(readAnnotation('[{"name":"a","portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}],"cni-args":{"hostPort":1e3,"bandwidth":{"ingressRate":1e3}}}]').faults).toEqual([]);
});

test('never throws, whatever the text', () => {
  const list = fc.array(fc.dictionary(fc.constantFrom('name', 'ips', 'Interface'), fc.jsonValue())).map((value) => JSON.stringify(value));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), list), (text) => {
    for (const line of linesOf(readAnnotation(text).faults)) {
      expect(line).toMatch(/^error: [a-z-]+ '[^\n\r]+' [^\n\r]+: got [^\n\r]+; expected [^\n\r]+; [^\n\r]+$/);
    }
  }), { numRuns: 300 });
});

test.each<[string, string]>([
  ['[{"name":"a","ips":""}]', 'ips-invalid'], ['[{"name":"a","ips":{}}]', 'ips-invalid'], ['[{"name":"a","cni-args":[]}]', 'key-type'], ['[{"name":"a","cni-args":""}]', 'key-type'],
  ['[{"name":"a","bandwidth":[]}]', 'bandwidth-invalid'], ['[{"name":"a","portMappings":{}}]', 'port-mapping-invalid'], ['[{"name":"a","mac":[]}]', 'mac-invalid'],
  ['[{"name":"a","namespace":{}}]', 'network-name-invalid'], ['[{"name":"a","interface":[]}]', 'interface-name-invalid'], ['[{"name":"a","deviceID":[]}]', 'key-type'],
  ['[{"name":"a","default-route":""}]', 'default-route-invalid'], ['[{"name":"a","bandwidth":{"ingressrate":1000000}}]', 'bandwidth-invalid'],
  ['[{"name":"a","Name":""}]', 'annotation-malformed'], ['\ufeffa', 'annotation-malformed'], ['a@\ufeffup', 'annotation-malformed'], [`${'a'.repeat(254)}`, 'annotation-malformed'],
  [`${'a'.repeat(64)}/b`, 'annotation-malformed'], ['a@\u00e0', 'annotation-malformed'],
])('fails as Go does on %j', (text, rule) => {
  expect(readAnnotation(text).faults.map((fault) => `${fault.severity} ${fault.rule}`)).toEqual([`error ${rule}`]);
});

test('many blanks between two words take no time', () => {
  expect(readAnnotation(`a${' '.repeat(500_000)}b`).faults.map(({ rule }) => rule)).toEqual(['annotation-malformed']);
  expect(readAnnotation(`${' '.repeat(500_000)}a${' '.repeat(500_000)}`)).toEqual({ selections: [{ name: 'a' }], faults: [] });
});
