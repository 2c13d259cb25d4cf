import { readExclusiveCilium } from '../../lib/facts/cilium';

const config = (value: unknown, name = 'cilium-config') => ({ kind: 'ConfigMap', metadata: { name }, data: { 'cni-exclusive': value } });
const agent = (command: unknown) => ({
  kind: 'DaemonSet', spec: { template: { spec: { containers: [{ name: 'other' }, { name: 'cilium-agent', lifecycle: { postStart: { exec: { command } } } }] } } },
});
const HOOK = ['spec', 'template', 'spec', 'containers', 1, 'lifecycle', 'postStart', 'exec', 'command'];
const SCRIPT = 'set -o errexit\n/cni-install.sh --enable-debug=false --cni-exclusive=true --log-file=/var/run/cilium/cilium-cni.log\n';

test.each<[string, Record<string, unknown>, object]>([
  ['the agent\'s ConfigMap', config('true'), { path: ['data', 'cni-exclusive'], value: 'true' }],
  ['a ConfigMap that somebody wrote without quotes', config(true), { path: ['data', 'cni-exclusive'], value: true }],
  ['another word for true', config('T'), { path: ['data', 'cni-exclusive'], value: 'T' }],
  ['the configuration of some nodes', { kind: 'CiliumNodeConfig', spec: { defaults: { 'cni-exclusive': 'true' } } }, { path: ['spec', 'defaults', 'cni-exclusive'], value: 'true' }],
  ['an argument of the hook', agent(['/cni-install.sh', '--enable-debug=false', '--cni-exclusive=true']), { path: [...HOOK, 2], value: '--cni-exclusive=true' }],
  ['the script of the hook', agent(['bash', '-c', SCRIPT]), { path: [...HOOK, 2], value: SCRIPT }],
])('finds an exclusive Cilium in %s', (_, object, expected) => {
  expect(readExclusiveCilium(object)).toEqual(expected);
});

test.each<[string, Record<string, unknown>]>([
  ['that leaves others alone', config('false')],
  ['that says nothing, which leaves others alone', { kind: 'ConfigMap', metadata: { name: 'cilium-config' }, data: {} }],
  ['of another name', config('true', 'cilium')],
  ['whose value is no text', config({ toString: 'true' })],
  ['of some nodes that leaves others alone', { kind: 'CiliumNodeConfig', spec: { defaults: { 'cni-exclusive': 'false' } } }],
  ['of the hook that leaves others alone', agent(['/cni-install.sh', '--cni-exclusive=false'])],
  ['of a hook that is another', agent(['bash', '-c', 'iptables-save | grep -v aws'])],
  ['of a hook that is no list', agent('--cni-exclusive=true')],
  ['without containers', { kind: 'DaemonSet', spec: {} }],
])('finds none in a configuration %s', (_, object) => {
  expect(readExclusiveCilium(object)).toBeUndefined();
});
