import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import { CniNetwork } from '../../lib/network/cni-network';
import { CniPluginsInstall } from '../../lib/install/cni-plugins-install';
import { DhcpDaemonInstall, DhcpDaemonInstallProps } from '../../lib/install/dhcp-daemon-install';
import { HostPaths } from '../../lib/install/host-paths';
import { expectValid } from '../support/kubernetes-schema';
import { messageOf } from '../../lib/diagnostics/rule';
import { readInstallation } from '../../lib/facts/installation';

function daemonSet(props?: DhcpDaemonInstallProps, namespace?: string): any {
  const chart = new Chart(new App(), 'install', { namespace });
  new DhcpDaemonInstall(chart, 'dhcp', props);
  const manifests = Testing.synth(chart);
  expect(manifests).toHaveLength(1);
  return manifests[0];
}

const podSpec = (props?: DhcpDaemonInstallProps) => daemonSet(props).spec.template.spec;
const container = (props?: DhcpDaemonInstallProps) => podSpec(props).containers[0];

describe('the DaemonSet', () => {
  test('has a name, a namespace and labels that do not change', () => {
    const { metadata, spec } = daemonSet({ labels: { team: 'network' } }, 'elsewhere');
    const own = { 'app.kubernetes.io/name': 'cni-dhcp-daemon' };
    expect(metadata).toEqual({ name: 'cni-dhcp-daemon', namespace: 'kube-system', labels: { team: 'network', ...own } });
    expect([spec.selector.matchLabels, spec.template.metadata.labels]).toEqual([own, { team: 'network', ...own }]);
    expect(daemonSet({ namespace: 'network' }).metadata.namespace).toBe('network');
  });

  test('has another name where there are two, by which their pods are told apart', () => {
    const { metadata, spec } = daemonSet({ name: 'dhcp-edge' });
    const own = { 'app.kubernetes.io/name': 'dhcp-edge' };
    expect([metadata.name, metadata.labels, spec.selector.matchLabels, spec.template.metadata.labels]).toEqual(['dhcp-edge', own, own, own]);
  });

  test('leaves the daemons alone when it changes, because they would forget the leases, unless it is told otherwise', () => {
    expect(daemonSet().spec.updateStrategy).toEqual({ type: 'OnDelete' });
    expect(daemonSet({ restartOnChange: true }).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '34%' } });
  });

  test('fits the schema of the Kubernetes API, with every option too', () => {
    expectValid(daemonSet());
    expectValid(daemonSet({
      broadcast: true,
      timeoutSeconds: 15,
      resendMaxSeconds: 30,
      resendTimeoutSeconds: 100,
      hostPaths: HostPaths.K3S,
      image: 'registry.example.com/alpine:3.22.2',
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      imagePullSecrets: [{ name: 'registry' }],
      name: 'dhcp-edge',
      namespace: 'network',
      restartOnChange: true,
      resources: { limits: { memory: k8s.Quantity.fromString('1Gi') } },
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { zone: 'a' },
      priorityClassName: 'high',
      labels: { team: 'network' },
    }));
  });

  test('can be patched through the property', () => {
    const chart = new Chart(new App(), 'install');
    new DhcpDaemonInstall(chart, 'dhcp').daemonSet.addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 30));
    expect(Testing.synth(chart)[0].spec.template.spec.terminationGracePeriodSeconds).toBe(30);
  });
});

describe('the pod', () => {
  test('runs on every Linux node, before the pod network, and has no token', () => {
    expect(podSpec()).toMatchObject({
      automountServiceAccountToken: false,
      hostNetwork: true,
      hostPID: true,
      priorityClassName: 'system-node-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(podSpec({ nodeSelector: { zone: 'a' }, priorityClassName: 'high', tolerations: [] })).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux', 'zone': 'a' }, priorityClassName: 'high', tolerations: [],
    });
  });

  test('sees the plugin, the folder of the socket, and each network namespace that is made later, by both its names', () => {
    expect(container().volumeMounts).toEqual([
      { name: 'cni-bin', mountPath: '/host/opt/cni/bin', readOnly: true },
      { name: 'socket', mountPath: '/run/cni' },
      { name: 'netns', mountPath: '/run/netns', mountPropagation: 'HostToContainer' },
      { name: 'netns', mountPath: '/var/run/netns', mountPropagation: 'HostToContainer' },
    ]);
    expect(podSpec().volumes).toEqual([
      { name: 'cni-bin', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
      { name: 'socket', hostPath: { path: '/run/cni', type: 'DirectoryOrCreate' } },
      { name: 'netns', hostPath: { path: '/run/netns', type: 'DirectoryOrCreate' } },
    ]);
  });

  test.each<[string, HostPaths, string, string, string[]]>([
    ['K3s', HostPaths.K3S, '/var/lib/rancher/k3s/data/cni', '/run/netns', ['/run/netns', '/var/run/netns']],
    ['Talos', HostPaths.TALOS, '/opt/cni/bin', '/var/run/netns', ['/run/netns', '/var/run/netns']],
    ['another folder', HostPaths.of({ netnsDir: '/srv/netns' }), '/opt/cni/bin', '/srv/netns', ['/srv/netns']],
  ])('has the folders of the node: %s', (_, hostPaths, bin, netns, mounts) => {
    const spec = podSpec({ hostPaths });
    expect(spec.volumes.map(({ hostPath }: any) => hostPath.path)).toEqual([bin, '/run/cni', netns]);
    const [{ env, volumeMounts }] = spec.containers;
    expect(env).toEqual([{ name: 'CNI_BIN_DIR', value: `/host${bin}` }, { name: 'SOCKET', value: '/run/cni/dhcp.sock' }]);
    expect(volumeMounts.slice(2).map(({ mountPath }: any) => mountPath)).toEqual(mounts);
  });

  test('is ready when the plugin can ask the daemon', () => {
    expect(container().readinessProbe).toEqual({ exec: { command: ['test', '-S', '/run/cni/dhcp.sock'] }, periodSeconds: 5 });
  });

  test('gives the daemon only the flags that are wanted', () => {
    const flags = (props?: DhcpDaemonInstallProps) => container(props).command.slice(3);
    expect(flags()).toEqual(['run-dhcp-daemon']);
    expect(flags({ broadcast: true, timeoutSeconds: 15, resendMaxSeconds: 30, resendTimeoutSeconds: 100 })).toEqual([
      'run-dhcp-daemon', '-broadcast=true', '-timeout=15s', '-resendmax=30s', '-resendtimeout=100s',
    ]);
  });
});

describe('what the rules are told', () => {
  const fact = (props?: DhcpDaemonInstallProps) => new DhcpDaemonInstall(new Chart(new App(), 'install'), 'dhcp', props)._installationFact();

  test('is that the daemon runs, also in the manifests', () => {
    expect(fact()).toMatchObject({ faults: [], isMultus: false, isWhereabouts: false, isDhcpDaemon: true });
    const { binDir, ...others } = readInstallation(daemonSet({ hostPaths: HostPaths.K3S }))!;
    expect(binDir?.folder).toBe('/var/lib/rancher/k3s/data/cni');
    expect(others).toEqual({ faults: [], isWhole: true, isMultus: false, isWhereabouts: false, isDhcpDaemon: true });
  });

  test('is that the image moves', () => {
    expect(fact({ image: 'alpine:latest' }).faults.map(messageOf)).toEqual([
      "image-tag-moves 'image' is an image that changes under its name: got \"alpine:latest\"; "
      + 'expected the tag of a release or a digest, such as "docker.io/library/alpine:3.22.2"; pin the release',
    ]);
  });
});

describe('the plugin dhcp', () => {
  const plugins = (ipam?: string, daemon = true) => {
    const chart = Testing.chart();
    const install = new CniPluginsInstall(chart, 'plugins');
    if (daemon) {
      new DhcpDaemonInstall(chart, 'dhcp');
    }
    if (ipam) {
      new CniNetwork(chart, 'network', { name: 'network', config: { type: 'macvlan', master: 'eth1', ipam: { type: ipam } } });
    }
    return install.plugins;
  };

  test('is installed where a network needs it, and where the daemon does', () => {
    expect(plugins('dhcp', false)).toEqual(['dhcp', 'macvlan']);
    expect(plugins('dhcp')).toEqual(['dhcp', 'macvlan']);
    expect(plugins('static')).toEqual(['dhcp', 'macvlan', 'static']);
    expect(plugins('static', false)).toEqual(['macvlan', 'static']);
  });

  test('comes with all others where the app has no network: those may be elsewhere', () => {
    expect(plugins()).toEqual(plugins(undefined, false));
    expect(plugins()).toContain('dhcp');
  });
});

test.each<[string, unknown]>([
  ['props', 'kube-system'],
  ['broadcast', 'yes'],
  ['timeoutSeconds', 0],
  ['resendMaxSeconds', '62s'],
  ['resendTimeoutSeconds', 0.5],
  ['hostPaths', '/opt/cni/bin'],
  ['image', 'a b'],
  ['namespace', 'Kube'],
  ['restartOnChange', 'no'],
  ['resources', { limits: { memory: '1Gi' } }],
  ['tolerations', {}],
  ['nodeSelector', { zone: 1 }],
  ['priorityClassName', 'High'],
  ['labels', { 'app.kubernetes.io/name': 'mine' }],
])('fails on a wrong value of %s', (name, value) => {
  const props: any = name === 'props' ? value : { [name]: value };
  expect(() => daemonSet(props)).toThrow(new RegExp(`^\\[install/dhcp\\] \\S+ '${name}[.'\\[]`));
});
