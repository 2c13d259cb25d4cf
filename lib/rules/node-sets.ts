import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { Attachment } from './resolve';
import { Fault } from '../diagnostics';
import { NODE_SETS_DISJOINT, PODS_OUTSIDE_NODE_SET } from '../diagnostics/nodes';
import { WorkloadFact } from '../facts/facts';
import { NodeTerm, implies, isContradictory, namesOf, termText } from '../nodes/node-term';

/** Whether there is a node for the pods of each workload: one with all their networks. */
export function checkNodeSets(attachments: readonly Attachment[]): Finding[] {
  const confined = attachments.filter(({ nodes }) => nodes.length > 0);
  return [...groupBy(confined, ({ workload }) => workload)].flatMap(([workload, own]) => {
    const disjoint = checkDisjoint(workload, own);
    return disjoint ? [disjoint] : workload.followsNetworks ? [] : checkConfined(workload, own);
  });
}

/** The names of the nodes that the pods of a workload can run on; undefined where they are not known. */
export type NodesOf = (workload: WorkloadFact) => readonly string[] | undefined;

/** Tells the nodes of workloads: what they say themselves, and where the nodes of their networks are required too, those. */
export function nodesOfWorkloads(attachments: readonly Attachment[]): NodesOf {
  // most networks are on all nodes
  const byWorkload = groupBy(attachments.filter(({ nodes }) => nodes.length > 0), ({ workload }) => workload);
  return (workload) => {
    const networks = workload.followsNetworks ? (byWorkload.get(workload) ?? []).flatMap(({ nodes }) => nodes) : [];
    const names = workload.placement().nodes.map((term) => namesOf([...term, ...networks]));
    if (names.length === 1) {
      return names[0];
    }
    return names.every((list) => list !== undefined) && names.length > 0 ? [...new Set(names.flat())] : undefined;
  };
}

function checkDisjoint(workload: WorkloadFact, attachments: readonly Attachment[]): Finding | undefined {
  let together: NodeTerm = [];
  for (const [i, attachment] of attachments.entries()) {
    const term = attachment.nodes;
    if (isContradictory([...together, ...term])) {
      const other = attachments.slice(0, i).find((earlier) => isContradictory([...earlier.nodes, ...term]));
      return findingAt(attachment, other
        ? { other: `the network "${other.network ? nameOf(other.network.subject) : other.selection.name}"`, otherNodes: termText(other.nodes) }
        : { other: 'the networks before it', otherNodes: termText(together) });
    }
    together = [...together, ...term];
  }
  const { nodes } = workload.placement();
  const excludes = (term: NodeTerm) => nodes.every((own) => isContradictory([...own, ...term]));
  if (nodes.length === 0 || !excludes(together)) {
    return undefined;
  }
  const culprit = attachments.find((attachment) => excludes(attachment.nodes)) ?? attachments[attachments.length - 1];
  return findingAt(culprit, { other: "the pods' own placement", otherNodes: nodes.map(termText).join(' or ') });
}

function findingAt(attachment: Attachment, args: { readonly other: string; readonly otherNodes: string }): Finding {
  return finding(attachment, NODE_SETS_DISJOINT.fault(pathTo(attachment), attachment.selection.name, { nodes: termText(attachment.nodes), ...args }));
}

/** Pods whose attachments somebody wrote by hand: nobody has put the nodes of the network into their affinity. */
function checkConfined(workload: WorkloadFact, attachments: readonly Attachment[]): Finding[] {
  const { nodes } = workload.placement();
  return attachments.filter((attachment) => !nodes.every((own) => implies(own, attachment.nodes))).map((attachment) =>
    finding(attachment, PODS_OUTSIDE_NODE_SET.fault(pathTo(attachment), attachment.selection.name, {
      nodes: termText(attachment.nodes), ofMachine: workload.known === 'nodes',
    })));
}

function finding({ workload, network }: Attachment, fault: Fault): Finding {
  return { subject: workload.subject, fault, alsoAt: network?.subject };
}

function pathTo({ workload, index }: Attachment): Fault['path'] {
  return workload.pathOf(index, 'name');
}
