import { rmSync, writeFileSync } from 'fs';
import { join, relative, sep } from 'path';

// Has the compiled index load the file of a class when the class is first asked for: node -r ts-node/register tools/lazy-exports.ts

const LIB = join(__dirname, '..', 'build', 'lib');
const INDEX = join(LIB, 'index.js');

/** The file that defines the export; the index of a folder only passes it on. */
function definingFile(name: string, value: unknown): string {
  const module = Object.values(require.cache).find((candidate) => candidate?.filename.startsWith(LIB + sep)
    && Object.getOwnPropertyDescriptor(candidate.exports, name)?.value === value && candidate.filename !== INDEX);
  if (!module) {
    throw new Error(`no file of build/lib defines ${name}`);
  }
  return `./${relative(LIB, module.filename).split(sep).join('/').replace(/\.js$/, '')}`;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const exported = Object.entries<unknown>(require(INDEX));
writeFileSync(INDEX, `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
// Node reads from here, without running it, which names an ES module can import
${exported.map(([name]) => `exports.${name} = void 0;`).join('\n')}
const define = (name, descriptor) => Object.defineProperty(exports, name, { configurable: true, enumerable: true, ...descriptor });
const load = (name, file) => define(name, { get: () => define(name, { value: file()[name] })[name] });
${exported.map(([name, value]) => `load("${name}", () => require("${definingFile(name, value)}"));`).join('\n')}
`);
rmSync(`${INDEX}.map`, { force: true });
