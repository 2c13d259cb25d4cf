import { createReadStream, readFileSync, statSync } from 'fs';

/** More than this is no manifest; a text of twice the size would not fit into a string. */
const MOST_MEBIBYTES = 256;
const MEBIBYTE = 1024 * 1024;

/** A text, or why it is none. */
export type Text = { readonly text: string } | { readonly reason: string };

const TOO_LARGE: Text = { reason: `is larger than ${MOST_MEBIBYTES} MiB` };

/**
 * Reads a file as UTF-8 text.
 *
 * @throws the error of the file system where the file cannot be read
 */
export async function readText(path: string): Promise<Text> {
  const stat = statSync(path);
  if (!stat.isFile()) {
    return collectText(createReadStream(path));
  }
  return stat.size > MOST_MEBIBYTES * MEBIBYTE ? TOO_LARGE : decode(readFileSync(path));
}

/** Reads a stream to its end as UTF-8 text. */
export async function collectText(stream: AsyncIterable<Uint8Array>): Promise<Text> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_MEBIBYTES * MEBIBYTE) {
      return TOO_LARGE;
    }
  }
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Buffer): Text {
  const mark = bytes.toString('latin1', 0, 2);
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    return { reason: 'is UTF-16' };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { reason: 'is not UTF-8' };
  }
  return text.includes('\0') ? { reason: 'has a NUL character' } : { text };
}
