import { Finding, nameOf } from './finding';
import { asksForAddress } from './gateways';
import { groupBy } from './group-by';
import { NodesOf, nodesOfWorkloads } from './node-sets';
import { PlacedWorkload, atOnce, placedWorkloads } from './placed-workloads';
import { staysOnNode } from './pools';
import { ipamOf } from './requests';
import { Attachment, byNetwork } from './resolve';
import { isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { DEVICE_HELD_AT_ROLLOUT, NODE_DEVICE_SHARED, STATIC_ADDRESS_SHARED } from '../diagnostics/requests';
import { NetworkFact } from '../facts/facts';

/** Whether what one pod alone can have is given to one: a device of the node, and an address that stands in the network. */
export function checkSoleUsers(attachments: readonly Attachment[], nodesOf = nodesOfWorkloads(attachments)): Finding[] {
  const networks = [...byNetwork(attachments)];
  return [
    ...[...groupBy(networks, ([network]) => deviceOf(network))].flatMap(([device, groups]) =>
      atOnce(placedWorkloads(groups.flatMap(([, own]) => own), nodesOf)).flatMap((placed) => checkDevice(device, placed))),
    ...networks.flatMap(([network, own]) => checkAddress(network, own, nodesOf)),
  ];
}

/** What of the node a pod in the network has for itself; undefined where pods share it. */
function deviceOf(network: NetworkFact): string | undefined {
  const { type, master, vlanId, mode, device, hwaddr, kernelpath, pciBusID, linkInContainer } = network.reading?.plugins[0]?.conf ?? {};
  if (network.resourceName !== undefined || linkInContainer === true) {
    return undefined;
  }
  const given = [device, hwaddr, kernelpath, pciBusID].find((value) => !isAbsent(value));
  return type === 'host-device' && given !== undefined ? `the device ${JSON.stringify(given)}`
    : type === 'vlan' && !isAbsent(master) ? `the VLAN ${JSON.stringify(vlanId)} of ${JSON.stringify(master)}`
      : type === 'macvlan' && mode === 'passthru' && !isAbsent(master) ? `the master ${JSON.stringify(master)} in mode "passthru"`
        : undefined;
}

/** Pods of the same nodes must not be more than these. */
function checkDevice(device: string, placed: readonly PlacedWorkload[]): Finding[] {
  const twice = placed.filter(({ interfaces }) => interfaces > 1);
  const byNodes = groupBy(placed.filter(({ interfaces }) => interfaces === 1), ({ nodes }) => nodes && [...nodes].sort().join(', '));
  return [
    ...twice.map((workload) => finding(workload, device, { pods: workload.interfaces, most: 1, each: 'pod' })),
    ...[...byNodes.values()].flatMap((group) => {
      const pods = group.reduce((sum, { pods: count = 0 }) => sum + count, 0);
      const most = group[0].nodes?.length ?? 0;
      // without a node there is no pod
      return most > 0 && pods > most ? [finding(group[group.length - 1], device, { pods, most, each: 'node' })]
        : pods === most ? group.filter(({ workload }) => workload.placement().surges).map(({ workload: { subject } }) => (
          { subject, fault: DEVICE_HELD_AT_ROLLOUT.fault(['networks'], pods, { device }) }))
          : [];
    }),
  ];
}

function finding({ workload }: PlacedWorkload, device: string, numbers: Readonly<{ pods: number; most: number; each: string }>): Finding {
  return { subject: workload.subject, fault: NODE_DEVICE_SHARED.fault(['networks'], numbers.pods, { device, ...numbers }) };
}

/** The address of every pod in the network; undefined where they differ. */
function addressOf(network: NetworkFact): unknown {
  const ipam = ipamOf(network);
  const [first] = ipam?.type === 'static' && Array.isArray(ipam.addresses) ? ipam.addresses as unknown[] : [];
  return isConf(first) ? first.address : undefined;
}

/** Pods of different nodes may have the same address where it means something on their node alone. */
function checkAddress(network: NetworkFact, attachments: readonly Attachment[], nodesOf: NodesOf): Finding[] {
  const address = addressOf(network);
  const placed = address === undefined ? [] : placedWorkloads(attachments.filter(({ selection }) => !asksForAddress(selection, network)), nodesOf);
  const groups = staysOnNode(network)
    ? [...groupBy(placed, ({ nodes }) => (nodes?.length === 1 ? nodes[0] : undefined)).values()]
    : [placed];
  const name = nameOf(network.subject);
  return groups.flatMap(atOnce).flatMap((group) => {
    let users = 0;
    return group.flatMap(({ workload, pods = Infinity, interfaces }): Finding[] => {
      users += pods * interfaces;
      const fault = STATIC_ADDRESS_SHARED.fault(['networks'], name, { network: name, address });
      return users > 1 ? [{ subject: workload.subject, fault, alsoAt: network.subject }] : [];
    });
  });
}
