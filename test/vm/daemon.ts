import type { Node } from './node';
import { Outcome } from './machine';
import { quote } from './quote';

/** How a daemon is run. */
export interface DaemonOptions {
  /** What is `sh` in its image. */
  readonly shell?: readonly string[];
  readonly podUid?: string;
}

/** Longer than any of them takes to be ready, on a machine that does something else as well. */
const READY_SECONDS = 30;

/** The pod of a DaemonSet on a node: the command of its container with its environment, and its volumes where it mounts them. */
export class Daemon {
  /** Starts the pod, with the ConfigMaps that are among the objects. */
  public static async start(node: Node, daemonSet: any, objects: readonly any[], options: DaemonOptions = {}): Promise<Daemon> {
    const daemon = new Daemon(node, daemonSet.spec.template.spec, objects, options);
    const [command, log, pid, status] = [daemon.command(daemon.container.command), ...['log', 'pid', 'status'].map((name) => daemon.file(name))];
    const run = `${command} >${log} 2>&1 & echo $! >${pid}; wait $!; echo $? >${status}`;
    await node.runOk([
      `mkdir -p ${daemon.folder}`, ...daemon.configMaps(), ...daemon.mounts(),
      `setsid bash -c ${quote(run)} </dev/null >/dev/null 2>&1 &`,
    ].join('\n'));
    return daemon;
  }

  private readonly container: any;
  private readonly folder: string;

  private constructor(
    private readonly node: Node, private readonly pod: any, private readonly objects: readonly any[], private readonly options: DaemonOptions,
  ) {
    [this.container] = pod.containers;
    this.folder = `${node.folder}/pods/${options.podUid ?? 'daemon'}`;
  }

  /** Waits until the container says that it is ready. */
  public async ready(): Promise<void> {
    const probe = this.command(this.container.readinessProbe.exec.command);
    await this.node.runOk([...this.mounts(), `until ${probe}; do sleep 0.1; done`].join('\n'), READY_SECONDS);
  }

  /** Ends it as the kubelet does, and returns how it ended and what it wrote. */
  public stop(): Promise<Outcome> {
    return this.node.run([
      `kill -TERM "$(cat ${this.file('pid')})"`, `until [ -s ${this.file('status')} ]; do sleep 0.1; done`,
      `cat ${this.file('log')}; exit "$(cat ${this.file('status')})"`,
    ].join('\n'), this.pod.terminationGracePeriodSeconds);
  }

  private file(name: string): string {
    return quote(`${this.folder}/${name}`);
  }

  /** A command as a line of a shell script: in the container's environment and no other. */
  private command([sh, ...others]: string[]): string {
    const fields: Record<string, string> = { 'spec.nodeName': this.node.nodeName, 'metadata.uid': this.options.podUid ?? 'daemon' };
    const env = (this.container.env ?? []).map(({ name, value, valueFrom }: any) => quote(`${name}=${value ?? fields[valueFrom?.fieldRef?.fieldPath] ?? ''}`));
    const shell = sh === 'sh' ? this.options.shell ?? [sh] : [sh];
    return ['env', '-i', '"PATH=$PATH"', ...env, ...[...shell, ...others].map(quote)].join(' ');
  }

  private configMaps(): string[] {
    return (this.pod.volumes ?? []).filter(({ configMap }: any) => configMap).flatMap((volume: any) => {
      const { data = {} } = this.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === volume.configMap.name);
      const folder = this.source(volume);
      return [`mkdir -p ${quote(folder)}`, ...Object.entries<string>(data).map(([key, text]) => `printf %s ${quote(text)} >${quote(`${folder}/${key}`)}`)];
    });
  }

  private mounts(): string[] {
    return (this.container.volumeMounts ?? []).flatMap(({ name, mountPath }: any) => {
      const source = quote(this.source(this.pod.volumes.find((volume: any) => volume.name === name)));
      return [`mkdir -p ${source} ${quote(mountPath)}`, `mount --bind ${source} ${quote(mountPath)} || exit 1`];
    });
  }

  /** Where a volume is on the node. */
  private source({ name, hostPath }: any): string {
    return hostPath ? this.node.path(hostPath.path) : `${this.folder}/volumes/${name}`;
  }
}
