import { readInstallation } from '../../lib/facts/installation';
import { linesOf } from '../support/messages';

const IMAGE = 'ghcr.io/k8snetworkplumbingwg/multus-cni';
const CNI = { name: 'cni', mountPath: '/host/etc/cni/net.d' };
const BIN = { name: 'cnibin', mountPath: '/host/opt/cni/bin' };
const VOLUMES = [{ name: 'cni', hostPath: { path: '/etc/cni/net.d' } }, { name: 'cnibin', hostPath: { path: '/opt/cni/bin' } }];
const THIN = { name: 'kube-multus', image: `${IMAGE}:v4.2.4`, command: ['/thin_entrypoint'], args: ['--multus-conf-file=auto'], volumeMounts: [CNI, BIN] };
const INIT = { name: 'install-multus-binary', image: `${IMAGE}:v4.2.4`, command: ['/install_multus'], args: ['--type', 'thin'], volumeMounts: [BIN] };

/** The findings of a DaemonSet with these containers. */
function lines(containers: object[], changes: { initContainers?: object[]; volumes?: unknown; selector?: unknown; kind?: string } = {}): string[] {
  const { initContainers, volumes = VOLUMES, selector = { matchLabels: {} }, kind = 'DaemonSet' } = changes;
  return linesOf(readInstallation({ kind, spec: { selector, template: { spec: { initContainers, containers, volumes } } } })?.faults ?? [])
    .filter((line) => !line.includes('image-tag-moves'));
}

test.each<[string, object[], Parameters<typeof lines>[1]?]>([
  ['4, as upstream installs it', [THIN], { initContainers: [INIT] }],
  ['4, which copies itself', [THIN]],
  ['4 from a mirror', [{ ...THIN, image: 'registry.local:5000/k8snetworkplumbingwg/multus-cni:v4.0.2' }]],
  ['4 without a command', [{ ...THIN, command: undefined }]],
  ['4 with the plugin from an init container', [{ ...THIN, volumeMounts: [CNI] }], { initContainers: [INIT] }],
  ['4 with the plugin from somewhere else', [{ ...THIN, args: ['--skip-multus-binary-copy'], volumeMounts: [CNI] }]],
  ['4 in other folders', [{ ...THIN, args: ['--cni-conf-dir=/host/conf', '--cni-bin-dir', '/host/usr/libexec/cni'], volumeMounts: [{ name: 'cni', mountPath: '/host/conf/' }, { name: 'cnibin', mountPath: '/host/usr/libexec/cni' }] }]],
  ['4 with all of the node', [{ ...THIN, volumeMounts: [{ name: 'host', mountPath: '/host' }] }], { volumes: [{ name: 'host', hostPath: { path: '/' } }] }],
  ['4 beside an entry point that writes elsewhere', [{ ...THIN, args: ['--cni-conf-dir=/scratch', '--cni-bin-dir=/scratch'], volumeMounts: [] }, THIN]],
  ['4 with a shell', [{ ...THIN, image: `${IMAGE}:v4.2.4-debug`, command: ['sh', '-c', '/thin_entrypoint'] }]],
  ['4 with a daemon', [{ ...THIN, image: `${IMAGE}:v4.2.4-thick`, command: ['/usr/src/multus-cni/bin/multus-daemon'], volumeMounts: [] }], { initContainers: [{ ...INIT, image: `${IMAGE}:v4.0.2-thick`, command: ['cp'] }] }],
  ['3', [{ ...THIN, image: `${IMAGE}:v3.9.3`, command: ['/entrypoint.sh'] }], { initContainers: [{ ...INIT, image: `${IMAGE}:v3.9.3`, command: ['cp'] }] }],
  ['a release that nobody knows', [{ ...THIN, image: `${IMAGE}@sha256:0`, command: ['/entrypoint.sh'], volumeMounts: [] }]],
  ['a fork', [{ ...THIN, image: 'rancher/hardened-multus-cni:v4.2.1-build20250607', command: ['/entrypoint.sh'], volumeMounts: [] }]],
  ['an image of one\'s own', [{ ...THIN, image: 'example.com/multus-cni:v4.1.0', command: ['sh'], volumeMounts: [] }]],
  ['a patch', [{ ...THIN, volumeMounts: undefined }], { selector: null }],
  ['a workload that is on one node', [{ ...THIN, volumeMounts: undefined }], { kind: 'Deployment' }],
])('passes with Multus %s', (_, containers, changes = {}) => {
  expect(lines(containers, changes)).toEqual([]);
});

const OF_4 = 'expected "/thin_entrypoint", and "/install_multus" in an init container; take the manifest of the release that the image is of';

test.each<[string, object[], Parameters<typeof lines>[1] | undefined, string[]]>([
  ['the script of Multus 3', [{ ...THIN, image: `${IMAGE}:stable`, command: ['/entrypoint.sh'] }], undefined,
    [`error: multus-program-missing 'spec.template.spec.containers[0].command[0]' is a program that the image "${IMAGE}:stable" does not have: got "/entrypoint.sh"; ${OF_4}`]],
  ['a copy by a program that an image without a shell does not have', [THIN], { initContainers: [{ ...INIT, command: ['cp', 'a', 'b'] }] },
    [`error: multus-program-missing 'spec.template.spec.initContainers[0].command[0]' is a program that the image "${IMAGE}:v4.2.4" does not have: got "cp"; ${OF_4}`]],
  ['the programs of Multus 4 in an image of Multus 3', [{ ...THIN, image: `${IMAGE}:v3.9.3` }], undefined,
    [`error: multus-program-missing 'spec.template.spec.containers[0].command[0]' is a program that the image "${IMAGE}:v3.9.3" does not have: got "/thin_entrypoint"; expected "/entrypoint.sh"; take the manifest of the release that the image is of`]],
  ['nothing of the node', [{ ...THIN, volumeMounts: [] }], undefined, [
    'error: multus-host-path-missing \'spec.template.spec.containers[0].volumeMounts\' have no folder of the node at "/host/etc/cni/net.d", where Multus writes: got []; expected a hostPath volume there, of "/etc/cni/net.d" on most nodes; mount it',
    'error: multus-host-path-missing \'spec.template.spec.containers[0].volumeMounts\' have no folder of the node at "/host/opt/cni/bin", where Multus writes: got []; expected a hostPath volume there, of "/opt/cni/bin" on most nodes; mount it',
  ]],
  ['a volume that is gone with the pod', [THIN], { volumes: [{ name: 'cni', emptyDir: {} }, VOLUMES[1]] }, [
    `error: multus-host-path-missing 'spec.template.spec.containers[0].volumeMounts' have no folder of the node at "/host/etc/cni/net.d", where Multus writes: got ${JSON.stringify([CNI, BIN])}; expected a hostPath volume there, of "/etc/cni/net.d" on most nodes; mount it`,
  ]],
  ['another folder than the flag says', [{ ...THIN, args: ['--cni-conf-dir=/host/etc/cni/net'] }], undefined, [
    `error: multus-host-path-missing 'spec.template.spec.containers[0].volumeMounts' have no folder of the node at "/host/etc/cni/net", where Multus writes: got ${JSON.stringify([CNI, BIN])}; expected a hostPath volume there, of "/etc/cni/net.d" on most nodes; mount it`,
  ]],
])('fails on %s', (_, containers, changes, expected) => {
  expect(lines(containers, changes)).toEqual(expected);
});

test.each<[unknown]>([[null], [5], [{}], [[null, 5, { name: 'cni', hostPath: 5 }]]])('reads volumes %j', (volumes) => {
  expect(lines([{ ...THIN, volumeMounts: volumes, args: volumes, command: [null] }], { volumes })).toEqual([]);
  expect(lines([{ ...THIN, volumeMounts: volumes, args: volumes }], { volumes })).toHaveLength(2);
});
