import { App, Chart, Testing } from 'cdk8s';
import { CniPluginsInstall, CniPluginsInstallProps } from '../../lib/install/cni-plugins-install';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { CniNetwork } from '../../lib/network';
import { CniPluginsSource } from '../../lib/install/cni-plugins-source';
import { MultusInstall } from '../../lib/install/multus-install';
import { expectValid } from '../support/kubernetes-schema';
import { join } from 'path';
import { readFileSync } from 'fs';

const SCRIPT = readFileSync(join(__dirname, '../../lib/install/install-cni-plugins.sh'), 'utf8');
const LABELS = { 'app.kubernetes.io/name': 'cni-plugins' };
const ALL = 'bandwidth bridge dhcp dummy firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tap tuning vlan vrf';
const SHA256 = 'amd64=b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303 arm64=56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec';

/** The DaemonSet, in an app that may have networks besides. */
function daemonSetOf(props?: CniPluginsInstallProps, networks: object[] = []): any {
  const app = new App();
  const install = new Chart(app, 'install');
  new CniPluginsInstall(install, 'plugins', props);
  networks.forEach((config, i) => new CniNetwork(new Chart(app, `networks-${i}`), 'network', { config: config as Record<string, any> }));
  const [daemonSet, ...others] = Testing.synth(install);
  expect(others).toEqual([]);
  expectValid(daemonSet);
  return daemonSet;
}

function envOf(daemonSet: any): Record<string, string> {
  return Object.fromEntries(daemonSet.spec.template.spec.initContainers[0].env.map(({ name, value }: any) => [name, value]));
}

test('an installation is a DaemonSet on every node, with no privilege but those of root over files', () => {
  const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  const resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };
  expect(daemonSetOf()).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'cni-plugins', namespace: 'kube-system', labels: LABELS },
    spec: {
      selector: { matchLabels: LABELS },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%' } },
      template: {
        metadata: { labels: LABELS },
        spec: {
          automountServiceAccountToken: false,
          hostNetwork: true,
          dnsPolicy: 'Default',
          priorityClassName: 'system-node-critical',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          initContainers: [{
            name: 'install',
            image: 'docker.io/library/alpine:3.22.2',
            command: ['sh', '-c', SCRIPT],
            env: [
              { name: 'VERSION', value: 'v1.9.1' },
              { name: 'BASE_URL', value: 'https://github.com/containernetworking/plugins/releases/download' },
              { name: 'SHA256', value: SHA256 },
              { name: 'CNI_BIN_DIR', value: '/host/opt/cni/bin' },
              { name: 'TIMEOUT_SECONDS', value: '30' },
              { name: 'WORK_DIR', value: '/tmp/cni-plugins' },
              { name: 'PLUGINS', value: ALL },
            ],
            resources,
            securityContext: { ...restricted, capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE'] }, runAsUser: 0, seLinuxOptions: { type: 'spc_t' } },
            terminationMessagePolicy: 'FallbackToLogsOnError',
            volumeMounts: [{ name: 'cni-bin', mountPath: '/host/opt/cni/bin' }, { name: 'tmp', mountPath: '/tmp' }],
          }],
          containers: [{
            name: 'idle',
            image: 'docker.io/library/alpine:3.22.2',
            command: ['sh', '-c', 'trap "exit 0" TERM INT; sleep 2147483647 & wait'],
            resources,
            securityContext: { ...restricted, runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534 },
          }],
          volumes: [{ name: 'cni-bin', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } }, { name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });
});

test('an installation hands on everything that it is told', () => {
  const { metadata, spec } = daemonSetOf({
    source: CniPluginsSource.release({ version: 'v1.2.0', baseUrl: 'http://mirror.example.com/cni/' }),
    plugins: ['ipvlan', 'host-local', 'ipvlan'],
    cniBinDir: '/var/lib/cni/bin',
    image: 'registry.example.com/tools:1',
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    imagePullSecrets: [{ name: 'registry' }],
    env: { HTTPS_PROXY: 'http://10.0.0.1:3128' },
    namespace: 'network',
    nodeSelector: { 'example.com/pool': 'edge' },
    tolerations: [{ key: 'a', operator: 'Exists' }],
    priorityClassName: 'high',
    resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
    maxUnavailable: k8s.IntOrString.fromNumber(3),
    labels: { team: 'network' },
  });
  const labels = { ...LABELS, team: 'network' };
  expect(metadata).toEqual({ name: 'cni-plugins', namespace: 'network', labels });
  expect(spec.selector).toEqual({ matchLabels: LABELS });
  expect(spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: 3 });
  expect(spec.template.metadata).toEqual({ labels });
  const pod = spec.template.spec;
  expect([pod.nodeSelector, pod.tolerations, pod.priorityClassName, pod.imagePullSecrets]).toEqual([
    { 'kubernetes.io/os': 'linux', 'example.com/pool': 'edge' }, [{ key: 'a', operator: 'Exists' }], 'high', [{ name: 'registry' }],
  ]);
  [...pod.initContainers, ...pod.containers].forEach(({ image, imagePullPolicy, resources }) =>
    expect([image, imagePullPolicy, resources]).toEqual(['registry.example.com/tools:1', 'Always', { limits: { memory: '1Gi' } }]));
  expect(pod.volumes[0].hostPath.path).toBe('/var/lib/cni/bin');
  expect(pod.initContainers[0].volumeMounts[0].mountPath).toBe('/host/var/lib/cni/bin');
  expect(envOf({ spec })).toEqual({
    HTTPS_PROXY: 'http://10.0.0.1:3128',
    VERSION: 'v1.2.0',
    BASE_URL: 'http://mirror.example.com/cni',
    SHA256: 'amd64=f3a841324845ca6bf0d4091b4fc7f97e18a623172158b72fc3fdcdb9d42d2d37',
    CNI_BIN_DIR: '/host/var/lib/cni/bin',
    TIMEOUT_SECONDS: '30',
    WORK_DIR: '/tmp/cni-plugins',
    PLUGINS: 'ipvlan host-local',
  });
});

test('another name tells the installation apart on the node too', () => {
  expect([undefined, 'cni-plugins', 'cni-plugins-edge'].map((name) => envOf(daemonSetOf({ name })).INSTALLATION)).toEqual([undefined, undefined, 'cni-plugins-edge']);
});

test('two installations of one cluster have names of their own, by which their pods are told apart', () => {
  const chart = Testing.chart();
  const of = (architecture: string) => ({ nodeSelector: { 'kubernetes.io/arch': architecture }, source: CniPluginsSource.image(`registry.example.com/cni-plugins:v1.9.1-${architecture}`) });
  new MultusInstall(chart, 'multus', { cniPlugins: of('amd64') });
  new CniPluginsInstall(chart, 'arm64', { name: 'cni-plugins-arm64', ...of('arm64') });
  expect(Testing.synth(chart).filter(({ kind, metadata }) => kind === 'DaemonSet' && metadata.name !== 'kube-multus-ds').map(({ metadata, spec }) =>
    [metadata.name, metadata.labels, spec.selector.matchLabels, spec.template.metadata.labels])).toEqual(['cni-plugins', 'cni-plugins-arm64'].map((name) => {
    const own = { 'app.kubernetes.io/name': name };
    return [name, own, own, own];
  }));
});

test('an image with the plugins runs in every container, and is told its directory', () => {
  const daemonSet = daemonSetOf({ source: CniPluginsSource.image('registry.example.com/cni:1', { directory: '/plugins' }), plugins: ['sriov'] });
  const { initContainers, containers } = daemonSet.spec.template.spec;
  expect([...initContainers, ...containers].map(({ image }) => image)).toEqual(['registry.example.com/cni:1', 'registry.example.com/cni:1']);
  expect(envOf(daemonSet)).toEqual({
    SOURCE_DIR: '/plugins', CNI_BIN_DIR: '/host/opt/cni/bin', TIMEOUT_SECONDS: '30', WORK_DIR: '/tmp/cni-plugins', PLUGINS: 'sriov',
  });
});

describe('without a list', () => {
  const IPVLAN = { type: 'ipvlan', master: 'eth1', mode: 'l3', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } };
  const SRIOV = { type: 'sriov', deviceID: '0000:3b:02.0', ipam: { type: 'whereabouts', range: '10.1.0.0/24' } };
  const TAP = { type: 'tap' };

  test.each<[string, object[], string]>([
    ['the plugins of the networks, also of those that come later, are installed', [IPVLAN, { plugins: [{ ...IPVLAN, master: 'eth2' }, { type: 'tuning' }] }], 'host-local ipvlan tuning'],
    ['what is not in the release is left to its own installer', [IPVLAN, SRIOV], 'host-local ipvlan'],
    ['all are installed where the networks need none of the release', [SRIOV], ALL],
    ['all are installed where there is no network', [], ALL],
  ])('%s', (_title, networks, plugins) => {
    expect(envOf(daemonSetOf({}, networks)).PLUGINS).toBe(plugins);
  });

  test('fails where a network needs a plugin that the release does not have yet', () => {
    const source = CniPluginsSource.release({ version: 'v1.2.0' });
    expect(() => daemonSetOf({ source }, [IPVLAN, TAP])).toThrow(
      "[networks-1/network] plugin-not-installed 'type' is needed by the network, and \"install/plugins\" does not install it: got \"tap\"; "
      + 'expected a plugin that it installs: "host-local", "ipvlan"; '
      + "add it to 'plugins' of the installation or leave 'plugins' out there, and take a release that has it as the 'source'",
    );
    expect(envOf(daemonSetOf({ source: CniPluginsSource.release({ version: 'v1.2.0' }) })).PLUGINS).toBe(ALL.replace(' tap', ''));
  });

  test('an image is copied whole where there is no network', () => {
    expect(envOf(daemonSetOf({ source: CniPluginsSource.image('a:1') })).PLUGINS).toBe('');
  });

  test('the names can be asked for', () => {
    const app = new App();
    const install = new CniPluginsInstall(new Chart(app, 'install'), 'plugins');
    new CniNetwork(new Chart(app, 'networks'), 'network', { config: IPVLAN });
    expect(install.plugins).toEqual(['host-local', 'ipvlan']);
  });
});

test('synthesizing twice gives the same bytes', () => {
  const chart = Testing.chart();
  new CniPluginsInstall(chart, 'plugins');
  expect(JSON.stringify(Testing.synth(chart))).toBe(JSON.stringify(Testing.synth(chart)));
});

describe('an installation fails with', () => {
  const type = (property: string, got: string, expected: string) =>
    `install-type '${property}' has a wrong value: got ${got}; expected ${expected}; pass such a value, or leave the property out`;
  const plugin = (property: string, got: string) => `plugin-name-invalid '${property}' is not the name of a plugin: got ${got}; expected a file name of letters, digits, "-", "_" and ".", such as "ipvlan"; write the name as in the "type" of a CNI configuration`;
  const notInRelease = (index: number, got: string, version: string, known: string, fix: string) =>
    `plugin-not-in-release 'plugins[${index}]' is not a plugin of release ${version}: got "${got}"; expected ${known.split(' ').map((name) => `"${name}"`).join(', ')}; ${fix}`;
  const path = (got: string) =>
    `install-path-invalid 'cniBinDir' is not an absolute path: got ${got}; expected a path that begins with "/" and has no "..", such as "/opt/cni/bin"; write the whole path of the directory`;
  const env = (got: string) =>
    `install-env-invalid 'env' has a variable that cannot be set: got ${got}; expected a name of letters, digits and "_" that is none of BASE_URL, CNI_BIN_DIR, INSTALLATION, PLUGINS, SHA256, SOURCE_DIR, TIMEOUT_SECONDS, VERSION, WORK_DIR, `
    + 'and a text as its value, such as {"HTTPS_PROXY":"http://10.0.0.1:3128"}; correct the name, or leave the variable out';
  const proxy = (name: string) =>
    `proxy-needs-curl 'env.${name}' is a proxy that wget in the default image "docker.io/library/alpine:3.22.2" cannot use for https: got "http://p:1"; expected an 'image' that has curl; `
    + 'set \'image\' to "docker.io/alpine/k8s:1.34.1", or to an image of yours with curl';
  const nodeCount = 'k8s.IntOrString.fromNumber(…) of at least 1, or k8s.IntOrString.fromString("…%") of "1%" to "100%"';

  test.each<[any, string]>([
    [null, type('props', 'null', 'an object such as {"plugins":["ipvlan"]}')],
    [{ source: 'v1.9.1' }, type('source', '"v1.9.1"', 'CniPluginsSource.release(…) or CniPluginsSource.image(…)')],
    [{ source: null }, type('source', 'null', 'CniPluginsSource.release(…) or CniPluginsSource.image(…)')],
    [{ plugins: 'ipvlan' }, type('plugins', '"ipvlan"', 'a list of at least one name, such as ["host-local","ipvlan"]')],
    [{ plugins: [] }, type('plugins', '[]', 'a list of at least one name, such as ["host-local","ipvlan"]')],
    [{ plugins: [null] }, plugin('plugins[0]', 'null')],
    [{ plugins: ['ipvlan', '../x'] }, plugin('plugins[1]', '"../x"')],
    [{ plugins: ['ipvlan', 'whereabouts'] }, notInRelease(1, 'whereabouts', 'v1.9.1', ALL, 'leave it out: what is not in the release is installed by its own project')],
    [{ source: CniPluginsSource.image('a:1'), plugins: ['a b'] }, plugin('plugins[0]', '"a b"')],
    [{ cniBinDir: 'opt/cni/bin' }, path('"opt/cni/bin"')],
    [{ cniBinDir: '/' }, path('"/"')],
    [{ cniBinDir: '/opt/../bin' }, path('"/opt/../bin"')],
    [{ image: ' ' }, 'install-image-invalid \'image\' is not the name of an image: got " "; expected a name without blanks, such as "docker.io/library/alpine:3.22.2"; write the image as you would pull it, with its tag or digest'],
    [{ source: CniPluginsSource.image('a:1'), image: 'b:1' }, 'install-image-twice \'image\' is a second image beside the source\'s "a:1": got "b:1"; expected one image; leave \'image\' out'],
    [{ env: [] }, type('env', '[]', 'an object such as {"HTTPS_PROXY":"http://10.0.0.1:3128"}')],
    [{ env: { PLUGINS: 'x' } }, env('{"PLUGINS":"x"}')],
    [{ env: { 'a b': 'x' } }, env('{"a b":"x"}')],
    [{ env: { A: 1 } }, env('{"A":1}')],
    [{ env: { HTTPS_PROXY: 'http://p:1' } }, proxy('HTTPS_PROXY')],
    [{ env: { https_proxy: 'http://p:1' } }, proxy('https_proxy')],
    [{ maxUnavailable: 5 }, type('maxUnavailable', '5', nodeCount)],
    [{ maxUnavailable: k8s.IntOrString.fromNumber(0) }, type('maxUnavailable', '0', nodeCount)],
    [{ maxUnavailable: k8s.IntOrString.fromString('101%') }, type('maxUnavailable', '"101%"', nodeCount)],
    [{ name: 'cni_plugins' }, 'install-name-invalid \'name\' is not a name of a Kubernetes object: got "cni_plugins"; expected lower case letters, digits and hyphens, such as "kube-system"; write the name as kubectl prints it'],
    [{ labels: { 'app.kubernetes.io/name': 'mine' } }, 'install-label-reserved \'labels\' has a label that the construct sets itself: got {"app.kubernetes.io/name":"mine"}; expected no other value than "cni-plugins" for this key; take another key, or leave it out'],
  ])('%j', (props, message) => {
    const chart = new Chart(new App(), 'install');
    expect(() => new CniPluginsInstall(chart, 'plugins', props)).toThrow(new Error(`[install/plugins] ${message}`));
  });

  test('the first release that has a plugin', () => {
    const source = CniPluginsSource.release({ version: 'v1.2.0' });
    expect(() => daemonSetOf({ source, plugins: ['dummy', 'tap'] })).toThrow(new Error(
      `[install/plugins] ${notInRelease(1, 'tap', 'v1.2.0', ALL.replace(' tap', ''), 'take release v1.3.0 or later as the source')}`,
    ));
  });

  test('nothing for a proxy that the image can use, or does not need', () => {
    const proxied = { env: { HTTPS_PROXY: 'http://p:1' } };
    expect(() => daemonSetOf({ ...proxied, image: 'docker.io/alpine/k8s:1.34.1' })).not.toThrow();
    expect(() => daemonSetOf({ ...proxied, source: CniPluginsSource.image('a:1') })).not.toThrow();
    expect(() => daemonSetOf({ ...proxied, source: CniPluginsSource.release({ baseUrl: 'http://mirror' }) })).not.toThrow();
    expect(() => daemonSetOf({ env: { HTTPS_PROXY: '' } })).not.toThrow();
  });
});
