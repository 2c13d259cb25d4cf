import { Run, environment, expandedByKubelet, inEveryShell, lines } from './support/shells';
import { HOOK, SCRIPT, Setup, TestCluster, container, manifests, timeless } from './support/test-cluster';

const CILIUM = 'daemonsets/kube-system/cilium';
const CONFIG = 'configmaps/kube-system/cilium-config';

/** Runs the script in every shell, each with a cluster of its own. */
function inClusters(setup: Setup, check: (cluster: TestCluster, run: Run) => void): Promise<unknown> {
  return inEveryShell(async (shell) => {
    const cluster = new TestCluster(setup);
    check(cluster, await cluster.run(shell));
  });
}

const HOOK_PLACE = 'the postStart hook of container cilium-agent in DaemonSet kube-system/cilium';
const RESTARTED_MULTUS = [
  'restarted DaemonSet kube-system/kube-multus-ds for the change of TIME',
  'waiting up to 1200 s for DaemonSet kube-system/kube-multus-ds',
  'daemon set "kube-multus-ds" successfully rolled out',
  'done',
];
const AWAITED_CILIUM = ['waiting up to 1200 s for DaemonSet kube-system/cilium', 'daemon set "cilium" successfully rolled out'];

test('the kubelet leaves the script as it is', () => {
  const script = container.command[2];
  expect(expandedByKubelet(script, environment(container))).toBe(script);
});

describe('a cluster with', () => {
  test('no Cilium is left alone', () => inClusters({ cilium: false }, (_cluster, run) => {
    expect(run).toEqual({ status: 0, stdout: 'found no DaemonSet kube-system/cilium: nothing to change\n', stderr: '' });
  }));

  test('the key "true" (Cilium 1.14 and later) gets "false", and both DaemonSets restart', () => inClusters({ key: 'true', hook: ['bash', '-c', 'iptables -F'] }, (cluster, run) => {
    expect({ ...run, stdout: timeless(run.stdout) }).toEqual({
      status: 0,
      stdout: lines(
        'found exclusive mode on: cni-exclusive: true in ConfigMap kube-system/cilium-config',
        'changed it to cni-exclusive: false',
        'restarted DaemonSet kube-system/cilium for the change of TIME',
        ...AWAITED_CILIUM,
        ...RESTARTED_MULTUS,
      ),
      stderr: '',
    });
    expect(cluster.data).toEqual({ 'debug': 'false', 'cni-exclusive': 'false' });
    expect(cluster.hook).toEqual(['bash', '-c', 'iptables -F']);
    expect([cluster.restarts('cilium'), cluster.restarts('kube-multus-ds'), cluster.pending]).toEqual([1, 1, undefined]);
  }));

  test('the hook argument (Cilium 1.10 to 1.13.0) gets the other value, in its place', () => inClusters({ hook: HOOK }, (cluster, run) => {
    expect({ ...run, stdout: timeless(run.stdout) }).toEqual({
      status: 0,
      stdout: lines(
        `found exclusive mode on: --cni-exclusive=true in ${HOOK_PLACE}`,
        'changed it to --cni-exclusive=false',
        ...AWAITED_CILIUM,
        ...RESTARTED_MULTUS,
      ),
      stderr: '',
    });
    expect(cluster.hook).toEqual(['/cni-install.sh', '--enable-debug=false', '--cni-exclusive=false', '--log-file=/var/run/cilium/cilium-cni.log']);
    expect([cluster.restarts('cilium'), cluster.restarts('kube-multus-ds'), cluster.pending]).toEqual([1, 1, undefined]);
  }));

  test('a hook script (Cilium 1.13.x) keeps every other byte of it', () => inClusters({ hook: ['bash', '-c', SCRIPT] }, (cluster, run) => {
    expect({ ...run, stdout: timeless(run.stdout) }).toEqual({
      status: 0,
      stdout: lines(
        `found exclusive mode on: --cni-exclusive=true in ${HOOK_PLACE}`,
        'changed it to --cni-exclusive=false',
        ...AWAITED_CILIUM,
        ...RESTARTED_MULTUS,
      ),
      stderr: '',
    });
    const expected = SCRIPT.split('--cni-exclusive=true').join('--cni-exclusive=false').replace('=falsely', '=truely');
    expect(cluster.hook).toEqual(['bash', '-c', expected]);
  }));

  test('no exclusive mode (Cilium 1.9 and earlier, or 1.14 and later without the key) is left alone', () =>
    inClusters({ hook: ['/cni-install.sh', '--enable-debug=false'] }, (cluster, run) => {
      expect(run).toEqual({
        status: 0,
        stdout: lines(
          `found exclusive mode off: no cni-exclusive in ConfigMap kube-system/cilium-config, no --cni-exclusive in ${HOOK_PLACE}`,
          'nothing to change',
        ),
        stderr: '',
      });
      expect(cluster.bytes).toBe(new TestCluster({ hook: ['/cni-install.sh', '--enable-debug=false'] }).bytes);
    }));

  test('the key "false" is left alone', () => inClusters({ key: 'false' }, (cluster, run) => {
    expect(run).toEqual({
      status: 0,
      stdout: lines(
        'found exclusive mode off: cni-exclusive: false in ConfigMap kube-system/cilium-config',
        'nothing to change',
        'Cilium reads it when it starts: if it was not restarted since, run kubectl -n kube-system rollout restart daemonset/cilium',
      ),
      stderr: '',
    });
    expect(cluster.bytes).toBe(new TestCluster({ key: 'false' }).bytes);
  }));

  test('a hook that is off is left alone, whatever the ConfigMap says', async () => {
    const setup = { hook: ['/cni-install.sh', '--cni-exclusive=false'], key: 'true' };
    const cluster = new TestCluster(setup);
    expect(await cluster.run()).toEqual({
      status: 0, stdout: lines(`found exclusive mode off: --cni-exclusive=false in ${HOOK_PLACE}`, 'nothing to change'), stderr: '',
    });
    expect(cluster.bytes).toBe(new TestCluster(setup).bytes);
  });

  test('no Multus restarts Cilium alone', async () => {
    const cluster = new TestCluster({ key: 'true', multus: false });
    expect(timeless((await cluster.run()).stdout)).toBe(lines(
      'found exclusive mode on: cni-exclusive: true in ConfigMap kube-system/cilium-config',
      'changed it to cni-exclusive: false',
      'restarted DaemonSet kube-system/cilium for the change of TIME',
      ...AWAITED_CILIUM,
      'found no DaemonSet kube-system/kube-multus-ds: nothing else to restart',
      'done',
    ));
    expect([cluster.restarts('cilium'), cluster.pending]).toEqual([1, undefined]);
  });
});

describe('a second run', () => {
  test.each<[string, Setup]>([['key', { key: 'true' }], ['hook', { hook: HOOK }]])('changes nothing after the %s was changed', async (_form, setup) => {
    const cluster = new TestCluster(setup);
    await cluster.run();
    const after = cluster.bytes;
    const again = await cluster.run();
    expect([again.status, again.stdout.split('\n')[1]]).toEqual([0, 'nothing to change']);
    expect(cluster.bytes).toBe(after);
  });

  test('begins anew when somebody turned the mode on again', async () => {
    const cluster = new TestCluster({ key: 'true' });
    await cluster.run();
    cluster.edit(({ objects }) => {
      objects[CONFIG].data['cni-exclusive'] = 'true';
      // As if the first run had been earlier: times have seconds.
      objects[CILIUM].spec.template.metadata.annotations['cdk8s-multus/restarted-for'] = '2025-01-01T00:00:00Z';
    });
    await cluster.run();
    expect([cluster.data['cni-exclusive'], cluster.restarts('cilium'), cluster.pending]).toEqual(['false', 2, undefined]);
  });

  // Killed after every single request, and then started again by the Job.
  test.each<[string, Setup]>([['key', { key: 'true' }], ['hook', { hook: HOOK }]])('finishes what a killed one began, and restarts nothing twice: %s', async (_form, setup) => {
    const whole = new TestCluster(setup);
    await whole.run();
    const moments = whole.calls.map((_call, i) => ({ KILL_AFTER: `${i + 1}` }));
    expect(moments.length).toBeGreaterThan(7);
    await Promise.all(moments.map(async (moment) => {
      const cluster = new TestCluster(setup);
      const killed = await cluster.run(['sh'], moment);
      expect(killed.status).not.toBe(0);
      const run = await cluster.run();
      expect([moment, run.status, run.stderr]).toEqual([moment, 0, '']);
      expect([moment, timeless(cluster.bytes)]).toEqual([moment, timeless(whole.bytes)]);
    }));
  });
});

describe('fails and leaves the work to the next attempt', () => {
  test('when the API server cannot say whether there is a Cilium', () => inClusters({ key: 'true', failing: ['get daemonsets/cilium'] }, (_cluster, run) => {
    expect(run).toEqual({
      status: 1,
      stdout: '',
      stderr: lines(
        'Error from server (InternalError): Internal error occurred: get daemonsets/cilium fails',
        'error: cannot read DaemonSet kube-system/cilium; nothing was changed',
      ),
    });
  }));

  test.each<[string, Setup, string]>([
    ['reading the ConfigMap', { key: 'true', failing: ['get configmaps/cilium-config'] }, 'cannot read ConfigMap kube-system/cilium-config; nothing was changed'],
    ['changing the ConfigMap', { key: 'true', failing: ['patch configmaps/cilium-config'] }, 'cannot change ConfigMap kube-system/cilium-config'],
    ['marking the change', { hook: HOOK, failing: ['patch daemonsets/cilium'] }, 'cannot annotate DaemonSet kube-system/cilium'],
    ['reading Multus', { hook: HOOK, failing: ['get daemonsets/kube-multus-ds'] }, 'cannot read DaemonSet kube-system/kube-multus-ds; the next attempt goes on here'],
    ['restarting Multus', { key: 'true', failing: ['patch daemonsets/kube-multus-ds'] }, 'cannot restart DaemonSet kube-system/kube-multus-ds; the next attempt goes on here'],
    ['the rollout of Multus', { hook: HOOK, failing: ['rollout kube-multus-ds'] }, 'DaemonSet kube-system/kube-multus-ds is not rolled out; the next attempt goes on here'],
  ])('when it fails at %s', async (_what, setup, error) => {
    const cluster = new TestCluster(setup);
    const run = await cluster.run();
    expect(run.status).toBe(1);
    expect(run.stderr.split('\n').slice(-2)).toEqual([`error: ${error}`, '']);
    cluster.edit((state) => { state.failing = []; });
    expect((await cluster.run()).status).toBe(0);
    const whole = new TestCluster({ ...setup, failing: [] });
    await whole.run();
    expect(timeless(cluster.bytes)).toBe(timeless(whole.bytes));
  });

  test('and a node that is down keeps Multus on the others from nothing: it restarts there, and on all when Cilium is everywhere', async () => {
    const cluster = new TestCluster({ key: 'true', failing: ['rollout cilium'] });
    const run = await cluster.run();
    expect({ status: run.status, stdout: timeless(run.stdout), error: run.stderr.split('\n').slice(-2) }).toEqual({
      status: 1,
      stdout: lines(
        'found exclusive mode on: cni-exclusive: true in ConfigMap kube-system/cilium-config',
        'changed it to cni-exclusive: false',
        'restarted DaemonSet kube-system/cilium for the change of TIME',
        AWAITED_CILIUM[0],
        'Waiting for daemon set "cilium" rollout to finish: 2 of 3 updated pods are available...',
        'going on with Multus on the nodes that have the new Cilium',
        ...RESTARTED_MULTUS.slice(0, -1),
      ),
      error: ['error: DaemonSet kube-system/cilium is not rolled out; the next attempt goes on here', ''],
    });
    expect((await cluster.run()).status).toBe(1);
    expect([cluster.restarts('cilium'), cluster.restarts('kube-multus-ds')]).toEqual([1, 1]);
    cluster.edit((state) => { state.failing = []; });
    expect((await cluster.run()).status).toBe(0);
    expect([cluster.restarts('cilium'), cluster.restarts('kube-multus-ds'), cluster.pending]).toEqual([1, 2, undefined]);
  });

  test('and says what it goes on with', async () => {
    const cluster = new TestCluster({ key: 'true', failing: ['rollout cilium'] });
    await cluster.run();
    const since = cluster.pending;
    expect(since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    cluster.edit((state) => { state.failing = []; });
    expect(await cluster.run()).toEqual({
      status: 0,
      stdout: lines(
        'found exclusive mode off: cni-exclusive: false in ConfigMap kube-system/cilium-config',
        `found the restart after the change of ${since} unfinished: going on with it`,
        `restarted DaemonSet kube-system/cilium for the change of ${since}`,
        ...AWAITED_CILIUM,
        ...RESTARTED_MULTUS.map((line) => line.replace('TIME', since ?? '')),
      ),
      stderr: '',
    });
  });
});

describe('fails with one line', () => {
  test.each<[string, Setup, (state: any) => void, string]>([
    [
      'that names the containers there are', {},
      ({ objects }) => { objects[CILIUM].spec.template.spec.containers[1].name = 'agent'; },
      'DaemonSet kube-system/cilium has no container cilium-agent: it has sidecar agent',
    ],
    [
      'when the flag has another form', { hook: ['/cni-install.sh', '--cni-exclusive=$X'] },
      () => undefined,
      `cannot tell the value of --cni-exclusive in ${HOOK_PLACE}: ["/cni-install.sh","--cni-exclusive=$X"]`,
    ],
    [
      'when there is no ConfigMap to ask', {},
      ({ objects }) => { delete objects[CONFIG]; },
      `found no ConfigMap kube-system/cilium-config, and no --cni-exclusive in ${HOOK_PLACE}: cannot tell whether Cilium is exclusive`,
    ],
  ])('%s', async (_title, setup, edit, error) => {
    const cluster = new TestCluster(setup);
    cluster.edit(edit);
    expect(await cluster.run()).toEqual({ status: 1, stdout: '', stderr: `error: ${error}\n` });
  });
});

describe('the Role', () => {
  const permissions: [string, string][] = manifests.filter(({ kind }) => kind === 'Role')
    .flatMap(({ rules }) => rules.flatMap((rule: any) => rule.verbs.map((verb: string) => [verb, rule.resources[0]])));

  test('has a permission for each request', () => {
    expect(permissions).toEqual([
      ['get', 'configmaps'], ['patch', 'configmaps'], ['get', 'daemonsets'], ['patch', 'daemonsets'], ['list', 'daemonsets'], ['watch', 'daemonsets'],
    ]);
  });

  test.each(permissions)('fails the script without the permission to %s %s, so has none too many', async (verb, resource) => {
    const cluster = new TestCluster({ key: 'true' });
    cluster.edit(({ rbac }) => rbac.filter(({ kind }: any) => kind === 'Role').forEach((role: any) => role.rules.forEach((rule: any) => {
      rule.verbs = rule.verbs.filter((other: string) => other !== verb || rule.resources[0] !== resource);
    })));
    const run = await cluster.run();
    expect([run.status, run.stderr.split('\n')[0]]).toEqual([
      1, expect.stringMatching(new RegExp(`^Error from server \\(Forbidden\\): .* cannot ${verb} resource "${resource}" in API group`)),
    ]);
  });

  test('fails the script for a DaemonSet of another name', async () => {
    const cluster = new TestCluster({ key: 'true' });
    expect((await cluster.run(['sh'], { CILIUM_DAEMONSET: 'other' })).stderr.split('\n')[0])
      .toBe('Error from server (Forbidden): daemonsets "other" is forbidden: User "system:serviceaccount:kube-system:cilium-patch" cannot get resource "daemonsets" in API group "apps" in the namespace "kube-system"');
  });
});
