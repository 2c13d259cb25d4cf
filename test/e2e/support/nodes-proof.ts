import { copyOf, podsOf } from './manifests';
import { Proof } from './proof';
import { Daemon, Machine, Node, RunningPod } from '../../vm';

const PODS = 3;

/** What is `sh` in the images of those who bring their own: of the kind of BusyBox, and of the kind of Debian. */
const SHELLS = [['/bb/busybox', 'sh'], ['sh']];

/** A node, and what writes the configurations of its networks. */
interface Worker {
  readonly node: Node;
  readonly writers: readonly Daemon[];
}

/**
 * Starts pods of the first workload on worker-1 and worker-2, whose network cards are cabled to each other: each node has the
 * configurations that its own DaemonSets write, no address may be there twice, each pod must reach those on the other node, and
 * nothing may be left.
 */
export async function proveNodes(machine: Machine, name: string, manifests: readonly any[]): Promise<string[]> {
  const proof = new Proof();
  const left = await Node.in(machine, `${name}-left`, { nodeName: 'worker-1' });
  const right = await Node.in(machine, `${name}-right`, { nodeName: 'worker-2', interfaces: { eth1: { cabledTo: { node: left, name: 'eth1' } } } });
  const workers: Worker[] = [];
  for (const [i, node] of [left, right].entries()) {
    workers.push({ node, writers: await startedWriters(node, manifests, SHELLS[i]) });
  }
  const [object] = podsOf(manifests);
  const pods = { left: await startedPods(proof, left, object, manifests), right: await startedPods(proof, right, object, manifests) };
  if (proof.failures.length > 0) {
    return proof.failures;
  }
  const addresses = { left: await addressesOf(pods.left), right: await addressesOf(pods.right) };
  proof.equal('addresses of more than one pod', addresses.left.filter((address) => addresses.right.includes(address)), []);
  if (proof.failures.length === 0) {
    await tellCards(left, right, addresses.right);
    await tellCards(right, left, addresses.left);
    for (const address of addresses.right) {
      proof.equal(`a pod on worker-1 reaches ${address}`, await pods.left[0].pod.ping(address, 'net1'), true);
    }
  }
  for (const running of [...pods.left, ...pods.right]) {
    proof.equal(`${running.pod.name} is deleted`, await running.stop(), []);
  }
  for (const { node, writers } of workers) {
    await proveEnd(proof, node, writers);
  }
  return proof.failures;
}

/** Starts the DaemonSets that write configurations, and waits until they have. */
export async function startedWriters(node: Node, manifests: readonly any[], shell?: readonly string[]): Promise<Daemon[]> {
  const daemonSets = manifests.filter(({ kind, metadata }) => kind === 'DaemonSet' && metadata.labels?.['app.kubernetes.io/name'] === 'multus-node-config');
  const writers: Daemon[] = [];
  for (const [i, daemonSet] of daemonSets.entries()) {
    const writer = await Daemon.start(node, daemonSet, manifests, { shell, podUid: `writer-${i}` });
    await writer.ready();
    writers.push(writer);
  }
  return writers;
}

async function startedPods(proof: Proof, node: Node, object: any, manifests: readonly any[]): Promise<RunningPod[]> {
  const pods: RunningPod[] = [];
  for (let i = 1; i <= PODS; i++) {
    const running = await node.start(copyOf(object, `pod-${i}`), manifests);
    proof.equal(`pod-${i} on ${node.nodeName} starts`, running.error, undefined);
    pods.push(running);
  }
  return pods;
}

async function addressesOf(pods: readonly RunningPod[]): Promise<string[]> {
  const addresses: string[] = [];
  for (const { pod } of pods) {
    addresses.push(...(await pod.addresses('net1')).map((address) => address.split('/')[0]));
  }
  return addresses;
}

/** What the network of a cloud knows: which network card has which addresses. No pod of ipvlan in mode l3 is asked for its own. */
async function tellCards(node: Node, other: Node, addresses: readonly string[]): Promise<void> {
  const card = (await other.runOk('cat /sys/class/net/eth1/address')).trim();
  await node.runOk(['set -e', ...addresses.flatMap((address) => [
    `ip route replace ${address} dev eth1`, `ip neighbour replace ${address} lladdr ${card} dev eth1`,
  ])].join('\n'));
}

async function proveEnd(proof: Proof, node: Node, writers: readonly Daemon[]): Promise<void> {
  const before = await node.confDir();
  proof.equal(`the configurations on ${node.nodeName}`, before.length, writers.length);
  for (const writer of writers) {
    const { status, stderr } = await writer.stop();
    proof.equal(`the writer on ${node.nodeName} ends`, [status, stderr], [0, '']);
  }
  proof.equal(`the configurations that are left on ${node.nodeName}`, await node.confDir(), []);
  proof.equal(`what is reserved in the end on ${node.nodeName}`, await node.reservations(), []);
}
