import { count, printable } from './printable';
import { ManifestFinding, ManifestReport } from '../manifests/manifest-check';
import { Reread, readSourceLines } from './source-lines';
import { Severity } from '../diagnostics';

/** How the text is to look. */
export interface Look {
  readonly coloured: boolean;
  readonly columns: number;
}

const GUTTER_COLUMNS = 6;
const COLOUR: Record<Severity, string> = { error: '\u001b[31m', warning: '\u001b[33m' };
const PLAIN = '\u001b[0m';

/** The report for people: the findings of each object, with the lines that they point at, and a summary. */
export async function formatText(report: ManifestReport, reread: Reread, { coloured, columns }: Look): Promise<string> {
  const lines = await readSourceLines(report.findings, reread, Math.max(20, columns - GUTTER_COLUMNS - ' | '.length));
  const groups = new Map<string, string[]>();
  for (const finding of report.findings) {
    const title = objectName(finding) || finding.file;
    const group = groups.get(title) ?? [printable(title)];
    groups.set(title, group);
    const severity = coloured ? `${COLOUR[finding.severity]}${finding.severity}${PLAIN}` : finding.severity;
    group.push(`  ${printable(finding.file)}:${finding.line}: ${severity}: ${printable(finding.message)}`);
    const line = lines.get(finding.file)?.get(finding.line);
    if (line) {
      group.push(`${String(finding.line).padStart(GUTTER_COLUMNS)} | ${line}`);
    }
  }
  return [...[...groups.values()].map((group) => `${group.join('\n')}\n\n`), `${summary(report)}\n`].join('');
}

/** `Pod default/web`, `Node worker-1`, or nothing for a document that cannot be read. */
export function objectName({ kind, namespace, name }: ManifestFinding): string {
  return [kind, [namespace, name].filter(Boolean).join('/')].filter(Boolean).join(' ');
}

/** `2 errors, 1 warning in 3 files (4 networks, 5 workloads)`. */
export function summary({ findings, checked }: ManifestReport): string {
  const found = Object.values(Severity)
    .map((severity) => ({ severity, number: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity));
  return `${found.join(', ') || 'no findings'} in ${count(checked.files, 'file')} `
    + `(${count(checked.networks, 'network')}, ${count(checked.workloads, 'workload')})`;
}
