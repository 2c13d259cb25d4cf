import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { ROOT, runOk, withTemporaryFolder } from './support/process';

interface Docs { readonly docs?: { readonly summary?: string; readonly default?: string } }
interface Property extends Docs { readonly name: string; readonly optional?: boolean; readonly overrides?: string }
interface Member extends Docs { readonly name: string; readonly overrides?: string }
interface Type extends Docs {
  readonly kind: string;
  readonly fqn: string;
  readonly datatype?: boolean;
  readonly properties?: readonly Property[];
  readonly methods?: readonly Member[];
  readonly members?: readonly Member[];
}

const types = Object.values<Type>(JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')).types);

test('every public type and member has a summary', () => {
  const silent = types.flatMap((type) => [
    ...(type.docs?.summary ? [] : [type.fqn]),
    ...[...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []]
      .filter((member) => !member.docs?.summary && !member.overrides)
      .map((member) => `${type.fqn}.${member.name}`),
  ]);
  expect(silent).toEqual([]);
});

test('every optional property says what happens without it', () => {
  const silent = types.filter((type) => type.datatype)
    .flatMap((type) => (type.properties ?? []).filter((property) => property.optional && !property.docs?.default)
      .map((property) => `${type.fqn}.${property.name}`));
  expect(silent).toEqual([]);
});

test('docs/API.md is what the assembly says', () => {
  const committed = readFileSync(join(ROOT, 'docs/API.md'), 'utf8');
  withTemporaryFolder((folder) => {
    runOk(join(ROOT, 'node_modules/.bin/jsii-docgen'), ['--output', join(folder, 'API')], ROOT);
    expect(readFileSync(join(folder, 'API.md'), 'utf8')).toBe(committed);
  });
});

test('every TypeScript block of the documentation compiles', () => {
  const pages = ['README.md', 'README.ko.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file !== 'API.md').map((file) => `docs/${file}`)];
  const blocks = new Map(pages.flatMap((page) => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)]
    .map((match, i): [string, string] => [join(ROOT, `${page.replaceAll(/\W/g, '-')}-${i + 1}.ts`), match[1]])));
  expect(blocks.size).toBeGreaterThan(0);
  expect(compile(blocks)).toEqual([]);
});

/** Compiles texts as if they were files beside package.json, `cdk8s-multus` being this library. */
function compile(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node', 'jest'],
    paths: { 'cdk8s-multus': [join(ROOT, 'lib/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
    .filter((diagnostic) => files.has(diagnostic.file?.fileName ?? ''))
    .map((diagnostic) => `${diagnostic.file?.fileName.slice(ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`);
}
