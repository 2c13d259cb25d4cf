/** The annotation with which a user acknowledges findings on an object. */
export const ACKNOWLEDGE_ANNOTATION = 'cdk8s-multus/acknowledge';

/** The annotation's text: a line for each rule, `rule-id: reason`. */
export function acknowledgementText(acknowledgements: ReadonlyMap<string, string>): string {
  return [...acknowledgements].map(([rule, reason]) => `${rule}: ${reason}`).join('\n');
}

/** Reads the annotation's text. A line without a reason acknowledges nothing. */
export function readAcknowledgements(text: unknown): ReadonlyMap<string, string> {
  const lines = typeof text === 'string' ? text.split('\n') : [];
  const pairs = lines.map((line) => /^\s*([a-z0-9-]+)\s*:\s*(\S.*?)\s*$/.exec(line)).filter((match) => match !== null);
  return new Map(pairs.map(([, rule, reason]) => [rule, reason]));
}
