import { copyOf, podsOf } from './manifests';
import { Proof } from './proof';
import { proveChained } from './chained-proof';
import { Ip, IpRange } from '../../../lib/address';
import { readConfig } from '../../../lib/cni/config';
import { Delegate, Machine, Node, NodeInterface, RunningPod, delegatesOf } from '../../vm';

/** Networks that an example only refers to: what the cluster has under their names. */
const IN_THE_CLUSTER = [{
  kind: 'NetworkAttachmentDefinition',
  metadata: { name: 'backup', namespace: 'platform' },
  spec: { config: JSON.stringify({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth3', ipam: { type: 'host-local', subnet: '10.9.0.0/24' } }) },
}];

/** The plugins that are not to be had here, and why. */
const ELSEWHERE: Record<string, string> = {
  bond: 'is not in Debian, nor in the release of the plugins',
  sriov: 'is not in Debian, and needs network cards with virtual functions',
  tap: 'is in the plugins from release 1.3.0 on',
  whereabouts: 'is not in Debian, and needs an API server',
};

/** The plugins that are here where those in CNI_PATH are new enough. */
const LATER: Record<string, string> = { dummy: 'is in the plugins from release 1.2.0 on' };

/** What was found of an example. */
export interface ExampleProof {
  /** What did not come true. */
  readonly failures: readonly string[];
  /** The networks that were left out, each with the reason. */
  readonly leftOut: readonly string[];
}

/**
 * Starts the pods of every workload of an example on a node that has all masters: every interface must be there with addresses of
 * its pools, its routes and what its chained plugins do, and each pod must reach a second one that is attached alike. What only one
 * pod of a node can have, the second is without.
 */
export async function proveExample(machine: Machine, worker: string, manifests: readonly any[]): Promise<ExampleProof> {
  const proof = new Proof();
  const cluster = [...manifests, ...IN_THE_CLUSTER];
  const node = await Node.in(machine, worker, { interfaces: masters(cluster) });
  const here = (await machine.runOk('ls /opt/cni/bin')).split('\n');
  const leftOut = new Map<string, string>();
  const isElsewhere = ({ network, plugins }: Delegate) => {
    const reason = whyElsewhere(plugins, here);
    if (reason !== undefined) {
      leftOut.set(network, `${network}: ${reason}`);
    }
    return reason !== undefined;
  };
  const workloads = podsOf(manifests);
  proof.equal('there are pods in networks', workloads.length > 0, true);
  for (const object of workloads) {
    if (delegatesOf(object, cluster).every(isElsewhere)) {
      continue;
    }
    const one = await node.start(object, cluster, { without: isElsewhere });
    const other = await node.start(copyOf(object, `${object.metadata.name}-2`), cluster, { without: (delegate) => isElsewhere(delegate) || isExclusive(delegate) });
    proof.equal(`${one.pod.name} starts`, one.error, undefined);
    proof.equal(`${other.pod.name} starts`, other.error, undefined);
    if (one.error === undefined && other.error === undefined) {
      await proveInterfaces(proof, one, other);
      await proveChained(proof, node, one);
    }
    for (const running of [one, other].filter(({ error }) => error === undefined)) {
      proof.equal(`${running.pod.name} is deleted`, await running.stop(), []);
    }
  }
  proof.equal('what is reserved in the end', await node.reservations(), []);
  return { failures: proof.failures, leftOut: [...leftOut.values()].sort() };
}

/** The reason for which a network cannot be there, whatever is the matter with its plugins or their IPAMs. */
function whyElsewhere(plugins: readonly any[], here: readonly string[]): string | undefined {
  const types = plugins.flatMap(({ type, ipam }) => [type, ipam?.type]);
  const type = types.find((candidate) => candidate in ELSEWHERE || (candidate in LATER && !here.includes(candidate)));
  return type && `${type} ${ELSEWHERE[type] ?? LATER[type]}`;
}

/** Whether one pod of a node can have the interface, and no other: of the device, of the VLAN, or because it asks for an address or a port. */
function isExclusive({ plugins }: Delegate): boolean {
  return plugins.some(({ type, runtimeConfig }) => type === 'host-device' || type === 'vlan' || runtimeConfig?.ips || runtimeConfig?.portMappings);
}

async function proveInterfaces(proof: Proof, one: RunningPod, other: RunningPod): Promise<void> {
  const routes = await one.pod.routes();
  for (const { interfaceName, plugins: [{ type, isGateway, ipam, ...plugin }] } of one.delegates) {
    const { sets } = readConfig({ type, ipam, ...plugin });
    const [own, others] = [await one.pod.addresses(interfaceName), await other.pod.addresses(interfaceName)];
    const isAlone = !other.delegates.some((delegate) => delegate.interfaceName === interfaceName);
    for (const addresses of isAlone ? [own] : [own, others]) {
      const inPools = addresses.length === sets.length && addresses.every((address, i) => sets[i].some(({ range }) => contains(range, address)));
      proof.equal(`${interfaceName} has an address of each pool (${addresses.join(', ')})`, inPools, true);
    }
    for (const address of [...others, ...(isGateway ? sets.map(([{ gateway }]) => String(gateway)) : [])]) {
      proof.equal(`${one.pod.name} reaches ${address}`, await one.pod.ping(address.split('/')[0], interfaceName), true);
    }
    for (const { dst } of ipam?.routes ?? []) {
      proof.equal(`the route to ${dst}`, routes.some((route) => route.startsWith(`${dst} `) && route.endsWith(` dev ${interfaceName}`)), true);
    }
  }
}

function contains(range: IpRange, address: string): boolean {
  const ip = Ip.parse(address.split('/')[0]);
  return ip !== undefined && range.contains(ip);
}

/** The network cards that the networks sit on, or that they take. */
function masters(cluster: readonly any[]): Record<string, NodeInterface> {
  const configs = cluster.filter(({ kind, spec }) => kind === 'NetworkAttachmentDefinition' && spec?.config).map(({ spec }) => JSON.parse(spec.config));
  const plugins = configs.flatMap((config) => config.plugins ?? [config]);
  return Object.fromEntries(plugins.filter(({ master, device }) => master || device).map(({ master, device, mtu }) => [master || device, { mtu }]));
}
