import { ValidationContext, Violation } from './validation-context';
import { objectName, summary } from '../cli/format-text';
import { printable } from '../cli/printable';
import { readText } from '../cli/text-file';
import { isConf } from '../cni/keys';
import { Fault, Severity, quoteList, refuse } from '../diagnostics';
import { ruleOf } from '../diagnostics/registry';
import { VALIDATION_PROPERTY_INVALID } from '../diagnostics/validation';
import { ClusterFact } from '../facts/facts';
import { readCluster } from '../facts/cluster';
import { ManifestCheck, ManifestFinding } from '../manifests/manifest-check';
import type { ClusterCidrsOptions } from '../network';
import { groupBy } from '../rules/group-by';

/** The `properties` of the validation in `cdk8s.yaml`. */
export interface MultusValidationProps {
  /**
   * The least severity that fails the synthesis: `error` or `warning`.
   *
   * @default error
   */
  readonly failOn?: `${Severity}`;
  /**
   * Whether the manifests of the app are all there is, so that a network that is not among them does not exist.
   *
   * @default false
   */
  readonly complete?: boolean;
  /**
   * The addresses of the cluster's pods, services and nodes, each a list of CIDRs, with which the networks are compared.
   *
   * @default - unknown
   */
  readonly cluster?: ClusterCidrsOptions;
}

/**
 * Checks the manifests of an app after `cdk8s synth`, those too that come from plain YAML or Helm.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export class MultusValidation {
  private readonly failOn: `${Severity}`;
  private readonly complete: boolean;
  private readonly cluster?: ClusterFact;

  /**
   * Takes the properties that stand in `cdk8s.yaml`.
   *
   * @throws if a property is unknown or has a wrong value
   */
  constructor(props: MultusValidationProps = {}) {
    refuse('MultusValidation', checkProps(props));
    this.failOn = props.failOn ?? Severity.ERROR;
    this.complete = props.complete ?? false;
    if (props.cluster !== undefined) {
      const { cluster, faults } = readCluster(props.cluster, ['cluster']);
      refuse('MultusValidation', faults);
      this.cluster = cluster;
    }
  }

  /** Reads all manifests and reports each violated rule. Called by cdk8s-cli. */
  public async validate(context: ValidationContext): Promise<void> {
    const check = this.newCheck();
    for (const path of context.manifests) {
      const text = await readText(path);
      if ('text' in text) {
        check.add(path, text.text);
      } else {
        check.addUnreadable(path, text.reason);
      }
    }
    const report = check.finish();
    const names = countNames(context, report.findings);
    for (const [rule, findings] of groupBy(report.findings, (finding) => finding.rule)) {
      context.report.addViolation(violation(rule, findings, names));
    }
    const fails = report.findings.some(({ severity }) => severity === Severity.ERROR || severity === this.failOn);
    context.report.submit(fails ? 'failure' : 'success', { Checked: summary(report) });
  }

  /** @internal */
  protected newCheck(): Pick<ManifestCheck, 'add' | 'addUnreadable' | 'finish'> {
    return new ManifestCheck({ complete: this.complete, cluster: this.cluster });
  }
}

const VALID: { readonly [property: string]: { readonly expected: string; readonly accepts: (value: unknown) => boolean } } = {
  failOn: { expected: '"error" or "warning"', accepts: (value) => Object.values<unknown>(Severity).includes(value) },
  complete: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  cluster: { expected: 'an object with "pods", "services" and "nodes", each a list of CIDRs', accepts: isConf },
};

function checkProps(props: unknown): Fault[] {
  if (typeof props !== 'object' || props === null || Array.isArray(props)) {
    return [VALIDATION_PROPERTY_INVALID.fault(['properties'], props, { problem: 'has the wrong type', expected: 'an object, such as {"failOn":"warning"}' })];
  }
  return Object.entries(props).filter(([, value]) => value !== undefined).flatMap(([property, value]) => {
    if (!Object.hasOwn(VALID, property)) {
      const expected = quoteList(Object.keys(VALID));
      return [VALIDATION_PROPERTY_INVALID.fault([property], value, { problem: 'is not a property of the validation', expected })];
    }
    const { expected, accepts } = VALID[property];
    return accepts(value) ? [] : [VALIDATION_PROPERTY_INVALID.fault([property], value, { problem: 'has a wrong value', expected })];
  });
}

function violation(rule: string, findings: readonly ManifestFinding[], names: ReadonlyMap<string, number>): Violation {
  const fixes = new Set(findings.map(({ fix }) => fix));
  const objects = groupBy(findings, (finding) => JSON.stringify([finding.file, objectName(finding)]));
  return {
    ruleName: rule,
    recommendation: ruleOf(rule)?.why ?? rule,
    fix: fixes.size === 1 ? printable(findings[0].fix) : 'each location ends with what to do',
    violatingResources: [...objects.values()].map((group) => ({
      resourceName: resourceName(group[0], names),
      manifestPath: group[0].file,
      locations: group.map((finding) => {
        const { line, severity, message } = finding;
        return printable(`${[objectName(finding), `line ${line}`].filter(Boolean).join(', ')}: ${severity}: ${message}`);
      }),
    })),
  };
}

/**
 * The name under which cdk8s-cli looks for the construct. It knows one construct for each name, be it a Deployment or a Service: where the
 * name is not alone, none is better than a wrong one.
 */
function resourceName(finding: ManifestFinding, names: ReadonlyMap<string, number>): string {
  return printable(names.get(finding.name) === 1 ? finding.name : objectName(finding) || finding.file);
}

/** How many objects of the app have each name. */
function countNames(context: ValidationContext, findings: readonly ManifestFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of findings.length > 0 ? context.manifests : []) {
    for (const name of namesIn(context, path)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

function namesIn(context: ValidationContext, path: string): string[] {
  try {
    return context.parseManifest(path).map((object) => object?.metadata?.name).filter((name) => typeof name === 'string');
  } catch {
    // the check has said so
    return [];
  }
}
