import { CniPluginsInstall, CniPluginsInstallProps } from '../../../lib/install/cni-plugins-install';
import { Run, environment, located, runIn } from './shells';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'fs';
import { delimiter, dirname, join } from 'path';
import { Testing } from 'cdk8s';
import { createHash } from 'crypto';
import { execFileSync } from 'child_process';
import { tmpdir } from 'os';

const directory = mkdtempSync(join(tmpdir(), 'cni-plugins-'));
let count = 0;
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A directory of its own. */
export function newDirectory(): string {
  const path = join(directory, `${count++}`);
  mkdirSync(path);
  return path;
}

/** The init container that `CniPluginsInstall` renders. */
export function initContainer(props: CniPluginsInstallProps): any {
  const chart = Testing.chart();
  new CniPluginsInstall(chart, 'plugins', props);
  return Testing.synth(chart)[0].spec.template.spec.initContainers[0];
}

/** A release archive, made as the real ones are: names begin with `./`, and there is a README. */
export function archiveOf(plugins: Record<string, string>): Buffer {
  const from = newDirectory();
  for (const [name, content] of Object.entries({ ...plugins, 'LICENSE': 'Apache', 'README.md': 'CNI' })) {
    writeFileSync(join(from, name), content, { mode: 0o755 });
  }
  return execFileSync('tar', ['-czf', '-', '.'], { cwd: from });
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Programs that the script finds first: each a shell script. */
export function programs(scripts: Record<string, string>): string {
  const path = newDirectory();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return path;
}

/** A directory with links to some programs of this machine, to be the whole PATH. */
export function only(names: string[]): string {
  const path = newDirectory();
  for (const name of names) {
    symlinkSync(located(name)!, join(path, name));
  }
  return path;
}

/** A node with a plugin directory, on which an init container runs. */
export class TestNode {
  public readonly binDir = newDirectory();
  public readonly workDir = join(newDirectory(), 'work');
  public machine = 'x86_64';

  /** Runs the container in the given shell. `path` stands in front of this machine's PATH, `wholePath` instead of it. */
  public run(container: any, options: { shell?: string[]; path?: string; wholePath?: string; env?: Record<string, string> } = {}): Promise<Run> {
    const own = programs({ uname: `echo ${this.machine}`, sleep: '' });
    const path = [options.path, own, options.wholePath ?? process.env.PATH].filter(Boolean).join(delimiter);
    const env = { ...environment(container), CNI_BIN_DIR: this.binDir, WORK_DIR: this.workDir, PATH: path, TMPDIR: directory, ...options.env };
    return runIn(options.shell ?? ['sh'], container.command, env);
  }

  /** Runs the container as a user who may not write to the plugin directory. */
  public async runWithoutWriting(container: any): Promise<Run> {
    const isRoot = process.getuid?.() === 0;
    chmodSync(directory, 0o755);
    chmodSync(dirname(this.workDir), 0o777);
    chmodSync(this.binDir, 0o555);
    const shell = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'] : ['sh'];
    const run = await this.run(container, { shell });
    chmodSync(this.binDir, 0o755);
    return run;
  }

  /** What the plugin directory holds, by name. */
  public files(): Record<string, string> {
    const names = readdirSync(this.binDir).sort();
    return Object.fromEntries(names.map((name) => [name, lstatSync(this.file(name)).isFile() ? readFileSync(this.file(name), 'utf8') : 'not a file']));
  }

  public file(name: string): string {
    return join(this.binDir, name);
  }

  public put(name: string, content: string, mode = 0o755): void {
    writeFileSync(this.file(name), content);
    chmodSync(this.file(name), mode);
  }

  public mode(name: string): string {
    return (statSync(this.file(name)).mode & 0o777).toString(8);
  }

  /** Makes every file an old one; `changed()` are those that are not any more. */
  public age(): void {
    readdirSync(this.binDir).forEach((name) => utimesSync(this.file(name), 1, 1));
  }

  public changed(): string[] {
    return readdirSync(this.binDir).filter((name) => statSync(this.file(name)).mtimeMs !== 1000).sort();
  }
}
