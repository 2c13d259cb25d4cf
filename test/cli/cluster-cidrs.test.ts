import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ManifestCheck } from '../../lib/manifests/manifest-check';
import { networkText } from '../manifests/support';
import { command } from './support/command';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdk8s-multus-'));
  const ipam = { type: 'host-local', subnet: '10.244.0.0/24', routes: [{ dst: '10.96.0.0/16' }] };
  writeFileSync(join(cwd, 'net.json'), networkText({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth1', mode: 'bridge', ipam }));
});

afterEach(() => rmSync(cwd, { recursive: true }));

const check = (...options: string[]) => command(['check', 'net.json', ...options], { cwd }, { make: (given) => new ManifestCheck(given) });

test('without addresses of the cluster, none are compared with', async () => {
  expect(await check()).toEqual({ status: 0, stdout: 'no findings in 1 file (1 network, 0 workloads)\n', stderr: '' });
});

test('the addresses of pods, services and nodes may each be given more than once', async () => {
  const { status, stdout } = await check(
    '--pod-cidr', 'fd00:10:244::/56', '--pod-cidr=10.244.0.0/16', '--service-cidr', '10.96.0.0/12', '--node-cidr', '10.1.0.0/16', '--node-cidr', '10.244.0.7/32',
  );
  expect([status, [...stdout.matchAll(/: (error|warning): (\S+) /g)].map(([, severity, rule]) => `${severity} ${rule}`)]).toEqual([
    1, ['error pool-has-node-address', 'error route-overlaps-cluster', 'error subnet-overlaps-cluster'],
  ]);
});

test.each([
  ['--pod-cidr', '10/8', 'is not a subnet: got "10/8"; expected an address with a prefix length, such as "10.244.0.0/16" or "fd00:10:244::/56"; '
    + 'correct it; a single address has the prefix length 32, or 128 with IPv6'],
  ['--service-cidr', '10.96.0.1/12', 'has host bits set: got "10.96.0.1/12"; expected "10.96.0.0/12"; write "10.96.0.0/12"; '
    + 'a single address has the prefix length 32, or 128 with IPv6'],
  ['--node-cidr', '', 'is not a subnet: got ""; expected an address with a prefix length, such as "10.244.0.0/16" or "fd00:10:244::/56"; '
    + 'correct it; a single address has the prefix length 32, or 128 with IPv6'],
])('fails on %s %s', async (option, value, words) => {
  const { status, stdout, stderr } = await check(option, value);
  expect([status, stdout, stderr.split('\n')[0]]).toEqual([
    2, '', `error: option '${option} <CIDR>' argument '${value}' is invalid. cluster-cidr-invalid '${option}' ${words}`,
  ]);
});
