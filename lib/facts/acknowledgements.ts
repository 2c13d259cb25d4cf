/** The annotation with which a user acknowledges findings on an object. */
export const ACKNOWLEDGE_ANNOTATION = 'cdk8s-multus/acknowledge';

/** What is acknowledged on an object. */
export interface Acknowledged {
  /** The reasons by the ids of the rules. */
  readonly acknowledgements: ReadonlyMap<string, string>;
  /** The lines that say nothing of the kind. */
  readonly malformedAcknowledgements?: readonly string[];
}

/** What most objects have, so that not each needs a map of its own. */
const NONE: Acknowledged = { acknowledgements: new Map() };

/** The annotation's text: a line for each rule, `rule-id: reason`. */
export function acknowledgementText(acknowledgements: ReadonlyMap<string, string>): string {
  return [...acknowledgements].map(([rule, reason]) => `${rule}: ${reason}`).join('\n');
}

/** Reads the annotation's text. A line without a reason acknowledges nothing; one that begins with # is a comment. */
export function readAcknowledgements(text: unknown): Acknowledged {
  if (typeof text !== 'string') {
    return NONE;
  }
  const acknowledgements = new Map<string, string>();
  const malformed: string[] = [];
  for (const line of text.split('\n').map((part) => part.trim()).filter((part) => /^[^#]/.test(part))) {
    const { rule, reason } = /^(?<rule>[a-z0-9-]+)\s*:\s*(?<reason>.+)$/.exec(line)?.groups ?? {};
    if (rule === undefined) {
      malformed.push(line);
    } else {
      acknowledgements.set(rule, reason);
    }
  }
  return { acknowledgements, ...malformed.length > 0 && { malformedAcknowledgements: malformed } };
}
