import { buildOf, isDaemon, ownReleaseOf } from '../../lib/facts/multus-image';

const OWN = 'ghcr.io/k8snetworkplumbingwg/multus-cni';
const THIN = { generation: '4', isThick: false, hasShell: false };

test.each<[unknown, object | undefined]>([
  [`${OWN}:v4.2.4`, THIN],
  [`${OWN}:4.0.2`, THIN],
  [`${OWN}:snapshot`, THIN],
  [`${OWN}:v4.2.4@sha256:0`, THIN],
  ['registry:5000/mirror/k8snetworkplumbingwg/multus-cni:stable', THIN],
  ['multus-cni:v4.0.2', THIN],
  ['multus-cni:v4.0.2-thick', { ...THIN, isThick: true, hasShell: true }],
  [`${OWN}:stable-thick`, { ...THIN, isThick: true, hasShell: true }],
  [`${OWN}:v4.2.4-debug`, { ...THIN, hasShell: true }],
  [`${OWN}:v3.9.3`, { generation: '3', isThick: false, hasShell: true }],
  [`${OWN}:v3.9.3-thick`, { generation: '3', isThick: true, hasShell: true }],
  [`${OWN}:thick`, undefined],
  [`${OWN}@sha256:0`, undefined],
  ['multus-cni:snapshot', undefined],
  ['registry.example.com/multus-cni:v4.2.4', undefined],
  ['rancher/hardened-multus-cni:v4.2.2-build20250811', undefined],
  [undefined, undefined],
])('%j is this build: %j', (image, expected) => {
  expect(buildOf(image)).toEqual(expected);
});

test.each<[Record<string, unknown>, boolean]>([
  [{ image: 'example.com/multus-cni:v1', command: ['/bin/multus-daemon'] }, true],
  [{ image: 'example.com/multus-cni:v1', command: ['sh', '-c', 'exec /bin/multus-daemon'] }, true],
  [{ image: `${OWN}:v4.2.4-thick` }, true],
  [{ image: `${OWN}:v4.2.4-thick`, command: [] }, true],
  [{ image: `${OWN}:v4.2.4-thick`, command: ['/usr/src/multus-cni/bin/install_multus'] }, false],
  [{ image: `${OWN}:v4.2.4` }, false],
  [{ image: 'example.com/multus-cni:v1' }, false],
  [{ image: 'rancher/hardened-multus-thick:v4.2.4-build20260310' }, true],
  [{ image: 'eks/multus-cni:v4.2.2-eksbuild.1_thick' }, true],
  [{}, false],
])('%j runs the daemon: %j', (container, expected) => {
  expect(isDaemon(container)).toBe(expected);
});

test.each<[unknown, string | undefined]>([
  [`${OWN}:v4.2.4-thick`, '4.2.4'], [`${OWN}:3.9.3`, '3.9.3'], ['multus-cni:v5.0.0', '5.0.0'],
  [`${OWN}:snapshot`, undefined], ['registry.example.com/multus-cni:v4.2.4', undefined], [undefined, undefined],
])('%j is of the release %j', (image, release) => {
  expect(ownReleaseOf(image)).toBe(release);
});
