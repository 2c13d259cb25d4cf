import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CheckOptions, NewCheck } from './check';
import { explain, listRules } from './explain';
import { FORMATS } from './formats';
import { Io } from './io';
import { version } from './version';
import type { Subnet } from '../address';
import { Fault, messageOf } from '../diagnostics';
import { readCidr } from '../facts/cluster';
import type { PodTemplatePaths } from '../facts/pod-templates';

const EXAMPLES = `
Examples:
  cdk8s-multus check dist                          what cdk8s synth wrote
  cdk8s-multus check --complete base overlay.yaml  all there is: an unknown network is an error
  helm template chart | cdk8s-multus check -       what another tool prints
  cdk8s-multus check dist --format sarif           for a code host
  cdk8s-multus explain subnet-host-bits            why a rule exists, and what to do
`;

const CHECK_HELP = `
A folder is read with its folders: *.yaml, *.yml and *.json. Names that begin with a dot, and node_modules, are left out.
"-" is the standard input.

Ends with 0 without an error, 1 with errors, 2 where a file could not be read or the command line is wrong.
`;

/** Runs the command. The result is the exit code. */
export async function main(args: readonly string[], io: Io, newCheck?: NewCheck): Promise<number> {
  let code = 0;
  const program = new Command('cdk8s-multus')
    .description('Checks the networks of pods with more than one interface')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('`cdk8s-multus --help` shows the usage')
    .addHelpText('after', EXAMPLES);

  program.command('check')
    .description('check Kubernetes manifests')
    .argument('<FILE|DIR|-...>', 'what to check')
    .addOption(new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'))
    .option('--pod-template <KIND=PATH>', 'where a kind has its pod template, such as Kafka=spec.kafka.template.pod; may be given again', podTemplate, {})
    .option('--complete', 'the manifests are all there is: a network that is not among them does not exist')
    .option('--pod-cidr <CIDR>', 'addresses of pods in the cluster network, such as 10.244.0.0/16; may be given again', cidr('--pod-cidr'), [])
    .option('--service-cidr <CIDR>', 'addresses of services, such as 10.96.0.0/12; may be given again', cidr('--service-cidr'), [])
    .option('--node-cidr <CIDR>', 'addresses that nodes have or can get, such as 192.168.0.12/32; may be given again', cidr('--node-cidr'), [])
    .addHelpText('after', CHECK_HELP)
    .action(async (paths: string[], { podTemplate: podTemplates, podCidr, serviceCidr, nodeCidr, ...options }: CheckOptions & Given) => {
      // what reads YAML takes longer to load than all the rest
      const { check } = await import('./check');
      const cluster = { pods: podCidr, services: serviceCidr, nodes: nodeCidr };
      code = await check(paths, { ...options, podTemplates, cluster }, io, newCheck);
    });

  program.command('explain')
    .description('say why a rule exists, and what to do')
    .argument('<RULE>', 'the id of the rule')
    .action((id: string) => {
      code = explain(id, io);
    });

  program.command('rules')
    .description('list the rules')
    .action(() => {
      code = listRules(io);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    // 1 would say that the manifests are wrong
    io.stderr.write(`error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  }
}

/** What the command line says that is put together. */
interface Given {
  readonly podTemplate: PodTemplatePaths;
  readonly podCidr: readonly Subnet[];
  readonly serviceCidr: readonly Subnet[];
  readonly nodeCidr: readonly Subnet[];
}

/** Adds a CIDR to those before it. */
function cidr(option: string): (text: string, before: readonly Subnet[]) => readonly Subnet[] {
  return (text, before) => {
    const faults: Fault[] = [];
    const subnet = readCidr(text, [option], faults);
    if (!subnet) {
      throw new InvalidArgumentError(messageOf(faults[0]));
    }
    return [...before, subnet];
  };
}

/** Adds a `KIND=PATH` to those before it. */
function podTemplate(text: string, before: PodTemplatePaths): PodTemplatePaths {
  const match = /^([A-Za-z][A-Za-z0-9]*)=([\w-]+(?:\.[\w-]+)*)$/.exec(text);
  if (!match) {
    throw new InvalidArgumentError('Expected a kind and a path, such as Kafka=spec.kafka.template.pod.');
  }
  return { ...before, [match[1]]: match[2].split('.') };
}

/** Runs the command as this process. */
export async function runProcess(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // the reader of a pipe may have seen enough
      if (error.code !== 'EPIPE') {
        process.exit(2);
      }
    });
  }
  process.exitCode = await main(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
  });
}
