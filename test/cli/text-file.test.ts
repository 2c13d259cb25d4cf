import { closeSync, openSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import { collectText, readText } from '../../lib/cli/text-file';
import { withTemporaryFolder } from '../support/process';

async function* chunks(...parts: readonly (string | number[])[]) {
  yield* parts.map((part) => Buffer.from(part as string));
}

test.each<[string, string | number[], object]>([
  ['an empty text', '', { text: '' }],
  ['text', 'a: 한국어\r\n', { text: 'a: 한국어\r\n' }],
  ['text without its byte order mark', '\ufeffa: 1', { text: 'a: 1' }],
  ['nothing of bytes that are not UTF-8', [0x61, 0xff], { reason: 'is not UTF-8' }],
  ['nothing of a character that is cut off', [0xed, 0x95], { reason: 'is not UTF-8' }],
  ['nothing of a surrogate in UTF-8', [0xed, 0xa0, 0x80], { reason: 'is not UTF-8' }],
  ['nothing of little-endian UTF-16', [0xff, 0xfe, 0x61, 0], { reason: 'is UTF-16' }],
  ['nothing of big-endian UTF-16', [0xfe, 0xff, 0, 0x61], { reason: 'is UTF-16' }],
  ['nothing of a program', 'a\0b', { reason: 'has a NUL character' }],
])('a file gives %s', async (_, content, expected) => {
  expect(await collectText(chunks(content))).toEqual(expected);
  // a regular file has been read when the promise is there
  const read = withTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'a.yaml'), Buffer.from(content as string));
    return readText(join(folder, 'a.yaml'));
  });
  expect(await read).toEqual(expected);
});

test('a character may lie in two parts of a stream', async () => {
  expect(await collectText(chunks([0xed], [0x95, 0x9c]))).toEqual({ text: '한' });
});

test('fails for more than 256 MiB without reading it', async () => {
  const read = withTemporaryFolder((folder) => {
    const path = join(folder, 'large.yaml');
    closeSync(openSync(path, 'w'));
    truncateSync(path, 256 * 1024 * 1024 + 1);
    return readText(path);
  });
  expect(await read).toEqual({ reason: 'is larger than 256 MiB' });
});

test('fails for an endless stream', async () => {
  const part = Buffer.alloc(1024 * 1024, 'a');
  async function* endless() {
    for (;;) {
      yield part;
    }
  }
  expect(await collectText(endless())).toEqual({ reason: 'is larger than 256 MiB' });
});
