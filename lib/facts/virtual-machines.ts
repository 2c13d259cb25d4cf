import { readAnnotation } from './annotation';
import { WorkloadFact } from './facts';
import { ownerOf } from './owner';
import { memberAt, textOf } from './pod-objects';
import { DEFAULT_NETWORK_ANNOTATION, NETWORKS_ANNOTATION, Selection, isDnsLabel } from './selection';
import { ObjectSource, subjectOf } from './subject';
import { Conf, isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step, pathText } from '../diagnostics';
import { ANNOTATION_ON_WORKLOAD } from '../diagnostics/attachment';
import { NETWORK_NAME_INVALID } from '../diagnostics/config';
import { mostPerNode, nodesOfPod } from '../nodes/pod-nodes';

/** Where the objects of KubeVirt describe a machine. */
const MACHINES = new Map<unknown, readonly string[]>([
  ['VirtualMachineInstance', []],
  ['VirtualMachine', ['spec', 'template']],
  ['VirtualMachineInstanceReplicaSet', ['spec', 'template']],
  ['VirtualMachinePool', ['spec', 'virtualMachineTemplate', 'spec', 'template']],
]);

/**
 * Reads a virtual machine: KubeVirt makes its pod, with an annotation for the machine's networks, and asks for their devices.
 * Undefined where the object is none, or has nothing to do with networks.
 *
 * @param repeated the faults of the object as a whole
 * @see https://kubevirt.io/user-guide/network/interfaces_and_networks/
 */
export function readVirtualMachine(object: Conf, source: ObjectSource, path: readonly Step[],
  repeated: readonly Fault[] = []): WorkloadFact | undefined {
  const machine = /(^|\.)kubevirt\.io\//.test(textOf(object.apiVersion)) ? MACHINES.get(object.kind) : undefined;
  if (!machine) {
    return undefined;
  }
  const networksPath = [...machine, 'spec', 'networks'];
  const networks = memberAt(object, networksPath);
  const interfacesPath = [...machine, 'spec', 'domain', 'devices', 'interfaces'];
  const interfaces = interfacesOf(memberAt(object, interfacesPath));
  const named = (Array.isArray(networks) ? networks : []).flatMap((network: unknown, i) => {
    const multus = memberAt(network, ['multus']);
    const name = memberAt(multus, ['networkName']);
    const own = interfaces.find((other) => other.name === memberAt(network, ['name']));
    return typeof name === 'string' && name !== '' && isConf(multus)
      ? [{
        selection: { ...selectionOf(name), ...(!isAbsent(own?.macAddress) && { mac: own?.macAddress }) },
        isDefault: multus.default === true,
        isBridged: isConf(own?.bridge),
        at: [...networksPath, i, 'multus', 'networkName'],
        macAt: [...interfacesPath, own?.place ?? 0, 'macAddress'],
      }] : [];
  });
  const selections = named.map(({ selection }) => selection);
  const isReplaced = named.some(({ isDefault }) => !isDefault);
  const faults = [
    ...repeated, ...named.flatMap(checkNamespace), ...misplaced(object, machine, selections),
    ...isReplaced ? replaced(object, machine, selections) : [],
  ];
  if (named.length === 0 && faults.length === 0) {
    return undefined;
  }
  const spec = memberAt(object, [...machine, 'spec']);
  const [pods, nodes] = [machinesOf(object), nodesOfPod(spec)];
  const attached = named.filter(({ isDefault }) => !isDefault);
  const instead = named.find(({ isDefault }) => isDefault);
  return {
    subject: subjectOf(object, source, (at) => [[...path, ...(at[0] === DEFAULT_NETWORK_ANNOTATION && instead ? instead.at : at)]]),
    ...ownerOf(object),
    faults,
    selections: attached.map(({ selection }) => selection),
    ...(instead && { defaultNetwork: instead.selection }),
    pathOf: (index, key) => (key === 'mac' ? attached[index].macAt : attached[index].at),
    known: isOfInstancetype(object, machine) ? 'networks' : 'nodes',
    hostNetwork: false,
    bridged: attached.flatMap(({ isBridged }, i) => (isBridged ? [i] : [])),
    placement: () => ({ pods, nodes, mostPerNode: (nodeCount) => mostPerNode(spec, pods, nodeCount) }),
    followsNetworks: false,
    resources: () => new Map(),
  };
}

/** Whether an instance type, which is an object of its own, may say more of the nodes. */
function isOfInstancetype(object: Conf, machine: readonly string[]): boolean {
  return machine.length > 0 && !isAbsent(memberAt(object, [...machine.slice(0, -1), 'instancetype']));
}

/** How many of it run. One that is stopped does not, before somebody changes that. */
function machinesOf({ spec }: Conf): number {
  const replicas = memberAt(spec, ['replicas']);
  const isStopped = memberAt(spec, ['running']) === false || memberAt(spec, ['runStrategy']) === 'Halted';
  return isStopped ? 0 : Number.isSafeInteger(replicas) ? Math.max(Number(replicas), 0) : 1;
}

/** The interfaces of the machine, each with its place. */
function interfacesOf(interfaces: unknown): ReadonlyArray<Conf & { readonly place: number }> {
  const list: unknown[] = Array.isArray(interfaces) ? interfaces : [];
  return list.flatMap((own, place) => (isConf(own) ? [{ ...own, place }] : []));
}

function checkNamespace({ selection: { namespace }, at }: { readonly selection: Selection; readonly at: readonly Step[] }): Fault[] {
  return namespace === undefined || isDnsLabel(namespace) ? [] : [NETWORK_NAME_INVALID.fault(at, namespace, { what: 'namespace' })];
}

/** `namespace/name`, or a name in the machine's namespace. */
function selectionOf(text: string): Selection {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** The annotation of the machine, in whose place KubeVirt puts what it makes of the machine's networks. It does no harm where it says what they say. */
function replaced(object: Conf, machine: readonly string[], named: readonly Selection[]): Fault[] {
  const at = [...machine, 'metadata', 'annotations', NETWORKS_ANNOTATION];
  const annotation = memberAt(object, at);
  return isAbsent(annotation) || isRepeated(annotation, named, object) ? []
    : [ANNOTATION_ON_WORKLOAD.fault(at, annotation, { kind: textOf(object.kind), template: pathText(machine), networks: pathText([...machine, 'spec', 'networks']), isReplaced: true })];
}

/** Whether an annotation says no more than the machine itself, but for the names of interfaces, which are KubeVirt's. */
function isRepeated(annotation: unknown, named: readonly Selection[], object: Conf): boolean {
  const { selections } = readAnnotation(typeof annotation === 'string' ? annotation : '');
  const placeOf = ({ namespace }: Selection) => textOf(namespace) || textOf(memberAt(object, ['metadata', 'namespace'])) || 'default';
  const saysMore = ({ name, namespace, ...others }: Selection) => Object.keys(others).some((key) => key !== 'interface')
    || !named.some((other) => other.name === name && placeOf(other) === placeOf({ name, namespace }));
  return selections.length > 0 && !selections.some(saysMore);
}

/**
 * The annotation on what makes the machine, which KubeVirt does not pass on; that of the machine itself it does. It does no harm where it
 * says what the machine says.
 */
function misplaced(object: Conf, machine: readonly string[], named: readonly Selection[]): Fault[] {
  const at = ['metadata', 'annotations', NETWORKS_ANNOTATION];
  const annotation = memberAt(object, at);
  return machine.length === 0 || isAbsent(annotation) || isRepeated(annotation, named, object) || !isAbsent(memberAt(object, [...machine, ...at]))
    ? []
    : [ANNOTATION_ON_WORKLOAD.fault(at, annotation, {
      kind: textOf(object.kind), template: pathText(machine), networks: pathText([...machine, 'spec', 'networks']),
    })];
}
