import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { isDeepStrictEqual } from 'util';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { count, spread, table, time } from '../markdown';
import { Outcome, SUBJECTS, chosen, interleaved, median, ratiosOf, runProgram, valuesOf } from '../measure';
import { Section } from '../section';
import { HELM_CHART, JSONNET, KUSTOMIZATION } from '../sources';
import { withFolder } from '../temporary';
import { Tool, tools } from '../tools';

/** Pods, and how often they are measured. */
const SIZES: ReadonlyArray<readonly [pods: number, rounds: number]> = [[1000, 3], [10_000, 3]];
/** In a tenth as many networks, as in the scenario. */
const PODS_PER_NETWORK = 10;
/** Kustomize and Jsonnet take minutes for more. */
const MOST_FOR_SLOW = 1000;

/** The same documents from other tools. */
export const OTHER_TOOLS: Section = {
  name: 'tools',
  title: 'Against other tools',
  about: 'The same documents (apart from the label that cdk8s-plus gives every pod) from the start of the process to its end: this library with all rules in a compiled '
    + 'program, the same with the objects of `chart.toJson()` written as JSON, cdk8s by hand, cdk8s with objects as they are written and without cdk8s-plus (what it takes '
    + 'itself, most of it to write YAML), a Helm chart that counts, Kustomize setting the namespace of plain manifests, and Jsonnet, which writes JSON. Goal: at or below '
    + 'Helm at 10,000 pods.',
  run: () => withFolder((folder) => {
    const found = tools();
    const missing = [...new Set(Object.values(found).flatMap((tool) => ('missing' in tool ? [tool.missing] : [])))];
    const rows = chosen(SIZES).flatMap(([pods, rounds]) => measure(join(folder, String(pods)), pods, rounds, found));
    return [table(['', 'pods', 'time', 'this library’s time divided by it'], rows), ...missing.map((reason) => `Not measured: ${reason}.`)].join('\n\n');
  }),
};

function measure(folder: string, pods: number, rounds: number, { helm, kubectl, jsonnet }: Readonly<Record<'helm' | 'kubectl' | 'jsonnet', Tool>>): string[][] {
  mkdirSync(folder);
  const node = (subject: string) => () => {
    const outcome = runProgram(process.execPath, [join(SUBJECTS, `${subject}.js`), join(folder, subject), String(pods)]);
    return { ...outcome, output: readFolder(join(folder, subject)) };
  };
  const ways: Record<string, () => Outcome> = {
    'cdk8s-multus': node('with-library'),
    'cdk8s-multus, as JSON': node('as-json'),
    'cdk8s by hand': node('by-hand'),
    'cdk8s, plain objects': node('plain-objects'),
  };
  const byHand = ways['cdk8s by hand']().output ?? '';
  if ('program' in helm) {
    write(join(folder, 'helm'), HELM_CHART);
    const set = `pods=${pods},networks=${pods / PODS_PER_NETWORK}`;
    ways['helm template'] = () => runProgram(helm.program, ['template', 'scenario', join(folder, 'helm'), '--namespace', 'default', '--set', set]);
  }
  if ('program' in kubectl && pods <= MOST_FOR_SLOW) {
    write(join(folder, 'kustomize'), { 'kustomization.yaml': KUSTOMIZATION, 'manifests.yaml': byHand.replaceAll('  namespace: default\n', '') });
    ways['kustomize build'] = () => runProgram(kubectl.program, ['kustomize', join(folder, 'kustomize')]);
  }
  if ('program' in jsonnet && pods <= MOST_FOR_SLOW) {
    write(folder, { 'scenario.jsonnet': JSONNET });
    ways.jsonnet = () => runProgram(jsonnet.program, ['-y', '--tla-code', `pods=${pods}`, '--tla-code', `networks=${pods / PODS_PER_NETWORK}`, join(folder, 'scenario.jsonnet')]);
  }
  if (pods === SIZES[0][0]) {
    compareDocuments(ways);
  }
  const outcomes = interleaved(rounds, ways);
  return Object.entries(outcomes).map(([name, own]) => [
    name, count(pods), time(median(valuesOf(own))), name === 'cdk8s-multus' ? '1' : spread(ratiosOf(outcomes['cdk8s-multus'], own)),
  ]);
}

function compareDocuments(ways: Readonly<Record<string, () => Outcome>>): void {
  const [first, ...others] = Object.entries(ways).map(([name, way]) => ({ name, documents: documentsOf(way().output ?? '') }));
  const different = others.find(({ documents }) => !isDeepStrictEqual(documents, first.documents));
  if (different) {
    throw new Error(`${different.name} makes other documents than ${first.name}`);
  }
}

/** The documents by their kind and name, those of a List each by itself. */
function documentsOf(text: string): Map<string, unknown> {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as any).filter(Boolean);
  return new Map(documents.flatMap((document) => document.items ?? [document]).map((object) => {
    delete object.metadata.labels;
    const config: unknown = object.spec.config;
    return [`${object.kind} ${object.metadata.name}`, { ...object, ...(typeof config === 'string' && { spec: { config: JSON.parse(config) } }) }] as const;
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readFolder(folder: string): string {
  return readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('---\n');
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}
