import { Delegate, delegatesOf } from './multus';
import type { Node } from './node';
import { Pod } from './pod';
import { quote } from './quote';

/** How a pod is started. */
export interface StartOptions {
  /** Gives the pod what it has before Multus comes. */
  readonly prepare?: (pod: Pod) => Promise<unknown>;
  /** Leaves out what cannot be there. The other interfaces keep their names. */
  readonly without?: (delegate: Delegate) => boolean;
}

/** A pod that was started on a node with all its interfaces, or would not start. */
export class RunningPod {
  /** Does what kubelet, runtime and Multus do with the object of a pod. */
  public static async start(node: Node, object: any, cluster: readonly any[], options: StartOptions = {}): Promise<RunningPod> {
    const pod = await node.pod(object.metadata.name);
    await options.prepare?.(pod);
    let delegates: Delegate[];
    try {
      delegates = delegatesOf(object, cluster, await node.confDir()).filter((delegate) => !options.without?.(delegate));
    } catch (error) {
      return new RunningPod(pod, [], (error as Error).message);
    }
    for (const delegate of delegates) {
      const { error } = await pod.add(delegate);
      if (error) {
        const failed = new RunningPod(pod, delegates, error.msg);
        await failed.stop();
        return failed;
      }
    }
    await setDefaultRoute(pod, delegates);
    return new RunningPod(pod, delegates);
  }

  private constructor(
    public readonly pod: Pod,
    public readonly delegates: readonly Delegate[],
    /** Why the pod did not start. */
    public readonly error?: string,
  ) {}

  /** Deletes all interfaces, and the pod, and returns what plugins complained about. */
  public async stop(): Promise<string[]> {
    const complaints: string[] = [];
    for (const delegate of [...this.delegates].reverse()) {
      const { error } = await this.pod.del(delegate);
      if (error) {
        complaints.push(error.msg);
      }
    }
    await this.pod.remove();
    return complaints;
  }
}

/** Multus itself moves the default route: it takes those of all other interfaces away. */
async function setDefaultRoute(pod: Pod, delegates: readonly Delegate[]): Promise<void> {
  const chosen = delegates.filter(({ defaultRoute }) => defaultRoute !== undefined);
  if (chosen.length > 0) {
    await pod.runOk([
      'set -e', 'while ip route delete default 2>/dev/null; do :; done', 'while ip -6 route delete default 2>/dev/null; do :; done',
      ...chosen.flatMap(({ interfaceName, defaultRoute = [] }) => defaultRoute.map((gateway) =>
        `ip route add default via ${quote(gateway)} dev ${quote(interfaceName)}`)),
    ].join('\n'));
  }
}
