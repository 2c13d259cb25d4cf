import { createHash } from 'crypto';
import { resolve } from 'path';
import { pathToFileURL } from 'url';
import { STDIN } from './files';
import { objectName } from './format-text';
import { pathBelow } from './location';
import { printable } from './printable';
import { version } from './version';
import { ruleOf } from '../diagnostics/registry';
import { ManifestFinding, ManifestReport } from '../manifests/manifest-check';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The report as SARIF 2.1.0, which code hosts and editors read.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ findings }: ManifestReport, cwd: string): string {
  const severities = new Map(findings.map(({ rule, severity }) => [rule, severity]));
  const ids = [...severities.keys()].sort();
  const fingerprint = fingerprints();
  return `${printable(JSON.stringify({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk8s-multus', semanticVersion: version(), rules: ids.map((id) => descriptor(id, severities.get(id)!)) } },
      columnKind: 'utf16CodeUnits',
      results: findings.map((finding) => {
        const uri = uriOf(finding.file, cwd);
        return {
          ruleId: finding.rule,
          ruleIndex: ids.indexOf(finding.rule),
          level: finding.severity,
          message: { text: finding.message },
          locations: [{
            physicalLocation: { artifactLocation: { uri }, region: { startLine: finding.line } },
            ...(finding.kind ? { logicalLocations: [logicalLocation(finding)] } : {}),
          }],
          partialFingerprints: { 'cdk8sMultus/v1': fingerprint(uri, finding) },
        };
      }),
    }],
  }))}\n`;
}

function descriptor(id: string, level: string): object {
  const rule = ruleOf(id);
  const text = rule?.why ?? id;
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `cdk8s-multus explain ${id}` },
    ...(rule?.see ? { helpUri: rule.see } : {}),
    defaultConfiguration: { level },
  };
}

function logicalLocation(finding: ManifestFinding): object {
  const { kind, namespace, name } = finding;
  return { name, fullyQualifiedName: [kind, namespace, name].filter(Boolean).join('/'), kind: 'resource' };
}

/** Relative to the folder the command runs in, where the code host looks for the file. */
function uriOf(file: string, cwd: string): string {
  const path = file === STDIN ? file : pathBelow(cwd, file);
  return path === undefined ? pathToFileURL(resolve(cwd, file)).href : path.split('/').map(encodeURIComponent).join('/');
}

/** A text that stays as it is when lines move: findings of one rule in one object are told apart by their order. */
function fingerprints(): (uri: string, finding: ManifestFinding) => string {
  const seen = new Map<string, number>();
  return (uri, finding) => {
    const key = JSON.stringify([uri, finding.rule, objectName(finding)]);
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return createHash('sha256').update(`${key}${index}`).digest('hex').slice(0, 32);
  };
}
