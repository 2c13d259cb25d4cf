import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/** The version in package.json, which is two folders up from the sources and three from the compiled code. */
export function version(): string {
  const file = ['../../package.json', '../../../package.json'].map((path) => join(__dirname, path)).find((path) => existsSync(path));
  return JSON.parse(readFileSync(file!, 'utf8')).version;
}
