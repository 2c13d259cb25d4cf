import { readFileSync } from 'fs';
import { join } from 'path';

/** The text of a script that lies beside this file. */
export function asset(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}
