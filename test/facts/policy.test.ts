import * as fc from 'fast-check';
import { messageOf } from '../../lib/diagnostics';
import { readPolicy, servedVersions } from '../../lib/facts/policy';
import { expectOneLineAtMost } from '../support/messages';

const ANNOTATION = 'k8s.v1.cni.cncf.io/policy-for';

/** A policy for the network `storage`. */
function policy(spec: unknown, apiVersion = 'k8s.cni.cncf.io/v1beta1'): Record<string, unknown> {
  return { apiVersion, metadata: { annotations: { [ANNOTATION]: 'storage' } }, spec };
}

const networksOf = (text: unknown) => readPolicy({ metadata: { annotations: { [ANNOTATION]: text } } }).networks;
const rulesOf = (object: Record<string, unknown>) => readPolicy(object).faults.map(({ rule }) => rule);
const wordsOf = (object: Record<string, unknown>) => readPolicy(object).faults.map((fault) => messageOf(fault).split('; expected')[0]);

test.each<[string, object[]]>([
  ['storage', [{ name: 'storage' }]],
  ['default/storage', [{ namespace: 'default', name: 'storage' }]],
  [' a , b/c,d ', [{ name: 'a' }, { namespace: 'b', name: 'c' }, { name: 'd' }]],
  // whoever enforces policies takes all spaces away
  ['stor age', [{ name: 'storage' }]],
  ['storage,', [{ name: 'storage' }]],
  ['vlan.10', [{ name: 'vlan.10' }]],
])('the networks of the annotation %j', (text, networks) => {
  expect(networksOf(text)).toEqual(networks);
  expect(rulesOf({ metadata: { annotations: { [ANNOTATION]: text } } })).toEqual([]);
});

test.each<[unknown, string]>([
  [undefined, 'policy-for-missing'],
  [null, 'policy-for-missing'],
  ['', 'policy-for-missing'],
  [' , ', 'policy-for-missing'],
  [7, 'key-type'],
  [['storage'], 'key-type'],
  ['a/b/c', 'policy-for-malformed'],
  ['/storage', 'policy-for-malformed'],
  ['default/', 'policy-for-malformed'],
  ['storage@net1', 'policy-for-malformed'],
  ['Storage', 'policy-for-malformed'],
  // a block of YAML ends with a line break, which is not taken away
  ['storage\n', 'policy-for-malformed'],
  ['[{ "name": "storage" }]', 'policy-for-malformed'],
])('fails on the annotation %j', (text, rule) => {
  expect(rulesOf({ metadata: { annotations: { [ANNOTATION]: text } } })).toEqual([rule]);
});

test('an item that is none does not hide the others', () => {
  expect(networksOf('a, B, c')).toEqual([{ name: 'a' }, { name: 'c' }]);
});

const RULE = { from: [{ podSelector: {} }], ports: [{ port: 80 }] };

test.each<[string, object]>([
  ['a direction', { policyTypes: ['Ingress'] }],
  ['a direction in small letters', { policyTypes: ['egress'] }],
  ['both, each with rules', { policyTypes: ['Ingress', 'Egress'], ingress: [RULE], egress: [{ to: [{ namespaceSelector: {} }] }] }],
  ['no directions, with rules of what is sent', { egress: [{}] }],
  ['rules of nothing', { policyTypes: ['Ingress'], egress: [], ingress: [{ from: null, ports: null }] }],
  ['ports in quotes, at the ends, and all of a protocol', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: '80' }, { port: 1 }, { port: 65535 }, { protocol: 'UDP' }, {}] }] }],
  ['ranges of ports', { policyTypes: ['Ingress'], ingress: [{ ports: [[80, 80], ['80', 81], [1, 65535], [80, null]].map(([port, endPort]) => ({ port, endPort })) }] }],
  ['each protocol', { policyTypes: ['Ingress'], ingress: [{ ports: ['TCP', 'UDP', 'SCTP', 'tcp', null].map((protocol) => ({ port: 1, protocol })) }] }],
  ['blocks of both families, with host bits', { policyTypes: ['Egress'], egress: [{ to: [
    { ipBlock: { cidr: '10.0.0.1/8', except: ['10.1.0.0/16'] } }, { ipBlock: { cidr: '::/0', except: ['fd00::/8'] } },
  ] }] }],
])('passes: %s', (_, spec) => {
  expect(wordsOf(policy(spec))).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['a spec that is a text', 'x', ["key-type 'spec' has the wrong type: got \"x\""]],
  ['directions that are no list', { policyTypes: 'Ingress' }, ["key-type 'spec.policyTypes' has the wrong type: got \"Ingress\""]],
  ['an empty list of directions', { policyTypes: [], ingress: [RULE] },
    ["policy-types-missing 'spec.policyTypes' does not say which directions the policy is about: got []"]],
  ['directions that there are not', { policyTypes: ['In', 7] }, [
    "policy-type-unknown 'spec.policyTypes[0]' is not a direction: got \"In\"", "policy-type-unknown 'spec.policyTypes[1]' is not a direction: got 7",
  ]],
  ['rules that are no list', { policyTypes: ['Ingress'], ingress: {} }, ["key-type 'spec.ingress' has the wrong type: got {}"]],
  ['a rule that is none', { policyTypes: ['Ingress'], ingress: [7] }, ["key-type 'spec.ingress[0]' has the wrong type: got 7"]],
  ['rules of the other direction', { policyTypes: ['Egress'], ingress: [RULE] },
    ["policy-rules-ignored 'spec.ingress' is not looked at, because \"Ingress\" is not among the policyTypes: got [{\"from\":[{\"podSelector\":{}}],\"ports\":[{\"port\":80}]}]"]],
  ['an empty peer', { policyTypes: ['Ingress'], ingress: [{ from: [{}, null] }] }, [
    "policy-peer-invalid 'spec.ingress[0].from[0]' has neither an 'ipBlock' nor a selector: got {}",
    "policy-peer-invalid 'spec.ingress[0].from[1]' has neither an 'ipBlock' nor a selector: got null",
  ]],
  ['a block that is a text', { policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: '10.0.0.0/8' }] }] },
    ["key-type 'spec.ingress[0].from[0].ipBlock' has the wrong type: got \"10.0.0.0/8\""]],
  ['a block without a subnet', { policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { except: ['10.0.0.0/8', '10.0.0.0'] } }] }] }, [
    "policy-cidr-invalid 'spec.ingress[0].from[0].ipBlock.cidr' is not a subnet: got nothing",
    "policy-cidr-invalid 'spec.ingress[0].from[0].ipBlock.except[1]' is not a subnet: got \"10.0.0.0\"",
  ]],
  ['exceptions around the block, beside it, and of the other family', { policyTypes: ['Egress'], egress: [{ to: [
    { ipBlock: { cidr: '10.1.0.0/16', except: ['10.0.0.0/8', '10.2.0.0/24', 'fd00::/64', '10.1.0.0/16'] } },
  ] }] }, ['10.0.0.0/8', '10.2.0.0/24', 'fd00::/64', '10.1.0.0/16'].map((except, i) => (
    `policy-except-outside 'spec.egress[0].to[0].ipBlock.except[${i}]' is not a part of "10.1.0.0/16": got "${except}"`
  ))],
  ['ports beyond the ends', { policyTypes: ['Ingress'], ingress: [{ ports: [0, 65536, 1.5, '0', '65536', 'not a name', '', true].map((port) => ({ port })) }] },
    [0, 65536, 1.5, '"0"', '"65536"', '"not a name"', '""', true].map((port, i) => `policy-port-invalid 'spec.ingress[0].ports[${i}].port' is not a port: got ${port}`)],
  ['ports by name', { policyTypes: ['Ingress'], ingress: [{ ports: ['http', 'web-1'].map((port) => ({ port })) }] }, ['http', 'web-1'].map((port, i) => (
    `policy-port-named 'spec.ingress[0].ports[${i}].port' is the name of a port, which nobody who enforces the policy looks up: got "${port}"`
  ))],
  ['ranges that end where they cannot', { policyTypes: ['Ingress'], ingress: [{ ports: [[80, 79], ['80', 0], [80, 65536], [80, '81'], [80, 80.5]].map(([port, endPort]) => ({ port, endPort })) }] },
    [['80', '79'], ['"80"', '0'], ['80', '65536'], ['80', '"81"'], ['80', '80.5']].map(([port, end], i) => (
      `policy-port-range-invalid 'spec.ingress[0].ports[${i}].endPort' is not the end of a range from ${port}: got ${end}`
    ))],
  ['a range that does not begin', { policyTypes: ['Ingress'], ingress: [{ ports: [{ endPort: 81 }] }] },
    ["policy-port-range-invalid 'spec.ingress[0].ports[0].endPort' is an end without a 'port': got 81"]],
  ['a range that begins with a name', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 'http', endPort: 81 }] }] }, [
    "policy-port-named 'spec.ingress[0].ports[0].port' is the name of a port, which nobody who enforces the policy looks up: got \"http\"",
    "policy-port-range-invalid 'spec.ingress[0].ports[0].endPort' is not the end of a range from \"http\": got 81",
  ]],
  ['a port that is a number', { policyTypes: ['Ingress'], ingress: [{ ports: [80] }] }, ["key-type 'spec.ingress[0].ports[0]' has the wrong type: got 80"]],
  ['protocols that there are not', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 1, protocol: 'ICMP' }, { port: 1, protocol: '' }] }] }, [
    "policy-protocol-unknown 'spec.ingress[0].ports[0].protocol' is not a protocol: got \"ICMP\"",
    "policy-protocol-unknown 'spec.ingress[0].ports[1].protocol' is not a protocol: got \"\"",
  ]],
])('fails: %s', (_, spec, words) => {
  expect(wordsOf(policy(spec))).toEqual(words);
});

const definition = (kind: string, ...versions: unknown[]) => ({ kind: 'CustomResourceDefinition', spec: { group: 'k8s.cni.cncf.io', names: { kind }, versions } });

test('a definition says which versions it serves', () => {
  expect(servedVersions(definition('MultiNetworkPolicy', { name: 'v1beta1', served: false }, { name: 'v1beta2', served: true }))).toEqual(['k8s.cni.cncf.io/v1beta2']);
});

test.each([definition('NetworkAttachmentDefinition', { name: 'v1', served: true }), { ...definition('MultiNetworkPolicy'), spec: null }, definition('MultiNetworkPolicy', null, 5)])(
  'no version is in %j', (object) => {
    expect(servedVersions(object)).toEqual([]);
  });

test('whatever a policy says, what is found is one line', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (annotation, part) => {
    const egress = [part, { to: part, ports: part }, { to: [part, { ipBlock: part }], ports: [part, { port: part }] }];
    const specs = [part, { policyTypes: part, ingress: part, egress }];
    for (const spec of specs) {
      for (const fault of readPolicy({ metadata: { annotations: { [ANNOTATION]: annotation } }, spec }).faults) {
        expectOneLineAtMost(() => {
          throw new Error(`[x] ${messageOf(fault)}`);
        });
      }
    }
  }), { numRuns: 300 });
});
