import { execFile, spawn } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, dirname, join } from 'path';
import { Run, lines } from '../install/support/shells';
import { HOOK, SCRIPT, Setup, TestCluster, manifests, timeless } from '../install/support/test-cluster';
import { ROOT } from '../support/process';
import { SCALARS } from '../support/scalars';
import { program } from '../vm/debian';

// The script of `CiliumPatch` with the real kubectl, where its many tests in `test/install` use one of ours, which must do the same;
// and what kubectl takes the values of manifests for.

const folder = mkdtempSync(join(tmpdir(), 'cdk8s-multus-kubectl-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Serves the cluster by HTTP while the real kubectl works in it. */
async function served<T>(cluster: TestCluster, use: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const server = spawn(process.execPath, [join(ROOT, 'test/install/support/api-server.mjs')], {
    env: cluster.variables, stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await new Promise<string>((resolve) => { server.stdout.once('data', (data) => resolve(`${data}`.trim())); });
    const kubeconfig = join(folder, `${port}.json`);
    writeFileSync(kubeconfig, JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'small', cluster: { server: `http://127.0.0.1:${port}` } }],
      'users': [{ name: 'job', user: {} }],
      'contexts': [{ name: 'small', context: { cluster: 'small', user: 'job' } }],
      'current-context': 'small',
    }));
    return await use({ KUBECONFIG: kubeconfig, HOME: folder, PATH: [dirname(program('kubectl')), process.env.PATH].join(delimiter) });
  } finally {
    server.kill();
  }
}

function runReal(cluster: TestCluster, env: Record<string, string> = {}): Promise<Run> {
  return served(cluster, (real) => cluster.run(['sh'], { ...real, ...env }));
}

const SECOND = { ROLLOUT_TIMEOUT_SECONDS: '1' };

describe('the real kubectl does what the one of the tests does, in a cluster', () => {
  test.each<[string, Setup, ((state: any) => void)?]>([
    ['without Cilium', { cilium: false }],
    ['with the key "true"', { key: 'true', hook: ['bash', '-c', 'iptables -F'] }],
    ['with the key "true", without Multus', { key: 'true', multus: false }],
    ['with the key "false"', { key: 'false' }],
    ['without the key', {}],
    ['with the flag', { hook: HOOK }],
    ['with the flag in a script', { hook: ['bash', '-c', SCRIPT] }],
    ['with a flag of another form', { hook: ['/cni-install.sh', '--cni-exclusive=$X'] }],
    ['with other containers', {}, ({ objects }) => { objects['daemonsets/kube-system/cilium'].spec.template.spec.containers.pop(); }],
    ['without a ConfigMap', {}, ({ objects }) => { delete objects['configmaps/kube-system/cilium-config']; }],
    ['with a change that is half done', { key: 'false' }, ({ objects }) => {
      objects['daemonsets/kube-system/cilium'].metadata.annotations = { 'cdk8s-multus/restart-pending': '2025-01-01T00:00:00Z' };
    }],
    ['whose server fails to read', { key: 'true', failing: ['get daemonsets/cilium'] }],
    ['whose server fails to change', { key: 'true', failing: ['patch configmaps/cilium-config'] }],
    ['that grants nothing', { key: 'true' }, (state) => { state.rbac = []; }],
    ['with a node that is down', { key: 'true', failing: ['rollout cilium'] }],
    ['with a node whose Multus does not start', { hook: HOOK, failing: ['rollout kube-multus-ds'] }],
  ])('%s', async (_, setup, edit = () => {}) => {
    const [ours, real] = [new TestCluster(setup), new TestCluster(setup)];
    [ours, real].forEach((cluster) => cluster.edit(edit));
    // twice: what the first run leaves is what the second finds
    for (const round of [1, 2]) {
      const expected = await ours.run(['sh'], SECOND);
      expect(timeless([round, await runReal(real, SECOND)])).toEqual(timeless([round, expected]));
      expect(timeless(JSON.parse(real.bytes))).toEqual(timeless(JSON.parse(ours.bytes)));
    }
  });
});

test('the real kubectl waits for pods that are late, and makes the requests that the Role permits, each of them', async () => {
  const cluster = new TestCluster({ key: 'true', failing: ['rollout cilium'] });
  const running = runReal(cluster);
  while (!cluster.calls.includes('watch daemonsets/cilium')) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  cluster.edit((state) => { state.failing = []; });
  expect(timeless(await running)).toEqual({
    status: 0,
    stdout: lines(
      'found exclusive mode on: cni-exclusive: true in ConfigMap kube-system/cilium-config',
      'changed it to cni-exclusive: false',
      'restarted DaemonSet kube-system/cilium for the change of TIME',
      'waiting up to 1200 s for DaemonSet kube-system/cilium',
      'Waiting for daemon set "cilium" rollout to finish: 2 of 3 updated pods are available...',
      'daemon set "cilium" successfully rolled out',
      'restarted DaemonSet kube-system/kube-multus-ds for the change of TIME',
      'waiting up to 1200 s for DaemonSet kube-system/kube-multus-ds',
      'daemon set "kube-multus-ds" successfully rolled out',
      'done',
    ),
    stderr: '',
  });
  const permitted = manifests.filter(({ kind }) => kind === 'Role').flatMap(({ rules }) => rules).flatMap(({ verbs, resources, resourceNames }) =>
    verbs.flatMap((verb: string) => resources.flatMap((resource: string) => resourceNames.map((name: string) => `${verb} ${resource}/${name}`))));
  expect(new Set(cluster.calls)).toEqual(new Set(permitted));
});

test('the real kubectl takes unquoted values for what the tests say', async () => {
  const file = join(folder, 'values.yaml');
  writeFileSync(file, `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: values\nspec:\n${SCALARS.map(([text]) => `  - ${text}\n`).join('')}`);
  const printed = await served(new TestCluster({}), (env) => new Promise<string>((resolve, reject) => {
    execFile(program('kubectl'), ['create', '--dry-run=client', '--validate=false', '-o', 'json', '-f', file], { env }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  }));
  expect(JSON.parse(printed).spec).toEqual(SCALARS.map(([, value]) => value));
});
