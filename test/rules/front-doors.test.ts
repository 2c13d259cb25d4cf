import { ApiObject, App, Chart, Include, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { dualStack } from '../../examples/dual-stack';
import { everyNetwork } from '../../examples/every-network';
import { guide } from '../../examples/guide';
import { perNode } from '../../examples/per-node';
import { policies } from '../../examples/policies';
import { severalNetworks } from '../../examples/several-networks';
import {
  Acknowledgements, Attachments, ChainedPlugin, CniNetwork, CniPluginsInstall, Ipam, IpvlanMode, MacvlanNetwork, MultiHomedPod,
  MultiNetworkPolicy, MultusInstall, MultusVariant,
} from '../../lib';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { existing, ipvlan, stderrOf } from '../support/app';

const CONTAINERS = [{ image: 'app:1' }];
const NODE = kplus.Node.named('worker-1');

/** `error rule-id` or `warning rule-id` of each finding at synth, in the order of the alphabet. */
function atSynth(app: App): string[] {
  let errors = '';
  const warnings = stderrOf(() => {
    try {
      app.synthYaml();
    } catch (error) {
      errors = (error as Error).message;
    }
  });
  return [
    ...[...errors.matchAll(/^ {2}\[.*?\] ([a-z-]+) '/gm)].map(([, rule]) => `error ${rule}`),
    ...[...warnings.matchAll(/^warning: \[.*?\] ([a-z-]+) '/gm)].map(([, rule]) => `warning ${rule}`),
  ].sort();
}

/** The same of the manifests that the app would write if nothing stopped it. */
function inManifests(app: App): string[] {
  const check = new ManifestCheck();
  check.add('app.k8s.yaml', Yaml.stringify(...app.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson())));
  return check.finish().findings.map(({ severity, rule }) => `${severity} ${rule}`).sort();
}

/** An app with networks and pods in one namespace. */
function app(build: (networks: Chart, apps: Chart) => void): () => App {
  return () => {
    const made = new App();
    build(new Chart(made, 'networks', { namespace: 'default' }), new Chart(made, 'apps', { namespace: 'default' }));
    return made;
  };
}

function example(build: (made: App) => void): () => App {
  return () => {
    const made = new App();
    build(made);
    return made;
  };
}

const pod = (chart: Chart, id: string) => new MultiHomedPod(chart, id, { metadata: { name: id }, containers: CONTAINERS });
const deployment = (chart: Chart, id: string, replicas: number) =>
  new kplus.Deployment(chart, id, { metadata: { name: id }, containers: CONTAINERS, replicas });

test.each<[string, () => App, string[]]>([
  ['the guide', example(guide), []],
  ['an app with two stacks', example(dualStack), []],
  ['an app with one network of each type', example(everyNetwork), []],
  ['addresses of their own on each node', example(perNode), []],
  ['policies', example(policies), []],
  ['a default network that is none', app((networks, apps) => {
    ipvlan(networks, 'storage');
    deployment(apps, 'a', 1).podMetadata.addAnnotation('v1.multus-cni.io/default-network', '[]');
  }), ['error default-network-count']],
  ['policies that protect nothing', app((networks) => {
    const storage = ipvlan(networks, 'storage');
    const policy = new MultiNetworkPolicy(networks, 'typed', { metadata: { namespace: 'default' }, networks: [storage] });
    Acknowledgements.of(policy).add('policy-for-missing', 'none');
    const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{}] }], egress: [{}] };
    new ApiObject(networks, 'by-hand', { apiVersion: 'k8s.cni.cncf.io/v1beta1', kind: 'MultiNetworkPolicy', metadata: { name: 'by-hand' }, spec });
  }), [
    'error policy-for-missing', 'error policy-peer-invalid', 'warning acknowledgement-unused', 'warning policy-rules-ignored', 'warning policy-types-missing',
  ]],
  ['pods that can run on different nodes', app((networks, apps) => {
    const storage = ipvlan(networks, 'storage');
    pod(apps, 'a').attach(storage);
    Attachments.of(deployment(apps, 'b', 1)).attach(storage);
  }), ['error host-local-across-nodes', 'error host-local-across-nodes']],
  ['more pods than addresses', app((networks, apps) => {
    const storage = ipvlan(networks, 'storage', { ipam: Ipam.hostLocal({ subnet: '192.168.1.0/24', rangeStart: '192.168.1.13', rangeEnd: '192.168.1.14' }) });
    const many = deployment(apps, 'many', 3);
    many.scheduling.assign(NODE);
    Attachments.of(many).attach(storage);
  }), ['error pool-exhausted']],
  ['networks that get in each other\'s way', app((networks) => {
    ipvlan(networks, 'a', { mode: IpvlanMode.L3 });
    ipvlan(networks, 'b', { mode: IpvlanMode.L2, rawConfig: { mtuu: 1 } });
    ipvlan(networks, 'c', { name: 'a', master: 'eth2' });
    new CniNetwork(networks, 'd', { name: 'd', config: { type: 'macvlan', master: 'eth2', mode: 'bridge', ipam: { type: 'my-ipam' } } });
  }), ['error ipvlan-modes-mixed', 'error master-shared', 'error network-name-duplicate', 'error pools-overlap', 'warning ipam-unrecognized', 'warning key-unknown']],
  ['annotations with faults', app((networks, apps) => {
    const storage = ipvlan(networks, 'storage');
    const a = new MultiHomedPod(apps, 'a', { metadata: { name: 'a' }, containers: CONTAINERS, hostNetwork: true });
    a.attach(storage, { interfaceName: 'eth0', defaultRoute: [], mac: '02:00:00:00:00:01', ips: ['192.168.2.5'] });
  }), ['error annotation-on-host-network', 'error interface-name-duplicate', 'error ips-outside-pool', 'error mac-unsupported', 'warning default-route-empty']],
  ['an address for two pods', app((networks, apps) => {
    const storage = ipvlan(networks, 'storage');
    ['a', 'b'].map((id) => pod(apps, id)).forEach((each) => {
      each.attach(storage, { ips: ['192.168.1.5'] });
      each.scheduling.assign(NODE);
    });
  }), ['error ips-duplicate']],
  ['a plugin that is not installed', app((networks) => {
    new CniPluginsInstall(networks, 'plugins', { plugins: ['ipvlan'] });
    ipvlan(networks, 'storage');
    new CniNetwork(networks, 'far', { name: 'far', config: { type: 'bridge', bridge: 'br0', ipam: { type: 'whereabouts', range: '10.0.0.0/24' } } });
  }), ['error plugin-not-installed', 'error plugin-not-installed', 'warning whereabouts-not-installed']],
  ['devices that the pods do not ask for', app((networks, apps) => {
    const config = { type: 'sriov', ipam: { type: 'whereabouts', range: '10.0.0.0/24' } };
    const nic = new CniNetwork(networks, 'nic', { name: 'nic', config });
    nic.metadata.addAnnotation('k8s.v1.cni.cncf.io/resourceName', 'example.com/nic');
    Attachments.of(deployment(apps, 'a', 1)).attach(nic);
    const asking = { containers: [{ name: 'app', image: 'app:1', resources: { limits: { 'example.com/nic': '1' } } }] };
    Attachments.of(new ApiObject(apps, 'b', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' }, spec: asking })).attach(nic);
  }), ['error device-not-requested']],
  ['devices that nobody names', app((networks) => {
    const [a, b] = ['a', 'b'].map((name) => new CniNetwork(networks, name, { name, config: { type: 'sriov' } }));
    [a, b].slice(1).forEach(({ metadata }) => metadata.addAnnotation('k8s.v1.cni.cncf.io/resourceName', 'example.com/nic'));
  }), ['error device-missing']],
  ['mistakes of typed networks and of what is chained behind', app((networks, apps) => {
    const chained = [ChainedPlugin.portmap(), ChainedPlugin.custom({ type: 'tuning', mtuu: 1400 })];
    const lan = new MacvlanNetwork(networks, 'lan', { name: 'lan', master: 'eth1', ipam: Ipam.custom({ type: 'whereabouts', range: '10.0.0.0/24', rangeStart: '10.0.0.5' }), chained });
    pod(apps, 'a').attach(lan, { portMappings: [{ hostPort: 80, containerPort: 80 }], bandwidth: { egressRate: 8, egressBurst: 8 } });
  }), ['error bandwidth-unsupported', 'warning key-unknown', 'warning key-unknown', 'warning portmap-unreachable']],
  ['Multus, which isolates namespaces', app((networks, apps) => {
    new MultusInstall(networks, 'multus', { namespaceIsolation: true });
    ['default', 'network'].forEach((namespace, n) => pod(apps, namespace).attach(ipvlan(networks, namespace, { namespace, master: `eth${n}` })));
  }), ['error network-namespace']],
  ['the daemon of Multus, which isolates namespaces', app((networks, apps) => {
    new MultusInstall(networks, 'multus', { variant: MultusVariant.THICK, namespaceIsolation: true, globalNamespaces: ['open'] });
    ['open', 'network'].forEach((namespace, n) => pod(apps, namespace).attach(ipvlan(networks, namespace, { namespace, master: `eth${n}` })));
  }), ['error network-namespace']],
  ['acknowledgements, one of which nothing needs', app((networks, apps) => {
    const storage = ipvlan(networks, 'storage');
    Acknowledgements.of(storage).add('host-local-across-nodes', 'one worker').add('pools-overlap', 'none');
    ['a', 'b'].forEach((id) => pod(apps, id).attach(storage));
  }), ['warning acknowledgement-unused']],
  ['objects that were written by hand', app((networks, apps) => {
    const config = JSON.stringify({ cniVersion: '0.3.1', type: 'ipvlan', master: 'eth1', mode: 'l2', ipam: { type: 'host-local', subnet: '192.168.1.0/24' } });
    ipvlan(networks, 'typed');
    new ApiObject(networks, 'by-hand', { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'by-hand' }, spec: { config } });
    const metadata = { name: 'a', annotations: { 'k8s.v1.cni.cncf.io/networks': 'typd' } };
    new ApiObject(apps, 'a', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'app', image: 'app:1' }] } });
    new ApiObject(apps, 'b', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...metadata, name: 'b' }, spec: { template: { spec: { containers: [] } } } });
  }), ['error annotation-on-workload', 'error network-not-found', 'error pools-overlap']],
])('the findings at synth are those in the manifests: %s', (_, build, findings) => {
  const made = build();
  expect([atSynth(made), inManifests(made)]).toEqual([findings, findings]);
  expect(atSynth(build())).toEqual(findings);
});

test('an image that moves is one property at synth, and a line for each container in the manifests', () => {
  const made = app((networks) => {
    new MultusInstall(networks, 'multus', { image: 'registry.example.com/multus-cni:latest' });
  })();
  expect([atSynth(made), inManifests(made)]).toEqual([Array(1), Array(3)].map((list) => list.fill('warning image-tag-moves')));
});

test('the manifests alone do not say that a network is in the cluster already, so that is a warning there', () => {
  const made = example(severalNetworks)();
  expect([atSynth(made), inManifests(made)]).toEqual([[], ['warning network-not-seen']]);
});

test('a manifest that is included is looked at like one that is checked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  try {
    const file = join(folder, 'pods.yaml');
    const annotations = { 'k8s.v1.cni.cncf.io/networks': 'storage@eth0' };
    writeFileSync(file, Yaml.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', annotations }, spec: { containers: [{ name: 'app', image: 'app:1' }] } }));
    const made = app((networks, apps) => {
      ipvlan(networks, 'storage');
      new Include(apps, 'pods', { url: file });
      pod(apps, 'b').attach(existing(apps, 'storage'));
    })();
    expect([atSynth(made), inManifests(made)].map((findings) => findings.join(', '))).toEqual(Array(2).fill(
      'error host-local-across-nodes, error host-local-across-nodes, error interface-name-duplicate',
    ));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
