import { Machine, Outcome } from './machine';
import { ConfDir } from './multus';
import { Pod } from './pod';
import { quote } from './quote';
import { RunningPod } from './running-pod';

/** A network interface of a node. */
export interface NodeInterface {
  /** In CIDR notation. */
  readonly addresses?: readonly string[];
  readonly mtu?: number;
  /** The interface of another node that this one is cabled to; without it the other end of the cable is nowhere. */
  readonly cabledTo?: { readonly node: Node; readonly name: string };
}

/** What a node has. */
export interface NodeProps {
  readonly interfaces?: Record<string, NodeInterface>;
  /** The files in Multus's `confDir`. */
  readonly confDir?: ConfDir;
}

/** A node of a cluster: a network namespace with network cards of its own, and a place of its own in which plugins keep their state. */
export class Node {
  /** Makes a node in the machine. A cable between two nodes is laid by the second. */
  public static async in(machine: Machine, name: string, { interfaces = {}, confDir = [] }: NodeProps = {}): Promise<Node> {
    const node = new Node(machine, name, confDir);
    await machine.runOk([
      'set -e', `ip netns add ${quote(name)}`, `mkdir -p /nodes/${name}/lib /nodes/${name}/run`, `ip -n ${quote(name)} link set lo up`,
      ...Object.entries(interfaces).flatMap(([card, settings]) => node.cardScript(card, settings)),
    ].join('\n'));
    return node;
  }

  private constructor(public readonly machine: Machine, public readonly name: string, public readonly confDir: ConfDir) {}

  /** Runs a bash script on the node. */
  public run(script: string, seconds?: number): Promise<Outcome> {
    return this.machine.run(this.script(script), seconds);
  }

  /** Runs a script on the node that must succeed. */
  public runOk(script: string, seconds?: number): Promise<string> {
    return this.machine.runOk(this.script(script), seconds);
  }

  /** Makes the network namespace of a pod. */
  public async pod(name: string): Promise<Pod> {
    const pod = new Pod(this, name);
    await this.machine.runOk(`ip netns add ${quote(pod.namespace)} && ip -n ${quote(pod.namespace)} link set lo up`);
    return pod;
  }

  /** Makes several pods. */
  public async pods(...names: string[]): Promise<Pod[]> {
    const pods: Pod[] = [];
    for (const name of names) {
      pods.push(await this.pod(name));
    }
    return pods;
  }

  /** Starts a pod as its manifest says, with the networks of the cluster. `prepare` gives it what it has before. */
  public start(object: any, cluster: readonly any[], prepare?: (pod: Pod) => Promise<unknown>): Promise<RunningPod> {
    return RunningPod.start(this, object, cluster, prepare);
  }

  /** The addresses that host-local has given away, as `network/address`, sorted. */
  public async reservations(): Promise<string[]> {
    const text = await this.runOk('cd /var/lib/cni && find networks /run/cni/networks -type f 2>/dev/null; :');
    return text.split('\n').map((file) => file.split('/').slice(-2).join('/')).filter((file) => /\/[\da-f.:]+$/.test(file)).sort();
  }

  /** The script of one network card: a dummy keeps what it is sent to itself, a cable takes it to the other node. */
  private cardScript(card: string, { addresses = [], mtu, cabledTo }: NodeInterface): string[] {
    const [here, there] = [quote(this.name), cabledTo && quote(cabledTo.node.name)];
    return [
      cabledTo
        ? `ip link add ${quote(card)} netns ${here} type veth peer name ${quote(cabledTo.name)} netns ${there}`
        : `ip -n ${here} link add ${quote(card)} type dummy`,
      ...(cabledTo ? [`ip -n ${there} link set ${quote(cabledTo.name)} up`] : []),
      // an address can be used at once
      ...addresses.map((address) => `ip -n ${here} address add ${quote(address)} dev ${quote(card)} ${address.includes(':') ? 'nodad' : ''}`),
      `ip -n ${here} link set ${quote(card)} ${mtu === undefined ? '' : `mtu ${mtu}`} up`,
    ];
  }

  private script(script: string): string {
    const own = `mkdir -p /run/cni && mount --bind /nodes/${this.name}/lib /var/lib/cni && mount --bind /nodes/${this.name}/run /run/cni || exit 1`;
    return `ip netns exec ${quote(this.name)} bash -c ${quote(`${own}\n${script}`)}`;
  }
}
