import { isDeepStrictEqual } from 'util';
import { NodeRequirement, NodeTerm } from './node-term';
import { Conf, isConf } from '../cni/keys';

/** The ways in which a pod can be placed: one of the terms holds of its node. None: no node can take it. */
export function nodesOfPod(spec: unknown): NodeTerm[] {
  const { nodeName, nodeSelector } = isConf(spec) ? spec : {};
  const always: NodeTerm = [
    ...(typeof nodeName === 'string' && nodeName !== '' ? [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] : []),
    ...(isConf(nodeSelector) ? Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value].filter(isText) })) : []),
  ];
  const terms = termsIn(spec);
  return terms ? terms.map(requirementsOf).filter((term) => term.length > 0).map((term) => [...always, ...term]) : [always];
}

/**
 * The pod's specification with the conditions in its node affinity, beside what is there. The terms of an affinity are alternatives,
 * so the conditions go into each; a term without a condition matches no node, and stays as it is.
 */
export function requireNodes(spec: Conf, term: NodeTerm): Conf {
  if (term.length === 0) {
    return spec;
  }
  const { affinity, ...others } = spec;
  const own = isConf(affinity) ? affinity : {};
  const nodeAffinity = isConf(own.nodeAffinity) ? own.nodeAffinity : {};
  const terms = (termsIn(spec) ?? [undefined]).map((existing) => {
    const known = requirementsOf(existing);
    const missing = term.filter((requirement) => !known.some((other) => isSame(other, requirement)));
    return missing.length === 0 || (isConf(existing) && known.length === 0)
      ? existing
      : { ...(isConf(existing) && existing), matchExpressions: [...listIn(existing, 'matchExpressions'), ...missing.map(expressionOf)] };
  });
  return {
    affinity: { ...own, nodeAffinity: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    ...others,
  };
}

/** The most pods of one kind that can be on a node; undefined where nothing but chance spreads them. */
export function mostPerNode(spec: unknown, pods: number, nodes: number): number | undefined {
  const { affinity, topologySpreadConstraints } = isConf(spec) ? spec : {};
  const apart = isConf(affinity) && isConf(affinity.podAntiAffinity)
    && listIn(affinity.podAntiAffinity, 'requiredDuringSchedulingIgnoredDuringExecution').some((term) => isConf(term) && term.topologyKey === 'kubernetes.io/hostname');
  if (apart) {
    return 1;
  }
  const skews = (Array.isArray(topologySpreadConstraints) ? topologySpreadConstraints as unknown[] : [])
    .filter((constraint): constraint is Conf => isConf(constraint) && constraint.topologyKey === 'kubernetes.io/hostname' && constraint.whenUnsatisfiable === 'DoNotSchedule')
    .map(({ maxSkew }) => Number(maxSkew)).filter((skew) => skew >= 1);
  // n pods on one node need n - skew on each of the others
  return skews.length === 0 ? undefined : Math.floor((pods + (nodes - 1) * Math.min(...skews)) / nodes);
}

/** Whether all pods of the namespace with these labels are on one node, whichever it is: each needs the node of another of them. */
export function areTogether(spec: unknown, labels: Conf, namespace: unknown): boolean {
  const { affinity } = isConf(spec) ? spec : {};
  return isConf(affinity) && listIn(affinity.podAffinity, 'requiredDuringSchedulingIgnoredDuringExecution').some((term) => {
    const { topologyKey, labelSelector, namespaces = [namespace], ...others } = isConf(term) ? term : {};
    return topologyKey === 'kubernetes.io/hostname' && isDeepStrictEqual([labelSelector, namespaces, others], [{ matchLabels: labels }, [namespace], {}]);
  });
}

/** The alternatives of the affinity; undefined where there is none. */
function termsIn(spec: unknown): unknown[] | undefined {
  const affinity = isConf(spec) && isConf(spec.affinity) ? spec.affinity.nodeAffinity : undefined;
  const required = isConf(affinity) ? affinity.requiredDuringSchedulingIgnoredDuringExecution : undefined;
  return isConf(required) && Array.isArray(required.nodeSelectorTerms) ? required.nodeSelectorTerms : undefined;
}

/** What Kubernetes refuses, says nothing. */
function requirementsOf(term: unknown): NodeRequirement[] {
  return [...listIn(term, 'matchExpressions'), ...listIn(term, 'matchFields')].filter(isConf).flatMap((expression) => {
    const { key, operator } = expression;
    return isText(key) && isText(operator) ? [{ key, operator, values: listIn(expression, 'values').filter(isText) }] : [];
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function expressionOf({ key, operator, values }: NodeRequirement): Conf {
  return { key, operator, ...(values.length > 0 && { values: [...values] }) };
}

function isSame(a: NodeRequirement, b: NodeRequirement): boolean {
  return a.key === b.key && a.operator === b.operator && a.values.length === b.values.length && a.values.every((value) => b.values.includes(value));
}

function listIn(value: unknown, key: string): unknown[] {
  return isConf(value) && Array.isArray(value[key]) ? value[key] as unknown[] : [];
}
