import { MultusBuild, programOf } from './multus-image';
import { textOf } from './pod-objects';
import { Conf, nearestAmong } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { MULTUS_FLAG_UNKNOWN } from '../diagnostics/installations';
import { VALUE_UNKNOWN } from '../diagnostics/plugins';

/** The flags of the thin entry point of all releases of Multus 4 that take a text. */
const TEXTS = [
  'cni-bin-dir', 'cni-conf-dir', 'cni-version', 'multus-conf-file', 'multus-bin-file', 'multus-cni-conf-dir', 'multus-kubeconfig-file-host',
  'multus-master-cni-file-name', 'global-namespaces', 'multus-autoconfig-dir', 'multus-log-level', 'multus-log-file', 'readiness-indicator-file',
  'additional-bin-dir',
];
/** Those that are true by themselves, and take false behind "=" alone. */
const SWITCHES = [
  'skip-multus-binary-copy', 'namespace-isolation', 'multus-log-to-stderr', 'override-network-name', 'cleanup-config-on-exit', 'skip-config-watch',
  'rename-conf-file', 'force-cni-version', 'skip-tls-verify', 'help',
];

const nearFlag = nearestAmong([...TEXTS, ...SWITCHES]);

/** The fault of a flag of the thin entry point that it does not know. */
export function entryPointFlagFaults(flag: string, path: readonly Step[]): Fault[] {
  const name = nameIn(flag);
  const isKnown = TEXTS.includes(name) || SWITCHES.includes(name);
  if (flag.startsWith('--') && isKnown) {
    return [];
  }
  const near = isKnown ? name : nearFlag(name);
  return [MULTUS_FLAG_UNKNOWN.fault(path, flag, {
    program: '/thin_entrypoint', expected: near === undefined ? 'a flag that it knows, such as "--cni-conf-dir"' : `"--${near}"`,
    fix: near === undefined ? 'remove it, or take the manifest of the release that the image is of' : 'correct it',
  })];
}

/** What every program of Multus knows, in capitals too. */
export const LOG_LEVELS = ['debug', 'verbose', 'error', 'panic'];

/** A word that a program is given, and the way to it. */
interface Word {
  readonly text: string;
  readonly path: readonly Step[];
}

/** The faults of what a program of Multus 4 is told: with a flag that it does not know it does not start. */
export function flagFaults(container: Conf, path: readonly Step[], build: MultusBuild): Fault[] {
  const program = programOf(container, build);
  const words = wordsOf(container, path);
  return build.generation === '3' ? []
    : program === '/thin_entrypoint' ? checkEntryPoint(words) : /^\/.*\/multus-daemon$/.test(program) ? checkDaemon(words, program) : [];
}

/** The value of a flag, `''` where it stands by itself. */
export function flagOf(container: Conf, flag: string): string | undefined {
  const words = wordsOf(container, []).map(({ text }) => text);
  const at = words.findIndex((word) => new RegExp(`^--?${flag}(=|$)`).test(word));
  return at < 0 ? undefined : words[at].includes('=') ? words[at].slice(words[at].indexOf('=') + 1) : words[at + 1] ?? '';
}

/** Whether a switch is on: by itself, or with a value behind "=". */
export function isSwitchedOn(container: Conf, flag: string): boolean {
  return wordsOf(container, []).some(({ text }) => new RegExp(`^--?${flag}(=(1|t|true))?$`, 'i').test(text));
}

/** What stands behind the program. */
function wordsOf({ command, args }: Conf, path: readonly Step[]): Word[] {
  const parts: [key: string, list: unknown, first: number][] = [['command', command, 1], ['args', args, 0]];
  return parts.flatMap(([key, list, first]) => (Array.isArray(list) ? list as unknown[] : [])
    .map((word, i) => ({ text: textOf(word), path: [...path, key, i] })).slice(first));
}

/** Go's own flags: one dash or two, up to the first word that is no flag. */
function checkDaemon(words: readonly Word[], program: string): Fault[] {
  for (let i = 0; i < words.length && /^--?[^-]/.test(words[i].text); i++) {
    const { text, path } = words[i];
    const name = nameIn(text);
    if (name === 'config' && !text.includes('=')) {
      i++;
    } else if (!['config', 'version', 'help', 'h'].includes(name)) {
      // where there is one, all are of Multus 3
      return [MULTUS_FLAG_UNKNOWN.fault(path, text, {
        program,
        expected: '"-config", and all else in the file that it names',
        fix: 'write what the flags say as keys of "daemon-config.json", or take the manifest of the release that the image is of',
      })];
    }
  }
  return [];
}

/** Flags of POSIX: two dashes, at any place. */
function checkEntryPoint(words: readonly Word[]): Fault[] {
  const faults: Fault[] = [];
  const makesConf = !words.some(({ text }) => /^--multus-conf-file(=(?!auto$)|$)/.test(text));
  for (let i = 0; i < words.length && words[i].text !== '--'; i++) {
    const { text, path } = words[i];
    if (!text.startsWith('-') || text === '-' || text === '-h') {
      continue;
    }
    const name = nameIn(text);
    const unknown = entryPointFlagFaults(text, path);
    faults.push(...unknown);
    if (unknown.length === 0 && TEXTS.includes(name)) {
      const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : words[++i]?.text ?? '';
      if (name === 'multus-log-level' && makesConf && value !== '' && !value.includes('$') && !LOG_LEVELS.includes(value.toLowerCase())) {
        faults.push(VALUE_UNKNOWN.fault(path, text, { plugin: 'the entry point of Multus', values: LOG_LEVELS }));
      }
    }
  }
  return faults;
}

function nameIn(flag: string): string {
  return flag.replace(/^--?/, '').split('=')[0];
}
