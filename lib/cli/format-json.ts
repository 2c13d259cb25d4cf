import { ManifestReport } from '../manifests/manifest-check';
import { printable } from './printable';

/** The report for programs, on one line. */
export function formatJson({ findings, checked }: ManifestReport): string {
  return `${printable(JSON.stringify({
    findings: findings.map(({ rule, severity, kind, namespace, name, file, line, message, fix }) => (
      { rule, severity, kind, namespace, name, file, line, message, fix })),
    checked: { files: checked.files, networks: checked.networks, workloads: checked.workloads },
  }))}\n`;
}
