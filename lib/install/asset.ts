import { ApiObjectProps } from 'cdk8s';
import { readFileSync } from 'fs';
import { join } from 'path';

/** The text of a script that lies beside this file. */
export function asset(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

/** A CustomResourceDefinition that lies beside what `cdk8s import` made of it. */
export function crd(name: string): ApiObjectProps {
  // as many modules as all of this library, for the few programs that install something
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require('yaml') as typeof import('yaml');
  return parse(readFileSync(join(__dirname, '..', '..', 'imports', `${name}.crd.yaml`), 'utf8')) as ApiObjectProps;
}
