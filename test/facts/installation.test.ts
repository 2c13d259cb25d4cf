import { readInstallation } from '../../lib/facts/installation';
import { linesOf } from '../support/messages';

const container = (image: string, more: object = {}) => ({ name: 'c', image, ...more });
const daemonSet = (...containers: object[]) => ({ kind: 'DaemonSet', spec: { template: { spec: { containers } } } });
const daemonConfig = (config: unknown) => ({ kind: 'ConfigMap', data: { 'daemon-config.json': typeof config === 'string' ? config : JSON.stringify(config) } });

const NONE = { faults: [], isMultus: false, isWhereabouts: false };
const DAEMON = { ...NONE, isMultus: true, confDir: '/etc/cni/multus/net.d' };
const MULTUS = { ...DAEMON, multusVersion: '4.3.0' };

test.each<[string, Record<string, unknown>, object]>([
  ['Multus by its image', daemonSet(container('ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0')), MULTUS],
  ['Multus in an image of one\'s own registry, by digest', daemonSet(container('registry:5000/multus-cni@sha256:0')), DAEMON],
  ['its release, beside a digest', daemonSet(container('multus-cni:v4.2.2-thick@sha256:0')), { ...NONE, isMultus: true, multusVersion: '4.2.2' }],
  ['the release in an image of EKS', daemonSet(container('602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/multus-cni:v4.2.2-eksbuild.1_thick')), { ...NONE, isMultus: true, multusVersion: '4.2.2' }],
  ['the release in an image of RKE2', daemonSet(container('rancher/hardened-multus-cni:v4.2.2-build20250811')), { ...DAEMON, multusVersion: '4.2.2' }],
  ['the release in a thick image of RKE2', daemonSet(container('rancher/hardened-multus-thick:v4.2.4-build20260310')), { ...NONE, isMultus: true, multusVersion: '4.2.4' }],
  ['no release where the tag does not name one', daemonSet(container('multus-cni:v4.2')), DAEMON],
  ['Multus in the image that it had before', daemonSet(container('docker.io/nfvpe/multus:v3.6')), DAEMON],
  ['whereabouts', daemonSet(container('ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.2')), { ...NONE, isWhereabouts: true }],
  ['the node slice controller', { ...daemonSet(container('whereabouts:v0.9.4', { command: ['/node-slice-controller'] })), kind: 'Deployment' },
    { ...NONE, isWhereabouts: true, hasNodeSliceController: true }],
  ['the daemon of dhcp by its command', daemonSet(container('busybox:1.37', { command: ['/host/opt/cni/bin/dhcp', 'daemon', '-hostprefix', '/host'] })), { ...NONE, isDhcpDaemon: true }],
  ['the daemon of dhcp by its arguments', daemonSet(container('plugins:v1', { command: ['/dhcp'], args: ['daemon'] })), { ...NONE, isDhcpDaemon: true }],
  ['the daemon of dhcp in a script', daemonSet(container('busybox:1.37', { command: ['sh', '-c', 'exec "$DIR/dhcp" daemon'] })), { ...NONE, isDhcpDaemon: true }],
  ['isolation by a flag, which leaves "default" open', daemonSet(container('multus-cni:v4.3.0', { args: ['--namespace-isolation'] })), { ...MULTUS, isolation: { openNamespaces: ['default'] } }],
  ['isolation by flags', daemonSet(container('multus-cni:v4.3.0', { args: ['--namespace-isolation=true', '--global-namespaces=a, b'] })), { ...MULTUS, isolation: { openNamespaces: ['a', 'b'] } }],
  ['isolation by flags whose values are words of their own', daemonSet(container('multus-cni:v4.3.0', { command: ['/thin_entrypoint', '--namespace-isolation', '--global-namespaces', 'a,b'] })), { ...MULTUS, isolation: { openNamespaces: ['a', 'b'] } }],
  ['no directory where a file that is a word of its own may say another', daemonSet(container('multus-cni:v4.3.0', { args: ['--multus-conf-file', '/tmp/70-multus.conf'] })), { ...NONE, isMultus: true, multusVersion: '4.3.0' }],
  ['the directory where a word of its own says that there is no file', daemonSet(container('multus-cni:v4.3.0', { args: ['--multus-conf-file', 'auto'] })), MULTUS],
  ['no isolation where the flag is off', daemonSet(container('multus-cni:v4.3.0', { args: ['--namespace-isolation=false'] })), MULTUS],
  ['the plugins of this library\'s installation', daemonSet(container('alpine:3.22.2', { env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: 'host-local ipvlan' }] })),
    { ...NONE, plugins: ['host-local', 'ipvlan'] }],
  ['their release', daemonSet(container('alpine:3.22.2', { env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: 'ipvlan' }, { name: 'VERSION', value: 'v1.6.0-rc1' }] })),
    { ...NONE, plugins: ['ipvlan'], pluginsVersion: '1.6.0' }],
  ['no release where the version is none', daemonSet(container('alpine:3.22.2', { env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: 'ipvlan' }, { name: 'VERSION', value: 'latest' }] })),
    { ...NONE, plugins: ['ipvlan'] }],
  ['the daemon by its configuration', daemonConfig({ cniVersion: '0.3.1' }), DAEMON],
  ['the daemon by the name of its configuration', { ...daemonConfig({ logLevel: 'debug' }), metadata: { name: 'rke2-multus-daemon-config' } }, DAEMON],
  ['the directory in the configuration', daemonConfig({ confDir: '/etc/multus' }), { ...DAEMON, confDir: '/etc/multus' }],
  ['no directory where the daemon has a ConfigMap', daemonSet(container('multus-cni:v4.3.0', { command: ['/bin/multus-daemon'] })), { ...NONE, isMultus: true, multusVersion: '4.3.0' }],
  ['the paths in the configuration that are of the node', daemonConfig({ cniVersion: '0.3.1', cniConfigDir: '/host/conf', SocketDir: '/host/run', binDir: '/bin', readinessIndicatorFile: '/proc/1/a', multusAutoconfigDir: 'a' }),
    { ...DAEMON, isApart: true, daemonPaths: [{ path: ['data', 'daemon-config.json', 'cniConfigDir'], value: '/host/conf' }, { path: ['data', 'daemon-config.json', 'socketDir'], value: '/host/run' }] }],
  ['no directory where a file may say another', daemonSet(container('multus-cni:v4.3.0', { args: ['--multus-conf-file=/tmp/70-multus.conf'] })), { ...NONE, isMultus: true, multusVersion: '4.3.0' }],
  ['isolation in the configuration', daemonConfig({ namespaceIsolation: true, globalNamespaces: 'a,b' }), { ...DAEMON, isolation: { openNamespaces: ['a', 'b'] } }],
  ['isolation in the configuration, which leaves "default" open', daemonConfig({ cniVersion: '0.3.1', namespaceIsolation: true, multusConfigFile: 'auto' }), { ...DAEMON, isolation: { openNamespaces: ['default'] } }],
])('finds %s', (_, object, expected) => {
  expect(readInstallation(object)).toEqual(expected);
});

test.each<[string, Record<string, unknown>]>([
  ['another DaemonSet', daemonSet(container('nginx:1.27'))],
  ['another image of who made it', daemonSet(container('nfvpe/sriov-cni:v2.6'))],
  ['another image of RKE2', daemonSet(container('rancher/hardened-multus-dynamic-networks-controller:v0.3.7-build20250711'))],
  ['an image whose name only begins so', daemonSet(container('multus-cni-tools:v1'))],
  ['the folder of an installation that copies everything', daemonSet(container('alpine:3.22.2', { env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: '' }] }))],
  ['a pod of Multus, which says nothing of the nodes', { kind: 'Pod', spec: { containers: [container('multus-cni:v4.3.0')] } }],
  ['a DHCP server', daemonSet(container('dhcpd:1', { command: ['/usr/sbin/dhcpd', '-f'], args: ['dhcp-daemon'] }))],
  ['a daemon of dhcp that is not on every node', { ...daemonSet(container('a:1', { command: ['/dhcp', 'daemon'] })), kind: 'Deployment' }],
  ['another ConfigMap', { kind: 'ConfigMap', data: { 'app.json': '{}' } }],
  ['the configuration of another daemon', daemonConfig({ maxConcurrent: 10, logLevel: 'info' })],
  ['the configuration of another daemon that is no JSON', daemonConfig('{')],
  ['a configuration that is no text', { kind: 'ConfigMap', data: { 'daemon-config.json': 5 } }],
  ['nothing', {}],
])('finds nothing in %s', (_, object) => {
  expect(readInstallation(object)).toBeUndefined();
});

test.each<[string, Record<string, unknown>, string, string]>([
  ['the plugins', daemonSet(container('alpine', { env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: 'ipvlan' }] })), 'alpine', 'docker.io/library/alpine:3.22.2'],
  ['the plugins in an image', daemonSet(container('r/plugins:latest', { env: ['CNI_BIN_DIR', 'PLUGINS', 'SOURCE_DIR'].map((name) => ({ name, value: '/a' })) })), 'r/plugins:latest', 'registry.example.com/cni-plugins:v1.9.1'],
  ['Multus 3 by its entry point', daemonSet(container('multus-cni:stable', { command: ['/entrypoint.sh'] })), 'multus-cni:stable', 'ghcr.io/k8snetworkplumbingwg/multus-cni:v3.9.3'],
  ['Multus 3 by the flags of its daemon', daemonSet(container('multus-cni:thick', { command: ['/usr/src/multus-cni/bin/multus-daemon'], args: ['-cni-version=0.3.1'] })), 'multus-cni:thick',
    'ghcr.io/k8snetworkplumbingwg/multus-cni:v3.9.3-thick'],
  ['Multus 3 by its owner', daemonSet(container('docker.io/nfvpe/multus:latest')), 'docker.io/nfvpe/multus:latest', 'ghcr.io/k8snetworkplumbingwg/multus-cni:v3.9.3'],
  ['the daemon of dhcp', daemonSet(container('alpine:edge', { command: ['/dhcp', 'daemon'] })), 'alpine:edge', 'docker.io/library/alpine:3.22.2'],
  ['the Job for Cilium', { ...daemonSet(container('k8s:latest')), kind: 'Job', metadata: { labels: { 'app.kubernetes.io/name': 'cilium-patch' } } }, 'k8s:latest', 'docker.io/alpine/k8s:1.34.1'],
  ['the configurations of nodes', { ...daemonSet(container('alpine:latest')), metadata: { labels: { 'app.kubernetes.io/name': 'multus-node-config' } } }, 'alpine:latest', 'docker.io/library/alpine:3.22.2'],
])('warns of an image of %s that moves', (_, object, image, example) => {
  expect(linesOf(readInstallation(object)?.faults ?? [])).toEqual([
    `warning: image-tag-moves 'spec.template.spec.containers[0].image' is an image that changes under its name: got "${image}"; expected the tag of a release or a digest, such as "${example}"; pin the release`,
  ]);
});

test('warns of an image that moves, also of an init container, and of a daemon with little memory', () => {
  const command = ['/usr/src/multus-cni/bin/multus-daemon'];
  const spec = {
    initContainers: [container('multus-cni:snapshot-thick')],
    containers: [container('multus-cni:v4.3.0-thick', { command, resources: { limits: { memory: '50Mi' } } })],
  };
  const image = 'expected the tag of a release or a digest, such as "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick"; pin the release';
  expect(linesOf(readInstallation({ kind: 'DaemonSet', spec: { template: { spec } } })?.faults ?? [])).toEqual([
    `warning: image-tag-moves 'spec.template.spec.initContainers[0].image' is an image that changes under its name: got "multus-cni:snapshot-thick"; ${image}`,
    "warning: multus-memory-low 'spec.template.spec.containers[0].resources.limits.memory' is a memory limit that the Multus daemon outgrows: got \"50Mi\"; expected more than \"50Mi\"; set it to \"256Mi\", or leave 'resources' out",
  ]);
});

test('fails on a daemon with a configuration file of its own', () => {
  expect(linesOf(readInstallation(daemonConfig({ multusConfigFile: '/etc/cni/net.d/multus.conf' }))?.faults ?? [])).toEqual([
    "error: multus-conf-not-auto 'data.daemon-config.json.multusConfigFile' makes the daemon exit as soon as it has started: got \"/etc/cni/net.d/multus.conf\"; "
    + 'expected "auto"; write "auto"; what the file would say goes into the configuration of the daemon itself',
  ]);
});

test.each<[string, object, string]>([
  ['ghcr.io/k8snetworkplumbingwg/multus-cni:thick', {}, ':v4.3.0-thick'],
  ['ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick-amd64', {}, ':v4.3.0-thick'],
  ['example.com/multus-cni:latest', { command: ['/usr/src/multus-cni/bin/multus-daemon'] }, ':v4.3.0-thick'],
  ['ghcr.io/k8snetworkplumbingwg/multus-cni:stable', {}, ':v4.3.0'],
])('names for the image %s, started by %j, a release of the same variant', (image, more, release) => {
  const lines = linesOf(readInstallation(daemonSet(container(image, more)))?.faults ?? []);
  expect(lines.map((line) => /such as "[^"]*(:[^"]*)"/.exec(line)?.[1])).toEqual([release]);
});

test.each<[string, object, object, string | undefined]>([
  ['the ConfigMap at the usual place', {}, { configMap: { name: 'c' } }, 'c'],
  ['the ConfigMap where the flag says', { args: ['-config=/conf/a.json'], volumeMounts: [{ name: 'config', mountPath: '/conf' }] }, { configMap: { name: 'd' } }, 'd'],
  ['none where it is of the node', {}, { hostPath: { path: '/etc' } }, undefined],
  ['none where it is mounted elsewhere', { volumeMounts: [{ name: 'config', mountPath: '/conf' }] }, { configMap: { name: 'c' } }, undefined],
])('finds of a daemon %s', (_, more, volume, expected) => {
  const daemon = container('example.com/multus-cni:v4.3.0', {
    command: ['/bin/multus-daemon'], volumeMounts: [{ name: 'config', mountPath: '/etc/cni/net.d/multus.d' }], ...more,
  });
  const spec = { containers: [daemon], volumes: [{ name: 'config', ...volume }] };
  expect(readInstallation({ kind: 'DaemonSet', spec: { template: { spec } } })?.daemon?.configMap).toBe(expected);
});
