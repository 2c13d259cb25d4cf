import { Run, environment, runIn } from './shells';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { CiliumPatch } from '../../../lib/install/cilium-patch';
import { Testing } from 'cdk8s';
import { join } from 'path';
import { tmpdir } from 'os';

const chart = Testing.chart();
new CiliumPatch(chart, 'patch');

/** What `CiliumPatch` renders. */
export const manifests: any[] = Testing.synth(chart);

/** The container of its Job. */
export const container = manifests.find(({ kind }) => kind === 'Job').spec.template.spec.containers[0];

/** What is in the cluster before a run. */
export interface Setup {
  /** The command of the postStart hook. */
  readonly hook?: string[];
  /** The value of cni-exclusive in the ConfigMap. */
  readonly key?: string;
  readonly cilium?: boolean;
  readonly multus?: boolean;
  /** Requests that fail, such as `patch daemonsets/cilium`, and `rollout <name>`. */
  readonly failing?: string[];
}

/** The command of a hook with the flag (Cilium 1.10 to 1.13.0). */
export const HOOK = ['/cni-install.sh', '--enable-debug=false', '--cni-exclusive=true', '--log-file=/var/run/cilium/cilium-cni.log'];

/** The script of a hook with the flag (Cilium 1.13.x). */
export const SCRIPT = String.raw`set -o errexit
# 'single' "double" \ \n \\ $HOME $(date) ${'`date`'} & | < > ; * ? é 漢 ${'\u2028'} %s %d {.metadata.name}
	/cni-install.sh --enable-debug=false   --cni-exclusive=true --log-file=/x
echo "--cni-exclusive=true"; echo --cni-exclusive=true
echo --cni-exclusive=truely`;

/** The texts without the times that a run prints, which are its own. */
export function timeless<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')) as T;
}

const directory = mkdtempSync(join(tmpdir(), 'cilium-patch-'));
let files = 0;
afterAll(() => rmSync(directory, { recursive: true }));

/** A cluster in a file, in which the script of the Job can be run again and again, with the rights that the Job has. */
export class TestCluster {
  private readonly file = join(directory, `cluster-${files++}.json`);
  /** For programs that stand in for the cluster or for kubectl: where the state is, and where they write their calls. */
  public readonly variables = { CLUSTER: this.file, CALLS: `${this.file}.calls` };

  constructor({ hook, key, cilium = true, multus = true, failing = [] }: Setup) {
    const daemonSet = (name: string, spec: object) => ({ metadata: { name, generation: 1 }, spec: { template: { spec } } });
    const agent = { name: 'cilium-agent', ...(hook && { lifecycle: { postStart: { exec: { command: hook } } } }) };
    const objects = {
      'configmaps/kube-system/cilium-config': { metadata: { name: 'cilium-config' }, data: { 'debug': 'false', 'cni-exclusive': key } },
      ...(cilium && { 'daemonsets/kube-system/cilium': daemonSet('cilium', { containers: [{ name: 'sidecar' }, agent] }) }),
      ...(multus && { 'daemonsets/kube-system/kube-multus-ds': daemonSet('kube-multus-ds', {}) }),
    };
    this.write({ objects, failing, rbac: manifests, user: 'system:serviceaccount:kube-system:cilium-patch' });
    writeFileSync(this.variables.CALLS, '');
  }

  public async run(shell: string[] = ['sh'], env: Record<string, string> = {}): Promise<Run> {
    writeFileSync(this.variables.CALLS, '');
    return runIn(shell, container.command, {
      ...environment(container), PATH: `${join(__dirname, 'bin')}:${process.env.PATH}`, ...this.variables, ...env,
    });
  }

  /** Changes the state by hand. */
  public edit(change: (state: any) => void): void {
    const state = JSON.parse(this.bytes);
    change(state);
    this.write(state);
  }

  public get bytes(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** The calls of kubectl in the last run, or its requests. */
  public get calls(): string[] {
    return readFileSync(this.variables.CALLS, 'utf8').split('\n').slice(0, -1);
  }

  public get data(): Record<string, string> {
    return this.object('configmaps/kube-system/cilium-config').data;
  }

  public get hook(): string[] {
    return this.object('daemonsets/kube-system/cilium').spec.template.spec.containers[1].lifecycle.postStart.exec.command;
  }

  /** When the change was made whose restarts are pending. */
  public get pending(): string | undefined {
    return this.object('daemonsets/kube-system/cilium').metadata.annotations?.['cdk8s-multus/restart-pending'];
  }

  /** How often the pods of a DaemonSet were replaced. */
  public restarts(name: string): number {
    return this.object(`daemonsets/kube-system/${name}`).metadata.generation - 1;
  }

  private object(key: string): any {
    return JSON.parse(this.bytes).objects[key];
  }

  /** At once: a server may read it at any moment. */
  private write(state: object): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(state));
    renameSync(`${this.file}.new`, this.file);
  }
}
