import { Machine, Outcome } from './machine';
import { ConfDir } from './multus';
import { Pod } from './pod';
import { quote } from './quote';
import { RunningPod, StartOptions } from './running-pod';

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
  /**
   * What the node is called in the API. Namespaces are called after the machine's own name for it, which no other node has.
   *
   * @default - the same
   */
  readonly nodeName?: string;
}

/** A node of a cluster: a network namespace with network cards of its own, and a place of its own in which plugins keep their state. */
export class Node {
  /** Makes a node in the machine. A cable between two nodes is laid by the second. */
  public static async in(machine: Machine, name: string, { interfaces = {}, nodeName = name }: NodeProps = {}): Promise<Node> {
    const node = new Node(machine, name, nodeName);
    await machine.runOk([
      'set -e', `ip netns add ${quote(name)}`, `mkdir -p ${node.folder}/lib ${node.folder}/run`, `ip -n ${quote(name)} link set lo up`,
      ...Object.entries(interfaces).flatMap(([card, settings]) => node.cardScript(card, settings)),
    ].join('\n'));
    return node;
  }

  private constructor(public readonly machine: Machine, public readonly name: string, public readonly nodeName: string) {}

  /** Where the machine has what belongs to the node. */
  public get folder(): string {
    return `/nodes/${this.name}`;
  }

  /** Where the machine has a path of the node that pods may mount. */
  public path(path: string): string {
    return `${this.folder}/root${path}`;
  }

  /** The texts of the files in which Multus on this node looks for configurations by their names. */
  public async confDir(): Promise<ConfDir> {
    const folder = quote(this.path('/etc/cni/multus/net.d'));
    const lines = await this.machine.runOk(`for file in ${folder}/*.conf ${folder}/*.conflist ${folder}/*.json; do [ ! -f "$file" ] || base64 "$file" | tr -d '\n'; echo; done`);
    return lines.split('\n').filter((line) => line !== '').map((line) => Buffer.from(line, 'base64').toString('utf8'));
  }

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

  /** Starts a pod as its manifest says, with the networks of the cluster. */
  public start(object: any, cluster: readonly any[], options?: StartOptions): Promise<RunningPod> {
    return RunningPod.start(this, object, cluster, options);
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
    const own = `mkdir -p /run/cni && mount --bind ${this.folder}/lib /var/lib/cni && mount --bind ${this.folder}/run /run/cni || exit 1`;
    return `ip netns exec ${quote(this.name)} bash -c ${quote(`${own}\n${script}`)}`;
  }
}
