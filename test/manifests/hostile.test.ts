import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { networkText, reportOf } from './support';

const RULES_FOLDER = join(__dirname, '..', 'rules');

/** Checks that the report can be printed: one line for each message, and a line of the text. */
function expectReport(text: string): string[] {
  const { findings } = reportOf(text, { complete: true });
  const last = text.split('\n').length;
  const isOneLine = (words: string) => /^.+$/.test(words);
  expect(findings.filter(({ message, fix, line }) => !isOneLine(message) || !isOneLine(fix) || !(line >= 1 && line <= last))).toEqual([]);
  return findings.map(({ rule }) => rule);
}

function deep(open: string, close: string, times: number): string {
  return open.repeat(times) + close.repeat(times);
}

const BOMB = ['a0: &a0 { x: 1 }', ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)].join('\n');

describe('a text that is too much', () => {
  const tooDeep = 'it is nested more than 200 levels deep';
  test.each<[string, string, string, string?]>([
    ['brackets without end', '['.repeat(100_000), tooDeep],
    ['brackets', deep('[', ']', 100_000), tooDeep],
    ['braces', deep('{ a: ', '}', 10_000), tooDeep],
    ['maps in maps', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), tooDeep],
    ['lists in lists', `${'- '.repeat(100_000)}a`, tooDeep],
    ['aliases that multiply', BOMB, 'Excessive alias count indicates a resource exhaustion attack'],
    ['merge keys that multiply', BOMB.replace(/\[(.*)\]/g, '{ <<: [$1] }'), 'Excessive alias count indicates a resource exhaustion attack'],
    ['aliases without number', Array.from({ length: 20_000 }, (_, i) => `a${i}: &a${i} 1\nb${i}: *a${i}`).join('\n'), 'it has more than 10000 aliases'],
    ['a node that merges itself', 'a: &a\n  <<: *a', 'Excessive alias count indicates a resource exhaustion attack'],
    ['a long key', `${'k'.repeat(1_000_000)}: 1`, 'The : indicator must be at most 1024 chars after the start of an implicit block mapping key', `"${'k'.repeat(199)}…`],
    ['the beginnings of templates', `a: ${'{{ x '.repeat(50_000)}`, tooDeep],
    ['a map for a key', '{ a: 1 }: 2', 'A key must be a text; a template must be rendered first', '"{ a: 1 }: 2"'],
  ])('fails to be read: %s', (_, text, reason, got = 'nothing') => {
    expect(reportOf(text).findings.map(({ message }) => message)).toEqual([
      `document-unreadable 'document' cannot be read (${reason}): got ${got}; expected YAML or JSON in UTF-8; correct the text`,
    ]);
  });

  test.each<[string, string]>([
    ['a long line', `a: ${'x'.repeat(20_000_000)}`],
    ['a long text in quotes', `a: "${'x'.repeat(2_000_000)}"`],
    ['a large object of JSON', JSON.stringify({ kind: 'List', items: Array.from({ length: 100_000 }, () => ({ kind: 'Service', spec: { ports: [80] } })) })],
    ['brackets in JSON', `{ "a": ${deep('[', ']', 100_000)} }`],
    ['spaces', `a:${' '.repeat(1_000_000)}b`],
    ['comments', '# a\n'.repeat(100_000)],
    ['documents', '---\n'.repeat(20_000)],
    ['a node that contains itself', 'a: &a\n  b: *a'],
    ['NUL', 'a: \0b\n\0: c'],
    ['tags', 'a: !!js/function "function () {}"\nb: !!binary aGk=\nc: !!timestamp 2001-12-14\nd: !!set { x }\ne: !!omap [x: 1]\nf: !<x> 1\nkind: !!binary aGk='],
    ['names of what objects inherit', '__proto__: { kind: Pod }\nconstructor: { prototype: 1 }\ntoString: 1\nhasOwnProperty: 1'],
    ['numbers and null as keys', '1: a\nnull: b\n: c\ntrue: d\n1.5: e'],
  ])('is read: %s', (_, text) => {
    expect(expectReport(text)).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['brackets', `{ "type": "x", "a": ${deep('[', ']', 100_000)} }`, 'it is nested more than 100 levels deep'],
    ['braces', deep('{ "a": ', '}', 5000).replace(': }', ': 1 }'), 'it is nested more than 100 levels deep'],
  ])('fails to be read as a configuration: %s', (_, config, reason) => {
    const [{ rule, message }] = reportOf(networkText(config)).findings;
    expect([rule, message.includes(`is not a JSON object (${reason})`)]).toEqual(['config-not-json', true]);
  });

  test('fails to be read in quotes that stand left of their keys, in a number that nobody writes', () => {
    expect(expectReport(Array.from({ length: 100 }, (_, i) => `a${i}:\n  b: 'x\ny'`).join('\n'))).toEqual(['document-unreadable']);
  });

  test.each([['deep', `"x": ${deep('[', ']', 100_000)}`], ['large', `"x": "${'x'.repeat(17_000_000)}"`]])('has findings at its first line where it is JSON that is too %s', (_, member) => {
    const text = `a: 1\n---\n{ "kind": "Pod", ${member},\n"metadata": { "annotations": { "k8s.v1.cni.cncf.io/networks": "a/b/c" } } }`;
    expect(reportOf(text).findings.map(({ line, rule }) => `${line} ${rule}`)).toEqual(['2 annotation-malformed']);
  });

  test.each(['ips', 'mac', 'portMappings', 'bandwidth', 'cni-args', 'default-route', 'namespace', 'interface', 'name'])('may be deep in the annotation at %s', (key) => {
    const annotation = `[{ "name": "a", "${key}": ${deep('[', ']', 50_000)} }]`;
    const text = `kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: '${annotation}'\n`;
    expect(expectReport(text).length).toBeGreaterThan(0);
  });

  test('is not asked for a line in what it cannot read', () => {
    const annotation = `[{ "name": "a", "cni-args": 1, "x": ${deep('[', ']', 5000)} }]`;
    expect(expectReport(`kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: '${annotation}'\n`)).toEqual(['key-type', 'key-unknown', 'network-not-found']);
  });
});

test.each(['1.5', '-1', '.inf', '.nan', '1e300', '"2"', '[2]'])('%s replicas count as one pod', (replicas) => {
  const network = networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: '10.0.0.0/30' } });
  const template = '{ metadata: { annotations: { k8s.v1.cni.cncf.io/networks: net } }, spec: { nodeName: a, containers: [] } }';
  expect(expectReport(`${network}\n---\nkind: StatefulSet\nmetadata: { namespace: default }\nspec:\n  replicas: ${replicas}\n  template: ${template}\n`)).toEqual([]);
});

const CONFIG = {
  cniVersion: '0.3.1', name: 'n', capabilities: { ips: true }, dns: { nameservers: ['10.0.0.1'] }, args: { cni: {} },
  plugins: [
    { type: 'bridge', bridge: 'br0', vlan: 5, vlanTrunk: [{ minID: 1, maxID: 2 }], mtu: 1500, ipam: {
      type: 'host-local', subnet: '10.0.0.0/24', rangeStart: '10.0.0.5', gateway: '10.0.0.1', routes: [{ dst: '10.1.0.0/16', gw: '10.0.0.1' }],
      ranges: [[{ subnet: '10.2.0.0/24', rangeStart: '10.2.0.9' }]], dataDir: '/run/x',
    } },
    { type: 'macvlan', master: 'eth1', mode: 'bridge', ipam: {
      type: 'whereabouts', range: '10.3.0.0/24', range_start: '10.3.0.5', exclude: ['10.3.0.8/32'], ipRanges: [{ range: 'fd00::/64' }], node_slice_size: '/26', network_name: 'x',
    } },
    { type: 'vlan', master: 'eth1', vlanId: 5, ipam: { type: 'static', addresses: [{ address: '10.4.0.1/24', gateway: '10.4.0.2' }] } },
    { type: 'ptp', ipam: { type: 'dhcp', request: [{ option: 'routers' }], provide: [{ option: 'host-name', value: 'x' }] } },
    { type: 'sriov', vlan: 5, vlanQoS: 1, vlanProto: '802.1q', min_tx_rate: 1, max_tx_rate: 2, trust: 'on' },
    { type: 'bond', mode: 'active-backup', miimon: '100', links: [{ name: 'net1' }, { name: 'net2' }] },
    { type: 'host-device', device: 'eth2' }, { type: 'ipvlan', mode: 'l2' },
    { type: 'tuning', sysctl: { 'net.core.somaxconn': '1' }, mac: '02:00:00:00:00:01' },
    { type: 'bandwidth', ingressRate: 8, ingressBurst: 8, shapedSubnets: ['10.0.0.0/8'] },
    { type: 'portmap', capabilities: { portMappings: true }, conditionsV4: ['-s'] }, { type: 'vrf', vrfname: 'x', table: 5 },
    { type: 'sbr', table: 5 }, { type: 'tap', owner: 1 }, { type: 'other', ipam: { type: 'another' } },
  ],
};

const SELECTIONS = [{
  name: 'net', namespace: 'default', interface: 'x', ips: ['10.0.0.9/24'], mac: '02:00:00:00:00:01', 'infiniband-guid': 'c2:11:22:33:44:55:66:77',
  bandwidth: { ingressRate: 8, ingressBurst: 8 }, portMappings: [{ hostPort: 80, containerPort: 80, protocol: 'tcp', hostIP: '10.0.0.1' }],
  'deviceID': '0000:3b:02.0', 'cni-args': {}, 'default-route': ['10.0.0.1'], 'ipam-claim-reference': 'x',
}];

const WORKLOAD = {
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'w', namespace: 'default', annotations: { 'cdk8s-multus/acknowledge': 'x: y' } },
  spec: { replicas: 2, template: {
    metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': JSON.stringify(SELECTIONS) } },
    spec: {
      hostNetwork: true, nodeName: 'a', nodeSelector: { 'kubernetes.io/hostname': 'a' },
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['a'] }], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] },
      ] } } },
      initContainers: [{ image: 'x', env: [{ name: 'CNI_BIN_DIR', value: '/x' }, { name: 'PLUGINS', value: 'bridge' }] }],
      containers: [{ image: 'a/multus-cni:snapshot', command: ['multus-daemon'], args: ['--namespace-isolation'], resources: { limits: { 'a/b': 1, memory: '50Mi' } } }],
    },
  } },
};

const JOB = { kind: 'CronJob', metadata: { generateName: 'j' }, spec: { jobTemplate: { spec: { parallelism: 2, completions: 3, template: { spec: { containers: [] } } } } } };

const DAEMON = { kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'daemon-config.json': '{ "multusConfigFile": "/x", "namespaceIsolation": true, "globalNamespaces": "a,b" }' } };

const NETWORK = JSON.parse(networkText(CONFIG, { annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'a/b' } })) as object;

/** What JSON can put in the place of a value. */
const STRANGE: unknown[] = [
  null, -1.5, '', 'a\nb\u2028c', [null], { toString: 1, valueOf: 1 }, JSON.parse('{ "__proto__": { "a": 1 } }'),
];

type Json = { [key: string]: unknown };

/** The value with something strange in the place of each of its parts, one after the other. */
function* changed(value: unknown): Generator<unknown> {
  yield* STRANGE;
  if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      for (const part of changed((value as Json)[key])) {
        const copy = (Array.isArray(value) ? [...value as unknown[]] : { ...value }) as Json;
        copy[key] = part;
        yield copy;
      }
    }
  }
}

describe('a value in the place of another does not throw', () => {
  const check = (objects: Iterable<unknown>) => expectReport([...objects, NETWORK, WORKLOAD, JOB, DAEMON].map((object) => JSON.stringify(object)).join('\n---\n'));

  test.each<[string, unknown]>([['a network', NETWORK], ['a workload', WORKLOAD], ['a job', JOB], ['a configuration of the daemon', DAEMON]])('in %s', (_, object) => {
    expect(check(changed(object)).length).toBeGreaterThan(0);
  });

  test('in a configuration', () => {
    const configs = [
      ...[...changed({ ...CONFIG, plugins: [] })].map((config) => JSON.stringify(config)),
      ...CONFIG.plugins.flatMap((plugin) => [...changed(plugin)]).map((plugin) => JSON.stringify({ ...CONFIG, plugins: [plugin] })),
    ];
    expect(check(configs.map((config) => JSON.parse(networkText(config)) as object)).length).toBeGreaterThan(0);
  });

  test('in an annotation', () => {
    const pods = [...changed(SELECTIONS)].map((strange) => ({ kind: 'Pod', metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': JSON.stringify(strange) } } }));
    expect(check(pods).length).toBeGreaterThan(0);
  });
});

/** A configuration or an annotation: JSON text in an object. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' && /^\s*[[{]/.test(text) ? JSON.parse(text) as unknown : undefined;
  } catch {
    return undefined;
  }
}

/** The value with each of its parts in turn replaced by what cannot be made a text. */
function* unprintable(value: unknown): Generator<unknown> {
  yield* [{ toString: 1 }, [{ toString: 1 }]];
  const json = parsed(value);
  if (json !== undefined) {
    for (const changedJson of unprintable(json)) {
      yield JSON.stringify(changedJson);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      for (const changedPart of unprintable(part)) {
        yield Array.isArray(value) ? value.map((item: unknown, i) => (i === Number(key) ? changedPart : item)) : { ...value, [key]: changedPart };
      }
    }
  }
}

test('a value that cannot be made a text does not throw, wherever in the examples of the rules it is', () => {
  const files = readdirSync(RULES_FOLDER).map((rule) => join(RULES_FOLDER, rule, 'fires.yaml')).filter((file) => existsSync(file));
  const reports = files.flatMap((file) => {
    const objects = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown);
    return objects.flatMap((object, i) => [...unprintable(object)].map((strange) =>
      expectReport(objects.map((one, k) => JSON.stringify(k === i ? strange : one)).join('\n---\n'))));
  });
  expect(reports.length).toBeGreaterThan(10_000);
});

describe('whatever the text is, the report can be printed', () => {
  const KEYS = ['kind', 'apiVersion', 'metadata', 'name', 'namespace', 'annotations', 'k8s.v1.cni.cncf.io/networks', 'spec', 'config', 'template', 'items', 'containers', 'type', 'ipam', '__proto__', '<<'];
  const json = fc.jsonValue({ maxDepth: 4 });
  const object = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'medium' }, json, fc.constantFrom('Pod', 'List', 'k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition', '[{}]', '{}', 'a@b'), tie('map'), fc.array(tie('value'), { maxLength: 3 })),
    map: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  })).map;

  test('objects as JSON and as YAML', () => {
    fc.assert(fc.property(object, (value) => {
      expectReport(JSON.stringify(value));
      expectReport(stringify(value, { aliasDuplicateObjects: false }));
    }), { numRuns: 200 });
  });

  test('a text that fails before its first line is counted is unreadable in line 1', () => {
    expect(reportOf('\t\r', { complete: true }).findings.map(({ line, rule }) => `${line} ${rule}`)).toEqual(['1 document-unreadable']);
  });

  test('any text as a file, as a configuration and as an annotation', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}[]"\':,-?|>&*!#%@ \n\t\r\\a1') }));
    fc.assert(fc.property(text, (value) => {
      expectReport(value);
      expectReport(networkText(value));
      expectReport(stringify({ kind: 'Pod', metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': value } } }));
    }), { numRuns: 500 });
  });
});
