import {
  ARCHITECTURE_UNKNOWN,
  CHECKSUM_INVALID,
  CHECKSUM_UNKNOWN,
  INSTALL_TYPE,
  MIRROR_INVALID,
  PLUGIN_NAME_INVALID,
  PLUGIN_NOT_IN_RELEASE,
  RELEASE_VERSION_INVALID,
} from '../diagnostics/install';
import { Fault, refuse } from '../diagnostics/rule';
import { pluginsReleaseIn } from '../facts/installation-faults';
import { imageFaults, objectFaults, pathFaults } from './prop-checks';
import { isConf } from '../cni/keys';
import { PLUGINS_IMAGE } from '../facts/images';

/** Which release of the reference plugins to download, and from where. */
export interface CniPluginsReleaseOptions {
  /**
   * The release, with or without the "v" of its tag.
   *
   * @default 'v1.9.1'
   * @see https://github.com/containernetworking/plugins/releases
   */
  readonly version?: string;

  /**
   * The address under which a mirror keeps the releases, laid out as the original: `<baseUrl>/<version>/cni-plugins-linux-<architecture>-<version>.tgz`.
   * It is part of the DaemonSet, so it has no user and no password.
   *
   * @default 'https://github.com/containernetworking/plugins/releases/download'
   */
  readonly baseUrl?: string;

  /**
   * The SHA-256 of the archive for each architecture of the nodes, such as `{ amd64: '…', s390x: '…' }`, as in the
   * release's `.sha256` files. They are added to the known ones: amd64 and arm64 of v1.9.1, amd64 of v1.2.0.
   *
   * @default - the known ones
   */
  readonly sha256?: { [architecture: string]: string };
}

/** Where in an image the plugins are. */
export interface CniPluginsImageOptions {
  /**
   * The directory in the image that holds the plugins as executable files.
   *
   * @default '/opt/cni/bin'
   */
  readonly directory?: string;
}

const DEFAULT_VERSION = 'v1.9.1';
const DEFAULT_BASE_URL = 'https://github.com/containernetworking/plugins/releases/download';

const KNOWN_SUMS: { readonly [version: string]: { readonly [architecture: string]: string } } = {
  'v1.9.1': {
    amd64: 'b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303',
    arm64: '56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec',
  },
  'v1.2.0': { amd64: 'f3a841324845ca6bf0d4091b4fc7f97e18a623172158b72fc3fdcdb9d42d2d37' },
};

const ARCHITECTURES = ['amd64', 'arm', 'arm64', 'mips64le', 'ppc64le', 'riscv64', 's390x'];

/** The plugins of the releases, each with the first one that has it, from v0.8.0 on, when the archives got their present name. */
const FIRST_RELEASE: { readonly [plugin: string]: string } = {
  'bandwidth': 'v0.8.0',
  'bridge': 'v0.8.0',
  'dhcp': 'v0.8.0',
  'dummy': 'v1.2.0',
  'firewall': 'v0.8.0',
  'host-device': 'v0.8.0',
  'host-local': 'v0.8.0',
  'ipvlan': 'v0.8.0',
  'loopback': 'v0.8.0',
  'macvlan': 'v0.8.0',
  'portmap': 'v0.8.0',
  'ptp': 'v0.8.0',
  'sbr': 'v0.8.0',
  'static': 'v0.8.0',
  'tap': 'v1.3.0',
  'tuning': 'v0.8.0',
  'vlan': 'v0.8.0',
  'vrf': 'v0.9.0',
};

/** What a source tells the script, and the pod that runs it. */
interface Content {
  readonly env: Record<string, string>;
  readonly image?: string;
  readonly version?: string;
  /** Whether the plugins come over an encrypted connection. */
  readonly https: boolean;
}

/**
 * Where `CniPluginsInstall` takes the plugins from.
 *
 * @see https://www.cni.dev/plugins/current/
 */
export class CniPluginsSource {
  /**
   * A release of the reference plugins, downloaded by each node and unpacked only if its checksum is right.
   *
   * @throws when the version is not a release, has no checksum that is known or given, or an option is malformed
   */
  public static release(options: CniPluginsReleaseOptions = {}): CniPluginsSource {
    const place = 'CniPluginsSource.release';
    refuse(place, objectFaults('options', options, '{"version":"v1.9.1"}'));
    const { version: release = DEFAULT_VERSION, baseUrl = DEFAULT_BASE_URL } = options;
    refuse(place, [...versionFaults(release), ...baseUrlFaults(baseUrl), ...sumFaults(options.sha256)]);
    const version = release.replace(/^v?/, 'v');
    const sums = { ...KNOWN_SUMS[version], ...options.sha256 };
    refuse(place, Object.keys(sums).length > 0 ? [] : [
      CHECKSUM_UNKNOWN.fault(['sha256'], options.sha256, { version, known: Object.keys(KNOWN_SUMS) }),
    ]);
    const sha256 = Object.entries(sums).sort().map(([architecture, sum]) => `${architecture}=${sum.toLowerCase()}`).join(' ');
    const env = { VERSION: version, BASE_URL: baseUrl.replace(/\/+$/, ''), SHA256: sha256 };
    return new CniPluginsSource({ env, version, https: /^https:/i.test(baseUrl) });
  }

  /**
   * An image of yours that holds the plugins, and a shell with `sha256sum`, for clusters that may not download. Every
   * container of the installation runs this image.
   *
   * @param image the image, with its tag or digest
   * @throws when the image is not the name of one, or the directory is not an absolute path
   */
  public static image(image: string, options: CniPluginsImageOptions = {}): CniPluginsSource {
    const place = 'CniPluginsSource.image';
    refuse(place, [
      ...image === undefined ? [INSTALL_TYPE.fault(['image'], image, { expected: 'the name of an image' })] : imageFaults('image', image, PLUGINS_IMAGE),
      ...objectFaults('options', options, '{"directory":"/opt/cni/bin"}'),
    ]);
    const { directory = '/opt/cni/bin' } = options;
    refuse(place, pathFaults('directory', directory));
    return new CniPluginsSource({ env: { SOURCE_DIR: directory }, image, https: false });
  }

  private constructor(private readonly content: Content) {}

  /**
   * The image that holds the plugins, if one does.
   *
   * @internal
   */
  public get _image(): string | undefined {
    return this.content.image;
  }

  /**
   * The release of the reference plugins, such as `1.9.1`, if they come from one.
   *
   * @internal
   */
  public get _release(): string | undefined {
    return this.content.version && pluginsReleaseIn(this.content.version);
  }

  /**
   * Whether the plugins are downloaded over https.
   *
   * @internal
   */
  public get _https(): boolean {
    return this.content.https;
  }

  /**
   * What the script is told.
   *
   * @internal
   */
  public get _env(): Record<string, string> {
    return this.content.env;
  }

  /**
   * The plugins of the release. For an image: those of the newest release, since it may hold any.
   *
   * @internal
   */
  public get _referencePlugins(): string[] {
    const { version } = this.content;
    return Object.keys(FIRST_RELEASE).filter((plugin) => !version || isSince(version, FIRST_RELEASE[plugin]));
  }

  /**
   * The faults of the name of a plugin that is to be installed from this source.
   *
   * @internal
   */
  public _pluginFaults(path: (string | number)[], plugin: unknown): Fault[] {
    if (typeof plugin !== 'string' || !/^[A-Za-z0-9][\w.-]*$/.test(plugin)) {
      return [PLUGIN_NAME_INVALID.fault(path, plugin, {})];
    }
    const { version } = this.content;
    const known = this._referencePlugins;
    return !version || known.includes(plugin) ? [] : [PLUGIN_NOT_IN_RELEASE.fault(path, plugin, { version, known, since: FIRST_RELEASE[plugin] })];
  }
}

const VERSION = /^v?(\d+)\.(\d+)\.(\d+)(-[\w.]+)?$/;

function versionFaults(version: unknown): Fault[] {
  const valid = typeof version === 'string' && VERSION.test(version) && isSince(version, 'v0.8.0');
  return valid ? [] : [RELEASE_VERSION_INVALID.fault(['version'], version, {})];
}

/** Whether a release is the other one or a later one. */
function isSince(version: string, other: string): boolean {
  const [ours, theirs] = [version, other].map((text) => VERSION.exec(text)!.slice(1, 4).map(Number));
  const different = ours.findIndex((number, i) => number !== theirs[i]);
  return different === -1 || ours[different] > theirs[different];
}

function baseUrlFaults(baseUrl: unknown): Fault[] {
  const valid = typeof baseUrl === 'string' && /^https?:\/\/[^\s/?#][^\s?#]*$/i.test(baseUrl) && URL.canParse(baseUrl);
  if (!valid) {
    return [MIRROR_INVALID.fault(['baseUrl'], baseUrl, {})];
  }
  const { username, password, host } = new URL(baseUrl);
  return username === '' && password === '' ? [] : [MIRROR_INVALID.fault(['baseUrl'], `…@${host}`, { hasPassword: true })];
}

function sumFaults(sha256: unknown): Fault[] {
  if (!isConf(sha256)) {
    return objectFaults('sha256', sha256, '{"amd64":"<64 hexadecimal digits>"}');
  }
  return Object.entries(sha256).flatMap(([architecture, sum]) => [
    ...ARCHITECTURES.includes(architecture) ? [] : [ARCHITECTURE_UNKNOWN.fault(['sha256'], architecture, { known: ARCHITECTURES })],
    ...typeof sum === 'string' && /^[0-9a-f]{64}$/i.test(sum) ? [] : [CHECKSUM_INVALID.fault(['sha256', architecture], sum, {})],
  ]);
}
