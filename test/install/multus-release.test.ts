import { MultusRelease, multusVersionFaults } from '../../lib/install/multus-release';
import { messageOf } from '../../lib/diagnostics/rule';

test.each([[undefined, '4.3.0'], ['4.3.0', '4.3.0'], ['v4.3.0', '4.3.0'], ['4.0.0', '4.0.0'], ['v4.2.4', '4.2.4'], ['4.12.30', '4.12.30']])(
  'the version %j is release %s', (version, release) => {
    expect(multusVersionFaults('version', version)).toEqual([]);
    expect(new MultusRelease(version).version).toBe(release);
  },
);

test.each(['3.9.3', '5.0.0', '4.3', '4', 'v4.3.0-thick', '4.3.0-rc1', '4.03.0', '04.3.0', 'V4.3.0', ' 4.3.0', 'snapshot', 'stable', ''])(
  'fails for the version %j', (version) => {
    expect(multusVersionFaults('version', version).map(messageOf)).toEqual([
      `multus-version-unsupported 'version' is not a release of Multus that can be installed: got ${JSON.stringify(version)}; `
      + 'expected a release from "4.0.0" on, below "5.0.0", such as "4.3.0"; write the three numbers of the release',
    ]);
  },
);

test.each([4.3, null, {}])('fails for the version %j, which is no text', (version) => {
  expect(multusVersionFaults('version', version)).toHaveLength(1);
});

test.each([
  ['4.0.2', []],
  ['4.1.0', ['daemonWatches', 'thinMasterCniFileName']],
  ['4.2.4', ['daemonWatches', 'thinMasterCniFileName']],
  ['4.3.0', ['connectionLimit', 'daemonWatches', 'thinMasterCniFileName']],
  ['4.10.0', ['connectionLimit', 'daemonWatches', 'thinMasterCniFileName']],
])('release %s has the features %j', (version, features) => {
  const release = new MultusRelease(version);
  expect((['connectionLimit', 'daemonWatches', 'thinMasterCniFileName'] as const).filter((feature) => release.has(feature))).toEqual(features);
});

test('each feature names the release that it came with', () => {
  expect(MultusRelease.since('daemonWatches')).toBe('4.1.0');
  expect(MultusRelease.since('connectionLimit')).toBe('4.3.0');
});
