import { readInstallation } from '../../lib/facts/installation';
import { linesOf } from '../support/messages';

const IMAGE = 'ghcr.io/k8snetworkplumbingwg/multus-cni';
const CNI = { name: 'cni', mountPath: '/host/etc/cni/net.d' };
const BIN = { name: 'cnibin', mountPath: '/host/opt/cni/bin' };
const VOLUMES = [{ name: 'cni', hostPath: { path: '/etc/cni/net.d' } }, { name: 'cnibin', hostPath: { path: '/opt/cni/bin' } }];
const THIN = { name: 'kube-multus', image: `${IMAGE}:v4.2.4`, command: ['/thin_entrypoint'], args: ['--multus-conf-file=auto'], volumeMounts: [CNI, BIN] };
const INIT = { name: 'install-multus-binary', image: `${IMAGE}:v4.2.4`, command: ['/install_multus'], args: ['--type', 'thin'], volumeMounts: [BIN] };

const THICK = {
  name: 'kube-multus', image: `${IMAGE}:v4.2.4-thick`, command: ['/usr/src/multus-cni/bin/multus-daemon'],
  volumeMounts: [CNI, { name: 'cnibin', mountPath: '/opt/cni/bin' }, { name: 'config', mountPath: '/etc/cni/net.d/multus.d', readOnly: true }],
};
const THICK_VOLUMES = [...VOLUMES, { name: 'config', configMap: { name: 'multus-daemon-config', items: [{ key: 'daemon-config.json', path: 'daemon-config.json' }] } }];
const K3S = [{ name: 'cni', hostPath: { path: '/var/lib/k3s/net.d/' } }, VOLUMES[1]];

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
  ['4 with a daemon', [THICK], { initContainers: [{ ...INIT, image: `${IMAGE}:v4.0.2-thick`, command: ['cp'] }], volumes: THICK_VOLUMES }],
  ['4 with a daemon by itself', [{ ...THICK, command: undefined }], { volumes: THICK_VOLUMES }],
  ['4 with a daemon and a file of another name', [{ ...THICK, args: ['-config', '/conf/multus.json'], volumeMounts: [CNI, { name: 'config', mountPath: '/conf/multus.json', subPath: 'a' }] }], { volumes: THICK_VOLUMES }],
  ['4 with a daemon whose configuration is on the node', [{ ...THICK, volumeMounts: [{ name: 'cni', mountPath: '/etc/cni/net.d' }] }], { volumes: THICK_VOLUMES }],
  ['4 with a daemon whose ConfigMap names no files', [THICK], { volumes: [...VOLUMES, { name: 'config', configMap: { name: 'c' } }] }],
  ['3 with a daemon', [{ ...THICK, image: `${IMAGE}:v3.9.3-thick`, args: ['-cni-version=0.3.1'], volumeMounts: [CNI] }], { initContainers: [{ ...INIT, image: `${IMAGE}:v3.9.3-thick`, command: ['/usr/src/multus-cni/bin/generate-kubeconfig'] }] }],
  ['4 in a folder of k3s, said to the plugin', [{ ...THIN, args: ['--multus-kubeconfig-file-host=/var/lib/k3s/net.d/multus.d/multus.kubeconfig'] }], { volumes: K3S }],
  ['4 in a folder of k3s, with a configuration of one\'s own', [{ ...THIN, args: ['--multus-conf-file=/conf/70-multus.conf'], volumeMounts: [CNI, BIN, { name: 'config', mountPath: '/conf' }] }], { volumes: [...K3S, THICK_VOLUMES[2]].map((volume) => ('configMap' in volume ? { ...volume, configMap: {} } : volume)) }],
  ['4 in a folder of k3s, and in that of other nodes', [THIN], { volumes: [...K3S, { name: 'usual', hostPath: { path: '/etc' } }] }],
  ['4 in a folder that is not written out', [THIN], { volumes: [{ name: 'cni', hostPath: { path: '$(DIR)' } }, VOLUMES[1]] }],
  ['3 in a folder of k3s, with a configuration of the image', [{ ...THIN, image: `${IMAGE}:v3.9.3`, command: undefined, args: [] }], { volumes: K3S }],
  ['4 under the name without its owner', [{ ...THIN, image: 'multus-cni:v4.2.4' }]],
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

const CONFIG = "error: multus-config-not-mounted 'spec.template.spec.containers[0].volumeMounts' have nothing at";
const PROGRAM = "error: multus-program-missing 'spec.template.spec.containers[0].command[0]' is a program that the image";
const KUBECONFIG = "error: multus-kubeconfig-elsewhere 'spec.template.spec.containers[0].args' do not say where the kubeconfig is on the node: "
  + 'it is written to "/var/lib/k3s/net.d/multus.d/multus.kubeconfig", and the plugin looks for it at "/etc/cni/net.d/multus.d/multus.kubeconfig"';

test.each<[string, object[], Parameters<typeof lines>[1] | undefined, string]>([
  ['a daemon without its configuration', [{ ...THICK, volumeMounts: [CNI] }], undefined, `${CONFIG} "/etc/cni/net.d/multus.d/daemon-config.json", where the daemon reads its configuration`],
  ['a daemon with a file elsewhere', [{ ...THICK, args: ['--config=/conf/a.json'] }], { volumes: THICK_VOLUMES }, `${CONFIG} "/conf/a.json", where the daemon reads its configuration`],
  ['a daemon with a file of another name', [THICK], { volumes: [...VOLUMES, { name: 'config', configMap: { items: [{ key: 'a', path: 'cni-conf.json' }] } }] }, `${CONFIG} "/etc/cni/net.d/multus.d/daemon-config.json", where the daemon reads its configuration`],
  ['an entry point without the configuration that it is to take', [{ ...THIN, args: ['--multus-conf-file=/tmp/70-multus.conf'] }], undefined, `${CONFIG} "/tmp/70-multus.conf", where the entry point reads its configuration`],
  ['a daemon with nothing of the node', [{ ...THICK, volumeMounts: [THICK.volumeMounts[2]] }], { volumes: THICK_VOLUMES }, "error: multus-host-path-missing 'spec.template.spec.containers[0].volumeMounts' have no folder of the node at \"/host/etc/cni/net.d\", where Multus writes"],
  ['the entry point of the thin image in a thick one', [{ ...THIN, image: `${IMAGE}:v4.2.4-thick` }], undefined, `${PROGRAM} "${IMAGE}:v4.2.4-thick" does not have`],
  ['a kubeconfig that Multus 4 does not make', [{ ...THIN, command: ['/usr/src/multus-cni/bin/generate-kubeconfig'] }], undefined, `${PROGRAM} "${IMAGE}:v4.2.4" does not have`],
  ['a program of Multus 3 in an image without its owner', [{ ...THIN, image: 'multus-cni:v4.0.2', command: ['cp'] }], undefined, `${PROGRAM} "multus-cni:v4.0.2" does not have`],
  ['a folder of k3s that the plugin is not told', [THIN], { volumes: K3S }, KUBECONFIG],
  ['a folder of k3s that the plugin of Multus 3 is not told', [{ ...THIN, image: `${IMAGE}:v3.9.3`, command: ['/entrypoint.sh'] }], { volumes: K3S }, KUBECONFIG],
])('fails on %s', (_, containers, changes, expected) => {
  expect(lines(containers, changes).map((line) => line.split(': got ')[0])).toEqual([expected]);
});

test.each<[unknown]>([[null], [5], [{}], [[null, 5, { name: 'cni', hostPath: 5 }]]])('reads volumes %j', (volumes) => {
  expect(lines([{ ...THIN, volumeMounts: volumes, args: volumes, command: [null] }], { volumes })).toEqual([]);
  expect(lines([{ ...THIN, volumeMounts: volumes, args: volumes }], { volumes })).toHaveLength(2);
});
