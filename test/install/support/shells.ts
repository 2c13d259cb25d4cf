import { delimiter, join } from 'path';
import { existsSync } from 'fs';
import { spawn } from 'child_process';

/** What a run of a script left. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program of this machine is, if it is here. */
export function located(program: string): string | undefined {
  return process.env.PATH!.split(delimiter).map((directory) => join(directory, program)).find((file) => existsSync(file));
}

/** The POSIX shells of this machine, each as the beginning of a command line. */
export const SHELLS: string[][] = [['sh'], ['dash'], ['bash'], ['busybox', 'sh']].filter(([program]) => located(program));

/** Does the same for every shell at once. */
export function inEveryShell(check: (shell: string[]) => Promise<void>): Promise<unknown> {
  return Promise.all(SHELLS.map(check));
}

/** Lines of output. */
export function lines(...text: string[]): string {
  return text.map((line) => `${line}\n`).join('');
}

/** Runs a container's command, which is `sh -c <script>`, in the given shell, with nothing but `env` in the environment. */
export function runIn(shell: string[], command: string[], env: Record<string, string>): Promise<Run> {
  const [sh, flag, script] = command;
  if (sh !== 'sh' || flag !== '-c') {
    throw new Error(`not a script: ${command.slice(0, 2).join(' ')}`);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(located(shell[0])!, [...shell.slice(1), '-c', script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => { stdout += data; });
    child.stderr.on('data', (data) => { stderr += data; });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The environment that a container sets, by name. */
export function environment(container: { env?: { name: string; value: string }[] }): Record<string, string> {
  return Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
}

/**
 * What the kubelet makes of a command: `$$` becomes `$`, and `$(NAME)` the value of a variable that the container sets.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
export function expandedByKubelet(text: string, env: Record<string, string>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (all, next, name) => (next === '$' ? '$' : env[name] ?? all));
}
