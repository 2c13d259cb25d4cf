import { ClusterFact } from './facts';
import { Subnet } from '../address';
import { isConf } from '../cni/keys';
import { isGiven } from '../cni/values';
import { Fault, Step, quoteList } from '../diagnostics';
import { CLUSTER_CIDR_INVALID } from '../diagnostics/cluster';
import { KEY_TYPE } from '../diagnostics/config';

/** What the addresses of a cluster are for. */
const KINDS: ReadonlyArray<keyof ClusterFact> = ['pods', 'services', 'nodes'];

/** Reads an object with the CIDRs of a cluster's pods, services and nodes. */
export function readCluster(given: unknown, path: readonly Step[]): { readonly cluster: ClusterFact; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const conf = isConf(given) ? given : {};
  if (!isConf(given) || Object.keys(given).some((key) => !KINDS.includes(key as keyof ClusterFact))) {
    faults.push(KEY_TYPE.fault(path.length > 0 ? path : ['options'], given, { expected: `an object with ${quoteList(KINDS)}, each a list of CIDRs` }));
  }
  const read = (kind: keyof ClusterFact) => readCidrs(conf[kind], [...path, kind], faults);
  return { cluster: { pods: read('pods'), services: read('services'), nodes: read('nodes') }, faults };
}

/** Reads one CIDR; undefined where it is none. */
export function readCidr(text: unknown, path: readonly Step[], faults: Fault[]): Subnet | undefined {
  const subnet = Subnet.parse(text);
  if (!subnet || subnet.hasHostBits) {
    faults.push(CLUSTER_CIDR_INVALID.fault(path, text, subnet ? { network: String(subnet) } : {}));
    return undefined;
  }
  return subnet;
}

function readCidrs(list: unknown, path: readonly Step[], faults: Fault[]): Subnet[] {
  if (!isGiven(list)) {
    return [];
  }
  if (!Array.isArray(list)) {
    faults.push(KEY_TYPE.fault(path, list, { expected: 'a list of CIDRs, such as ["10.244.0.0/16"]' }));
    return [];
  }
  // from, because a hole in the list is an item too
  return Array.from(list as unknown[]).map((text, i) => readCidr(text, [...path, i], faults)).filter((subnet) => subnet !== undefined);
}
