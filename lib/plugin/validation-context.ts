/**
 * What cdk8s-cli hands to a validation, as far as it is used here. Its own types can only be imported by a TypeScript project that
 * resolves modules as Node does.
 *
 * @see https://github.com/cdk8s-team/cdk8s-cli/blob/2.x/src/plugins/validation.ts
 */
export interface ValidationContext {
  /** The paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: ValidationReport;
  /** The objects in a manifest. */
  parseManifest(path: string): any[];
}

/** Takes what was found. */
export interface ValidationReport {
  addViolation(violation: Violation): void;
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** The violations of one rule. */
export interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ViolatingResource[];
}

/** A resource that violates a rule. */
export interface ViolatingResource {
  readonly resourceName: string;
  readonly manifestPath: string;
  readonly locations: readonly string[];
}
