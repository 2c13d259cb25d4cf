/** What the kernel accepts as the name of an interface, in the words of a message. */
export const INTERFACE_NAME = '1 to 15 bytes without space, "/", ":" or "%", and not "all" or "default"';

/** How bad a finding is. An error means that the pod would not start or would start broken. */
export enum Severity {
  ERROR = 'error',
  WARNING = 'warning',
}

/** One step on the way to a value inside a configuration: a key or a list index. */
export type Step = string | number;

/** What a rule says about one value. The three parts are joined into one line by `messageOf`. */
export interface Words {
  /** What is wrong with the property. */
  readonly problem: string;
  /** What is valid: a range, at most five names that exist, or a correct example. */
  readonly expected: string;
  /** The one thing to do. */
  readonly fix: string;
}

/** What defines a rule. */
export interface RuleProps<A> {
  readonly severity: Severity;
  /** Why the rule exists: what happens on a real node without it. One sentence. */
  readonly why: string;
  /** Where the fact comes from. */
  readonly see?: string;
  readonly words: (args: A) => Words;
}

/** A value that breaks a rule. */
export interface Fault {
  readonly rule: string;
  readonly severity: Severity;
  /** The way to the value, from the object that the user wrote. */
  readonly path: readonly Step[];
  readonly got: unknown;
  readonly words: Words;
}

/** A named check. Its id never changes its meaning. */
export class Rule<A> {
  public readonly severity: Severity;
  public readonly why: string;
  public readonly see?: string;
  private readonly words: (args: A) => Words;

  constructor(public readonly id: string, props: RuleProps<A>) {
    this.severity = props.severity;
    this.why = props.why;
    this.see = props.see;
    this.words = props.words;
  }

  /** Says that the value at `path` breaks this rule. */
  public fault(path: readonly Step[], got: unknown, args: A): Fault {
    return { rule: this.id, severity: this.severity, path, got, words: this.words(args) };
  }
}

/** The message of a fault, one line: `rule-id 'property' what is wrong: got …; expected …; what to do`. */
export function messageOf(fault: Fault): string {
  const { problem, expected, fix } = fault.words;
  return `${fault.rule} '${pathText(fault.path)}' ${problem}: got ${show(fault.got)}; expected ${expected}; ${fix}`;
}

/**
 * Throws the first error among the faults. Warnings pass: they are findings at synth.
 *
 * @param place the construct path, or the name of the factory, that the user called
 */
export function refuse(place: string, faults: readonly Fault[]): void {
  const error = faults.find((fault) => fault.severity === Severity.ERROR);
  if (error) {
    throw new Error(`[${place}] ${messageOf(error)}`);
  }
}

/** Quotes each value and joins the list: `"a", "b", "c" or 2 more`. */
export function quoteList(values: readonly string[], most = 5): string {
  const quoted = values.slice(0, most).map((value) => JSON.stringify(value)).join(', ');
  return values.length > most ? `${quoted} or ${values.length - most} more` : quoted;
}

/** `ranges[0][1].subnet` for `['ranges', 0, 1, 'subnet']`. A key that could be misread, or break the line, is quoted. */
export function pathText(path: readonly Step[]): string {
  return path.map((step, i) => (typeof step === 'string' && PLAIN_KEY.test(step) ? `${i === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`)).join('');
}

const PLAIN_KEY = /^[\w./@-]+$/;

const LONGEST_VALUE = 200;

/** A value as JSON on one line, whatever it is. */
function show(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part));
  } catch {
    // a cycle: the type is all that can be said
  }
  if (text === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
    text = typeof value === 'object' ? `an object of type ${typeName(value as object)}` : String(value).split('\n')[0];
  }
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** The name of the value's class, which JavaScript allows to be anything. */
function typeName(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' ? name : 'Object';
}
