import { hostPathAt } from './host-path';
import { memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { MULTUS_HOST_PATH_MISSING, MULTUS_PROGRAM_MISSING } from '../diagnostics/installations';

/** A container, and the way to it. */
export interface PlacedContainer {
  readonly container: Conf;
  readonly path: readonly Step[];
}

/** The image of the project itself, also from a mirror; others build images of their own, with other programs. */
const OWN_IMAGE = /(^|\/)k8snetworkplumbingwg\/multus-cni:([\w.-]+)$/;

const OF_4 = '"/thin_entrypoint", and "/install_multus" in an init container';

/** The programs that the images of a generation do not have, and what they have instead. */
const MISSING: Record<'3' | '4', Readonly<Record<string, string>>> = {
  3: { '/thin_entrypoint': '"/entrypoint.sh"', '/install_multus': '"cp"' },
  4: { '/entrypoint.sh': OF_4, 'cp': OF_4, 'sh': OF_4, '/bin/sh': OF_4, 'bash': OF_4, '/bin/bash': OF_4 },
};

/** Where the entry point writes its configuration and the plugin, unless flags say another place, and what that is on most nodes. */
const CONF = { flag: 'cni-conf-dir', folder: '/host/etc/cni/net.d', onNode: '/etc/cni/net.d' };
const BIN = { flag: 'cni-bin-dir', folder: '/host/opt/cni/bin', onNode: '/opt/cni/bin' };

/**
 * What is wrong with the containers of a DaemonSet of Multus without a daemon of its own (thin), where they are of the project's images.
 *
 * @param pods the pod template
 */
export function thinMultusFaults(object: Conf, pods: unknown, containers: readonly PlacedContainer[]): Fault[] {
  const own = containers.map((placed) => ({ ...placed, generation: generationOf(textOf(placed.container.image)) }));
  const entries = own.filter(({ container, generation }) => generation !== undefined && isEntry(container));
  // without a selector it is a patch, and what it lacks is elsewhere
  const isWhole = object.kind === 'DaemonSet' && isConf(memberAt(object, ['spec', 'selector']));
  return [
    ...own.flatMap(({ container, path, generation }) => (generation === undefined ? [] : checkProgram(container, path, MISSING[generation]))),
    ...(isWhole && entries.length > 0 ? checkFolders(pods, entries, own) : []),
  ];
}

/** The first number of the release that an image of the variant thin is of; undefined where it may be any, or another image. */
function generationOf(image: string): '3' | '4' | undefined {
  const tag = OWN_IMAGE.exec(image)?.[2] ?? '';
  if (/thick|debug/.test(tag)) {
    return undefined;
  }
  return /^v?3\./.test(tag) ? '3' : /^(v?4\.|stable|snapshot)/.test(tag) ? '4' : undefined;
}

function isEntry({ command }: Conf): boolean {
  return !Array.isArray(command) || ['/thin_entrypoint', '/entrypoint.sh'].includes(textOf(command[0]));
}

function checkProgram({ image, command }: Conf, path: readonly Step[], missing: Readonly<Record<string, string>>): Fault[] {
  const program = Array.isArray(command) ? textOf(command[0]) : '';
  return Object.hasOwn(missing, program)
    ? [MULTUS_PROGRAM_MISSING.fault([...path, 'command', 0], program, { image: textOf(image), instead: missing[program] })]
    : [];
}

/** Whether what the entry points write is on the node. An init container, or somebody else, may put the plugin there. */
function checkFolders(pods: unknown, entries: readonly PlacedContainer[], all: readonly PlacedContainer[]): Fault[] {
  const [{ container, path }] = entries;
  const folderOf = (entry: PlacedContainer, { flag, folder }: typeof CONF) => flagOf(entry.container, flag) ?? folder;
  const missing = (place: typeof CONF) =>
    MULTUS_HOST_PATH_MISSING.fault([...path, 'volumeMounts'], container.volumeMounts, { folder: folderOf(entries[0], place), onNode: place.onNode });
  const hasConf = entries.some((entry) => hostPathAt(pods, entry.container, folderOf(entry, CONF)) !== undefined);
  const hasBin = entries.some((entry) => flagOf(entry.container, 'skip-multus-binary-copy') !== undefined
    || all.some((other) => hostPathAt(pods, other.container, folderOf(entry, BIN)) !== undefined));
  return [...(hasConf ? [] : [missing(CONF)]), ...(hasBin ? [] : [missing(BIN)])];
}

/** The value of a flag, `''` where it stands by itself. */
function flagOf({ args, command }: Conf, flag: string): string | undefined {
  const words = [command, args].flatMap((part) => (Array.isArray(part) ? part.map(textOf) : []));
  const at = words.findIndex((word) => new RegExp(`^--?${flag}(=|$)`).test(word));
  return at < 0 ? undefined : words[at].includes('=') ? words[at].slice(words[at].indexOf('=') + 1) : words[at + 1] ?? '';
}
