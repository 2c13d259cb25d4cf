import { linesIn, networkText, reportOf, rulesIn } from './support';

const NETWORK = networkText({ cniVersion: '1.0.0', type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: '10.0.0.0/29' } }, { name: 'storage' });

const pod = (annotation: string, more = {}) => ({ metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': annotation } }, spec: { containers: [], ...more } });

function object(kind: string, spec: object, metadata = {}): string {
  return JSON.stringify({ apiVersion: 'example.com/v1', kind, metadata: { name: 'train', namespace: 'default', ...metadata }, spec }, undefined, 1);
}

const messagesIn = (text: string) => reportOf(text).findings.map(({ kind, name, line, message }) => `${kind} ${name} ${line} ${message}`);

describe('an object with several pod templates', () => {
  const job = (master: string, worker: string, metadata = {}, replicas: unknown = 1) =>
    object('PyTorchJob', { pytorchReplicaSpecs: { Master: { template: pod(master) }, Worker: { replicas, template: pod(worker) } } }, metadata);

  test('has the findings of each, at their lines', () => {
    expect(messagesIn(`${NETWORK}\n---\n${job('storge', '[{"name": "storage", "mac": "x"}]')}`)).toEqual([
      "PyTorchJob train 16 network-not-found 'k8s.v1.cni.cncf.io/networks[0].name' is not a network in the namespace \"default\": got \"storge\"; expected \"storage\"; did you mean \"storage\"?",
      "PyTorchJob train 29 mac-invalid 'k8s.v1.cni.cncf.io/networks[0].mac' is not a MAC address: got \"x\"; expected six octets, such as \"02:00:00:00:00:01\"; correct it",
    ]);
  });

  test('has as many pods as stand beside each template, and one where nothing does', () => {
    const ips = JSON.stringify([{ name: 'storage', ips: ['10.0.0.2'] }]);
    expect(rulesIn(`${NETWORK}\n---\n${job('[]', ips)}`)).toEqual([]);
    expect(rulesIn(`${NETWORK}\n---\n${job('[]', ips, {}, 2)}`)).toEqual(['error host-local-across-nodes', 'error ips-shared-by-replicas']);
    expect(rulesIn(`${NETWORK}\n---\n${job('[]', ips, {}, '2')}`)).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['a Job of Volcano', 'Job', { parallelism: 1, tasks: [{ replicas: 2, template: pod('[{"name":"storage","ips":["10.0.0.2"]}]') }] }],
    ['a JobSet', 'JobSet', { replicatedJobs: [{ template: { spec: { parallelism: 2, template: pod('[{"name":"storage","ips":["10.0.0.2"]}]') } } }] }],
  ])('has the pods of %s', (_, kind, spec) => {
    expect(rulesIn(`${NETWORK}\n---\n${object(kind, spec)}`)).toEqual(['error host-local-across-nodes', 'error ips-shared-by-replicas']);
  });

  test('needs one acknowledgement for all of them', () => {
    const acknowledged = { annotations: { 'cdk8s-multus/acknowledge': 'ips-shared-by-replicas: one at a time\nhost-local-across-nodes: one node' } };
    expect(rulesIn(`${NETWORK}\n---\n${job('storage', '[{"name":"storage","ips":["10.0.0.2"]}]', acknowledged, 2)}`)).toEqual([]);
    expect(rulesIn(job('[]', '[]', acknowledged))).toEqual(['warning acknowledgement-unused']);
    const malformed = { annotations: { 'cdk8s-multus/acknowledge': 'ips-shared-by-replicas' } };
    expect(rulesIn(job('[]', '[]', malformed))).toEqual(['error acknowledgement-invalid']);
  });
});

describe('a patch, whose object is elsewhere', () => {
  const patch = (annotation: string, annotations = {}) => `kind: Deployment
metadata:
  name: app
  annotations: ${JSON.stringify(annotations)}
spec:
  template:
    metadata:
      annotations:
        k8s.v1.cni.cncf.io/networks: ${JSON.stringify(annotation)}
`;

  test('has its annotation checked', () => {
    expect(linesIn(patch('a/b/c'))).toEqual(['9 annotation-malformed']);
    expect(linesIn(`${patch('storge@a,storage@a')}---\n${NETWORK}`)).toEqual(['9 interface-name-duplicate', '9 network-not-seen']);
  });

  test('has none of the findings for which one must know the pods', () => {
    const ips = '[{"name":"storage","ips":["10.0.0.2"]}]';
    expect(rulesIn(`${NETWORK}\n---\n${patch(ips).replace('spec:', 'spec:\n  replicas: 2')}---\n${patch(ips)}`)).toEqual([]);
    const confined = networkText('{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth1", "ipam": {} }', {
      name: 'storage', annotations: { 'cdk8s-multus/nodes': 'kubernetes.io/hostname=a', 'k8s.v1.cni.cncf.io/resourceName': 'intel.com/a' },
    });
    expect(rulesIn(`${confined}\n---\n${patch('storage')}`)).toEqual([]);
  });

  test('may carry an acknowledgement that the whole needs', () => {
    expect(rulesIn(`${NETWORK}\n---\n${patch('storage', { 'cdk8s-multus/acknowledge': 'host-local-across-nodes: one node' })}`)).toEqual([]);
  });
});

describe('an annotation that Multus does not read', () => {
  const annotated = (annotations: object) => JSON.stringify({ kind: 'Pod', metadata: { name: 'app', namespace: 'default', annotations } }, undefined, 1);

  test('is a finding at its line', () => {
    expect(messagesIn(annotated({ 'a': 'b', 'k8s.v1.cni.cncf.io/network': 'storage' }))).toEqual([
      "Pod app 8 annotation-misspelt 'k8s.v1.cni.cncf.io/network' is an annotation that Multus does not read: got \"storage\"; "
      + 'expected the annotation "k8s.v1.cni.cncf.io/networks"; did you mean "k8s.v1.cni.cncf.io/networks"?',
    ]);
    expect(rulesIn(annotated({ 'k8s.v1.cni.cncf.io/network': 'a', 'k8s.v1.cni.cncf.io/networks': '[]' }))).toEqual(['error annotation-misspelt']);
    expect(rulesIn(annotated({ 'k8s.v1.cni.cncf.io/network': 5 }))).toEqual(['error annotation-misspelt']);
  });

  test.each<[string, unknown]>([
    ['no text', { 'k8s.v1.cni.cncf.io/network': null, 'v1.multus-cni.io/networks': '' }],
    ['the text of the right one', { 'k8s.v1.cni.cncf.io/network': '[]', 'k8s.v1.cni.cncf.io/networks': '[]' }],
    ['what Multus itself writes', { 'k8s.v1.cni.cncf.io/network-status': '[{}]', 'k8s.v1.cni.cncf.io/networks-status': '[{}]' }],
  ])('is none with %s', (_, annotations) => {
    expect(rulesIn(annotated(annotations as object))).toEqual([]);
  });

  test.each([5, null, 'k8s.v1.cni.cncf.io/network', ['k8s.v1.cni.cncf.io/network']])('is none where the annotations are %j', (annotations) => {
    expect(rulesIn(annotated(annotations as object))).toEqual([]);
  });

  test('is also one of both that stands around the pods', () => {
    const template = { spec: { containers: [] } };
    const deployment = { kind: 'Deployment', metadata: { name: 'app', annotations: { 'v1.multus-cni.io/default-network': 'kube-system/flat' } }, spec: { template } };
    expect(messagesIn(JSON.stringify(deployment))).toEqual([
      "Deployment app 1 annotation-on-workload 'metadata.annotations.v1.multus-cni.io/default-network' is on the Deployment, not on its pods: got \"kube-system/flat\"; "
      + "expected the annotation in 'spec.template.metadata.annotations'; move it there",
    ]);
  });
});

test('the objects of a template of OpenShift are read, with their parameters for placeholders', () => {
  const network = (master: string) => JSON.parse(networkText({ cniVersion: '0.3.1', type: 'macvlan', master, mode: 'brigde', ipam: { type: 'dhcp' } })) as object;
  const template = (apiVersion: string) => JSON.stringify({ apiVersion, kind: 'Template', metadata: { name: 't' }, objects: [null, network('eth1'), network('${MASTER_OF_THE_NODE}')] });
  expect(rulesIn(template('template.openshift.io/v1'))).toEqual(['error mode-unknown', 'error mode-unknown', 'error network-name-duplicate', 'warning placeholder-unrendered']);
  expect(rulesIn(template('example.com/v1'))).toEqual([]);
});

describe('a key that an object has again', () => {
  const POD = (metadata: string, more = '') => `apiVersion: v1\nkind: Pod\nmetadata:\n${metadata}spec:\n  containers: []\n${more}`;
  const SELECTS = '  annotations: { k8s.v1.cni.cncf.io/networks: storage }\n';

  test.each<[string, string, string[]]>([
    ['all annotations', POD(`  name: a\n${SELECTS}  annotations: { a: b }\n`), ['6 key-repeated']],
    ['the annotation', POD('  name: a\n  annotations:\n    k8s.v1.cni.cncf.io/networks: a\n    k8s.v1.cni.cncf.io/networks: b\n'), ['7 key-repeated']],
    ['the configuration', `${networkOf('a')}\n  config: '{"cniVersion":"0.3.1","type":"macvlan","master":"eth2","ipam":{"type":"dhcp"}}'\n`, ['6 key-repeated']],
    ['in an item of a list', 'kind: List\nitems:\n  - kind: Pod\n    metadata:\n      annotations: { k8s.v1.cni.cncf.io/networks: a }\n      annotations: {}\n', ['6 key-repeated']],
    ['once for an object with two templates', 'kind: Kafka\nmetadata: { a: b }\nmetadata: { name: k }\nspec:\n'
      + ['a', 'b'].map((name) => `  ${name}: { metadata: { annotations: { k8s.v1.cni.cncf.io/networks: x } }, spec: { containers: [] } }\n`).join(''), ['3 key-repeated']],
    ['around what is lost', 'kind: Deployment\nmetadata: { name: d }\nspec:\n  template:\n    metadata:\n      annotations: {}\n      annotations: {}\n'
      + '  template:\n    metadata: { annotations: { k8s.v1.cni.cncf.io/networks: x } }\n    spec: { containers: [] }\n', ['8 key-repeated']],
    ['the networks of a machine', 'apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: { name: v }\nspec:\n'
      + '  networks: [{ name: a, multus: { networkName: b } }]\n  networks: []\n', ['6 key-repeated']],
    ['what has nothing to do with networks', POD(`  name: a\n${SELECTS}`, '  restartPolicy: Never\n  restartPolicy: Never\n'), []],
    ['of an object that has nothing to do with them', 'kind: Pod\nmetadata:\n  annotations: {}\n  annotations: {}\nspec: { containers: [] }\n', []],
    ['once each in two maps', POD(`  name: a\n${SELECTS}`, '  nodeSelector: { spec: a }\n  overhead: { spec: b }\n'), []],
  ])('%s', (_, text, expected) => {
    expect(linesIn(text).filter((line) => !line.includes('mode-missing'))).toEqual(expected);
  });

  test('may be acknowledged', () => {
    expect(linesIn(POD('  name: a\n  annotations: { k8s.v1.cni.cncf.io/networks: a }\n  annotations: { "cdk8s-multus/acknowledge": "key-repeated: on purpose" }\n'))).toEqual([]);
  });

  function networkOf(name: string): string {
    return `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: { name: ${name} }\nspec:\n`
      + '  config: \'{"cniVersion":"0.3.1","type":"macvlan","master":"eth1","ipam":{"type":"dhcp"}}\'';
  }
});
