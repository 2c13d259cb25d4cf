import { Finding, nameOf } from './finding';
import { PlacedWorkload } from './placed-workloads';
import { smallestSet } from './pools';
import { NODE_POOL_SMALL } from '../diagnostics/node-configs';
import { POOL_EXHAUSTED } from '../diagnostics/requests';
import { NetworkFact } from '../facts/facts';

/** Pods in a network whose nodes have addresses of their own each: whether these are enough for the pods that can land there. */
export function checkNodePools(network: NetworkFact, workloads: readonly PlacedWorkload[]): Finding[] {
  // undefined: a node with another IPAM, or a range that is wrong in itself
  const sizes = new Map([...network.nodeConfigs?.readings ?? []].map(([node, reading]) => [node, smallestSet(reading)]));
  // pods that can be on none of the nodes are found elsewhere
  const placed = workloads.map((workload) => ({ ...workload, nodes: [...sizes.keys()].filter((node) => workload.nodes?.includes(node) ?? true) }))
    .filter(({ nodes }) => nodes.length > 0);
  const name = nameOf(network.subject);
  const exhausted = (node: string[], pods: number): Finding[] => {
    const last = placed.filter(({ nodes }) => nodes.some((other) => node.includes(other))).at(-1);
    const size = sumOf(node.map((one) => sizes.get(one)));
    return !last || !isTooSmall(size, pods) ? [] : [{ subject: last.workload.subject, fault: POOL_EXHAUSTED.fault(['networks'], name, { network: name, pods, size }), alsoAt: network.subject }];
  };
  const reachable = [...sizes.keys()].filter((node) => placed.some(({ nodes }) => nodes.includes(node)));
  const certain = new Map(reachable.map((node) => [node, placed.reduce((sum, workload) => sum + certainlyOn(workload, node), 0)]));
  const findings = reachable.flatMap((node) => exhausted([node], certain.get(node) ?? 0));
  if (findings.length === 0 && reachable.length > 0) {
    const all = placed.reduce((sum, workload) => sum + interfacesOf(workload), 0);
    findings.push(...exhausted(reachable, all));
  }
  return findings.length > 0 ? findings : placed.filter(({ nodes, isDaemon }) => nodes.length > 1 && !isDaemon).flatMap((placement) => {
    const { workload, nodes, pods = 0, interfaces } = placement;
    const most = (workload.placement().mostPerNode(nodes.length) ?? pods) * interfaces;
    const mostOn = (node: string) => (certain.get(node) ?? 0) + most;
    const node = nodes.find((candidate) => isTooSmall(sizes.get(candidate), mostOn(candidate)));
    return node === undefined ? [] : [{
      subject: workload.subject,
      fault: NODE_POOL_SMALL.fault(['networks'], name, { network: name, node, pods: mostOn(node), size: sizes.get(node) ?? 0n }),
      alsoAt: network.subject,
    }];
  });
}

/** Undefined where one of them is not known. */
function sumOf(sizes: ReadonlyArray<bigint | undefined>): bigint | undefined {
  return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0n);
}

/** Of a size that is not known, nothing is said. */
function isTooSmall(size: bigint | undefined, pods: number): size is bigint {
  return size !== undefined && BigInt(pods) > size;
}

/** How many interfaces the workload has on the node, wherever the scheduler puts its pods. */
function certainlyOn({ nodes, isDaemon, pods = 0, interfaces }: PlacedWorkload, node: string): number {
  return !nodes?.includes(node) ? 0 : isDaemon ? interfaces : nodes.length === 1 ? pods * interfaces : 0;
}

function interfacesOf({ nodes = [], isDaemon, pods = 0, interfaces }: PlacedWorkload): number {
  return (isDaemon ? nodes.length : pods) * interfaces;
}
