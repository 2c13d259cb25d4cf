import * as kplus from 'cdk8s-plus-27';
import { Attachments } from '../../lib';
import { AppFacts, Facts } from '../../lib/facts';
import { emptyFacts, readObject } from '../../lib/facts/read-object';
import { checkReferences } from '../../lib/rules/references';
import { resolve } from '../../lib/rules/resolve';
import { chartOf, existing, ipvlan } from '../support/app';
import { linesOf } from '../support/messages';

/** What the rules say of the references of the workloads. */
function lines(facts: Facts): string[] {
  return linesOf(checkReferences(facts, resolve(facts)).map(({ fault }) => fault));
}

/** The facts of manifests: networks as `namespace/name`, and a pod with the annotation. */
function read(networks: string[], annotation: string,
  options: { namespace?: string; complete?: boolean; isolation?: string[]; defaultNetwork?: string } = {}): Facts {
  const { namespace, complete, isolation, defaultNetwork } = options;
  const facts = emptyFacts(complete ?? false);
  for (const [space, name] of networks.map((network) => network.split('/'))) {
    readObject({ apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name, namespace: space } }, {}, facts);
  }
  const metadata = { name: 'app', namespace, annotations: { 'k8s.v1.cni.cncf.io/networks': annotation, 'v1.multus-cni.io/default-network': defaultNetwork } };
  readObject({ kind: 'Pod', metadata, spec: { containers: [] } }, {}, facts);
  const args = ['--namespace-isolation', ...isolation ? [`--global-namespaces=${isolation.join(',')}`] : []];
  if (isolation) {
    readObject({ kind: 'DaemonSet', metadata: { name: 'multus' }, spec: { template: { spec: { containers: [{ image: 'multus-cni:v4.3.0', args }] } } } }, {}, facts);
  }
  return facts;
}

describe('a network that is named', () => {
  test.each<[string, Facts]>([
    ['it is among the manifests', read(['default/a', 'default/b'], 'a, b@up', { namespace: 'default', complete: true })],
    ['it is in the namespace that is named', read(['network/a'], 'network/a', { namespace: 'default', complete: true })],
    ['neither has a namespace', read(['/a'], 'a', { complete: true })],
    ['its namespace cannot be one, which is a finding of its own', read(['default/a'], '[{"name":"a","namespace":"Default"}]', { namespace: 'default', complete: true })],
    ['the namespace of the pod is not known', read(['network/a'], 'a', { complete: true })],
  ])('passes where %s', (_, facts) => {
    expect(lines(facts)).toEqual([]);
  });

  const AT = "'k8s.v1.cni.cncf.io/networks[0].name'";
  test.each<[string, Facts, string]>([
    ['a near one is there', read(['default/storage'], 'storgae', { namespace: 'default' }),
      `error: network-not-found ${AT} is not a network in the namespace "default": got "storgae"; expected "storage"; did you mean "storage"?`],
    ['it is in other namespaces, of which the first is named', read(['network/storage', 'other/storage'], 'storage', { namespace: 'default' }),
      `error: network-not-found ${AT} is not a network in the namespace "default": got "storage"; expected the namespace "network" with it, where there is a network of this name; name the namespace too: "network/" before the name, or in the JSON form of the annotation "namespace": "network"`],
    ['the manifests are all there is', read(['default/storage'], 'backup', { namespace: 'default', complete: true }),
      `error: network-not-found ${AT} is not a network in the namespace "default": got "backup"; expected the name of a NetworkAttachmentDefinition; define the network, or correct the name`],
    ['a near one differs in a number', read(['default/net-10'], 'net-20', { namespace: 'default', complete: true }),
      `error: network-not-found ${AT} is not a network in the namespace "default": got "net-20"; expected the name of a NetworkAttachmentDefinition; define the network, or correct the name`],
    ['there is no namespace at all', read([], 'backup', { complete: true }),
      `error: network-not-found ${AT} is not a network: got "backup"; expected the name of a NetworkAttachmentDefinition; define the network, or correct the name`],
  ])('fails where %s', (_, facts, line) => {
    expect(lines(facts)).toEqual([line]);
  });

  test('is a warning where it may be in the cluster already', () => {
    expect(lines(read(['default/storage'], 'backup', { namespace: 'default' }))).toEqual([
      `warning: network-not-seen ${AT} is not among the networks that were read for the namespace "default": got "backup"; expected the name of a NetworkAttachmentDefinition; include its manifest, or make sure that it exists in the cluster`,
    ]);
  });

  test('is compared with the names that are there, unless many that are not there would have to be', () => {
    const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `kube-system/${prefix}${i}`);
    const there = ['kube-system/storage', ...names('net-', 999)];
    const found = (wanted: string[]) => lines(read(there, wanted.join(), { defaultNetwork: 'storgae' })).map((line) => line.split(': got ')[1]).filter((line) => line.startsWith('"storgae"'));
    const compared = ['"storgae"; expected "storage"; did you mean "storage"?'];
    expect(found(there)).toEqual(compared);
    expect(found(names('other-', 999))).toEqual(compared);
    expect(found(names('other-', 1000))).toEqual(['"storgae"; expected the name of a NetworkAttachmentDefinition; include its manifest, or make sure that it exists in the cluster']);
  });

  test('passes in an app where it is said to be in the cluster, however near another name is', () => {
    const chart = chartOf();
    ipvlan(chart, 'storage1');
    Attachments.of(new kplus.Pod(chart, 'app')).attach(existing(chart, 'storage'));
    expect(lines(AppFacts.of(chart).facts())).toEqual([]);
  });
});

describe('where namespaces are isolated, a network', () => {
  test.each<[string, string]>([
    ['of the pod', 'a'], ['of the pod, named', 'default/a'], ['of an open namespace', 'open/a'],
  ])('%s passes', (_, annotation) => {
    expect(lines(read(['default/a', 'open/a'], annotation, { namespace: 'default', isolation: ['open', 'more'] }))).toEqual([]);
  });

  test('of another namespace fails, unless that of the pod is not known', () => {
    const isolation = ['open', 'more'];
    expect(lines(read(['network/a'], 'network/a', { isolation }))).toEqual([]);
    expect(lines(read(['network/a'], 'network/a', { namespace: 'default', isolation }))).toEqual([
      'error: network-namespace \'k8s.v1.cni.cncf.io/networks[0].namespace\' is a network of another namespace than the pod\'s, "default", and Multus isolates namespaces: got "network"; '
      + 'expected a network in "default", "open", "more"; define the network there too, or add its namespace to \'globalNamespaces\'',
    ]);
  });
});

describe('the namespace of a network of the app', () => {
  const linesOfPod = (network: string | undefined, pod: string | undefined) => {
    const chart = chartOf('apps', {});
    const storage = ipvlan(chart, 'storage', { namespace: network });
    const attachments = Attachments.of(new kplus.Pod(chart, 'app', { metadata: { namespace: pod } }));
    attachments.attach(existing(chart, 'elsewhere')).attach(storage);
    return lines(AppFacts.of(chart).facts());
  };

  test.each([['default', 'default'], ['network', 'default'], ['network', undefined], [undefined, undefined], [undefined, 'default']])('passes in %p for a pod in %p', (network, pod) => {
    expect(linesOfPod(network, pod)).toEqual([]);
  });

  test('that is not known is a warning for a pod that has one', () => {
    expect(linesOfPod(undefined, 'shop')).toEqual([
      'warning: network-namespace-unknown \'attachments[1].namespace\' of the network "storage" is not known, and the pod takes it from "shop": got nothing; expected a namespace for the network; set \'namespace\' on the network or its chart, for instance "shop"',
    ]);
  });
});
