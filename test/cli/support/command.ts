import { Severity } from '../../../lib/diagnostics';
import { NewCheck } from '../../../lib/cli/check';
import { Io, Output } from '../../../lib/cli/io';
import { main } from '../../../lib/cli/main';
import { ManifestFinding, ManifestReport } from '../../../lib/manifests/manifest-check';
import { Outcome } from '../../support/process';

/** A finding, of which a test says only what matters to it. */
export function finding(given: Partial<ManifestFinding> = {}): ManifestFinding {
  return {
    rule: 'subnet-host-bits',
    severity: Severity.ERROR,
    kind: 'NetworkAttachmentDefinition',
    namespace: 'default',
    name: 'storage',
    file: 'a.yaml',
    line: 1,
    message: "subnet-host-bits 'subnet' has host bits set: got \"10.8.0.7/24\"; expected a network address; write \"10.8.0.0/24\"",
    fix: 'write "10.8.0.0/24"',
    ...given,
  };
}

/** A report of one file with a network and two workloads. */
export function report(...findings: ManifestFinding[]): ManifestReport {
  return { findings, checked: { files: 1, networks: 1, workloads: 2 } };
}

/** Gathers what is written. */
export class Page implements Output {
  public text = '';

  constructor(public readonly isTTY = false, public readonly columns?: number) {}

  public write(text: string): void {
    this.text += text;
  }
}

/** A check that notes what it is given, and finds each line with the word `bad`. */
export class WordCheck {
  public readonly added: [string, string][] = [];
  public readonly unreadable: [string, string][] = [];
  public complete?: boolean;
  private readonly findings: ManifestFinding[] = [];

  constructor(private readonly onAdd: (file: string) => void = () => {}) {}

  public readonly make: NewCheck = ({ complete }) => {
    this.complete = complete;
    return this;
  };

  public add(file: string, text: string): void {
    this.added.push([file, text]);
    text.split('\n').forEach((line, i) => {
      if (line.includes('bad')) {
        const severity = line.includes('slightly') ? Severity.WARNING : Severity.ERROR;
        this.findings.push(finding({ file, line: i + 1, severity, message: `${severity} here`, rule: 'word-bad' }));
      }
    });
    this.onAdd(file);
  }

  public addUnreadable(file: string, reason: string): void {
    this.unreadable.push([file, reason]);
    this.findings.push(finding({ file, kind: '', namespace: '', name: '', message: reason, rule: 'manifest-unreadable' }));
  }

  public finish(): ManifestReport {
    return { findings: this.findings, checked: { files: this.added.length + this.unreadable.length, networks: 0, workloads: 0 } };
  }
}

/** The world of a command, of which a test says only what matters to it. */
export interface World extends Partial<Io> {
  /** What stands in the standard input. */
  readonly input?: string;
}

/** Runs the command in this process. */
export async function command(args: readonly string[], io: World = {}, check: Pick<WordCheck, 'make'> = new WordCheck()): Promise<Outcome> {
  const stdout = new Page();
  const stderr = new Page();
  async function* stdin() {
    const bytes = Buffer.from(io.input ?? '');
    // a character may be cut in two
    yield bytes.subarray(0, 1);
    yield bytes.subarray(1);
  }
  const status = await main(args, { stdin: stdin(), stdout, stderr, env: {}, cwd: process.cwd(), ...io }, check.make);
  return { status, stdout: stdout.text, stderr: stderr.text };
}
