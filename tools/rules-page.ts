import { existsSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Rule } from '../lib/diagnostics';

// Writes docs/rules.md from the rules and their pairs: node -r ts-node/register tools/rules-page.ts

const ROOT = join(__dirname, '..');
const DIAGNOSTICS = join(ROOT, 'lib', 'diagnostics');

/** The families in the order of the page, by their file in lib/diagnostics. */
const FAMILIES: { readonly [file: string]: string } = {
  pool: 'Pools of host-local',
  ipams: 'Other IPAM plugins',
  config: 'Configuration of a network',
  plugins: 'Options of plugins',
  devices: 'Devices of the node',
  ovn: 'Networks of OVN-Kubernetes and Kube-OVN',
  chain: 'Plugins together',
  networks: 'Networks together, and what can be read',
  attachment: 'Attachments',
  requests: 'What attachments ask for, and where pods run',
  nodes: 'On which nodes networks and pods are',
  'node-configs': 'Networks with a configuration for each node',
  policies: 'Policies of networks',
  cluster: 'Addresses of the cluster',
  installations: 'What the networks need on the nodes',
  install: 'Installing constructs',
  'network-status': 'The status of networks',
  acknowledgements: 'Acknowledgements',
  validation: 'The validation in cdk8s.yaml',
};

const INTRODUCTION = `# Rules

<!-- Made by tools/rules-page.ts from lib/diagnostics and test/rules. -->

A finding is a place where a rule is violated; the same rules look at constructs, at synth, and at manifests of any origin, in \`cdk8s-multus check\` and in the validation plugin.
An **error** says that pods would not start, or would start broken: synth fails, and the command exits with 1. A **warning** is legal and usually not meant: it is printed.
A finding that may pass is acknowledged with a reason: \`Acknowledgements.of(network).add('rule-id', 'why it may pass')\`, or in a manifest the annotation \`cdk8s-multus/acknowledge: "rule-id: why it may pass"\` on the object, a line for each rule.
\`cdk8s-multus explain rule-id\` says what is here on the command line.
`;

/** The text of docs/rules.md. */
export function rulesPage(): string {
  const files = readdirSync(DIAGNOSTICS).map((file) => file.replace(/\.ts$/, '')).filter((file) => rulesIn(file).length > 0);
  const stranger = [...files, ...Object.keys(FAMILIES)].find((file) => !(file in FAMILIES) || !files.includes(file));
  if (stranger !== undefined) {
    throw new Error(`lib/diagnostics/${stranger}.ts and the families of this page do not fit`);
  }
  const families = Object.entries(FAMILIES).map(([file, title]) => ({ title, rules: rulesIn(file) }));
  return [
    INTRODUCTION,
    families.map(({ title, rules }) => `- ${title}: ${rules.map(({ id }) => `[${id}](#${id})`).join(', ')}\n`).join(''),
    ...families.flatMap(({ title, rules }) => [`## ${title}\n`, ...rules.map(section)]),
  ].join('\n');
}

/** The rules of a file, in its order. */
function rulesIn(file: string): Rule<unknown>[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = file === 'registry' ? {} : require(join(DIAGNOSTICS, file)) as Record<string, unknown>;
  return Object.values<unknown>(module).filter((value) => value instanceof Rule);
}

function section({ id, severity, why, see }: Rule<unknown>): string {
  const folder = join(ROOT, 'test', 'rules', id);
  const isApp = existsSync(join(folder, 'fires.ts'));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const [fires, passes] = isApp ? [bodyOf(read('fires.ts')), bodyOf(read('passes.ts'))] : [read('fires.yaml'), read('passes.yaml')];
  const messages = read('expected.txt').replace(/^\w+ (\d+ )?/gm, '');
  return [
    `### ${id}\n`,
    `**${severity}**: ${why}${see === undefined ? '' : ` [Source](${see})`}\n`,
    block(isApp ? 'typescript' : 'yaml', fires),
    block('text', messages),
    'Mended:\n',
    block('diff', difference(fires, passes)),
  ].join('\n');
}

/** What the function of the file does. */
function bodyOf(source: string): string {
  const body = /^export function app\([^)]*\): void \{\n(.*)^\}$/ms.exec(source)?.[1] ?? '';
  return body.replace(/^ {2}/gm, '');
}

/** The lines from the first to the last that differ, of both texts. */
function difference(before: string, after: string): string {
  const [old, young] = [before, after].map((text) => text.split(/(?<=\n)/));
  while (old.length > 0 && old[0] === young[0]) {
    old.shift();
    young.shift();
  }
  while (old.length > 0 && old.at(-1) === young.at(-1)) {
    old.pop();
    young.pop();
  }
  return [...old.map((line) => `-${line}`), ...young.map((line) => `+${line}`)].join('');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\`\`\`\n`;
}

if (require.main === module) {
  writeFileSync(join(ROOT, 'docs', 'rules.md'), rulesPage());
}
