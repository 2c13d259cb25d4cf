import { Fault } from '../diagnostics/rule';
import { MULTUS_VERSION_UNSUPPORTED } from '../diagnostics/install';
import { ownReleaseOf } from '../facts/multus-image';

const NEWEST = '4.3.0';

/**
 * What differs between the releases of Multus 4, and the first that has it. The rest of the manifest is that of the newest for
 * all of them: earlier releases ignore a mount or an environment variable that they do not know, and `install_multus`, which
 * upstream's manifests call since 4.2.3 (for thick), has been in the images since 4.0.0.
 */
const SINCE = {
  /** The daemon lists and watches pods and networks instead of reading each when it is needed. */
  daemonWatches: [1, 0],
  /** The thin entry point obeys `--multus-master-cni-file-name`; before, it knows the flag and ignores it. */
  thinMasterCniFileName: [1, 0],
  /** The daemon's configuration has `connectionLimit`. */
  connectionLimit: [3, 0],
} as const;

/** Something that not all releases have. */
export type MultusFeature = keyof typeof SINCE;

/** The faults of a version. */
export function multusVersionFaults(name: string, version: unknown): Fault[] {
  return version === undefined || parse(version) ? [] : [MULTUS_VERSION_UNSUPPORTED.fault([name], version, { newest: NEWEST })];
}

/** The faults of an image of the project itself, of a release that has other programs. */
export function multusImageVersionFaults(name: string, image: unknown): Fault[] {
  const release = ownReleaseOf(image);
  return release === undefined || parse(release) ? [] : [MULTUS_VERSION_UNSUPPORTED.fault([name], image, { newest: NEWEST, fix: 'take the image of such a release' })];
}

/** A release of Multus 4. */
export class MultusRelease {
  /** The first release that has the feature. */
  public static since(feature: MultusFeature): string {
    return `4.${SINCE[feature].join('.')}`;
  }

  /** The release in the form `4.3.0`. */
  public readonly version: string;
  private readonly minor: number;
  private readonly patch: number;

  /** @param version one without `multusVersionFaults` */
  constructor(version = NEWEST) {
    [this.minor, this.patch] = parse(version)!;
    this.version = `4.${this.minor}.${this.patch}`;
  }

  /** Whether the release has the feature. */
  public has(feature: MultusFeature): boolean {
    const [minor, patch] = SINCE[feature];
    return this.minor > minor || (this.minor === minor && this.patch >= patch);
  }
}

/** The last two numbers of `4.3.0` or `v4.3.0`. */
function parse(version: unknown): [number, number] | undefined {
  const match = typeof version === 'string' ? /^v?4\.(0|[1-9]\d?)\.(0|[1-9]\d?)$/.exec(version) : null;
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
