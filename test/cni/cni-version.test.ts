import { isOlder, versionOf } from '../../lib/cni/cni-version';

test.each<[object, string | undefined]>([
  [{}, '0.1.0'],
  [{ cniVersion: '' }, '0.1.0'],
  [{ cniVersion: null }, '0.1.0'],
  [{ cniVersion: '0.3.1', cniVersions: [] }, '0.3.1'],
  [{ cniVersion: 'bogus' }, 'bogus'],
  [{ cniVersion: 1 }, undefined],
  [{ cniVersion: '0.3.1', cniVersions: ['0.3.1', '1.1.0'] }, undefined],
])('the version of %j is %s', (config, version) => {
  expect(versionOf({ ...config })).toBe(version);
});

test.each<[string, string, boolean]>([
  ['0.2.0', '0.3.0', true], ['0.3.0', '0.3.0', false], ['0.3.1', '0.3.0', false], ['0.10.0', '0.9.0', false], ['1.0.0', '1.1.0', true], ['bogus', '1.1.0', false], ['1.0', '1.1.0', false],
])('%s before %s: %p', (version, other, older) => {
  expect(isOlder(version, other)).toBe(older);
});
