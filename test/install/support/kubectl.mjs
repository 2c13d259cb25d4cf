// Stands in for kubectl: the commands and options that the scripts use, as the requests that kubectl makes of them.
// test/e2e/kubectl.e2e.ts holds it against the real one.
// CLUSTER is the file with the cluster's state; CALLS gets a line per call; KILL_AFTER is the number of the call
// after whose request the calling shell is killed.
import { ApiError, readCluster, request } from './cluster.mjs';
import { appendFileSync, readFileSync } from 'fs';

const RESOURCES = { daemonset: 'daemonsets', configmap: 'configmaps' };

function main(args) {
  const cluster = readCluster(process.env.CLUSTER);
  const { words, options } = parse(args);
  const namespace = options['-n'];
  const [command] = words;
  if (command === 'get') {
    const [, kind, name] = words;
    let object;
    try {
      object = request(cluster, 'get', RESOURCES[kind], namespace, name);
    } catch (error) {
      if (error.code === 404 && options['--ignore-not-found']) {
        return '';
      }
      throw error;
    }
    const output = options['-o'];
    return output === 'name' ? `${kind}.apps/${name}\n` : jsonPath(output.replace(/^jsonpath=/, ''), object);
  }
  if (command === 'patch') {
    const [, kind, name] = words;
    request(cluster, 'get', RESOURCES[kind], namespace, name);
    request(cluster, 'patch', RESOURCES[kind], namespace, name, { type: options['--type'], body: JSON.parse(options['-p']) });
    return `${kind}/${name} patched\n`;
  }
  if (command === 'rollout' && words[1] === 'status') {
    const [kind, name] = words[2].split('/');
    ['get', 'list', 'watch'].forEach((verb) => request(cluster, verb, RESOURCES[kind], namespace, name));
    if (cluster.state.failing.includes(`rollout ${name}`)) {
      process.stdout.write(`Waiting for daemon set "${name}" rollout to finish: 2 of 3 updated pods are available...\n`);
      process.stderr.write('error: timed out waiting for the condition\n');
      process.exit(1);
    }
    return `daemon set "${name}" successfully rolled out\n`;
  }
  throw new Error(`the stand-in does not know: ${args.join(' ')}`);
}

function parse(args) {
  const words = [];
  const options = {};
  for (let i = 0; i < args.length; i++) {
    if (['-n', '-o', '-p'].includes(args[i])) {
      options[args[i]] = args[++i];
    } else if (args[i].startsWith('--')) {
      const [, key, value] = args[i].match(/^(--[^=]*)=?(.*)$/s);
      options[key] = value || true;
    } else {
      words.push(args[i]);
    }
  }
  return { words, options };
}

/** kubectl's JSONPath: text, `{.a.b}`, `{"\n"}` and `{range .a[*]}…{end}`. */
function jsonPath(template, object) {
  const range = template.match(/^(.*?)\{range ([^}]*)\[\*\]\}(.*?)\{end\}(.*)$/s);
  if (range) {
    const [, before, path, each, after] = range;
    return jsonPath(before, object) + valueAt(path, object).map((item) => jsonPath(each, item)).join('') + jsonPath(after, object);
  }
  return template.replace(/\{([^}]*)\}/g, (_all, expression) => {
    if (expression.startsWith('"')) {
      return JSON.parse(expression);
    }
    const value = valueAt(expression, object);
    return typeof value === 'object' ? goJson(value) : value ?? '';
  });
}

function valueAt(path, object) {
  return path.split('.').slice(1).reduce((at, step) => at?.[step], object);
}

/** JSON as Go writes it: on one line, with some characters escaped that need not be. */
function goJson(value) {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

appendFileSync(process.env.CALLS, `${process.argv.slice(2).join(' ').replaceAll('\n', '\\n')}\n`);
const call = readFileSync(process.env.CALLS, 'utf8').split('\n').length - 1;
try {
  const text = main(process.argv.slice(2));
  if (process.env.KILL_AFTER === `${call}`) {
    process.kill(process.ppid, 'SIGKILL');
    process.exit(137);
  }
  process.stdout.write(text);
} catch (error) {
  process.stderr.write(error instanceof ApiError ? `Error from server (${error.reason}): ${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 1;
}
