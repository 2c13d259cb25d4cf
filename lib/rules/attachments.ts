import { IConstruct } from 'constructs';
import { Finding } from './finding';
import { Ip } from '../address';
import { Fault } from '../diagnostics';
import * as rules from '../diagnostics/attachment';
import { NETWORKS_ANNOTATION, NetworkFact, WorkloadFact, interfaceOf } from '../facts';

/** What the attachments of each workload say together, and what became of its annotation. */
export function checkWorkloads(workloads: readonly WorkloadFact[], networks: readonly NetworkFact[]): Finding[] {
  const homeless = new Set(networks.filter((network) => network.namespace === undefined).map((network) => network.construct));
  return workloads.flatMap((workload) => [
    ...checkAnnotation(workload),
    ...checkNamespaces(workload, homeless),
    ...checkHostNetwork(workload),
    ...checkInterfaceNames(workload),
    ...checkDefaultRoutes(workload),
  ].map((fault) => ({ construct: workload.construct, fault })));
}

function checkAnnotation({ annotation, expectedAnnotation }: WorkloadFact): Fault[] {
  return annotation === expectedAnnotation
    ? []
    : [rules.ANNOTATION_SET_BY_HAND.fault([NETWORKS_ANNOTATION], annotation, { expected: expectedAnnotation, removed: annotation === undefined })];
}

/** A network of this app without a namespace, and a pod with one. */
function checkNamespaces({ namespace, networks, selections }: WorkloadFact, homeless: ReadonlySet<IConstruct>): Fault[] {
  return namespace === undefined ? [] : networks.flatMap((network, i) => (homeless.has(network)
    ? [rules.NETWORK_NAMESPACE_UNKNOWN.fault(['attachments', i, 'namespace'], undefined, { network: selections[i].name, namespace })]
    : []));
}

function checkHostNetwork({ hostNetwork, selections }: WorkloadFact): Fault[] {
  return hostNetwork && selections.length > 0
    ? [rules.ANNOTATION_ON_HOST_NETWORK.fault(['hostNetwork'], true, { networks: selections.map((selection) => selection.name) })]
    : [];
}

function checkInterfaceNames({ selections }: WorkloadFact): Fault[] {
  const owners = new Map([['lo', 'the loopback interface'], ['eth0', 'the interface in the cluster network']]);
  const names = new Set(selections.map(interfaceOf));
  return selections.flatMap((selection, i) => {
    const name = interfaceOf(selection, i);
    const owner = owners.get(name);
    owners.set(name, owner ?? `the interface in "${selection.name}"`);
    return owner ? [rules.INTERFACE_NAME_DUPLICATE.fault(['attachments', i, 'interfaceName'], name, { owner, free: freeName(names) })] : [];
  });
}

function freeName(taken: ReadonlySet<string>): string {
  let n = 1;
  while (taken.has(`net${n}`)) {
    n++;
  }
  return `net${n}`;
}

function checkDefaultRoutes({ selections }: WorkloadFact): Fault[] {
  const owners = new Map<number, string>();
  return selections.flatMap((selection, i) => {
    const gateways = selection['default-route'];
    if (!Array.isArray(gateways)) {
      return [];
    }
    if (gateways.length === 0) {
      return [rules.DEFAULT_ROUTE_EMPTY.fault(['attachments', i, 'defaultRoute'], gateways, {})];
    }
    return gateways.flatMap((gateway: unknown, j) => {
      const family = Ip.parse(gateway)?.family;
      const owner = family && owners.get(family);
      if (family && !owner) {
        owners.set(family, `attachments[${i}].defaultRoute[${j}]`);
      }
      return family && owner ? [rules.DEFAULT_ROUTE_MANY.fault(['attachments', i, 'defaultRoute', j], gateway, { family, other: owner })] : [];
    });
  });
}
