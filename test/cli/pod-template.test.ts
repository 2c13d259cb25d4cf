import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { command } from './support/command';

const VIRTUAL_MACHINE = `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: router
  namespace: default
spec:
  machine:
    metadata:
      annotations:
        k8s.v1.cni.cncf.io/networks: a//b
    spec:
      domain: {}
`;

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  writeFileSync(join(cwd, 'vm.yaml'), VIRTUAL_MACHINE);
});

afterEach(() => rmSync(cwd, { recursive: true }));

const check = (...options: string[]) => command(['check', 'vm.yaml', ...options], { cwd }, { make: (given) => new ManifestCheck(given) });

test('a kind that nobody knows is left alone', async () => {
  expect(await check()).toEqual({ status: 0, stdout: 'no findings in 1 file (0 networks, 0 workloads)\n', stderr: '' });
});

test('a kind whose pod template the user names is read there', async () => {
  const { status, stdout } = await check('--pod-template', 'Other=spec', '--pod-template', 'VirtualMachine=spec.machine');
  expect([status, stdout.split('\n')[0]]).toEqual([1, 'VirtualMachine default/router']);
  expect(stdout.split('\n')[1]).toMatch(/^ {2}vm\.yaml:11: error: annotation-malformed /);
});

test('a path that leads nowhere reads nothing', async () => {
  expect((await check('--pod-template', 'VirtualMachine=spec.template')).stdout).toBe('no findings in 1 file (0 networks, 0 workloads)\n');
});

test.each(['VirtualMachine', 'VirtualMachine=', '=spec', 'VirtualMachine=spec..template', '__proto__=spec'])('fails on %s', async (value) => {
  const { status, stdout, stderr } = await check('--pod-template', value);
  expect([status, stdout, stderr.split('\n')[0]]).toEqual([
    2, '', `error: option '--pod-template <KIND=PATH>' argument '${value}' is invalid. Expected a kind and a path, such as Kafka=spec.kafka.template.pod.`,
  ]);
});
