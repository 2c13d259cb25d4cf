import { Ip, Subnet } from '../address';
import { LEAST_BITS, MOST_BURST_BITS } from '../cni/bandwidth';
import { Conf, isConf, isInterfaceName, isListOf } from '../cni/keys';
import { isAbsent, isOfOneInterface, octetsOf } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import * as rules from '../diagnostics/attachment';
import { KEY_TYPE, NETWORK_NAME_INVALID } from '../diagnostics/config';

/** The annotation of a pod that Multus reads. */
export const NETWORKS_ANNOTATION = 'k8s.v1.cni.cncf.io/networks';

/** The annotation of a pod that names the network which takes the place of the cluster network. */
export const DEFAULT_NETWORK_ANNOTATION = 'v1.multus-cni.io/default-network';

/** The annotation of a network that names the extended resource whose devices it uses. */
export const RESOURCE_ANNOTATION = 'k8s.v1.cni.cncf.io/resourceName';

/**
 * Whether the resource only says on which nodes a bridge is (bridge-marker, ovs-cni's marker): whoever does not ask for it gets the
 * network too.
 */
export function isMarker(resource: string): boolean {
  return /(^|\.)network\.kubevirt\.io\//.test(resource);
}

/** The annotation of a network that says on which nodes it is, as a selector of kubectl. Only this library reads it. */
export const NODES_ANNOTATION = 'cdk8s-multus/nodes';

/**
 * One network in the annotation of a pod, in the keys of the annotation's JSON form (NetworkSelectionElement).
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-net-spec
 */
export interface Selection extends Conf {
  readonly name: string;
  readonly namespace?: string;
  readonly interface?: string;
}

/** The keys that the short form can say. */
const SHORT_FORM_KEYS = ['name', 'namespace', 'interface'];

/** The text of the annotation: `namespace/name@interface, …` where that says everything, else JSON. */
export function annotationText(selections: readonly Selection[]): string {
  return selections.every(fitsShortForm) ? selections.map(shortForm).join(', ') : JSON.stringify(selections, undefined, 2);
}

/** What Multus or the plugins refuse in one selection by itself. */
export function checkSelection(selection: Conf, path: readonly Step[] = []): Fault[] {
  const faults: Fault[] = [];
  for (const [key, check] of CHECK_ENTRIES) {
    const value = selection[key];
    if (value !== undefined) {
      faults.push(...check(value, [...path, key], selection));
    }
  }
  return faults;
}

/** The name that Multus gives to the interface of a selection: `net` and its place in the annotation, from 1. */
export function interfaceOf(selection: Selection, index: number): string {
  return selection.interface ?? `net${index + 1}`;
}

/** Whether the short form of the annotation can carry the name (`parsePodNetworkObjectName`), and a namespace can have it. */
export function isDnsLabel(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

type Check = (value: unknown, path: readonly Step[], selection: Conf) => Fault[];

const CHECKS: Readonly<Record<string, Check>> = {
  'namespace': (value, path) => (isDnsLabel(value) ? [] : [NETWORK_NAME_INVALID.fault(path, value, { what: 'namespace' })]),
  'interface': (value, path) => (isInterfaceName(value) ? [] : [rules.INTERFACE_NAME_INVALID.fault(path, value, {})]),
  'ips': (value, path) => (isListOf(value, isAddress) && value.length > 0 ? [] : [rules.IPS_INVALID.fault(path, value, {})]),
  'mac': checkMac,
  'infiniband-guid': (value, path) => (octetsIn(value)?.length === 8 ? [] : [rules.GUID_INVALID.fault(path, value, {})]),
  'bandwidth': (value, path) => (isBandwidth(value) ? [] : [rules.BANDWIDTH_INVALID.fault(path, value, { text: textIn(value) })]),
  'portMappings': checkPortMappings,
  'deviceID': (value, path) => checkText(value, path, 'the id of a device, such as "0000:3b:02.0"', (text) => !/\s/.test(text)),
  'cni-args': (value, path) => (isConf(value) ? [] : [KEY_TYPE.fault(path, value, { expected: 'an object' })]),
  'default-route': (value, path) => (isListOf(value, (gateway) => Ip.parse(gateway) !== undefined) ? [] : [rules.DEFAULT_ROUTE_INVALID.fault(path, value, {})]),
  'ipam-claim-reference': (value, path, selection) => [
    ...checkText(value, path, 'the name of an IPAMClaim', (text) => text.length <= 253 && text.split('.').every(isDnsLabel)),
    // for the default network OVN-Kubernetes takes both: the claim keeps the addresses that are asked for
    ...(selection.ips === undefined || path[0] === DEFAULT_NETWORK_ANNOTATION ? [] : [rules.IPAM_CLAIM_WITH_IPS.fault(path, value, {})]),
  ],
};

const CHECK_ENTRIES = Object.entries(CHECKS);

function checkText(value: unknown, path: readonly Step[], expected: string, isRight: (text: string) => boolean): Fault[] {
  if (typeof value !== 'string') {
    return [KEY_TYPE.fault(path, value, { expected })];
  }
  return value !== '' && isRight(value) ? [] : [KEY_TYPE.fault(path, value, { expected, problem: value === '' ? 'is empty' : `is not ${expected.split(',')[0]}` })];
}

function checkPortMappings(value: unknown, path: readonly Step[]): Fault[] {
  if (!Array.isArray(value)) {
    return [rules.PORT_MAPPING_INVALID.fault(path, value, {})];
  }
  return value.flatMap((mapping: unknown, i) => (isPortMapping(mapping) ? [] : [rules.PORT_MAPPING_INVALID.fault([...path, i], mapping, {})]));
}

function isAddress(value: unknown): boolean {
  return (Ip.parse(value) ?? Subnet.parse(value)) !== undefined;
}

function checkMac(value: unknown, path: readonly Step[]): Fault[] {
  const octets = octetsIn(value);
  return octets?.length === 6 && isOfOneInterface(octets) ? [] : [rules.MAC_INVALID.fault(path, value, { isMac: octets?.length === 6 })];
}

function octetsIn(value: unknown): readonly number[] | undefined {
  return typeof value === 'string' ? octetsOf(value) : undefined;
}

function isBandwidth(value: unknown): boolean {
  return isConf(value) && (['ingress', 'egress'] as const).every((direction) => {
    const [rate, burst] = [value[`${direction}Rate`], value[`${direction}Burst`]];
    return (isAbsent(rate) && isAbsent(burst))
      || (isCount(rate) && isCount(burst) && Math.min(Number(rate), Number(burst)) >= LEAST_BITS && Number(burst) <= MOST_BURST_BITS);
  });
}

/** The first value that is a text, as a quantity of Kubernetes would be. */
function textIn(value: unknown): string | undefined {
  return isConf(value) ? Object.values(value).find((part) => typeof part === 'string') : undefined;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function isPortMapping(value: unknown): boolean {
  const isPort = (port: unknown) => isCount(port) && Number(port) <= 65535;
  return isConf(value) && isPort(value.hostPort) && isPort(value.containerPort)
    // portmap asks iptables for the protocol "" where there is none
    && typeof value.protocol === 'string' && ['tcp', 'udp', 'sctp'].includes(value.protocol.toLowerCase())
    && (isAbsent(value.hostIP) || Ip.parse(value.hostIP) !== undefined);
}

function fitsShortForm(selection: Selection): boolean {
  return Object.entries(selection).every(([key, value]) => value === undefined || SHORT_FORM_KEYS.includes(key))
    && isDnsLabel(selection.name)
    && (selection.interface === undefined || /^[-.\w]+$/.test(selection.interface));
}

function shortForm(selection: Selection): string {
  const namespace = selection.namespace === undefined ? '' : `${selection.namespace}/`;
  const name = selection.interface === undefined ? '' : `@${selection.interface}`;
  return `${namespace}${selection.name}${name}`;
}
