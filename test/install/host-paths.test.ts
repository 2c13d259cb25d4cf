import { HostPaths } from '../../lib/install/host-paths';

const STANDARD = { cniBinDir: '/opt/cni/bin', cniConfDir: '/etc/cni/net.d', masterCniConfDir: '/etc/cni/net.d', netnsDir: '/run/netns', kubeletDir: '/var/lib/kubelet' };

test.each([
  ['STANDARD', HostPaths.STANDARD, {}],
  ['K3S', HostPaths.K3S, {
    cniBinDir: '/var/lib/rancher/k3s/data/cni',
    cniConfDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
    masterCniConfDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  }],
  ['RKE2', HostPaths.RKE2, {}],
  ['GKE', HostPaths.GKE, { cniBinDir: '/home/kubernetes/bin' }],
  ['CRIO', HostPaths.CRIO, { cniBinDir: '/usr/libexec/cni' }],
  ['TALOS', HostPaths.TALOS, { netnsDir: '/var/run/netns' }],
  ['MICROK8S', HostPaths.MICROK8S, {
    cniBinDir: '/var/snap/microk8s/current/opt/cni/bin',
    cniConfDir: '/var/snap/microk8s/current/args/cni-network',
    masterCniConfDir: '/var/snap/microk8s/current/args/cni-network',
    kubeletDir: '/var/snap/microk8s/common/var/lib/kubelet',
  }],
])('%s has the paths of its platform', (_, paths, differing) => {
  expect({ ...paths }).toEqual({ ...STANDARD, ...differing });
});

test('paths of its own take the place of the standard ones, each by itself', () => {
  expect({ ...HostPaths.of({ netnsDir: '/a/netns' }) }).toEqual({ ...STANDARD, netnsDir: '/a/netns' });
  expect({ ...HostPaths.of() }).toEqual(STANDARD);
  expect({ ...HostPaths.of({ masterCniConfDir: '/etc/cni/cilium.d/' }) }).toEqual({ ...STANDARD, masterCniConfDir: '/etc/cni/cilium.d' });
});

test('a slash at the end makes no difference', () => {
  expect({ ...HostPaths.of({ cniBinDir: '/opt/cni/bin/', cniConfDir: '/etc/cni/net.d//' }) }).toEqual(STANDARD);
});

test.each([
  [{ cniBinDir: 'opt/cni/bin' }, "install-path-invalid 'cniBinDir' is not an absolute path: got \"opt/cni/bin\"; "],
  [{ cniConfDir: '' }, "install-path-invalid 'cniConfDir' is not an absolute path: got \"\"; "],
  [{ masterCniConfDir: 'cilium.d' }, "install-path-invalid 'masterCniConfDir' is not an absolute path: got \"cilium.d\"; "],
  [{ netnsDir: '/run/../netns' }, "install-path-invalid 'netnsDir' is not an absolute path: got \"/run/../netns\"; "],
  [{ kubeletDir: 5 }, "install-path-invalid 'kubeletDir' is not an absolute path: got 5; "],
  [{ kubeletDir: null }, "install-path-invalid 'kubeletDir' is not an absolute path: got null; "],
])('fails for %j', (options, message) => {
  expect(() => HostPaths.of(options as any)).toThrow(new Error(
    `[HostPaths.of] ${message}expected a path that begins with "/" and has no "..", such as "/opt/cni/bin"; write the whole path of the directory`,
  ));
});

test.each([[null, 'null'], ['/opt/cni/bin', '"/opt/cni/bin"']])('fails for options that are %j', (options, got) => {
  expect(() => HostPaths.of(options as any)).toThrow(new Error(
    `[HostPaths.of] install-type 'options' has a wrong value: got ${got}; expected an object such as {"cniBinDir":"/opt/cni/bin"}; pass such a value, or leave the property out`,
  ));
});
