/** The label of a node that holds its name (`kubernetes.io/hostname`). */
export const HOSTNAME = 'kubernetes.io/hostname';
/** How a node affinity's `matchFields` name the node itself. */
const NODE_NAME = 'metadata.name';

/** Whether a condition is one on the node itself. */
export function isNodeName(key: string): boolean {
  return key === HOSTNAME || key === NODE_NAME;
}

/** A condition on the labels of a node, as in `matchExpressions` of a node affinity. */
export interface NodeRequirement {
  readonly key: string;
  /** In, NotIn, Exists, DoesNotExist, Gt or Lt. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** Conditions that hold together. None of them: any node. */
export type NodeTerm = readonly NodeRequirement[];

/** The conditions as kubectl's `--selector` takes them: `kubernetes.io/hostname in (worker-1, worker-2)`. */
export function termText(term: NodeTerm): string {
  return term.map(({ key, operator, values }) => {
    switch (operator) {
      case 'Exists': return key;
      case 'DoesNotExist': return `!${key}`;
      case 'Gt': return `${key}>${values[0]}`;
      case 'Lt': return `${key}<${values[0]}`;
      default: return `${key} ${operator.toLowerCase()} (${values.join(', ')})`;
    }
  }).join(', ');
}

/** Reads what `termText` writes, and the other forms of kubectl's selectors; undefined where it is none. */
export function parseTerm(text: string): NodeTerm | undefined {
  const requirements = text.split(/,(?![^(]*\))/).map((part) => parseRequirement(part.trim()));
  return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

function parseRequirement(text: string): NodeRequirement | undefined {
  const key = /^(?<not>!?)(?<key>[\w./-]+)$/.exec(text)?.groups;
  if (key) {
    return { key: key.key, operator: key.not === '!' ? 'DoesNotExist' : 'Exists', values: [] };
  }
  const compared = /^(?<key>[\w./-]+)\s*(?<sign>==?|!=|[<>])\s*(?<value>[\w.-]*)$/.exec(text)?.groups;
  if (compared) {
    const operators: Readonly<Record<string, string>> = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' };
    return { key: compared.key, operator: operators[compared.sign], values: [compared.value] };
  }
  const listed = /^(?<key>[\w./-]+)\s+(?<operator>in|notin)\s*\((?<values>[^()]*)\)$/.exec(text)?.groups;
  const values = listed?.values.split(',').map((value) => value.trim());
  return listed && values?.every((value) => /^[\w.-]*$/.test(value))
    ? { key: listed.key, operator: listed.operator === 'in' ? 'In' : 'NotIn', values }
    : undefined;
}

/** Whether no node can meet all the conditions. */
export function isContradictory(term: NodeTerm): boolean {
  return [...new Set(term.map(subjectOf))].some((key) => {
    const own = term.filter((requirement) => subjectOf(requirement) === key);
    const has = (operator: string) => own.filter((requirement) => requirement.operator === operator);
    const [first, ...others] = has('In');
    const allowed = first?.values.filter((value) => others.every(({ values }) => values.includes(value))
      && has('NotIn').every(({ values }) => !values.includes(value)));
    return allowed?.length === 0 || (has('DoesNotExist').length > 0 && own.some(({ operator }) => ['In', 'Exists', 'Gt', 'Lt'].includes(operator)));
  });
}

/** Whether a node that meets the conditions certainly meets the other ones. */
export function implies(term: NodeTerm, others: NodeTerm): boolean {
  return others.every((other) => term.some((own) => subjectOf(own) === subjectOf(other) && (other.operator === 'Exists'
    ? ['In', 'Exists', 'Gt', 'Lt'].includes(own.operator)
    : own.operator === other.operator && (other.operator === 'NotIn' ? includesAll(own.values, other.values) : includesAll(other.values, own.values)))));
}

/** The names of the nodes that the conditions leave; undefined where they do not name any. */
export function namesOf(term: NodeTerm): readonly string[] | undefined {
  const [first, ...others] = term.filter(({ key, operator }) => isNodeName(key) && operator === 'In');
  if (!first || (others.length === 0 && first.values.length === 1)) {
    return first?.values;
  }
  return [...new Set(first.values)].filter((name) => others.every(({ values }) => values.includes(name)));
}

/** The node's name and the label that holds it are one thing to say. */
function subjectOf({ key }: NodeRequirement): string {
  return key === NODE_NAME ? HOSTNAME : key;
}

function includesAll(values: readonly string[], others: readonly string[]): boolean {
  return others.every((value) => values.includes(value));
}
