import { copyOf } from './manifests';
import { podNamed } from './pods';
import { Proof } from './proof';
import { ConfDir, Machine, Node, RunningPod } from '../../vm';

const PODS = 2;

/**
 * Starts two pods of the network on each of two nodes, whose network cards are cabled to each other: no address may be there twice,
 * and each pod must reach those on the other node.
 */
export async function proveNodes(machine: Machine, name: string, manifests: readonly any[], confDirs: Record<'left' | 'right', ConfDir>): Promise<string[]> {
  const proof = new Proof();
  const left = await Node.in(machine, `${name}-left`, { confDir: confDirs.left });
  const right = await Node.in(machine, `${name}-right`, { confDir: confDirs.right, interfaces: { eth1: { cabledTo: { node: left, name: 'eth1' } } } });
  const pods: RunningPod[] = [];
  const addresses: string[] = [];
  for (const node of [left, right]) {
    for (let i = 1; i <= PODS; i++) {
      const running = await node.start(copyOf(podNamed(manifests, 'a'), `app-${i}`), manifests);
      proof.equal(`a pod on ${node.name} starts`, running.error, undefined);
      pods.push(running);
      addresses.push(...await running.pod.addresses('net1'));
    }
  }
  proof.equal('the number of addresses', addresses.length, 2 * PODS);
  const twice = [...new Set(addresses.filter((address, i) => addresses.indexOf(address) !== i))];
  proof.equal('addresses of more than one pod', twice, []);
  if (twice.length === 0) {
    for (const address of addresses.slice(PODS)) {
      proof.equal(`a pod on ${left.name} reaches ${address}`, await pods[0].pod.ping(address.split('/')[0], 'net1'), true);
    }
  }
  for (const running of pods) {
    proof.equal(`${running.pod.name} is deleted`, await running.stop(), []);
  }
  proof.equal('what is reserved in the end', [...await left.reservations(), ...await right.reservations()], []);
  return proof.failures;
}
