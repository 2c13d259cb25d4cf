import { ManifestReport } from '../manifests/manifest-check';
import { STDIN } from './files';
import { pathBelow } from './location';
import { printable } from './printable';
import { summary } from './format-text';

/**
 * The report as annotations of a GitHub workflow.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub(report: ManifestReport, cwd: string): string {
  const annotations = report.findings.map(({ severity, file, line, rule, message }) => {
    const place = file === STDIN ? '' : `file=${property(pathBelow(cwd, file) ?? file)},line=${line},`;
    return `::${severity} ${place}title=${property(rule)}::${data(message)}\n`;
  });
  return [...annotations, `${summary(report)}\n`].join('');
}

function data(text: string): string {
  return printable(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
