import { ApiObjectProps } from 'cdk8s';
import { readFileSync } from 'fs';
import { join } from 'path';

/** The text of a script that lies beside this file. */
export function asset(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

/** The CustomResourceDefinitions of a file, which lies beside what `cdk8s import` made of it. */
export function crds(name: string): ApiObjectProps[] {
  // as many modules as all of this library, for the few programs that install something
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  return parseAllDocuments(readFileSync(join(__dirname, '..', '..', 'imports', `${name}.crd.yaml`), 'utf8')).map((document) => document.toJS() as ApiObjectProps);
}
