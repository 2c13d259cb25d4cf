import { execFileSync } from 'child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { listSources } from '../../lib/cli/files';
import { withTemporaryFolder } from '../support/process';

/** What the arguments lead to in a folder with these files. */
function list(args: readonly string[], files: readonly string[], prepare: (folder: string) => void = () => {}) {
  return withTemporaryFolder((folder) => {
    for (const file of files) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    prepare(folder);
    const { sources, problems } = listSources(args, folder);
    return { names: sources.map(({ name }) => name), problems };
  });
}

test('a folder is read with its folders, in the order of names', () => {
  expect(list(['.'], ['b.yaml', 'a/z.yml', 'a.json', 'B.yaml', 'c.yaml/d.yaml', 'a/b/c/d.json'])).toEqual({
    names: ['B.yaml', 'a.json', 'a/b/c/d.json', 'a/z.yml', 'b.yaml', 'c.yaml/d.yaml'],
    problems: [],
  });
});

test('a folder leaves out other files, hidden ones and node_modules', () => {
  const files = ['a.yaml', 'a.yaml~', 'yaml', 'b.txt', 'c.YAML', '.git/a.yaml', '.hidden.yaml', 'node_modules/x/a.json', 'x/node_modules/a.yaml'];
  expect(list(['.'], files)).toEqual({ names: ['a.yaml'], problems: [] });
});

test('what is named is read whatever its name', () => {
  expect(list(['.hidden', 'node_modules', 'notes.txt'], ['.hidden/a.yaml', 'node_modules/b.yaml', 'notes.txt'])).toEqual({
    names: ['.hidden/a.yaml', 'node_modules/b.yaml', 'notes.txt'],
    problems: [],
  });
});

test('a file is read once, whatever leads to it, under the name that comes first', () => {
  const files = ['x/a.yaml', 'x/b.yaml'];
  const expected = { names: ['x/a.yaml', 'x/b.yaml'], problems: [] };
  expect(list(['x', './x/a.yaml', 'x/../x/b.yaml', 'x'], files)).toEqual(expected);
  expect(list(['x/b.yaml', 'z', 'x'], files, (folder) => symlinkSync('x', join(folder, 'z')))).toEqual(expected);
  expect(list(['.'], files, (folder) => symlinkSync('x/a.yaml', join(folder, 'z.yaml')))).toEqual(expected);
});

test('the standard input is read once', () => {
  expect(list(['-', 'a.yaml', '-'], ['a.yaml'])).toEqual({ names: ['<stdin>', 'a.yaml'], problems: [] });
});

test('symbolic links that lead around in a circle end', () => {
  expect(list(['.'], ['a/b/c.yaml'], (folder) => {
    symlinkSync('..', join(folder, 'a/up.yaml'));
    symlinkSync('b', join(folder, 'a/again'));
    symlinkSync('self', join(folder, 'self'));
  })).toEqual({ names: ['a/again/c.yaml'], problems: [] });
});

test('a link to nowhere matters where it is named like a manifest', () => {
  expect(list(['.'], ['a.yaml'], (folder) => {
    symlinkSync('nowhere', join(folder, 'current'));
    symlinkSync('nowhere', join(folder, 'b.yaml'));
    symlinkSync('c.yaml', join(folder, 'c.yaml'));
  })).toEqual({
    names: ['a.yaml'],
    problems: ['cannot read "b.yaml": no such file or directory', 'cannot read "c.yaml": too many symbolic links encountered'],
  });
});

test('a pipe in a folder is left out, and a pipe that is named is read', () => {
  const makePipe = (folder: string) => execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  expect(list(['.'], ['a.yaml'], makePipe)).toEqual({ names: ['a.yaml'], problems: [] });
  expect(list(['pipe.yaml'], [], makePipe)).toEqual({ names: ['pipe.yaml'], problems: [] });
});

test('fails for what is not there, and goes on', () => {
  expect(list(['nowhere', 'a.yaml', 'a.yaml/b', 'x\u001b[31m'], ['a.yaml'])).toEqual({
    names: ['a.yaml'],
    problems: [
      'cannot read "a.yaml/b": not a directory',
      'cannot read "nowhere": no such file or directory',
      'cannot read "x\\u001b[31m": no such file or directory',
    ],
  });
});

test('an empty name is not the current folder', () => {
  expect(list(['', 'a.yaml'], ['a.yaml', 'b.yaml'])).toEqual({
    names: ['a.yaml'],
    problems: ['cannot read "": the name of a file or folder is empty'],
  });
});

test('fails for a folder without manifests, but not for one that was read already', () => {
  expect(list(['docs', 'x', 'x/y'], ['docs/a.md', 'x/y/a.yaml'])).toEqual({
    names: ['x/y/a.yaml'],
    problems: ['nothing to check in "docs": it has no *.yaml, *.yml or *.json file'],
  });
});
