import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Yaml } from 'cdk8s';
import { expectValid, schemaErrors } from './support/kubernetes-schema';

const IMPORTS = join(__dirname, '..', 'imports');
const CRDS = readdirSync(IMPORTS).filter((name) => name.endsWith('.crd.yaml'));
/** The file is named after the group, which the CRDs of Multus share: all but the first have a prefix. */
const PREFIXES: { readonly [crd: string]: string } = { 'multi-network-policy.crd.yaml': 'multi-network-policy:=' };

test('imports/ holds what cdk8s import makes of the CRDs beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    for (const crd of CRDS) {
      execFileSync(process.execPath, [
        join(__dirname, '..', 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'),
        'import', `${PREFIXES[crd] ?? ''}${join(IMPORTS, crd)}`, '--language', 'typescript', '--output', folder, '--no-save', '--check-upgrade=false',
      ], { stdio: 'pipe' });
    }
    const contents = (path: string) => Object.fromEntries(
      readdirSync(path).filter((name) => name.endsWith('.ts')).map((name) => [name, readFileSync(join(path, name), 'utf8')]),
    );
    expect(contents(IMPORTS)).toEqual(contents(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(CRDS)('%s fits the schema of the Kubernetes API', (name) => {
  for (const crd of Yaml.load(join(IMPORTS, name))) {
    expectValid(crd);
  }
});

test('the CRD of networks is the one that Multus installs: names, scope, version, and a schema that requires nothing', () => {
  const [crd] = Yaml.load(join(IMPORTS, 'network-attachment-definition.crd.yaml'));
  expect(crd).toMatchObject({
    metadata: { name: 'network-attachment-definitions.k8s.cni.cncf.io' },
    spec: {
      group: 'k8s.cni.cncf.io',
      scope: 'Namespaced',
      names: {
        plural: 'network-attachment-definitions',
        singular: 'network-attachment-definition',
        kind: 'NetworkAttachmentDefinition',
        shortNames: ['nad', 'net-attach-def'],
      },
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  });
  expect(JSON.parse(JSON.stringify(crd.spec.versions[0].schema.openAPIV3Schema, (key, value) => (key === 'description' ? undefined : value)))).toEqual({
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: { type: 'object', properties: { config: { type: 'string' } } },
    },
  });
});

test('the CRDs of whereabouts are those that it works with: names, scope, version, and what a pool, a part and a reservation must have', () => {
  const crds = Yaml.load(join(IMPORTS, 'whereabouts.crd.yaml'));
  const version = { name: 'v1alpha1', served: true, storage: true };
  expect(crds).toMatchObject([
    ['ippools', 'IPPool'],
    ['nodeslicepools', 'NodeSlicePool'],
    ['overlappingrangeipreservations', 'OverlappingRangeIPReservation'],
  ].map(([plural, kind]) => ({
    metadata: { name: `${plural}.whereabouts.cni.cncf.io` },
    spec: { group: 'whereabouts.cni.cncf.io', scope: 'Namespaced', names: { kind, plural }, versions: [version] },
  })));
  const metadata = { metadata: { name: 'a', namespace: 'kube-system' } };
  const object = (kind: string, rest: object) => ({ apiVersion: 'whereabouts.cni.cncf.io/v1alpha1', kind, ...metadata, ...rest });
  expect([
    object('IPPool', { spec: { range: '10.0.0.0/24', allocations: { 5: { id: 'sandbox', podref: 'default/a', ifname: 'net1' } } } }),
    object('NodeSlicePool', { spec: { range: '10.0.0.0/20', sliceSize: '/24' }, status: { allocations: [{ nodeName: '', sliceRange: '10.0.0.0/24' }] } }),
    object('OverlappingRangeIPReservation', { spec: { podref: 'default/a', containerid: 'sandbox', ifname: 'net1' } }),
    object('IPPool', { spec: { range: '10.0.0.0/24', allocations: { 5: { id: 'sandbox' } } } }),
    object('NodeSlicePool', { spec: {}, status: { allocations: [{ nodeName: 'a' }] } }),
    object('OverlappingRangeIPReservation', { spec: {} }),
  ].map(schemaErrors)).toEqual([
    [], [], [],
    ['/spec/allocations/5 has no "podref"'],
    ['/spec has no "range"', '/spec has no "sliceSize"', '/status/allocations/0 has no "sliceRange"'],
    ['/spec has no "podref"'],
  ]);
});

test('the CRD of policies is the one that upstream installs: names, scope, the version that is served, and what it requires', () => {
  const [crd] = Yaml.load(join(IMPORTS, 'multi-network-policy.crd.yaml'));
  expect(crd).toMatchObject({
    metadata: { name: 'multi-networkpolicies.k8s.cni.cncf.io' },
    spec: {
      group: 'k8s.cni.cncf.io',
      scope: 'Namespaced',
      names: { plural: 'multi-networkpolicies', singular: 'multi-networkpolicy', kind: 'MultiNetworkPolicy', shortNames: ['multi-policy'] },
      versions: [{ name: 'v1beta1', served: true, storage: true }],
    },
  });
  const { spec } = crd.spec.versions[0].schema.openAPIV3Schema.properties;
  const selector = {
    type: 'object',
    properties: {
      matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
      matchExpressions: {
        type: 'array',
        items: {
          type: 'object',
          required: ['key', 'operator'],
          properties: { key: { type: 'string' }, operator: { type: 'string' }, values: { type: 'array', items: { type: 'string' } } },
        },
      },
    },
  };
  const list = (properties: object) => ({ type: 'array', items: { type: 'object', properties } });
  const cidrs = { cidr: { type: 'string' }, except: { type: 'array', items: { type: 'string' } } };
  const peers = list({ podSelector: selector, namespaceSelector: selector, ipBlock: { type: 'object', required: ['cidr'], properties: cidrs } });
  const ports = list({ port: { 'anyOf': [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true }, endPort: { type: 'integer' }, protocol: { type: 'string' } });
  expect(JSON.parse(JSON.stringify(spec, (key, value) => (key === 'description' ? undefined : value)))).toEqual({
    type: 'object',
    required: ['podSelector'],
    properties: {
      podSelector: selector,
      policyTypes: { type: 'array', items: { type: 'string' } },
      ingress: list({ from: peers, ports }),
      egress: list({ to: peers, ports }),
    },
  });
});
