import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { NodesOf } from './node-sets';
import { PlacedWorkload, placedWorkloads } from './placed-workloads';
import { Attachment, byNetwork } from './resolve';
import { NODE_DEVICE_SHARED } from '../diagnostics/requests';
import { NetworkFact, ownKey } from '../facts/facts';

/** How a network uses an interface of the node: `moves` takes it off the node, `fills` leaves no place for another macvlan on it. */
type Use = 'moves' | 'fills' | 'macvlan' | 'other';

interface UseOfNetwork {
  readonly name: string;
  readonly use: Use;
}

/** Whether pods need an interface of their node that a pod in another network has for itself. */
export function checkTakenInterfaces(attachments: readonly Attachment[], nodesOf: NodesOf): Finding[] {
  const uses = [...byNetwork(attachments)].flatMap(([network, own]) => {
    const use = useOf(network);
    return use ? [{ ...use, network, own }] : [];
  });
  return [...groupBy(uses, ({ name }) => name).values()].flatMap((all) => [
    ...checkTaken(all.filter(({ use }) => use === 'moves'), all.filter(({ use }) => use !== 'moves'), nodesOf),
    ...checkTaken(all.filter(({ use }) => use === 'fills'), all.filter(({ use }) => use === 'macvlan'), nodesOf),
  ]);
}

interface User extends UseOfNetwork {
  readonly network: NetworkFact;
  readonly own: readonly Attachment[];
}

/** Who has an interface for itself. */
interface Taker {
  readonly by: PlacedWorkload;
  readonly network: NetworkFact;
}

function checkTaken(takers: readonly User[], others: readonly User[], nodesOf: NodesOf): Finding[] {
  if (takers.length === 0 || others.length === 0) {
    return [];
  }
  const taken = new Map<unknown, Taker>();
  for (const { network, own } of takers) {
    for (const placed of placedWorkloads(own, nodesOf)) {
      placesOf(placed).forEach((place) => taken.set(place, { by: placed, network }));
    }
  }
  return others.flatMap(({ name, network, own }) => placedWorkloads(own, nodesOf).flatMap((placed) => {
    const place = placesOf(placed).find((candidate) => taken.has(candidate));
    const taker = taken.get(place);
    // in another file, and maybe of another cluster, a network may be another one, and a workload in another one
    const isApart = ({ by }: Taker) => by.first === placed.first && by.workload !== placed.workload;
    return !taker || ownKey(taker.network) === ownKey(network) || isApart(taker) ? [] : [{
      subject: placed.workload.subject,
      fault: NODE_DEVICE_SHARED.fault(['networks'], nameOf(network.subject), {
        name, taker: nameOf(taker.network.subject), ...(typeof place === 'string' && { node: place, by: `${taker.by.workload.subject.kind} "${nameOf(taker.by.workload.subject)}"` }),
      }),
    }];
  }));
}

/** Where a pod of the workload certainly is: with itself, and on nodes that are known by name. */
function placesOf({ workload, nodes = [], isDaemon }: PlacedWorkload): unknown[] {
  const isCertain = workload.subject.kind !== 'CronJob' && (isDaemon || nodes.length === 1);
  return [workload, ...(isCertain ? nodes : [])];
}

/** A device plugin changes nothing: what the configuration names comes before the device that Multus hands over (host-device `getLink`). */
function useOf({ reading }: NetworkFact): UseOfNetwork | undefined {
  const { type, master, mode, device, linkInContainer } = reading?.plugins[0]?.conf ?? {};
  const name = type === 'host-device' ? device : master;
  if (typeof name !== 'string' || name === '' || linkInContainer === true) {
    return undefined;
  }
  switch (type) {
    case 'host-device':
      return { name, use: 'moves' };
    case 'macvlan':
      return { name, use: mode === 'passthru' ? 'fills' : 'macvlan' };
    case 'ipvlan':
    case 'vlan':
      return { name, use: 'other' };
    default:
      return undefined;
  }
}
