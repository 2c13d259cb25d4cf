import { copyOf } from './manifests';
import { Proof } from './proof';
import { Ip, IpRange } from '../../../lib/address';
import { readConfig } from '../../../lib/cni/config';
import { Machine, Node, NodeInterface, RunningPod } from '../../vm';

/** Networks that an example only refers to: what the cluster has under their names. */
const IN_THE_CLUSTER = [{
  kind: 'NetworkAttachmentDefinition',
  metadata: { name: 'backup', namespace: 'platform' },
  spec: { config: JSON.stringify({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth3', ipam: { type: 'host-local', subnet: '10.9.0.0/24' } }) },
}];

const NETWORKS = 'k8s.v1.cni.cncf.io/networks';

/**
 * Starts two pods of every workload of an example on a node that has all masters: every interface must be there with addresses of
 * its pools, with its routes, and each pod must reach the other through it.
 */
export async function proveExample(machine: Machine, worker: string, manifests: readonly any[]): Promise<string[]> {
  const proof = new Proof();
  const cluster = [...manifests, ...IN_THE_CLUSTER];
  const node = await Node.in(machine, worker, { interfaces: masters(cluster) });
  const workloads = manifests.map(podOf).filter((pod) => pod?.metadata.annotations?.[NETWORKS] !== undefined);
  proof.equal('there are pods in networks', workloads.length > 0, true);
  for (const object of workloads) {
    const one = await node.start(object, cluster);
    const other = await node.start(copyOf(object, `${object.metadata.name}-2`), cluster);
    proof.equal(`${one.pod.name} starts`, one.error, undefined);
    proof.equal(`${other.pod.name} starts`, other.error, undefined);
    if (one.error === undefined && other.error === undefined) {
      await proveInterfaces(proof, one, other);
    }
    for (const running of [one, other].filter(({ error }) => error === undefined)) {
      proof.equal(`${running.pod.name} is deleted`, await running.stop(), []);
    }
  }
  proof.equal('what is reserved in the end', await node.reservations(), []);
  return proof.failures;
}

async function proveInterfaces(proof: Proof, one: RunningPod, other: RunningPod): Promise<void> {
  const routes = await one.pod.routes();
  for (const { interfaceName, plugins } of one.delegates) {
    const { sets } = readConfig(plugins[0]);
    const [own, others] = [await one.pod.addresses(interfaceName), await other.pod.addresses(interfaceName)];
    for (const addresses of [own, others]) {
      const inPools = addresses.length === sets.length && addresses.every((address, i) => sets[i].some(({ range }) => contains(range, address)));
      proof.equal(`${interfaceName} has an address of each pool (${addresses.join(', ')})`, inPools, true);
    }
    for (const address of others) {
      proof.equal(`${one.pod.name} reaches ${address}`, await one.pod.ping(address.split('/')[0], interfaceName), true);
    }
    for (const { dst } of plugins[0].ipam?.routes ?? []) {
      proof.equal(`the route to ${dst}`, routes.some((route) => route.startsWith(`${dst} `) && route.endsWith(` dev ${interfaceName}`)), true);
    }
  }
}

function contains(range: IpRange, address: string): boolean {
  const ip = Ip.parse(address.split('/')[0]);
  return ip !== undefined && range.contains(ip);
}

/** The network cards that the networks sit on. */
function masters(cluster: readonly any[]): Record<string, NodeInterface> {
  const configs = cluster.filter(({ kind, spec }) => kind === 'NetworkAttachmentDefinition' && spec?.config).map(({ spec }) => JSON.parse(spec.config));
  const plugins = configs.flatMap((config) => config.plugins ?? [config]);
  return Object.fromEntries(plugins.filter(({ master }) => master).map(({ master, mtu }) => [master, { mtu }]));
}

/** The pod that the API makes of an object, if it makes one. */
function podOf({ kind, metadata, spec }: any): any {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  return kind === 'Pod' ? { metadata, spec } : template && { ...template, metadata: { ...template.metadata, name: metadata.name, namespace: metadata.namespace } };
}
