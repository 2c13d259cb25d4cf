import { Finding, findingsOf, nameOf } from './finding';
import { Ip } from '../address';
import { isOlder } from '../cni/cni-version';
import { Fault, Step, pathText } from '../diagnostics';
import * as rules from '../diagnostics/attachment';
import { Facts, InstallationFact, WorkloadFact } from '../facts/facts';
import { DEFAULT_NETWORK_ANNOTATION, interfaceOf } from '../facts/selection';

/** What the annotation of each workload says by itself, what its selections say together, and what Multus makes of them. */
export function checkWorkloads({ workloads, installations }: Pick<Facts, 'workloads' | 'installations'>): Finding[] {
  const keeper = installations.find(({ multusVersion }) => multusVersion !== undefined && keepsDefaultRoutes(multusVersion));
  return workloads.flatMap((workload) => (isPlain(workload) ? [] : findingsOf(workload.subject, [
    ...workload.faults,
    ...checkHostNetwork(workload),
    ...checkInterfaceNames(workload),
    ...checkDefaultRoutes(workload),
    ...keeper ? checkRoutesKept(workload, keeper) : [],
  ])));
}

/** Whether the pods are attached to one network, and ask for nothing that the rules here look at. Most are like that. */
function isPlain({ faults, hostNetwork, selections, defaultNetwork }: WorkloadFact): boolean {
  const [selection] = selections;
  return faults.length === 0 && !hostNetwork && !defaultNetwork && selections.length === 1 && selection.interface === undefined && selection['default-route'] === undefined;
}

/** Releases that do not see the default routes of a pod, since netlink says of them where they lead. None is known that does again. */
function keepsDefaultRoutes(version: string): boolean {
  return !isOlder(version, '4.2.2');
}

/** The kernel refuses a second default route, and Multus takes that for done. */
function checkRoutesKept({ selections, pathOf }: WorkloadFact, { subject, multusVersion = '' }: InstallationFact): Fault[] {
  const first = selections.findIndex((selection) => Array.isArray(selection['default-route']) && selection['default-route'].length > 0);
  return first < 0 ? [] : [rules.DEFAULT_ROUTE_KEPT.fault(pathOf(first, 'default-route'), selections[first]['default-route'], {
    installation: nameOf(subject), version: multusVersion,
  })];
}

function checkHostNetwork({ hostNetwork, selections }: WorkloadFact): Fault[] {
  return hostNetwork && selections.length > 0
    ? [rules.ANNOTATION_ON_HOST_NETWORK.fault(['hostNetwork'], true, { networks: selections.map((selection) => selection.name) })]
    : [];
}

function checkInterfaceNames({ selections, defaultNetwork, pathOf }: WorkloadFact): Fault[] {
  const names = selections.map(interfaceOf);
  const owners = new Map(OWN_INTERFACES);
  const checkName = (name: string, path: readonly Step[], network: string): Fault[] => {
    const owner = owners.get(name);
    owners.set(name, owner ?? `the interface in "${network}"`);
    return owner ? [rules.INTERFACE_NAME_DUPLICATE.fault(path, name, { owner, free: freeName(names) })] : [];
  };
  // that of the default network is made first; without a name it is eth0
  const ofDefault = defaultNetwork?.interface;
  return [
    ...typeof ofDefault === 'string' && ofDefault !== 'eth0' ? checkName(ofDefault, [DEFAULT_NETWORK_ANNOTATION], defaultNetwork?.name ?? '') : [],
    ...names.flatMap((name, i) => checkName(name, pathOf(i, 'interface'), selections[i].name)),
  ];
}

/** The interfaces that each pod has. */
const OWN_INTERFACES = new Map([['lo', 'the loopback interface'], ['eth0', 'the interface in the cluster network']]);

function freeName(names: readonly string[]): string {
  const taken = new Set(names);
  let n = 1;
  while (taken.has(`net${n}`)) {
    n++;
  }
  return `net${n}`;
}

function checkDefaultRoutes({ selections, defaultNetwork, pathOf }: WorkloadFact): Fault[] {
  const ofDefault = defaultNetwork?.['default-route'];
  const owners = new Map<number, readonly Step[]>((Array.isArray(ofDefault) ? ofDefault as unknown[] : []).flatMap((gateway) => {
    const family = Ip.parse(gateway)?.family;
    return family ? [[family, [DEFAULT_NETWORK_ANNOTATION]] as const] : [];
  }));
  return selections.flatMap((selection, i) => {
    const gateways = selection['default-route'];
    if (!Array.isArray(gateways)) {
      return [];
    }
    if (gateways.length === 0) {
      return [rules.DEFAULT_ROUTE_EMPTY.fault(pathOf(i, 'default-route'), gateways, {})];
    }
    return gateways.flatMap((gateway: unknown, j) => {
      const path = pathOf(i, 'default-route', j);
      const family = Ip.parse(gateway)?.family;
      const owner = family && owners.get(family);
      if (family && !owner) {
        owners.set(family, path);
      }
      return family && owner ? [rules.DEFAULT_ROUTE_MANY.fault(path, gateway, { family, other: pathText(owner) })] : [];
    });
  });
}
