import { ANY_NAMESPACE, NetworkFact, Subject } from './facts';
import { parseJson } from './json-config';
import { placeInText } from './place-in-text';
import { memberAt, textOf } from './pod-objects';
import { ConfigText, readConfigText } from './read-network';
import { ObjectSource, sharingAcknowledgements, subjectOf } from './subject';
import { ConfigReading, readConfig } from '../cni/config';
import { Conf, isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { CONFIG_MISPLACED, CONFIG_NOT_JSON } from '../diagnostics/networks';

/** A kind whose operator makes a network of each object. */
interface NetworkKind {
  readonly group: string;
  /** The plugin of the network; undefined where no more is known than that it exists. Of most plugins, only the addresses are read. */
  readonly plugin?: string;
  /** Where the network is unless `networkNamespace` says so; undefined: where the object is. */
  readonly namespace?: string;
  /** What stands before the `resourceName`. */
  readonly prefix?: string;
}

/** What stands before resources where nobody tells the SR-IOV operator otherwise. It adds them to pods itself. */
const SRIOV = { group: 'sriovnetwork.openshift.io', prefix: 'openshift.io/' };
/** The operator does not add the devices to pods. */
const NVIDIA = { group: 'mellanox.com', namespace: 'default' };

const KINDS: Readonly<Record<string, NetworkKind>> = {
  SriovNetwork: { ...SRIOV, plugin: 'sriov' },
  SriovIBNetwork: { ...SRIOV, plugin: 'ib-sriov' },
  OVSNetwork: { ...SRIOV, plugin: 'ovs' },
  MacvlanNetwork: { ...NVIDIA, plugin: 'macvlan' },
  IPoIBNetwork: { ...NVIDIA, plugin: 'ipoib' },
  HostDeviceNetwork: { ...NVIDIA, plugin: 'host-device', prefix: 'nvidia.com/' },
  UserDefinedNetwork: { group: 'k8s.ovn.org' },
  ClusterUserDefinedNetwork: { group: 'k8s.ovn.org', namespace: ANY_NAMESPACE },
  SpiderMultusConfig: { group: 'spiderpool.spidernet.io' },
  MultiNicNetwork: { group: 'multinic.fms.io', namespace: ANY_NAMESPACE },
};

/**
 * The networks that an operator makes of an object: those that the network operator of OpenShift adds, and one of each object of the
 * SR-IOV operator, NVIDIA's, OVN-Kubernetes, Spiderpool or Multi-NIC CNI.
 *
 * @see https://docs.openshift.com/container-platform/latest/networking/multiple_networks/configuring-additional-network.html
 */
export function readOperatorNetworks(object: Conf, source: ObjectSource, path: readonly Step[]): readonly NetworkFact[] {
  const group = textOf(object.apiVersion).split('/')[0];
  if (object.kind === 'Network' && group === 'operator.openshift.io') {
    return additionalNetworks(object, source, path);
  }
  const kind = typeof object.kind === 'string' && Object.hasOwn(KINDS, object.kind) ? KINDS[object.kind] : undefined;
  return kind?.group === group ? [networkOf(object, kind, source, path)] : [];
}

function additionalNetworks(object: Conf, source: ObjectSource, path: readonly Step[]): readonly NetworkFact[] {
  const list = memberAt(object, ['spec', 'additionalNetworks']);
  return sharingAcknowledgements((Array.isArray(list) ? list : []).flatMap((network: unknown, i) => {
    if (!isConf(network) || textOf(network.name) === '') {
      return [];
    }
    const at = ['spec', 'additionalNetworks', i];
    const configPath = [...at, 'rawCNIConfig'];
    const saysNothing = isAbsent(network.rawCNIConfig) || isShim(network);
    const { reading, faults, place }: ConfigText = saysNothing ? { faults: [] } : readConfigText(network.rawCNIConfig, configPath);
    const subject = subjectOf(object, source, (step) => (step[0] === 'spec' ? [[...path, ...step], place]
      : step[0] === 'metadata' ? [[...path, ...at, ...step.slice(1)]] : [[...path, ...configPath], step]));
    return [factOf({ ...subject, name: textOf(network.name), namespace: textOf(network.namespace) || 'default' }, faults, reading)];
  }));
}

/** No pod is attached to a network of such a name: it only has the operator start the daemons of dhcp or whereabouts. */
function isShim({ name }: Conf): boolean {
  return /(^|-)shim$/.test(textOf(name));
}

function networkOf(object: Conf, { plugin, namespace, prefix }: NetworkKind, source: ObjectSource, path: readonly Step[]): NetworkFact {
  const spec = isConf(object.spec) ? object.spec : {};
  const misplaced = plugin === undefined ? [] : misplacedKeys(object);
  const { reading, faults, place }: ConfigText = plugin === undefined || misplaced.length > 0 ? { faults: misplaced } : readSpec(spec, plugin);
  const subject = subjectOf(object, source, (at) => (at[0] === 'spec' ? [[...path, ...at], place]
    : at[0] === 'metadata' || misplaced.length > 0 ? [[...path, ...at]]
      : TEXTS.includes(String(at[0])) ? [[...path, 'spec', at[0]], at.slice(1)] : [[...path, 'spec', ...at]]));
  const own = textOf(spec.networkNamespace) || namespace;
  return {
    ...factOf({ ...subject, ...(own !== undefined && { namespace: own }) }, faults, reading),
    ...(prefix !== undefined && { resourceName: `${prefix}${textOf(spec.resourceName).replace(prefix, '')}` }),
  };
}

/** Keys of the specification beside it. */
function misplacedKeys(object: Conf): Fault[] {
  const [key] = Object.keys(object).filter((other) => SPEC_KEYS.includes(other));
  return key === undefined ? [] : [CONFIG_MISPLACED.fault([key], object[key], { expected: 'the key in \'spec\'' })];
}

/** Those without which the network is another one. */
const SPEC_KEYS = ['ipam', 'master', 'mode', 'resourceName', 'networkNamespace', 'vlan'];

/** What an object has as JSON text. */
const TEXTS = ['ipam', 'metaPlugins'];
const IPAM_EXAMPLE = 'the configuration of an IPAM as JSON text, such as { "type": "whereabouts", "range": "192.168.2.0/24" }';
const PLUGINS_EXAMPLE = 'plugins as JSON text, with a comma between them, such as { "type": "tuning" }, { "type": "vrf", "vrfname": "blue" }';

/**
 * The version of the specification that some releases of the operators write, and others a later one. Nothing is different in what is read here,
 * and nobody could change it.
 */
const CNI_VERSION = '0.3.1';

/** What an object says of the addresses, and of plugins that are chained behind: the rest is the operator's. */
function readSpec({ ipam: ipamText, master, mode, metaPlugins }: Conf, plugin: string): ConfigText {
  const ipam = readText('ipam', ipamText, IPAM_EXAMPLE);
  const chained = readText('metaPlugins', metaPlugins, PLUGINS_EXAMPLE, ['{"plugins":[', ']}']);
  const unreadable = [ipam, chained].find(({ config }) => !config);
  if (unreadable) {
    return unreadable;
  }
  const conf = { cniVersion: CNI_VERSION, type: plugin, ...(plugin === 'macvlan' && { master, mode }), ipam: ipam.config };
  const reading = readConfig(conf);
  const list = (chained.config?.plugins ?? []) as Conf[];
  const faults = list.length === 0
    ? reading.faults.filter(({ path }) => path[0] === 'ipam')
    : readConfig({ cniVersion: CNI_VERSION, plugins: [conf, ...list] }).faults.flatMap((fault) => inSpec(fault));
  return {
    reading: {
      ...reading,
      faults,
      plugins: [...reading.plugins, ...list.map((behind, i) => ({ conf: behind, path: ['metaPlugins', i] })).filter((placed) => isConf(placed.conf))],
    },
    faults: [...ipam.faults, ...chained.faults],
  };
}

/** A fault of the list that the operator makes, where the object says what it is about. */
function inSpec(fault: Fault): Fault[] {
  const [first, index, ...rest] = fault.path;
  if (first !== 'plugins' || typeof index !== 'number') {
    return [];
  }
  return index > 0 ? [{ ...fault, path: ['metaPlugins', index - 1, ...rest] }] : rest[0] === 'ipam' ? [{ ...fault, path: rest }] : [];
}

interface SpecText extends ConfigText {
  /** Undefined where the text cannot be read. */
  readonly config?: Conf;
}

/** @param around what the operator writes before and behind the text */
function readText(key: string, text: unknown, expected: string, [before, behind] = ['', '']): SpecText {
  const path = ['spec', key];
  if (isAbsent(text)) {
    return { config: {}, faults: [] };
  }
  if (typeof text !== 'string') {
    return { faults: [KEY_TYPE.fault(path, text, { expected })] };
  }
  const parsed = parseJson(before + text + behind);
  if (!('config' in parsed)) {
    const place = parsed.at === undefined ? undefined : placeInText(text, parsed.at - before.length);
    return { faults: [CONFIG_NOT_JSON.fault(path, text, { ...parsed, expected })], place };
  }
  return { config: parsed.config, faults: parsed.faults.map((fault) => ({ ...fault, path: [key, ...fault.path.slice(before === '' ? 0 : 1)] })) };
}

function factOf(subject: Subject, faults: readonly Fault[], reading: ConfigReading | undefined): NetworkFact {
  return { subject, faults, nodes: [], ...(reading && { reading }) };
}
