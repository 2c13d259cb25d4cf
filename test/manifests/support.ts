import { ManifestCheck, ManifestCheckOptions, ManifestReport } from '../../lib/manifests/manifest-check';

/** What is found in one file. */
export function reportOf(text: string, options: ManifestCheckOptions = {}): ManifestReport {
  const check = new ManifestCheck(options);
  check.add('manifest.yaml', text);
  return check.finish();
}

/** The severity and rule of each finding in one file, in order. */
export function rulesIn(text: string, options?: ManifestCheckOptions): string[] {
  return reportOf(text, options).findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

/** The line and rule of each finding in one file, in order. */
export function linesIn(text: string): string[] {
  return reportOf(text).findings.map(({ line, rule }) => `${line} ${rule}`);
}

/** The text of a NetworkAttachmentDefinition; its configuration is the JSON of a value, or a text as it is. */
export function networkText(config: unknown, metadata: object = {}): string {
  return JSON.stringify({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'net', namespace: 'default', ...metadata },
    spec: { config: typeof config === 'string' ? config : JSON.stringify(config) },
  });
}
