import { readExclusiveCilium, sparesMultus } from '../../lib/facts/cilium';

const config = (value: unknown, name = 'cilium-config') => ({ kind: 'ConfigMap', metadata: { name }, data: { 'cni-exclusive': value } });
const whole = (more: object) => ({ ...config('true'), data: { 'cni-exclusive': 'true', 'identity-allocation-mode': 'crd', ...more } });
const FILE = '/host/etc/cni/net.d/05-cilium.conflist';
const nodes = (defaults: unknown, nodeSelector: unknown = { matchLabels: { multus: 'yes' } }) => ({ kind: 'CiliumNodeConfig', spec: { nodeSelector, defaults } });
const agent = (command: unknown) => ({
  kind: 'DaemonSet', spec: { template: { spec: { containers: [{ name: 'other' }, { name: 'cilium-agent', lifecycle: { postStart: { exec: { command } } } }] } } },
});
const HOOK = ['spec', 'template', 'spec', 'containers', 1, 'lifecycle', 'postStart', 'exec', 'command'];
const SCRIPT = 'set -o errexit\n/cni-install.sh --enable-debug=false --cni-exclusive=true --log-file=/var/run/cilium/cilium-cni.log\n';

test.each<[string, Record<string, unknown>, object]>([
  ['the agent\'s ConfigMap', config('true'), { path: ['data', 'cni-exclusive'], value: 'true', ofSomeNodes: false }],
  ['a ConfigMap that somebody wrote without quotes', config(true), { path: ['data', 'cni-exclusive'], value: true, ofSomeNodes: false }],
  ['another word for true', config('T'), { path: ['data', 'cni-exclusive'], value: 'T', ofSomeNodes: false }],
  ['the configuration of some nodes', nodes({ 'cni-exclusive': 'true' }), { path: ['spec', 'defaults', 'cni-exclusive'], value: 'true', ofSomeNodes: true }],
  ['a whole ConfigMap', whole({ 'write-cni-conf-when-ready': FILE }), { path: ['data', 'cni-exclusive'], value: 'true', ofSomeNodes: false }],
  ['a ConfigMap with a configuration of one\'s own that the agent writes', whole({ 'custom-cni-conf': 'true', 'write-cni-conf-when-ready': FILE }),
    { path: ['data', 'cni-exclusive'], value: 'true', ofSomeNodes: false }],
  ['an argument of the hook', agent(['/cni-install.sh', '--enable-debug=false', '--cni-exclusive=true']), { path: [...HOOK, 2], value: '--cni-exclusive=true' }],
  ['the script of the hook', agent(['bash', '-c', SCRIPT]), { path: [...HOOK, 2], value: SCRIPT }],
])('finds an exclusive Cilium in %s', (_, object, expected) => {
  expect(readExclusiveCilium(object)).toEqual(expected);
});

test.each<[string, Record<string, unknown>]>([
  ['that leaves others alone', config('false')],
  ['that says nothing, which leaves others alone', { kind: 'ConfigMap', metadata: { name: 'cilium-config' }, data: {} }],
  ['of another name', config('true', 'cilium')],
  ['of an agent that writes no file', whole({})],
  ['of an agent that is told to write no file', whole({ 'write-cni-conf-when-ready': '' })],
  ['of an agent that is told so in a patch', { ...config('true'), data: { 'cni-exclusive': 'true', 'write-cni-conf-when-ready': '' } }],
  ['of an agent whose file somebody else writes', { ...config('true'), data: { 'cni-exclusive': 'true', 'custom-cni-conf': 'true' } }],
  ['of an agent that writes elsewhere', whole({ 'write-cni-conf-when-ready': '/host/run/multus/cni/net.d/05-cilium.conflist' })],
  ['whose value is no text', config({ toString: 'true' })],
  ['of some nodes that leaves others alone', nodes({ 'cni-exclusive': 'false' })],
  ['of the hook that leaves others alone', agent(['/cni-install.sh', '--cni-exclusive=false'])],
  ['of a hook that is another', agent(['bash', '-c', 'iptables-save | grep -v aws'])],
  ['of a hook that is no list', agent('--cni-exclusive=true')],
  ['without containers', { kind: 'DaemonSet', spec: {} }],
])('finds none in a configuration %s', (_, object) => {
  expect(readExclusiveCilium(object)).toBeUndefined();
});

/** The agent's DaemonSet, with this folder of the node. */
const agentIn = (path: string, command: unknown = undefined) => {
  const volumeMounts = [{ name: 'etc-cni-netd', mountPath: '/host/etc/cni/net.d' }];
  const containers = [{ name: 'cilium-agent', volumeMounts, lifecycle: { postStart: { exec: { command } } } }];
  return { kind: 'DaemonSet', spec: { template: { spec: { containers, volumes: [{ name: 'etc-cni-netd', hostPath: { path } }] } } } };
};

test.each<[string, Record<string, unknown>]>([
  ['of all nodes', nodes({ 'cni-exclusive': 'false' }, {})],
  ['of all nodes, in more words', nodes({ 'cni-exclusive': 'false' }, { matchLabels: {}, matchExpressions: [] })],
  ['of all nodes that has the agent write no file', nodes({ 'write-cni-conf-when-ready': '' }, {})],
  ['of an agent in the folder of OpenShift', agentIn('/var/run/multus/cni/net.d')],
  ['of an agent in a folder that no runtime looks into', agentIn('/etc/cni/cilium.d')],
])('finds that Multus is spared in a configuration %s', (_, object) => {
  expect(sparesMultus(object)).toBe(true);
});

test.each<[string, Record<string, unknown>]>([
  ['of some nodes', nodes({ 'cni-exclusive': 'false' })],
  ['of no nodes', nodes({ 'cni-exclusive': 'false' }, null)],
  ['of all nodes that says the contrary', nodes({ 'cni-exclusive': 'true' }, {})],
  ['of all nodes that says nothing of it', nodes({ debug: 'true' }, {})],
  ['of all nodes that says nothing', nodes(undefined, {})],
  ['of an agent in the folder of the nodes', agentIn('/etc/cni/net.d')],
  ['of an agent in the folder of MicroK8s', agentIn('/var/snap/microk8s/current/args/cni-network/')],
  ['of an agent without a folder', agent(['true'])],
  ['of all nodes in the ConfigMap, which others are above', config('false')],
])('does not find that Multus is spared in a configuration %s', (_, object) => {
  expect(sparesMultus(object)).toBe(false);
});

test('the hook of an agent in a folder of its own does nothing to Multus', () => {
  const hook = ['/cni-install.sh', '--cni-exclusive=true'];
  expect(readExclusiveCilium(agentIn('/var/run/multus/cni/net.d', hook))).toBeUndefined();
  expect(readExclusiveCilium(agentIn('/etc/cni/net.d', hook))).toBeDefined();
});
