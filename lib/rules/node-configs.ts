import { posix } from 'path';
import { Finding, nameOf } from './finding';
import { PoolOnNodes, poolsOf, staysOnNode } from './pools';
import { SeenOnNodes } from './seen-on-nodes';
import { NODE_CONFIG_DIR, NODE_CONFIG_NAME_SHARED, NODE_POOLS_OVERLAP } from '../diagnostics/node-configs';
import { Facts, NetworkFact, NodeConfigsFact } from '../facts/facts';
import { NODE_CONFIG_DIR_ANNOTATION } from '../facts/node-configs';
import { namesOf } from '../nodes/node-term';

/** What the configurations for each node say by themselves, and what those of one network are to each other. */
export function checkNodeConfigs({ networks, nodeConfigs, installations }: Pick<Facts, 'networks' | 'nodeConfigs' | 'installations'>): Finding[] {
  const all = new Set([...nodeConfigs, ...networks.flatMap((network) => network.nodeConfigs ?? [])]);
  return [
    ...[...all].flatMap(({ subject, faults }) => faults.map((fault) => ({ subject, fault }))),
    ...checkNames(networks),
    ...checkDirectories([...all], installations),
    ...networks.flatMap((network) => (network.nodeConfigs && !staysOnNode(network) ? checkPools(network, network.nodeConfigs) : [])),
  ];
}

/** The file on the node has the name of the network, whatever its namespace. */
function checkNames(networks: readonly NetworkFact[]): Finding[] {
  const seen = new Map<string, SeenOnNodes<NetworkFact>>();
  return networks.filter(({ nodeConfigs }) => nodeConfigs).flatMap(({ subject, nodes, ...network }) => {
    const others = seen.get(subject.name) ?? new SeenOnNodes();
    seen.set(subject.name, others);
    const other = [...others.on(nodes)].find((earlier) => earlier.subject.namespace !== subject.namespace);
    others.add(nodes, { ...network, subject, nodes });
    return other ? [{ subject, fault: NODE_CONFIG_NAME_SHARED.fault([...(subject.construct ? [] : ['metadata']), 'name'], subject.name, { other: nameOf(other.subject) }) }] : [];
  });
}

/** Says something only where it is known in which directory Multus looks. */
function checkDirectories(configs: readonly NodeConfigsFact[], installations: Facts['installations']): Finding[] {
  const known = installations.filter(({ confDir }) => confDir !== undefined);
  const confDirs = [...new Set(known.map(({ confDir = '' }) => posix.resolve(confDir)))];
  return configs.filter(({ confDir }) => confDirs.length > 0 && !confDirs.includes(posix.resolve(confDir))).map(({ subject, confDir }) => ({
    subject,
    fault: NODE_CONFIG_DIR.fault(subject.construct ? ['nodeConfigWriter', 'confDir'] : ['metadata', 'annotations', NODE_CONFIG_DIR_ANNOTATION], confDir,
      { installation: nameOf(known[0].subject), confDirs }),
  }));
}

/** Pools of different nodes with addresses in common. Sorted and swept. */
function checkPools(network: NetworkFact, configs: NodeConfigsFact): Finding[] {
  const findings: Finding[] = [];
  // of the pools so far, the one that reaches farthest, and that of the other nodes
  let [widest, widestElsewhere]: (PoolOnNodes | undefined)[] = [];
  for (const placed of poolsOf(network).sort((a, b) => a.pool.range.first.compare(b.pool.range.first))) {
    const node = nodeOf(placed);
    const isSame = widest !== undefined && nodeOf(widest) === node;
    const other = isSame ? widestElsewhere : widest;
    if (other?.pool.range.overlaps(placed.pool.range)) {
      const fault = NODE_POOLS_OVERLAP.fault(placed.path, String(placed.pool.range), { other: nodeOf(other), range: String(other.pool.range) });
      findings.push({ subject: configs.subject, fault, alsoAt: network.subject });
    }
    if (!widest || reaches(placed, widest)) {
      widestElsewhere = isSame ? widestElsewhere : widest;
      widest = placed;
    } else if (!isSame && (!widestElsewhere || reaches(placed, widestElsewhere))) {
      widestElsewhere = placed;
    }
  }
  return findings;
}

function nodeOf({ nodes }: PoolOnNodes): string {
  return namesOf(nodes)?.[0] ?? '';
}

function reaches({ pool }: PoolOnNodes, other: PoolOnNodes): boolean {
  return pool.range.last.compare(other.pool.range.last) > 0;
}
