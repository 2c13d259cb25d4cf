import { Yaml } from 'cdk8s';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';

const MACVLAN = { cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge' };
const NETWORK = networkText({ ...MACVLAN, capabilities: { ips: true }, ipam: { type: 'static' } }, { name: 'lan' });
const ASKS = JSON.stringify([{ name: 'lan', ips: ['10.0.0.5/24'], mac: '02:00:00:00:00:01' }]);
const annotations = { 'k8s.v1.cni.cncf.io/networks': ASKS };
const pods = { metadata: { annotations }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };

/** An object as kubectl shows it: with the one that has made it. */
function shown(kind: string, name: string, owner?: string, more: object = {}): object {
  const [ownerKind, ownerName] = owner?.split('/') ?? [];
  const ownerReferences = owner === undefined ? [] : [{ kind: 'Other', name: 'x' }, { kind: ownerKind, name: ownerName, controller: true }];
  const metadata = { name, namespace: 'default', ownerReferences };
  return kind === 'Pod' ? { apiVersion: 'v1', kind, ...pods, metadata: { ...metadata, annotations }, ...more }
    : { apiVersion: 'apps/v1', kind, metadata, spec: { replicas: 1, strategy: { type: 'Recreate' }, template: pods }, ...more };
}

function rules(...objects: object[]): string[] {
  const check = new ManifestCheck();
  check.add('dump.yaml', `${NETWORK}\n---\n${Yaml.stringify({ apiVersion: 'v1', kind: 'List', items: objects })}`);
  return check.finish().findings.map(({ kind, name, rule }) => `${kind}/${name} ${rule}`);
}

test('a pod is one with the ReplicaSet and the Deployment that have made it', () => {
  expect(rules(shown('Deployment', 'a'), shown('ReplicaSet', 'a-1', 'Deployment/a'), shown('Pod', 'a-1-x', 'ReplicaSet/a-1'))).toEqual([]);
});

test('a pod is one with the maker of a maker that is not shown', () => {
  expect(rules(shown('Deployment', 'a'), shown('Pod', 'a-6d4-x', 'ReplicaSet/a-6d4'))).toEqual([]);
});

test('a pod is one with a maker whose own maker is not shown', () => {
  expect(rules(shown('ReplicaSet', 'a-1', 'Deployment/a'), shown('Pod', 'a-1-x', 'ReplicaSet/a-1'))).toEqual([]);
});

test.each(['Complete', 'Failed'])('a Job that is %s has nothing any more', (type) => {
  const job = (status: string) => shown('Job', 'b', undefined, { status: { conditions: [{ type, status }] } });
  expect(rules(shown('Pod', 'a'), job('True'))).toEqual([]);
  expect(rules(shown('Pod', 'a'), job('False'))).toEqual(['Job/b ips-duplicate', 'Job/b mac-shared']);
});

test('a pod whose maker is not shown counts', () => {
  expect(rules(shown('Pod', 'a-1-x', 'ReplicaSet/a-1'), shown('Pod', 'b'))).toEqual(['Pod/b ips-duplicate', 'Pod/b mac-shared']);
});

test('a pod of another namespace, or of another object of the name, is not made by it', () => {
  expect(rules(shown('Deployment', 'a'), shown('Pod', 'b', 'Job/a'))).toEqual(['Pod/b ips-duplicate', 'Pod/b mac-shared']);
  const elsewhere = { ...shown('Deployment', 'a'), metadata: { name: 'a', namespace: 'other' } };
  expect(rules(elsewhere, shown('Pod', 'b', 'Deployment/a')).filter((line) => line.includes('Pod'))).toEqual([]);
});

test.each(['Succeeded', 'Failed'])('a pod that has %s has nothing any more', (phase) => {
  expect(rules(shown('Pod', 'a'), shown('Pod', 'b', undefined, { status: { phase } }))).toEqual([]);
  expect(rules(shown('Pod', 'a'), shown('Pod', 'b', undefined, { status: { phase: 'Running' } }))).toEqual(['Pod/b ips-duplicate', 'Pod/b mac-shared']);
});

test('a pod of KubeVirt is one with its machine', () => {
  const machine = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'default' }, spec: { template: { spec: { networks: [{ name: 'n', multus: { networkName: 'lan' } }] } } } };
  const pool = networkText({ ...MACVLAN, ipam: { type: 'host-local', subnet: '10.0.0.0/24' } }, { name: 'lan' });
  const owned = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'virt-launcher-vm', namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/networks': 'lan' },
    ownerReferences: [{ kind: 'VirtualMachineInstance', name: 'vm', controller: true }] }, spec: pods.spec };
  const check = new ManifestCheck();
  check.add('dump.yaml', `${pool}\n---\n${Yaml.stringify(machine, owned, { ...owned, metadata: { ...owned.metadata, name: 'b' } })}`);
  expect(check.finish().findings).toEqual([]);
});
