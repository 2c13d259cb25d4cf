import { IConstruct } from 'constructs';
import { check } from './check';
import { Finding } from './finding';
import { Severity, messageOf } from '../diagnostics';
import { AppFacts, Facts } from '../facts';
import { OnlyOurs, fingerprintOf, otherObjects, readAppObjects } from '../facts/app-objects';

/**
 * The rules of one app.
 *
 * cdk8s validates the root first, then the constructs below it, and puts the path of the construct in front of what its
 * validation says. So the root's validation runs the rules, and leaves each finding to the construct that it is about.
 */
export class AppCheck {
  private readonly errors = new Map<IConstruct, string[]>();
  private readonly reporters = new WeakSet<IConstruct>();
  private readonly warned = new Set<string>();
  private readonly facts: AppFacts;
  private readonly onlyOurs: OnlyOurs = new WeakMap();
  private revision?: string;

  constructor(private readonly root: IConstruct) {
    this.facts = AppFacts.of(root);
    this.reporters.add(root);
  }

  /** cdk8s validates once for each chart and once more: where nothing has changed, what was found still holds. */
  public run(): string[] {
    const others = otherObjects(this.root, this.facts.constructs(), this.onlyOurs);
    const revision = this.facts.revision === undefined ? undefined : `${this.facts.revision} ${fingerprintOf(others)}`;
    if (revision === undefined || revision !== this.revision) {
      this.revision = revision;
      this.errors.clear();
      for (const finding of check(join(this.facts.facts(), readAppObjects(others)))) {
        if (finding.fault.severity === Severity.WARNING) {
          this.warn(finding);
        } else {
          this.report(finding);
        }
      }
    }
    return this.errors.get(this.root) ?? [];
  }

  private report({ subject, fault }: Finding): void {
    const construct = subject.construct ?? this.root;
    const messages = this.errors.get(construct) ?? [];
    messages.push(messageOf(subject.inOwnWords?.(fault) ?? fault));
    this.errors.set(construct, messages);
    if (!this.reporters.has(construct)) {
      this.reporters.add(construct);
      construct.node.addValidation({ validate: () => this.errors.get(construct) ?? [] });
    }
  }

  /** A warning is printed once, however often the app is validated. */
  private warn({ subject, fault }: Finding): void {
    const line = `warning: [${subject.construct?.node.path}] ${messageOf(subject.inOwnWords?.(fault) ?? fault)}`;
    if (!this.warned.has(line)) {
      this.warned.add(line);
      process.stderr.write(`${line}\n`);
    }
  }
}

function join(typed: Facts, read: Facts): Facts {
  return {
    networks: [...typed.networks, ...read.networks],
    workloads: [...typed.workloads, ...read.workloads],
    scalers: read.scalers,
    installations: [...typed.installations, ...read.installations],
    nodeConfigs: [...typed.nodeConfigs, ...read.nodeConfigs],
    policies: read.policies,
    policyVersions: read.policyVersions,
    cluster: typed.cluster,
    elsewhere: typed.elsewhere,
    complete: false,
  };
}
