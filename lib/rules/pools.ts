import { posix } from 'path';
import { Pool } from '../address';
import { ConfigReading } from '../cni/config';
import { isConf } from '../cni/keys';
import { plainType } from '../cni/known-plugins';
import { isAbsent } from '../cni/values';
import { Step } from '../diagnostics';
import { NetworkFact } from '../facts/facts';
import { HOSTNAME, NodeTerm } from '../nodes/node-term';

/** A pool, and where it is in use. */
export interface PoolOnNodes {
  readonly pool: Pool;
  /** What holds of the nodes that hand out its addresses. */
  readonly nodes: NodeTerm;
  /** The way to it, in the words of whoever wrote it. */
  readonly path: readonly Step[];
}

/** The pools of a network. */
export function poolsOf({ reading, nodes, nodeConfigs }: NetworkFact): PoolOnNodes[] {
  // a pool that is given flat has its subnet to show
  const pathTo = ({ path }: Pool) => [...path, ...(path.at(-1) === 'ipam' ? ['subnet'] : [])];
  return nodeConfigs
    ? [...nodeConfigs.readings].flatMap(([node, { sets }]) => sets.flat().map((pool) => ({
      pool, nodes: [{ key: HOSTNAME, operator: 'In', values: [node] }], path: nodeConfigs.pathOf(node, pathTo(pool)),
    })))
    : (reading?.sets ?? []).flat().map((pool) => ({ pool, nodes, path: pathTo(pool) }));
}

/** What tells the pools of two networks apart. */
export function poolsText(network: NetworkFact): string {
  return poolsOf(network).map(({ pool }) => `${pool.subnet} ${pool.range}`).join();
}

/** Where host-local keeps the addresses of a network on the node; undefined where it keeps none. */
export function leaseOf({ subject, reading }: NetworkFact): { readonly name: string; readonly file: string } | undefined {
  const ipam = reading?.plugins.map(({ conf }) => conf.ipam).find((value) => isConf(value) && value.type === 'host-local');
  if (!isConf(ipam)) {
    return undefined;
  }
  const name = reading?.name ?? subject.name;
  return { name, file: posix.join(typeof ipam.dataDir === 'string' && ipam.dataDir !== '' ? ipam.dataDir : '/var/lib/cni/networks', name) };
}

/** A pod gets an address from each set, so the smallest is the one that counts. */
export function smallestSet({ sets }: Pick<ConfigReading, 'sets'>): bigint | undefined {
  // a range that a fault makes unknowable is none
  const sizes = sets.filter((set) => set.length > 0).map((set) => set.reduce((sum, pool) => sum + pool.size, 0n));
  return sizes.length === 0 ? undefined : sizes.reduce((least, size) => (size < least ? size : least));
}

/**
 * Whether the addresses mean something on their node alone, so that another node may hand out the same ones: behind a gateway on
 * the node, or on a bridge that the plugin makes and nobody has named to put a network card into it.
 */
export function staysOnNode({ reading }: NetworkFact): boolean {
  const conf = reading?.plugins[0]?.conf ?? {};
  switch (plainType(conf.type)) {
    case 'ptp':
    case 'dummy':
    case 'tap':
      return true;
    case 'bridge':
      return isAbsent(conf.bridge) || conf.isGateway === true || conf.isDefaultGateway === true || conf.ipMasq === true;
    default:
      return false;
  }
}
