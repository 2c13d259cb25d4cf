import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { ApiObject, Chart, JsonPatch, Testing, Yaml } from 'cdk8s';
import { Acknowledgements, CniPluginsInstall, CniPluginsSource, DhcpDaemonInstall, HostPaths, Ipam, IpvlanNetwork, MultusInstall, MultusVariant, WhereaboutsInstall } from '../../lib';
import { chartOf, stderrOf, synthFailure } from '../support/app';
import { messageThrownBy } from '../support/messages';

const whereabouts = (kind: string, namespace: string | undefined, command: string) => ({
  apiVersion: 'apps/v1', kind, metadata: { name: command, namespace },
  spec: { template: { spec: { containers: [{ name: 'whereabouts', image: 'whereabouts:v0.9.4', command: [command] }] } } },
});
const network = (namespace: string | undefined, slice: unknown) => ({
  apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'storage', namespace },
  spec: {
    config: JSON.stringify({
      cniVersion: '1.0.0', name: 'storage', type: 'macvlan', master: 'eth1',
      ipam: { type: 'whereabouts', range: '192.168.0.0/20', network_name: 'storage', node_slice_size: slice },
    }),
  },
});

/** The rules about node slices that fire. */
function found(...objects: object[]): string[] {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  return check.finish().findings.map(({ rule }) => rule).filter((rule) => /^node-slice-(controller|namespace)/.test(rule));
}

const MULTUS = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-multus-ds' }, spec: { template: { spec: { containers: [{ image: 'multus-cni:v4.3.0' }] } } } };
const DAEMON_SET = whereabouts('DaemonSet', 'kube-system', '/ip-control-loop');
const CONTROLLER = whereabouts('Deployment', 'kube-system', '/node-slice-controller');

test.each<[string, object[], string[]]>([
  ['says nothing where no installation of whereabouts is known', [network('default', '/24')], []],
  ['says nothing where another installation is known', [MULTUS, network('default', '/24')], []],
  ['says nothing of networks without node slices', [DAEMON_SET, network('default', undefined), network('other', '')], []],
  ['misses the controller', [DAEMON_SET, network('kube-system', '/24')], ['node-slice-controller-missing']],
  ['finds the controller in an object of its own', [DAEMON_SET, CONTROLLER, network('kube-system', '/24')], []],
  ['says both of a network elsewhere', [DAEMON_SET, network('default', '/24')], ['node-slice-controller-missing', 'node-slice-namespace']],
  ['says nothing of a network whose namespace is not known', [DAEMON_SET, CONTROLLER, network(undefined, '/24')], []],
  ['says nothing where the namespace of whereabouts is not known', [whereabouts('Deployment', undefined, '/node-slice-controller'), network('default', '/24')], []],
])('%s', (_, objects, rules) => {
  expect(found(...objects).sort()).toEqual(rules);
});

const CILIUM = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cilium-config', namespace: 'kube-system' }, data: { 'cni-exclusive': 'true' } };
/** With the configuration of the cluster network in this folder of the node. */
const THIN = (path: string) => {
  const args = ['--multus-autoconfig-dir=/host/master'];
  const volumeMounts = [{ name: 'cni', mountPath: '/host/etc/cni/net.d' }, { name: 'bin', mountPath: '/host/opt/cni/bin' }, { name: 'master', mountPath: '/host/master' }];
  const volumes = [{ name: 'cni', hostPath: { path: '/etc/cni/net.d' } }, { name: 'bin', hostPath: { path: '/opt/cni/bin' } }, { name: 'master', hostPath: { path } }];
  return { ...MULTUS, spec: { template: { spec: { containers: [{ image: 'multus-cni:v4.3.0', command: ['/thin_entrypoint'], args, volumeMounts }], volumes } } } };
};
/** The agent of Cilium with this folder of the node. */
const AGENT = (path: string) => {
  const containers = [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.16.0', volumeMounts: [{ name: 'cni', mountPath: '/host/etc/cni/net.d' }] }];
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cilium', namespace: 'kube-system' }, spec: { template: { spec: { containers, volumes: [{ name: 'cni', hostPath: { path } }] } } } };
};
/** The configuration of a daemon with that of the cluster network in this folder. */
const DAEMON = (multusAutoconfigDir: string) => ({
  apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'multus-daemon-config', namespace: 'kube-system' },
  data: { 'daemon-config.json': JSON.stringify({ cniVersion: '0.3.1', cniConfigDir: '/host/etc/cni/net.d', multusAutoconfigDir }) },
});
const NODES = (name: string, value: string, nodeSelector: object, namespace = 'kube-system') =>
  ({ apiVersion: 'cilium.io/v2', kind: 'CiliumNodeConfig', metadata: { name, namespace }, spec: { nodeSelector, defaults: { 'cni-exclusive': value } } });
const LABELLED = { matchLabels: { multus: 'yes' } };
const POD = (annotations: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', annotations }, spec: { containers: [] } });

test.each<[string, object[], string[]]>([
  ['says nothing of an exclusive Cilium alone', [CILIUM, POD({})], []],
  ['says nothing of a Cilium that leaves others alone', [{ ...CILIUM, data: { 'cni-exclusive': 'false' } }, MULTUS], []],
  ['says that an exclusive Cilium undoes Multus', [CILIUM, MULTUS], ['cilium-exclusive']],
  ['says that an exclusive Cilium undoes networks', [network('default', undefined), CILIUM], ['cilium-exclusive']],
  ['says nothing of an exclusive Cilium that is another on every node', [CILIUM, MULTUS, NODES('all', 'false', {})], []],
  ['says that an exclusive Cilium is another on some nodes only', [CILIUM, MULTUS, NODES('some', 'false', LABELLED)], ['cilium-exclusive']],
  ['says that an exclusive Cilium has no configuration of nodes elsewhere', [CILIUM, MULTUS, NODES('all', 'false', {}, 'default')], ['cilium-exclusive']],
  ['says that Cilium is exclusive on some nodes', [MULTUS, NODES('all', 'false', {}), NODES('some', 'true', LABELLED)], ['cilium-exclusive']],
  ['says nothing of nodes for which a later configuration says otherwise', [MULTUS, NODES('all', 'true', LABELLED), NODES('some', 'false', {})], []],
  ['says nothing of an exclusive Cilium where Multus takes the configuration of the cluster network from another folder', [CILIUM, THIN('/etc/cni/cilium.d')], []],
  ['says that an exclusive Cilium undoes Multus where the folders are one by two names', [CILIUM, THIN('/etc/cni/net.d/')], ['cilium-exclusive']],
  ['says nothing of an exclusive Cilium where that Multus is in another namespace', [CILIUM, { ...THIN('/etc/cni/cilium.d'), metadata: { name: 'm', namespace: 'multus' } }], []],
  ['says that an exclusive Cilium undoes that Multus where its agent is shown in the folder of the runtime', [CILIUM, THIN('/etc/cni/cilium.d'), AGENT('/etc/cni/net.d')], ['cilium-exclusive']],
  ['says nothing where the agent is shown in the other folder', [CILIUM, THIN('/etc/cni/cilium.d'), AGENT('/etc/cni/cilium.d')], []],
  ['says that an exclusive Cilium undoes a daemon whose folders are one', [CILIUM, DAEMON('/host/etc/cni/net.d/')], ['cilium-exclusive']],
  ['says nothing where the folders of a daemon are two', [CILIUM, DAEMON('/host/etc/cni/cilium.d')], []],
  ['says nothing of an exclusive Cilium beside what has no networks', [CILIUM, { kind: 'Deployment', spec: { template: { metadata: {} } } }], []],
  ['says nothing of an exclusive Cilium beside pods whose annotation is empty', [CILIUM, POD({ 'k8s.v1.cni.cncf.io/networks': '' })], []],
  ['says that an exclusive Cilium undoes attachments', [CILIUM, POD({ 'k8s.v1.cni.cncf.io/networks': 'storage' })], ['cilium-exclusive']],
])('%s', (_, objects, rules) => {
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(...objects));
  expect(check.finish().findings.map(({ rule }) => rule)).toEqual(rules);
});

describe('a daemon of Multus', () => {
  /** The findings of a daemon with these mounts and this configuration, with their lines. */
  function lines(mounts: object[], config: string, namespace = 'kube-system'): string[] {
    const volumes = [
      { name: 'conf', hostPath: { path: '/etc/cni/net.d' } }, { name: 'run', hostPath: { path: '/run' } }, { name: 'scratch', emptyDir: {} },
      { name: 'config', configMap: { name: 'multus-daemon-config' } },
    ];
    const volumeMounts = [{ name: 'config', mountPath: '/etc/cni/net.d/multus.d' }, ...mounts];
    const containers = [{ name: 'multus', image: 'example.com/multus-cni:v4.3.0', command: ['/bin/multus-daemon'], volumeMounts }];
    const check = new ManifestCheck();
    check.add('a.yaml', Yaml.stringify({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'm', namespace }, spec: { template: { spec: { containers, volumes } } } }));
    check.add('b.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: multus-daemon-config, namespace: kube-system }\ndata:\n  daemon-config.json: |\n    ${config}\n`);
    return check.finish().findings.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${/'([^']*)'/.exec(message)?.[1]}`);
  }

  const CONF = { name: 'conf', mountPath: '/host/etc/cni/net.d' };
  const RUN = { name: 'run', mountPath: '/host/run' };

  test.each<[string, object[], string, string[]]>([
    ['with what it needs', [CONF, RUN], '{"cniVersion":"0.3.1","cniConfigDir":"/host/etc/cni/net.d","socketDir":"/host/run/multus/","readinessindicatorfile":"/host/etc/cni/net.d/a"}', []],
    ['that says nothing of paths', [], '{"cniVersion":"0.3.1"}', []],
    ['with an indicator as the node has it', [CONF], '{"cniVersion":"0.3.1",\n    "ReadinessIndicatorFile":"/etc/cni/net.d/a"}', ['b.yaml:7 multus-path-not-on-node data.daemon-config.json.readinessindicatorfile']],
    ['with folders of its own', [{ name: 'scratch', mountPath: '/host' }], '{"cniVersion":"0.3.1","socketDir":"/host/run/multus/",\n\n    "cniConfigDir":"/host/etc/cni/net.d"}',
      ['b.yaml:8 multus-path-not-on-node data.daemon-config.json.cniConfigDir', 'b.yaml:6 multus-path-not-on-node data.daemon-config.json.socketDir']],
    ['with a mount that only the pod knows', [{ ...RUN, subPathExpr: '$(NODE)' }], '{"cniVersion":"0.3.1","socketDir":"/host/run/multus/"}', []],
    ['with a text that is not JSON', [CONF], '{"cniVersion":"0.3.1",\n    }', ['b.yaml:7 config-not-json data.daemon-config.json']],
  ])('%s is checked together with its configuration', (_, mounts, config, expected) => {
    expect(lines(mounts, config).sort()).toEqual(expected.sort());
  });

  test('of two that share a configuration needs what the other has not', () => {
    const daemon = (name: string, mountPath: string) => ({
      apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec: {
        template: {
          spec: {
            containers: [{
              image: 'multus-cni:v4.3.0', command: ['multus-daemon'],
              volumeMounts: [{ name: 'config', mountPath: '/etc/cni/net.d/multus.d' }, { name: 'run', mountPath }],
            }],
            volumes: [{ name: 'config', configMap: { name: 'c' } }, { name: 'run', hostPath: { path: '/run' } }],
          },
        },
      },
    });
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'daemon-config.json': '{"cniVersion":"0.3.1","socketDir":"/host/run/multus/"}' } };
    const check = new ManifestCheck();
    check.add('a.yaml', Yaml.stringify(daemon('a', '/host/run'), daemon('b', '/host/var/run'), config));
    expect(check.finish().findings).toEqual([]);
  });

  test('of another namespace has another configuration', () => {
    expect(lines([], '{"cniVersion":"0.3.1","socketDir":"/host/run/multus/"}', 'default')).toEqual([]);
  });
});

describe('two installations of one name', () => {
  const PLUGINS = (namespace: string | undefined, selector: object | null = {}) => ({
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cni-plugins', namespace }, spec: {
      selector, template: { spec: { initContainers: [{ name: 'install', env: [{ name: 'CNI_BIN_DIR', value: '/bin' }, { name: 'PLUGINS', value: 'dhcp' }] }] } },
    },
  });
  const NAMED = (kind: string, namespace: string) => ({
    apiVersion: 'apps/v1', kind, metadata: { name: 'whereabouts', namespace }, spec: { selector: {}, template: { spec: { containers: [{ image: 'whereabouts:v0.9.4' }] } } },
  });
  const lines = (complete: boolean, ...files: object[][]) => {
    const check = new ManifestCheck({ complete });
    files.forEach((objects, i) => check.add(`${'ab'[i]}.yaml`, Yaml.stringify(...objects)));
    return check.finish().findings.map(({ file, line, message }) => `${file}:${line} ${message.split(':')[0]}`);
  };
  const DUPLICATE = (at: string, first: string) => `${at} installation-duplicate 'metadata.name' is already the name of the installation ${first}`;

  test.each<[string, boolean, object[][], string[]]>([
    ['in one file replace each other', false, [[PLUGINS('a'), PLUGINS('a')]], [DUPLICATE('a.yaml:21', '"a/cni-plugins" in "a.yaml"')]],
    ['in the namespace of kubectl replace each other', false, [[PLUGINS(undefined), PLUGINS(undefined)]], [DUPLICATE('a.yaml:21', '"cni-plugins" in "a.yaml"')]],
    ['in two files may be for two clusters', false, [[PLUGINS('a')], [PLUGINS('a')]], []],
    ['in two files that are all there is replace each other', true, [[PLUGINS('a')], [PLUGINS('a')]], [DUPLICATE('b.yaml:4', '"a/cni-plugins" in "a.yaml"')]],
    ['in two namespaces live side by side', false, [[PLUGINS('a'), PLUGINS('b')]], []],
    ['in two namespaces are one where they have objects of the whole cluster', false, [[NAMED('DaemonSet', 'a'), NAMED('DaemonSet', 'b')]], [DUPLICATE('a.yaml:16', '"a/whereabouts" in "a.yaml"')]],
    ['of two kinds live side by side', false, [[NAMED('DaemonSet', 'a'), NAMED('Deployment', 'a')]], []],
    ['are one where the second is a patch', true, [[PLUGINS('a')], [PLUGINS('a', null)]], []],
  ])('%s', (_, complete, files, expected) => {
    expect(lines(complete, ...files)).toEqual(expected);
  });

  const duplicate = (place: string, name: string, other: string) => `[${place}] installation-duplicate 'name' is already the name of the installation "${other}": got "${name}"; expected one installation of this name in a cluster; `
    + "join the two into one; where each is for other nodes or plugins, give one another 'name' (CniPluginsInstall, DhcpDaemonInstall)";

  test('of an app are for one cluster, in whichever chart they are', () => {
    expect(synthFailure((app) => {
      const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
      [one, two].forEach((chart) => {
        new MultusInstall(chart, 'multus', { namespace: chart.node.id });
        new DhcpDaemonInstall(chart, 'dhcp');
        new WhereaboutsInstall(chart, 'whereabouts');
      });
    })).toBe([
      'Validation failed with the following errors:',
      duplicate('two/multus', 'kube-multus-ds', 'one/multus'),
      duplicate('two/dhcp', 'cni-dhcp-daemon', 'one/dhcp'),
      duplicate('two/whereabouts', 'whereabouts', 'one/whereabouts'),
    ].join('\n  '));
  });

  test('are found beside an object that was written by hand, and may pass with a reason', () => {
    const chart = chartOf();
    new CniPluginsInstall(chart, 'plugins');
    const byHand = new ApiObject(chart, 'by-hand', PLUGINS('kube-system'));
    expect(messageThrownBy(() => Testing.synth(chart))).toContain("[apps/by-hand] installation-duplicate 'name' is already the name of the installation \"apps/plugins\"");
    Acknowledgements.of(byHand).add('installation-duplicate', 'for another cluster');
    expect(stderrOf(() => Testing.synth(chart))).toBe('');
  });
});

describe('the folder of plugins', () => {
  const IN = (name: string, image: string, path: string, nodeSelector?: object) => ({
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec: {
      template: {
        spec: { nodeSelector, containers: [{ image, volumeMounts: [{ name: 'cnibin', mountPath: '/host/opt/cni/bin' }] }], volumes: [{ name: 'cnibin', hostPath: { path } }] },
      },
    },
  });
  const OF_MULTUS = (path: string, nodeSelector?: object) => IN('multus', 'multus-cni:v4.3.0-thick', path, nodeSelector);
  const WHEREABOUTS = (path: string, nodeSelector?: object) => IN('whereabouts', 'whereabouts:v0.9.4', path, nodeSelector);
  const [A, B] = ['a', 'b'].map((pool) => ({ pool }));
  const places = (complete: boolean, ...files: object[][]) => {
    const check = new ManifestCheck({ complete });
    files.forEach((objects, i) => check.add(`${'ab'[i]}.yaml`, Yaml.stringify(...objects)));
    return check.finish().findings.filter(({ rule }) => rule === 'bin-dir-differs').map(({ file, line }) => `${file}:${line}`);
  };

  test.each<[string, boolean, object[][], string[]]>([
    ['is that of Multus, however it is written', false, [[OF_MULTUS('/opt/cni/bin'), WHEREABOUTS('/opt/cni/bin/')]], []],
    ['is not that of Multus', false, [[WHEREABOUTS('/usr/libexec/cni'), OF_MULTUS('/opt/cni/bin')]], ['a.yaml:17']],
    ['may be for another cluster', false, [[OF_MULTUS('/opt/cni/bin')], [WHEREABOUTS('/usr/libexec/cni')]], []],
    ['is not that of the only Multus', true, [[OF_MULTUS('/opt/cni/bin')], [WHEREABOUTS('/usr/libexec/cni')]], ['b.yaml:17']],
    ['is that of one Multus of two', false, [[OF_MULTUS('/opt/cni/bin'), OF_MULTUS('/usr/libexec/cni'), WHEREABOUTS('/usr/libexec/cni')]], []],
    ['is of other nodes', false, [[OF_MULTUS('/opt/cni/bin', A), WHEREABOUTS('/usr/libexec/cni', B)]], []],
    ['is of some nodes of Multus', false, [[OF_MULTUS('/opt/cni/bin'), WHEREABOUTS('/usr/libexec/cni', B)]], ['a.yaml:36']],
    ['is of more nodes than Multus', false, [[OF_MULTUS('/opt/cni/bin', A), WHEREABOUTS('/usr/libexec/cni')]], ['a.yaml:36']],
    ['is not known', false, [[OF_MULTUS('/opt/cni/bin'), { ...WHEREABOUTS('/x'), spec: { template: { spec: { containers: [{ image: 'whereabouts:v0.9.4' }] } } } }]], []],
  ])('%s', (_, complete, files, expected) => {
    expect(places(complete, ...files)).toEqual(expected);
  });

  const differs = (place: string, property: string) => `[${place}] bin-dir-differs '${property}' is another folder of the node than that in which "install/multus" has Multus, and in which plugins are looked for: got "/opt/cni/bin"; `
    + 'expected "/var/lib/rancher/k3s/data/cni"; give all installations the same folder (\'hostPaths\', of plugins \'cniBinDir\'), or acknowledge it where the container runtime looks in both';

  test('is said of each installation of an app', () => {
    expect(synthFailure((app) => {
      const chart = new Chart(app, 'install');
      new MultusInstall(chart, 'multus', { hostPaths: HostPaths.K3S, cniPlugins: { cniBinDir: '/opt/cni/bin/' } });
      new DhcpDaemonInstall(chart, 'dhcp');
      new WhereaboutsInstall(chart, 'whereabouts');
    })).toBe([
      'Validation failed with the following errors:',
      differs('install/multus/CniPlugins', 'cniBinDir'), differs('install/dhcp', 'hostPaths.cniBinDir'), differs('install/whereabouts', 'hostPaths.cniBinDir'),
    ].join('\n  '));
  });

  test.each<[string, HostPaths]>([['K3S', HostPaths.K3S], ['GKE', HostPaths.GKE], ['of its own', HostPaths.of({ cniBinDir: '/opt/cni/bin/' })]])('is one where all have the paths %s', (_, hostPaths) => {
    const chart = chartOf();
    new MultusInstall(chart, 'multus', { hostPaths });
    new DhcpDaemonInstall(chart, 'dhcp', { hostPaths });
    new WhereaboutsInstall(chart, 'whereabouts', { hostPaths });
    expect(stderrOf(() => Testing.synth(chart))).toBe('');
  });

  test('may be another on nodes that Multus is not on', () => {
    const chart = chartOf();
    new MultusInstall(chart, 'multus', { hostPaths: HostPaths.K3S, nodeSelector: A, cniPlugins: { nodeSelector: A } });
    new CniPluginsInstall(chart, 'plugins', { name: 'cni-plugins-b', nodeSelector: B });
    expect(stderrOf(() => Testing.synth(chart))).toBe('');
  });
});

test('a Cilium of the app that undoes what MultusInstall patches fails the synth, until it leaves others alone', () => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus');
  const config = new ApiObject(chart, 'cilium', CILIUM);
  expect(messageThrownBy(() => Testing.synth(chart)).split(' has ')[0]).toContain("[apps/cilium] cilium-exclusive 'data.cni-exclusive'");
  config.addJsonPatch(JsonPatch.replace('/data/cni-exclusive', 'false'));
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test.each([MultusVariant.THIN, MultusVariant.THICK])('a Cilium in a folder of its own does not reach what MultusInstall writes, %s', (variant) => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus', { variant, patchCilium: false, hostPaths: HostPaths.of({ masterCniConfDir: '/etc/cni/cilium.d' }) });
  new ApiObject(chart, 'cilium', CILIUM);
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
  const check = new ManifestCheck({ complete: true });
  check.add('file.yaml', Yaml.stringify(...Testing.synth(chart)));
  expect(check.finish().findings).toEqual([]);
});

test.each<[string, string, string[]]>([
  ['3.9.3', '0.4.0', []], ['3.9.3', '1.0.0', ['cni-version-too-new']],
  ['4.0.2', '1.0.0', []], ['4.0.2', '1.1.0', ['cni-version-too-new']],
  ['4.1.0', '1.1.0', []], ['4.3.0', '1.1.0', []],
  // others say what is wrong with these
  ['3.9.3', '9.9.9', ['cni-version-unsupported']], ['3.9.3', '', ['cni-version-missing']],
])('Multus %s reads version %s of the specification, or it is found', (multus, cniVersion, rules) => {
  const plain = network('default', undefined);
  const config = JSON.stringify({ cniVersion, type: 'macvlan', master: 'eth1', ipam: { type: 'host-local', subnet: '10.0.0.0/24' } });
  const daemonSet = { ...MULTUS, spec: { template: { spec: { containers: [{ image: `multus-cni:v${multus}` }] } } } };
  const check = new ManifestCheck();
  check.add('file.yaml', Yaml.stringify(daemonSet, { ...plain, spec: { config } }));
  expect(check.finish().findings.map(({ rule }) => rule)).toEqual(rules);
});

test('an image that moves is warned about, whichever install it is of', () => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus', { image: 'multus-cni:stable', ciliumPatch: { image: 'k8s:latest' }, cniPlugins: { image: 'alpine' } });
  new CniPluginsInstall(chart, 'plugins', { name: 'cni-plugins-own', source: CniPluginsSource.image('registry.example.com/plugins:latest') });
  new DhcpDaemonInstall(chart, 'dhcp', { image: 'alpine:edge' });
  new WhereaboutsInstall(chart, 'whereabouts', { image: 'whereabouts:latest' });
  const network = new IpvlanNetwork(chart, 'storage', {
    master: 'eth1', ipam: Ipam.perNode({ 'worker-1': Ipam.hostLocal({ subnet: '192.168.1.0/24' }) }), nodeConfigWriter: { image: 'alpine:latest' },
  });
  const moves = (place: string, property: string, image: string, example: string) => `warning: [apps/${place}] image-tag-moves '${property}' is an image that changes under its name: got "${image}"; `
    + `expected the tag of a release or a digest, such as "${example}"; pin the release`;
  const warnings = stderrOf(() => Testing.synth(chart));
  expect(warnings.trimEnd().split('\n')).toEqual([
    moves('multus/CiliumPatch', 'image', 'k8s:latest', 'docker.io/alpine/k8s:1.34.1'),
    moves('multus/CniPlugins', 'image', 'alpine', 'docker.io/library/alpine:3.22.2'),
    moves('multus', 'image', 'multus-cni:stable', 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0'),
    moves('plugins', 'source', 'registry.example.com/plugins:latest', 'registry.example.com/cni-plugins:v1.9.1'),
    moves('dhcp', 'image', 'alpine:edge', 'docker.io/library/alpine:3.22.2'),
    moves('whereabouts', 'image', 'whereabouts:latest', 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4'),
    moves('storage/NodeConfigs', 'image', 'alpine:latest', 'docker.io/library/alpine:3.22.2'),
  ]);
  Acknowledgements.of(network.nodeConfigWriter!).add('image-tag-moves', 'a test cluster');
  expect(stderrOf(() => Testing.synth(chart))).toBe('');
});

test('the objects of an app with images that move are read to the same end', () => {
  const chart = chartOf();
  new MultusInstall(chart, 'multus', { ciliumPatch: { image: 'k8s:latest' }, cniPlugins: { image: 'alpine' } });
  const check = new ManifestCheck();
  check.add('app.yaml', Yaml.stringify(...chart.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson())));
  expect(check.finish().findings.map(({ rule, kind }) => `${rule} ${kind}`).sort()).toEqual(['image-tag-moves DaemonSet', 'image-tag-moves Job']);
});

test('a Multus of another folder does not keep an exclusive Cilium away', () => {
  const check = new ManifestCheck();
  check.add('a/multus.yaml', Yaml.stringify(THIN('/etc/cni/cilium.d')));
  check.add('b/all.yaml', Yaml.stringify(CILIUM, MULTUS));
  expect(check.finish().findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual(['b/all.yaml cilium-exclusive']);
});
