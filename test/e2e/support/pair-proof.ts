import { podNamed } from './pods';
import { Proof } from './proof';
import { Node, Pod } from '../../vm';

/** What is expected of two pods, "a" and "b", in one network. */
export interface PairExpectations {
  /** The addresses of net1. */
  readonly a: readonly string[];
  readonly b: readonly string[];
  /** What `ip -d link` says of net1: the kind, and the driver's settings that matter. */
  readonly kind: string;
  readonly settings?: object;
  /** Whether the pods reach each other. */
  readonly reach: boolean;
}

/** Starts the pods "a" and "b" of the manifests, looks at them, and stops them: every sentence that does not come true. */
export async function provePair(node: Node, manifests: readonly any[], expected: PairExpectations): Promise<string[]> {
  const proof = new Proof();
  const a = await node.start(podNamed(manifests, 'a'), manifests);
  const b = await node.start(podNamed(manifests, 'b'), manifests);
  proof.equal('pod a starts', a.error, undefined);
  proof.equal('pod b starts', b.error, undefined);
  if (proof.failures.length > 0) {
    return proof.failures;
  }
  proof.equal('the addresses of a', await a.pod.addresses('net1'), expected.a);
  proof.equal('the addresses of b', await b.pod.addresses('net1'), expected.b);
  const { info_kind: kind, info_data: data = {} } = (await a.pod.link('net1')).linkinfo ?? {};
  proof.equal('the kind of net1', kind, expected.kind);
  const { settings = {} } = expected;
  proof.equal('the settings of net1', Object.fromEntries(Object.keys(settings).map((key) => [key, data[key]])), settings);
  await proveReach(proof, a.pod, expected.b, expected.reach);
  proof.equal('a is deleted', await a.stop(), []);
  proof.equal('b is deleted', await b.stop(), []);
  proof.equal('what is left of net1', await a.pod.link('net1'), undefined);
  proof.equal('what is reserved in the end', await node.reservations(), []);
  return proof.failures;
}

async function proveReach(proof: Proof, pod: Pod, addresses: readonly string[], reach: boolean): Promise<void> {
  for (const address of addresses) {
    const [ip] = address.split('/');
    proof.equal(`a reaches ${ip}`, await pod.ping(ip, 'net1'), reach);
  }
}
