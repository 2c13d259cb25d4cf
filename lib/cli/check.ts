import { STDIN, Source, listSources, readProblem } from './files';
import { Text, collectText, readText } from './text-file';
import { Format, formatReport } from './formats';
import { Io } from './io';
import { Progress } from './progress';
import { Severity } from '../diagnostics';
import { ManifestCheck, ManifestCheckOptions, ManifestReport } from '../manifests/manifest-check';

/** The options of the command. */
export interface CheckOptions extends ManifestCheckOptions {
  readonly format: Format;
}

/** Makes what checks the texts. */
export type NewCheck = (options: ManifestCheckOptions) => Pick<ManifestCheck, 'add' | 'addUnreadable' | 'finish'>;

/** Checks files, folders and the standard input: 0 without an error, 1 with errors, 2 where a file could not be read. */
export async function check(args: readonly string[], options: CheckOptions, io: Io, newCheck: NewCheck = newManifestCheck): Promise<number> {
  const { sources, problems } = listSources(args, io.cwd);
  const reading = new Reading(sources, io, options.format === 'text');
  const report = await reading.check(newCheck({ complete: options.complete, podTemplates: options.podTemplates, cluster: options.cluster }));
  if (reading.done > 0) {
    io.stdout.write(await formatReport(report, options.format, io, (file) => reading.again(file)));
  }
  const failures = [...problems, ...reading.problems];
  failures.forEach((failure) => io.stderr.write(`error: ${failure}\n`));
  if (failures.length > 0) {
    return 2;
  }
  return report.findings.some(({ severity }) => severity === Severity.ERROR) ? 1 : 0;
}

function newManifestCheck(options: ManifestCheckOptions): ManifestCheck {
  return new ManifestCheck(options);
}

/** Reads sources one after the other. */
class Reading {
  public readonly problems: string[] = [];
  /** How many sources could be read. */
  public done = 0;
  private readonly byName: ReadonlyMap<string, Source>;
  /** Texts that cannot be read again. */
  private readonly kept = new Map<string, string>();

  constructor(private readonly sources: readonly Source[], private readonly io: Io, private readonly keep: boolean) {
    this.byName = new Map(sources.map((source) => [source.name, source]));
  }

  public async check(manifestCheck: ReturnType<NewCheck>): Promise<ManifestReport> {
    const progress = new Progress(this.io.stderr, this.sources.length);
    for (const [i, source] of this.sources.entries()) {
      progress.step(i);
      const text = await this.read(source);
      if (text && 'text' in text) {
        manifestCheck.add(source.name, text.text);
      } else if (text) {
        manifestCheck.addUnreadable(source.name, text.reason);
      }
    }
    progress.end();
    return manifestCheck.finish();
  }

  /** The text of a source that was read before. A file may have changed or gone meanwhile. */
  public async again(name: string): Promise<string | undefined> {
    const source = this.byName.get(name);
    if (source?.path === undefined || source.once) {
      return this.kept.get(name);
    }
    try {
      const text = await readText(source.path);
      return 'text' in text ? text.text : undefined;
    } catch {
      return undefined;
    }
  }

  private async read({ name, path, once }: Source): Promise<Text | undefined> {
    try {
      const text = await (path === undefined ? collectText(this.io.stdin) : readText(path));
      // what was to write into the pipe has failed
      if (path === undefined && 'text' in text && text.text.trim() === '') {
        this.problems.push('nothing to check in the standard input: it is empty');
        return undefined;
      }
      this.done++;
      if (once && this.keep && 'text' in text) {
        this.kept.set(name, text.text);
      }
      return text;
    } catch (error) {
      this.problems.push(readProblem(name === STDIN ? 'the standard input' : name, error));
      return undefined;
    }
  }
}
