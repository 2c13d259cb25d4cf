import { Severity, messageOf } from '../diagnostics';
import { DOCUMENT_UNREADABLE } from '../diagnostics/networks';
import { UnreadableDocument, isReadable, readDocuments } from '../facts/documents';
import { ClusterFact, Facts } from '../facts/facts';
import { PodTemplatePaths } from '../facts/pod-templates';
import { FoundFacts, emptyFacts, readObject } from '../facts/read-object';
import { rendererOf } from '../facts/renderer';
import { check } from '../rules/check';
import { Finding } from '../rules/finding';

/** A finding in a manifest. */
export interface ManifestFinding {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** The object; empty strings where the document cannot be read. `namespace` is empty where the object has none. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `rule-id 'property' what is wrong: got …; expected …; what to do`, on one line. */
  readonly message: string;
  /** What to do: the last part of the message. */
  readonly fix: string;
}

/** What was found in all manifests. */
export interface ManifestReport {
  /** Ordered by file, line and rule. */
  readonly findings: readonly ManifestFinding[];
  readonly checked: { readonly files: number; readonly networks: number; readonly workloads: number };
}

/** How to check. */
export interface ManifestCheckOptions {
  /** Whether the manifests are all there is, so that a network that is not among them does not exist. */
  readonly complete?: boolean;
  /** Where kinds have a pod template that has no containers, such as `{ Kafka: ['spec', 'kafka', 'template', 'pod'] }`. */
  readonly podTemplates?: PodTemplatePaths;
  /** The cluster's own addresses. */
  readonly cluster?: ClusterFact;
}

/** Checks manifests one file after the other. Only what the rules need of a text is kept. */
export class ManifestCheck {
  private files = 0;
  private readonly facts: Facts & FoundFacts;
  private readonly unreadable: ManifestFinding[] = [];

  constructor(private readonly options: ManifestCheckOptions = {}) {
    this.facts = emptyFacts(options.complete ?? false, options.cluster);
  }

  /** Reads the documents of a file. */
  public add(file: string, text: string): void {
    this.files++;
    for (const document of readDocuments(text)) {
      if (isReadable(document)) {
        const { value, lineOf, repeatedKeys } = document;
        readObject(value, { file, lineOf, repeatedKeys, podTemplates: this.options.podTemplates }, this.facts);
      } else {
        this.unreadable.push(unreadable(file, document));
      }
    }
  }

  /** Reports a file that could not be read as text. */
  public addUnreadable(file: string, reason: string): void {
    this.files++;
    this.unreadable.push(unreadable(file, { line: 1, reason }));
  }

  /** Runs the rules over everything that was added. */
  public finish(): ManifestReport {
    // by object, because the line of another document takes time to find
    const { networks, workloads, installations, policies } = this.facts;
    const order = new Map([...networks, ...workloads, ...installations, ...policies].map(({ subject }, i) => [subject, i]));
    const found = check(this.facts).sort((a, b) => (order.get(a.subject) ?? 0) - (order.get(b.subject) ?? 0));
    const findings = [...this.unreadable, ...found.map(reported)];
    return {
      findings: findings.sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule)),
      checked: { files: this.files, networks: this.facts.networks.length, workloads: this.facts.workloads.length },
    };
  }
}

function reported({ subject, fault }: Finding): ManifestFinding {
  return {
    rule: fault.rule,
    severity: fault.severity,
    kind: subject.kind,
    namespace: subject.namespace ?? '',
    name: subject.name,
    file: subject.file ?? '',
    line: subject.lineOf?.(fault.path) ?? 1,
    message: oneLine(messageOf(fault)),
    fix: oneLine(fault.words.fix),
  };
}

function unreadable(file: string, { line, reason, text, placeholder }: UnreadableDocument): ManifestFinding {
  const fault = DOCUMENT_UNREADABLE.fault(['document'], placeholder ?? text, {
    reason, ...(placeholder !== undefined && { isTemplate: true, renderer: rendererOf(placeholder) }),
  });
  return { ...reported({ subject: { kind: '', name: '', file, acknowledgements: new Map() }, fault }), line };
}

/** Names that a message repeats are whatever the manifest says. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
