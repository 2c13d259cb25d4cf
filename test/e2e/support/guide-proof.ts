import { Proof } from './proof';
import { copyOf } from './manifests';
import { Machine, Node, RunningPod } from '../../vm';

/** What the guide promises of its network, on a worker of its own: every sentence that does not come true. */
export async function proveGuide(machine: Machine, worker: string, manifests: readonly any[]): Promise<string[]> {
  const proof = new Proof();
  const node = await Node.in(machine, worker, { interfaces: { eth1: { addresses: ['192.168.1.12/24'] } } });
  const samples = manifests.filter(({ kind }) => kind === 'Pod');
  proof.equal('the pods', samples.map(({ metadata }) => metadata.name), ['sampleapp-1', 'sampleapp-2']);

  const pods: RunningPod[] = [];
  for (const object of [...samples, ...[3, 4, 5].map((i) => copyOf(samples[0], `sampleapp-${i}`))]) {
    const running = await node.start(object, manifests);
    pods.push(running);
    proof.equal(`${object.metadata.name} starts`, running.error, undefined);
    if (running.error !== undefined) {
      return proof.failures;
    }
    proof.equal(`the address of ${object.metadata.name}`, await running.pod.addresses('net1'), [`192.168.1.${12 + pods.length}/24`]);
  }
  const [first, second] = pods.map(({ pod }) => pod);
  proof.equal('the driver of net1', (await first.link('net1'))?.linkinfo, { info_kind: 'ipvlan', info_data: { mode: 'l3', bridge: true } });
  proof.equal('sampleapp-1 reaches sampleapp-2', await first.ping('192.168.1.14', 'net1'), true);
  proof.equal('sampleapp-2 reaches sampleapp-1', await second.ping('192.168.1.13', 'net1'), true);

  const sixth = await node.start(copyOf(samples[0], 'sampleapp-6'), manifests);
  proof.equal('why a sixth pod does not start', sixth.error,
    'failed to allocate for range 0: no IP addresses available in range set: 192.168.1.13-192.168.1.17');
  proof.equal('what is reserved', await node.reservations(), [13, 14, 15, 16, 17].map((host) => `ipvlan-conf-1/192.168.1.${host}`));
  for (const running of pods) {
    proof.equal(`${running.pod.name} is deleted`, await running.stop(), []);
  }
  proof.equal('what is reserved in the end', await node.reservations(), []);
  return proof.failures;
}
