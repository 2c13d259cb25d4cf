import { releaseIn } from './installation-faults';
import { textOf } from './pod-objects';
import { Conf } from '../cni/keys';

/** What is in an image of the project itself. */
export interface MultusBuild {
  /** The first number of its release. */
  readonly generation: '3' | '4';
  readonly isThick: boolean;
  /** Whether it has what a shell needs. */
  readonly hasShell: boolean;
}

/** The image of the project, also from a mirror; others build images of their own, with other programs. */
const OWN_IMAGE = /(?:^|\/)k8snetworkplumbingwg\/multus-cni:([\w.-]+)(?:@.*)?$/;

/** A release that somebody has put on the nodes under the name without its owner: there is no such image in a registry. */
const OWN_RELEASE = /^multus-cni:(v\d+\.\d+\.\d+(?:-thick|-debug)?)$/;

/** What is in an image of Multus; undefined where it may be anything, or another image. */
export function buildOf(image: unknown): MultusBuild | undefined {
  const tag = ownTagOf(image);
  const generation = /^v?3\./.test(tag) ? '3' : /^(v?4\.|stable|snapshot)/.test(tag) ? '4' : undefined;
  return generation && { generation, isThick: tag.includes('thick'), hasShell: generation === '3' || /thick|debug/.test(tag) };
}

/** The release that the tag of an image of the project itself names; others may number theirs as they like. */
export function ownReleaseOf(image: unknown): string | undefined {
  return releaseIn(`:${ownTagOf(image)}`);
}

function ownTagOf(image: unknown): string {
  return (OWN_IMAGE.exec(textOf(image)) ?? OWN_RELEASE.exec(textOf(image)))?.[1] ?? '';
}

/** The daemon, where all images have it. */
export const DAEMON = '/usr/src/multus-cni/bin/multus-daemon';

/** The program that a container starts: what it says, or what its image starts by itself. */
export function programOf({ command }: Conf, build: MultusBuild): string {
  return Array.isArray(command) && command.length > 0 ? textOf(command[0])
    : build.isThick ? DAEMON : build.generation === '3' ? '/entrypoint.sh' : '/thin_entrypoint';
}

/** Whether a container runs the daemon, also one of another image: all who build one call it thick. */
export function isDaemon({ image, command }: Conf): boolean {
  return Array.isArray(command) && command.length > 0
    ? command.some((part: unknown) => textOf(part).includes('multus-daemon'))
    : textOf(image).includes('thick');
}
