import { Rule } from '../diagnostics';
import { RULES, ruleOf } from '../diagnostics/registry';
import { nearest } from '../cni/keys';
import { Io } from './io';
import { quoted } from './printable';

/** Says what a rule is about: 0, or 2 where there is no such rule. */
export function explain(id: string, io: Io): number {
  const rule = ruleOf(id);
  if (!rule) {
    const near = nearest(id, RULES.map((known) => known.id));
    io.stderr.write(`error: ${quoted(id)} is not a rule; ${near ? `did you mean ${quoted(near)}?` : '`cdk8s-multus rules` lists them all'}\n`);
    return 2;
  }
  const fix = fixOf(rule) ?? 'each finding ends with it';
  const rows = [['Why', rule.why], ['What to do', fix], ...(rule.see ? [['See', rule.see]] : [])];
  io.stdout.write(`${rule.id} (${rule.severity})\n\n${table(rows)}`);
  return 0;
}

/** Lists all rules. */
export function listRules(io: Io): number {
  io.stdout.write(table(RULES.map(({ id, severity, why }) => [id, severity, why])));
  return 0;
}

/**
 * What to do about a violation, for no value in particular: the words for as few arguments as they need, with the names of the arguments
 * in their place. Undefined where it is different each time.
 */
export function fixOf(rule: Rule<any>): string | undefined {
  const asked = new Set<string>();
  const ask = (given?: readonly string[]) => {
    const args = new Proxy({}, {
      get: (_, name) => {
        asked.add(String(name));
        return given && !given.includes(String(name)) ? undefined : Placeholder.of(`<${String(name)}>`);
      },
    });
    try {
      const fix = String(rule.fault([], undefined, args).words.fix);
      return fix.includes('undefined') || /^<\w+>$/.test(fix) ? undefined : fix;
    } catch {
      // the words need another argument, or one of another type
      return undefined;
    }
  };
  return ask([]) ?? [...asked].reverse().map((name) => ask([name])).find((fix) => fix !== undefined) ?? ask();
}

/** The name of an argument, wherever a text or a list of texts is expected. */
class Placeholder extends Array<string> {
  public toJSON(): string {
    return this.join();
  }
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column]) : cell)).join('  ')}\n`).join('');
}
