/** The annotation with which a user acknowledges findings on an object. */
export const ACKNOWLEDGE_ANNOTATION = 'cdk8s-multus/acknowledge';

/** What most objects have, so that not each needs a map of its own. */
const NONE: ReadonlyMap<string, string> = new Map();

/** The annotation's text: a line for each rule, `rule-id: reason`. */
export function acknowledgementText(acknowledgements: ReadonlyMap<string, string>): string {
  return [...acknowledgements].map(([rule, reason]) => `${rule}: ${reason}`).join('\n');
}

/** Reads the annotation's text. A line without a reason acknowledges nothing. */
export function readAcknowledgements(text: unknown): ReadonlyMap<string, string> {
  if (typeof text !== 'string') {
    return NONE;
  }
  const acknowledgements = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const [rule, reason] = [line.slice(0, Math.max(colon, 0)).trim(), line.slice(colon + 1).trim()];
    if (colon > 0 && /^[a-z0-9-]+$/.test(rule) && reason !== '') {
      acknowledgements.set(rule, reason);
    }
  }
  return acknowledgements;
}
