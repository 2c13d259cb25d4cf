import { createHash } from 'crypto';
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';

/** Does something, and prints what it took. What `output` says is not counted. */
export function report(doIt: () => void, output?: () => string): void {
  const cpu = process.cpuUsage();
  const start = performance.now();
  doIt();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1000, mebibytes, output: output?.() })}\n`);
}

/** A sum over the files of a folder. */
export function sumOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}
