import { Fault, Step } from '../diagnostics/rule';
import { IMAGE_TAG_MOVES, MULTUS_MEMORY_LOW } from '../diagnostics/install';

/** The limit of upstream's manifest, with which the daemon has been killed in the field. */
const TOO_LOW = '50Mi';

/** The memory of the daemon unless the user says otherwise. */
export const DAEMON_MEMORY = '256Mi';

/** The faults of the memory limit of a container that runs the Multus daemon. Without a limit there is none. */
export function daemonMemoryFaults(path: readonly Step[], limit: unknown): Fault[] {
  const bytes = bytesOf(limit);
  return bytes !== undefined && bytes <= bytesOf(TOO_LOW)!
    ? [MULTUS_MEMORY_LOW.fault(path, limit, { most: TOO_LOW, enough: DAEMON_MEMORY })]
    : [];
}

/** The tags that projects of this field move: a branch, or the newest release, also of one flavour or architecture. */
const MOVING = /^(latest|stable|edge|snapshot|debug|thick|main|master)(-(thick|debug))?(-(amd64|arm64(v8)?|arm32(v7)?|ppc64le|s390x))?$/;

/**
 * The faults of an image's name: it must not change under its name.
 *
 * @param example a name that does not
 */
export function imageTagFaults(path: readonly Step[], image: unknown, example: string): Fault[] {
  if (typeof image !== 'string' || image.includes('@')) {
    return [];
  }
  const tag = /:([^/:]*)$/.exec(image)?.[1];
  return tag === undefined || MOVING.test(tag) ? [IMAGE_TAG_MOVES.fault(path, image, { example })] : [];
}

/** The release that the tag of an image of Multus names, such as `4.3.0`, also where somebody else has built it. */
export function releaseIn(image: string): string | undefined {
  return /:v?(\d+\.\d+\.\d+)([-_.][\w.-]*)?(@.*)?$/.exec(image)?.[1];
}

/** The release that a tag of the reference plugins names, such as `1.9.1`. */
export function pluginsReleaseIn(tag: string): string | undefined {
  return /^v(\d+\.\d+\.\d+)(-[\w.]+)?$/.exec(tag)?.[1];
}

const POWER: Record<string, number> = {
  m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40,
};

/** A quantity of Kubernetes, such as `50Mi`, as a number. */
function bytesOf(quantity: unknown): number | undefined {
  const match = /^([0-9.]+(?:[eE][0-9]+)?)([mkMGT]|[KMGT]i)?$/.exec(String(quantity));
  return match ? Number(match[1]) * POWER[match[2] ?? ''] : undefined;
}
