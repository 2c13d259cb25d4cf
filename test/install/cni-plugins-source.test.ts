import { CniPluginsSource } from '../../lib/install/cni-plugins-source';

const SUM = '0123456789abcdef'.repeat(4);

describe('a release', () => {
  test('is v1.9.1 from the project itself, unless told otherwise', () => {
    expect(CniPluginsSource.release()._env).toEqual({
      VERSION: 'v1.9.1',
      BASE_URL: 'https://github.com/containernetworking/plugins/releases/download',
      SHA256: 'amd64=b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303 arm64=56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec',
    });
  });

  test('is the same with and without the "v" of its tag', () => {
    const [short, tag] = ['1.9.1', 'v1.9.1'].map((version) => CniPluginsSource.release({ version }));
    expect([short._env, short._release, short._referencePlugins]).toEqual([tag._env, '1.9.1', tag._referencePlugins]);
  });

  test('has the known checksums and the given ones, which come first', () => {
    const { SHA256 } = CniPluginsSource.release({ sha256: { s390x: SUM, arm64: SUM.toUpperCase() } })._env;
    expect(SHA256).toBe(`amd64=b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303 arm64=${SUM} s390x=${SUM}`);
  });

  test('can be any, with its checksums', () => {
    expect(CniPluginsSource.release({ version: 'v1.6.0', baseUrl: 'http://mirror:8080/cni//', sha256: { arm: SUM } })._env)
      .toEqual({ VERSION: 'v1.6.0', BASE_URL: 'http://mirror:8080/cni', SHA256: `arm=${SUM}` });
  });

  test.each([
    ['v0.8.0', ['dummy', 'tap', 'vrf']], ['v0.8.9', ['dummy', 'tap', 'vrf']], ['v0.9.0', ['dummy', 'tap']], ['v1.1.9', ['dummy', 'tap']],
    ['v1.2.0', ['tap']], ['v1.2.9', ['tap']], ['v1.3.0', []], ['v1.10.0', []], ['v2.0.0', []],
  ])('%s lacks the plugins that came later', (version, lacking) => {
    const newest = CniPluginsSource.release()._referencePlugins;
    const plugins = CniPluginsSource.release({ version, sha256: { amd64: SUM } })._referencePlugins;
    expect(newest.filter((plugin) => !plugins.includes(plugin))).toEqual(lacking);
  });
});

test('an image has a directory, /opt/cni/bin unless told otherwise', () => {
  expect(CniPluginsSource.image('registry.example.com/cni:1')._env).toEqual({ SOURCE_DIR: '/opt/cni/bin' });
  expect(CniPluginsSource.image('registry.example.com/cni@sha256:0', { directory: '/plugins' })._env).toEqual({ SOURCE_DIR: '/plugins' });
});

describe('a release fails with', () => {
  const version = (got: string) =>
    `release-version-invalid 'version' is not a release of the CNI plugins: got ${got}; expected a release from "v0.8.0" on, such as "v1.9.1"; write the tag as the project writes it`;
  const mirror = (got: string) =>
    `mirror-invalid 'baseUrl' is not the address of a mirror: got ${got}; expected an http or https address without a query, such as "https://mirror.example.com/cni-plugins"; `
    + 'give the part of the address that stands before "/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz"';
  const withPassword = (got: string) =>
    `mirror-invalid 'baseUrl' has a user or a password in it: got ${got}; expected the address of a mirror that asks for none, such as "https://mirror.example.com/cni-plugins"; `
    + "take such a mirror, or an image of a private registry: CniPluginsSource.image(…), and 'imagePullSecrets' of the installation";
  const unknown = (got: string) =>
    `checksum-unknown 'sha256' has no checksum for release v1.6.0: got ${got}; expected a SHA-256 for each architecture of the nodes, such as {"amd64":"<64 hexadecimal digits>"}, or one of the versions "v1.9.1", "v1.2.0"; `
    + 'copy the sums from the .sha256 files of release v1.6.0';
  const sum = (property: string, got: string) =>
    `checksum-invalid 'sha256.${property}' is not a SHA-256 checksum: got ${got}; expected 64 hexadecimal digits; copy the first word of the .sha256 file`;
  const type = (property: string, got: string, expected: string) =>
    `install-type '${property}' has a wrong value: got ${got}; expected ${expected}; pass such a value, or leave the property out`;

  test.each<[any, string]>([
    [null, type('options', 'null', 'an object such as {"version":"v1.9.1"}')],
    [{ version: '1.9' }, version('"1.9"')],
    [{ version: 'vv1.9.1' }, version('"vv1.9.1"')],
    [{ version: '0.7.9' }, version('"0.7.9"')],
    [{ version: 'latest' }, version('"latest"')],
    [{ version: 'v0.7.9' }, version('"v0.7.9"')],
    [{ version: null }, version('null')],
    [{ version: 'v1.6.0' }, unknown('nothing')],
    [{ version: 'v1.6.0', sha256: {} }, unknown('{}')],
    [{ baseUrl: 'ftp://mirror' }, mirror('"ftp://mirror"')],
    [{ baseUrl: 'https://mirror/?a' }, mirror('"https://mirror/?a"')],
    [{ baseUrl: 'https://' }, mirror('"https://"')],
    [{ baseUrl: 5 }, mirror('5')],
    [{ baseUrl: 'https://user:secret@mirror:8443/x' }, withPassword('"…@mirror:8443"')],
    [{ baseUrl: 'https://token@mirror/x' }, withPassword('"…@mirror"')],
    [{ sha256: SUM }, type('sha256', `"${SUM}"`, 'an object such as {"amd64":"<64 hexadecimal digits>"}')],
    [{ sha256: { amd64: SUM.slice(1) } }, sum('amd64', `"${SUM.slice(1)}"`)],
    [{ sha256: { amd64: `${SUM}0` } }, sum('amd64', `"${SUM}0"`)],
    [{ sha256: { amd64: null } }, sum('amd64', 'null')],
    [
      { sha256: { x86_64: SUM } },
      'architecture-unknown \'sha256\' has a key that is not an architecture of the release: got "x86_64"; expected "amd64", "arm", "arm64", "mips64le", "ppc64le", "riscv64", "s390x"; write the architecture as in the name of the archive',
    ],
  ])('%j', (options, message) => {
    expect(() => CniPluginsSource.release(options)).toThrow(new Error(`[CniPluginsSource.release] ${message}`));
  });
});

describe('an image fails with', () => {
  const image = (got: string) =>
    `install-image-invalid 'image' is not the name of an image: got ${got}; expected a name without blanks, such as "registry.example.com/cni-plugins:v1.9.1"; write the image as you would pull it, with its tag or digest`;

  test.each<[any, any, string]>([
    [undefined, undefined, 'install-type \'image\' has a wrong value: got nothing; expected the name of an image; pass such a value, or leave the property out'],
    [null, undefined, image('null')],
    ['', undefined, image('""')],
    ['a:1', null, 'install-type \'options\' has a wrong value: got null; expected an object such as {"directory":"/opt/cni/bin"}; pass such a value, or leave the property out'],
    ['a:1', { directory: 'plugins' }, 'install-path-invalid \'directory\' is not an absolute path: got "plugins"; expected a path that begins with "/" and has no "..", such as "/opt/cni/bin"; write the whole path of the directory'],
  ])('%j and %j', (name, options, message) => {
    expect(() => CniPluginsSource.image(name, options)).toThrow(new Error(`[CniPluginsSource.image] ${message}`));
  });
});
