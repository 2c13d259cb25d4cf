import { Fault } from '../diagnostics';
import { CRON_EXPRESSION_INVALID } from '../diagnostics/install';

interface Field {
  readonly least: number;
  readonly most: number;
  /** Names of the values, from the least on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] },
  { least: 0, most: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
];

/** Checks when the reconciler runs; what is left out is right. */
export function checkCron(value: unknown, property: string): Fault[] {
  const isRight = value === undefined || (typeof value === 'string' && isCronExpression(value));
  return isRight ? [] : [CRON_EXPRESSION_INVALID.fault([property], value, {})];
}

/**
 * Whether the text is a cron expression of five fields, as whereabouts reads it.
 *
 * @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
export function isCronExpression(text: string): boolean {
  const fields = text.split(' ');
  return fields.length === FIELDS.length && fields.every((field, i) => field.split(',').every((part) => isPart(part, FIELDS[i])));
}

/** Whether the text is all values, one, or some from one to another, each perhaps with a step. */
function isPart(text: string, { least, most, names = [] }: Field): boolean {
  const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/[1-9]\d?)?$/.exec(text);
  const valueOf = (part: string) => (/^\d{1,2}$/.test(part) ? Number(part) : least + names.indexOf(part.toUpperCase()));
  const [first = least, last = first] = (match?.slice(1) ?? []).filter((part) => part !== undefined).map(valueOf);
  return match !== null && first >= least && last >= first && last <= most;
}
