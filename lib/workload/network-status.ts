import { DeviceStatus, DnsStatus, InterfaceStatus } from './interface-status';
import { Ip } from '../address';
import { Conf, FLAG, INTEGER, KeySet, OBJECT, TEXT, checkTypes, isConf, isListOf } from '../cni/keys';
import { TEXTS, TEXT_LIST } from '../cni/values';
import { Fault, Step, refuse } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { NETWORK_STATUS_INVALID } from '../diagnostics/network-status';
import { memberAt } from '../facts/pod-objects';

/** The annotation that Multus writes on a pod that it has attached. */
const ANNOTATION = 'k8s.v1.cni.cncf.io/network-status';

/** What it was called until Multus 4.0, which wrote both for a while. */
const LEGACY_ANNOTATION = 'k8s.v1.cni.cncf.io/networks-status';

const IPS = { expected: 'a list of addresses', accepts: (value: unknown) => isListOf(value, (item) => Ip.parse(item) !== undefined) };

/** The keys whose values are read. Others may come with a later Multus. */
const KEYS: KeySet = {
  'name': TEXT, 'interface': TEXT, 'ips': IPS, 'mac': TEXT, 'mtu': INTEGER, 'default': FLAG, 'dns': OBJECT, 'device-info': OBJECT,
  // not IPS: a default route without a gateway leaves "<nil>" here
  'gateway': TEXT_LIST,
};
const DNS_KEYS: KeySet = { nameservers: TEXT_LIST, domain: TEXT, search: TEXT_LIST, options: TEXT_LIST };
const DEVICE_KEYS: KeySet = { 'type': TEXT, 'version': TEXT, 'pci': TEXTS, 'vdpa': TEXTS, 'vhost-user': TEXTS, 'memif': TEXTS };

/**
 * What Multus says of the interfaces of a running pod, for tests and tools that look at a cluster.
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-net-spec
 */
export class NetworkStatus {
  /**
   * Reads the text of the annotation `k8s.v1.cni.cncf.io/network-status`. Keys that are not known are left out.
   *
   * @throws where the text is not what Multus writes
   */
  public static parse(text: string): NetworkStatus {
    return new NetworkStatus(readStatuses(text, 'NetworkStatus.parse', ANNOTATION));
  }

  /**
   * Reads the annotation of a pod, in its old name too, which Multus 3 wrote.
   *
   * @param pod the object as the Kubernetes API returns it
   * @throws where the pod has no such annotation, or its text is not what Multus writes
   */
  public static ofPod(pod: any): NetworkStatus {
    const annotations = memberAt(pod, ['metadata', 'annotations']);
    const key = [ANNOTATION, LEGACY_ANNOTATION].find((candidate) => memberAt(annotations, [candidate]) !== undefined);
    if (key === undefined) {
      refuse('NetworkStatus.ofPod', [NETWORK_STATUS_INVALID.fault([ANNOTATION], undefined, {
        problem: 'is not among the annotations of the pod', fix: 'wait until the pod runs, and make sure that Multus is on its node',
      })]);
    }
    return new NetworkStatus(readStatuses(memberAt(annotations, [key ?? ANNOTATION]), 'NetworkStatus.ofPod', key ?? ANNOTATION));
  }

  private constructor(private readonly all: readonly InterfaceStatus[]) {}

  /** The interfaces, in the order in which they were made: that of the cluster network first. */
  public get interfaces(): InterfaceStatus[] {
    return [...this.all];
  }

  /**
   * The interfaces in a network, in the order in which they were made.
   *
   * @param network `namespace/name` of the NetworkAttachmentDefinition; a name alone means the network of that name in any namespace
   * @throws where it is no text
   */
  public forNetwork(network: string): InterfaceStatus[] {
    const isText = typeof network === 'string';
    refuse('NetworkStatus.forNetwork', isText ? [] : [KEY_TYPE.fault(['network'], network, { expected: 'the name of a network, such as "default/storage"' })]);
    return this.all.filter((status) => status.network === network || (!network.includes('/') && status.network.endsWith(`/${network}`)));
  }

  /**
   * The addresses in a network, without prefix lengths.
   *
   * @param network as of `forNetwork`
   */
  public addresses(network: string): string[] {
    return this.forNetwork(network).flatMap(({ ips }) => ips);
  }
}

function readStatuses(text: unknown, place: string, annotation: string): InterfaceStatus[] {
  const invalid = (problem: string, path: readonly Step[], got: unknown) => {
    refuse(place, [NETWORK_STATUS_INVALID.fault([annotation, ...path], got, { problem })]);
  };
  let list: unknown;
  try {
    list = JSON.parse(typeof text === 'string' ? text : '');
  } catch {
    invalid('is not JSON', [], text);
  }
  if (!isListOf(list, isConf)) {
    invalid('is not a list of objects', [], text);
  }
  const statuses = list as Conf[];
  const [fault] = statuses.flatMap(checkStatus);
  if (fault) {
    invalid(`is not ${fault.words.expected}`, fault.path, fault.got);
  }
  return statuses.map(statusOf);
}

/** A value of null says nothing, as to Go. */
function checkStatus(status: Conf, i: number): Fault[] {
  const check = (conf: unknown, keys: KeySet, ...path: Step[]) => (isConf(conf) ? checkTypes(withoutNull(conf), keys, [i, ...path]) : []);
  return [
    ...(status.name === undefined || status.name === null ? [KEY_TYPE.fault([i, 'name'], status.name, { expected: TEXT.expected })] : []),
    ...check(status, KEYS),
    ...check(status.dns, DNS_KEYS, 'dns'),
    ...check(status['device-info'], DEVICE_KEYS, 'device-info'),
  ];
}

function statusOf(status: Conf): InterfaceStatus {
  const { name, interface: interfaceName, ips, mac, mtu, default: isDefault, dns, 'device-info': device, gateway } = withoutNull(status) as any;
  return {
    network: name,
    ips: ips ?? [],
    isDefault: isDefault ?? false,
    gateways: gateway ?? [],
    ...(interfaceName !== undefined && { interfaceName }),
    ...(mac !== undefined && { mac }),
    ...(mtu !== undefined && { mtu }),
    ...(dns !== undefined && { dns: dnsOf(dns) }),
    ...(device !== undefined && { device: deviceOf(device) }),
  };
}

function dnsOf(dns: Conf): DnsStatus {
  const { nameservers, domain, search, options } = withoutNull(dns) as any;
  return { nameservers: nameservers ?? [], search: search ?? [], options: options ?? [], ...(domain !== undefined && { domain }) };
}

function deviceOf(device: Conf): DeviceStatus {
  const { type, version, pci, vdpa, 'vhost-user': vhostUser, memif } = withoutNull(device) as any;
  const parts = { version, pci, vdpa, vhostUser, memif };
  return { type: type ?? '', ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) };
}

function withoutNull(conf: Conf): Conf {
  return Object.fromEntries(Object.entries(conf).filter(([, value]) => value !== null));
}
