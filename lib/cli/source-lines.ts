import { cut, printable } from './printable';
import { ManifestFinding } from '../manifests/manifest-check';

/** Reads the text of a file again, if it can be. */
export type Reread = (file: string) => Promise<string | undefined>;

/** The lines that findings point at, as far as they fit into the columns: file -> line -> text. */
export type SourceLines = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Reads the lines that the findings point at. One text is in memory at a time. */
export async function readSourceLines(findings: readonly ManifestFinding[], reread: Reread, columns: number): Promise<SourceLines> {
  const wanted = new Map<string, Set<number>>();
  for (const { file, line } of findings) {
    wanted.set(file, (wanted.get(file) ?? new Set()).add(line));
  }
  const lines = new Map<string, ReadonlyMap<number, string>>();
  for (const [file, numbers] of wanted) {
    const text = await reread(file);
    if (text !== undefined) {
      lines.set(file, pick(text, numbers, columns));
    }
  }
  return lines;
}

function pick(text: string, numbers: ReadonlySet<number>, columns: number): Map<number, string> {
  const picked = new Map<number, string>();
  let start = 0;
  for (let number = 1; picked.size < numbers.size && start <= text.length; number++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (numbers.has(number)) {
      // a character is at most two units, and no line is worth more than its beginning
      const beginning = text.slice(start, Math.min(end, start + 2 * columns));
      picked.set(number, cut(printable(beginning.trimEnd().replaceAll('\t', '  ')), columns));
    }
    start = end + 1;
  }
  return picked;
}
