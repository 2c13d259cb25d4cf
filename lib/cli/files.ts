import { Dirent, Stats, readdirSync, realpathSync, statSync } from 'fs';
import { join, normalize, resolve } from 'path';
import { getSystemErrorMap } from 'util';
import { quoted } from './printable';

/** Something to check. */
export interface Source {
  /** As the user wrote it, or as it lies in the folder that the user named. */
  readonly name: string;
  /** Not set for the standard input. */
  readonly path?: string;
  /** Whether the source can be read only once: the standard input, a pipe. */
  readonly once: boolean;
}

/** The sources, ordered by name, and what could not be read. */
export interface Listing {
  readonly sources: readonly Source[];
  readonly problems: readonly string[];
}

export const STDIN = '<stdin>';

/** Finds what there is to check under the arguments. Each file comes once, whatever ways lead to it. */
export function listSources(args: readonly string[], cwd: string): Listing {
  const lister = new Lister(cwd);
  // an empty one is no path, and not the current folder
  const names = new Set(args.map((arg) => (arg === '-' || arg === '' ? arg : normalize(arg))));
  [...names].sort().forEach((name) => lister.addArgument(name));
  return lister.finish();
}

/** `cannot read "x.yaml": no such file or directory`. */
export function readProblem(name: string, error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const [, reason] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [undefined, message];
  return `cannot read ${quoted(name)}: ${reason}`;
}

class Lister {
  private readonly found: (Source & { readonly identity: string })[] = [];
  private readonly problems: string[] = [];
  /** Real paths, so that a symbolic link cannot lead around in a circle. */
  private readonly visited = new Set<string>();
  /** How often something was found, be it again, or could not be read. */
  private reached = 0;

  constructor(private readonly cwd: string) {}

  public addArgument(name: string): void {
    if (name === '-') {
      this.found.push({ name: STDIN, once: true, identity: STDIN });
      return;
    }
    if (name === '') {
      this.problems.push('cannot read "": the name of a file or folder is empty');
      return;
    }
    this.attempt(name, () => {
      const before = this.reached;
      this.add(name, statSync(resolve(this.cwd, name)));
      if (this.reached === before) {
        this.problems.push(`nothing to check in ${quoted(name)}: it has no *.yaml, *.yml or *.json file`);
      }
    });
  }

  public finish(): Listing {
    const sources = new Map<string, Source>();
    this.found.sort(byName);
    for (const { identity, ...source } of this.found) {
      if (!sources.has(identity)) {
        sources.set(identity, source);
      }
    }
    return { sources: [...sources.values()], problems: this.problems };
  }

  private add(name: string, stat: Stats): void {
    const path = resolve(this.cwd, name);
    if (stat.isDirectory()) {
      this.addFolder(name, path);
      return;
    }
    this.reached++;
    // a pipe of the shell, as in <(kubectl get pods -o yaml), has no real path
    this.found.push({ name, path, once: !stat.isFile(), identity: stat.isFile() ? realpathSync(path) : path });
  }

  private addFolder(name: string, path: string): void {
    const real = realpathSync(path);
    if (this.visited.has(real)) {
      this.reached++;
      return;
    }
    this.visited.add(real);
    readdirSync(path, { withFileTypes: true }).filter(isCandidate).sort(byName).forEach((entry) => this.addEntry(join(name, entry.name), entry));
  }

  private addEntry(name: string, entry: Dirent): void {
    this.attempt(name, () => {
      const stat = statSync(resolve(this.cwd, name));
      if (stat.isDirectory() || (stat.isFile() && isManifest(entry.name))) {
        this.add(name, stat);
      }
    }, isManifest(entry.name) ? [] : LEADS_NOWHERE);
  }

  private attempt(name: string, read: () => void, harmless: readonly unknown[] = []): void {
    try {
      read();
    } catch (error) {
      if (harmless.includes((error as NodeJS.ErrnoException).code)) {
        return;
      }
      this.reached++;
      this.problems.push(readProblem(name, error));
    }
  }
}

/** How reading a symbolic link to nowhere fails, which is no loss where it is not named like a manifest. */
const LEADS_NOWHERE = ['ENOENT', 'ELOOP'];

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** What may be read in a folder. A pipe or a device there is nobody's manifest, and could block for ever. */
function isCandidate(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && entry.name !== 'node_modules'
    && (entry.isDirectory() || entry.isSymbolicLink() || (entry.isFile() && isManifest(entry.name)));
}

function isManifest(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}
