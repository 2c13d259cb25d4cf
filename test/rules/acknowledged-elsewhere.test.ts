import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { RULES } from '../../lib/diagnostics/registry';
import { reportOf } from '../manifests/support';

// What several objects say together may be acknowledged where only some of them are.

const ANNOTATION = 'cdk8s-multus/acknowledge';

interface Manifest {
  kind: string;
  metadata?: { namespace?: string; annotations?: Record<string, string> };
  spec?: object;
}

const isNetwork = ({ kind }: Manifest) => kind === 'NetworkAttachmentDefinition';
const rulesIn = (objects: readonly Manifest[], options = {}) =>
  reportOf(objects.map((object) => JSON.stringify(object)).join('\n---\n'), options).findings.map(({ rule }) => rule);

function acknowledgedBy(object: Manifest, id: string): Manifest {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [ANNOTATION]: `${id}: on purpose` } } };
}

/** The objects of the rule's pair with its finding, the networks acknowledging it. */
function acknowledgingNetworks(id: string): Manifest[] {
  const file = join(__dirname, id, 'fires.yaml');
  const objects = existsSync(file) ? parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest) : [];
  return objects.map((object) => (isNetwork(object) ? acknowledgedBy(object, id) : object));
}

/** The rules whose finding on a network takes other objects, and does not come where the network acknowledges it. */
const FOUND_WITH_OTHERS = RULES.map(({ id }) => id).filter((id) => {
  const objects = acknowledgingNetworks(id);
  return objects.some(isNetwork) && objects.some((object) => !isNetwork(object)) && !rulesIn(objects).includes(id)
    && !rulesIn(objects.filter(isNetwork)).includes(id);
});

test('these rules do', () => {
  expect(FOUND_WITH_OTHERS).toEqual([
    'cni-version-too-new', 'host-local-across-nodes', 'key-too-new', 'node-slice-namespace', 'pods-outside-node-set', 'pool-exhausted', 'pool-full-at-rollout',
    'static-address-shared', 'vm-bridge-unreachable',
  ]);
});

test.each(FOUND_WITH_OTHERS)('where the others are in other files, nobody says that %s is acknowledged in vain, unless the files are all there is', (id) => {
  const networks = acknowledgingNetworks(id).filter(isNetwork);
  expect([rulesIn(networks), rulesIn(networks, { complete: true })]).toEqual([[], ['acknowledgement-unused']]);
});

test('an acknowledgement on a workload is judged once its networks are known', () => {
  const objects = parseAllDocuments(readFileSync(join(__dirname, 'ips-outside-pool', 'passes.yaml'), 'utf8')).map((document) => document.toJS() as Manifest);
  const acknowledging = objects.map((object) => (isNetwork(object) ? object : acknowledgedBy(object, 'ips-outside-pool')));
  expect(rulesIn(acknowledging.filter((object) => !isNetwork(object)))).toEqual([]);
  expect(rulesIn(acknowledging)).toEqual(['acknowledgement-unused']);
});

test.each<[string, (objects: readonly Manifest[]) => Manifest]>([
  ['a machine', (objects) => objects.find(({ kind }) => kind === 'VirtualMachine')!],
  ['a patch', () => ({ kind: 'Deployment', metadata: { namespace: 'default' }, spec: { template: { metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'lan' } } } } })],
])('of %s not all is known, so that nobody says that it acknowledges in vain, but that it acknowledges nothing', (_, choose) => {
  const objects = parseAllDocuments(readFileSync(join(__dirname, 'vm-bridge-unreachable', 'passes.yaml'), 'utf8')).map((document) => document.toJS() as Manifest);
  const rulesWith = (text: string) => {
    const { metadata, ...chosen } = choose(objects);
    const acknowledging = { ...chosen, metadata: { ...metadata, annotations: { [ANNOTATION]: text } } };
    return rulesIn([...objects.filter(isNetwork), acknowledging], { complete: true });
  };
  expect([rulesWith('pool-exhausted: on purpose'), rulesWith('pool-exhausted')]).toEqual([[], ['acknowledgement-invalid']]);
});
