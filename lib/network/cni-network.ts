import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { INetwork } from './network';
import { NetworkConfig } from './network-config';
import { checkResourceName } from './resource-name';
import { NetworkAttachmentDefinition } from '../../imports/k8s.cni.cncf.io';
import { IChainedPlugin } from '../cni/chained-plugin';
import { isWrittenAsProperties } from '../cni/fixed-ipam';
import { isMtu } from '../cni/interface-on-master';
import { Conf, isChainedPlugin, isConf, isIpam, isListOf } from '../cni/keys';
import { checkGiven } from '../cni/properties';
import { Fault, Step, refuse } from '../diagnostics';
import { NODES_OF_NODE_CONFIGS, NODE_CONFIG_WRITER_UNUSED } from '../diagnostics/node-configs';
import { KEY_TYPE, MTU_INVALID, NETWORK_NAME_INVALID, PROPERTY_MISSING, RAW_KEY_RESERVED } from '../diagnostics/config';
import { AppFacts, NODES_ANNOTATION, NetworkFact, RESOURCE_ANNOTATION, Selection, Subject, acknowledgementsOf, annotationOf, isDnsLabel } from '../facts';
import { patchesOf } from '../facts/patches';
import { memberAt } from '../facts/pod-objects';
import { readNetwork } from '../facts/read-network';
import { NodeConfigWriter } from '../install/node-config-writer';
import { NodeConfigWriterProps } from '../install/node-config-writer-props';
import { NodeSet } from '../nodes';
import { checkAnnotations, checkLabels } from '../nodes/labels';
import { checkAtSynth } from '../rules/check-at-synth';

/** What all networks have in common, whatever their plugin. */
export interface NetworkProps {
  /**
   * The name of the NetworkAttachmentDefinition, which pods refer to: a DNS label, because the short form of the annotation
   * allows no dots.
   *
   * @default - a name generated from the construct's path
   */
  readonly name?: string;
  /**
   * The namespace of the NetworkAttachmentDefinition.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * Labels of the NetworkAttachmentDefinition.
   *
   * @default - those of the chart
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the NetworkAttachmentDefinition, such as `k8s.v1.cni.cncf.io/resourceName`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * The version of the CNI specification that the configuration follows: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0 or 1.1.0.
   *
   * 1.0.0 needs Multus 4.0 and the plugins 1.0; 1.1.0 needs Multus 4.1 and the plugins 1.6.
   *
   * @default "0.3.1", or the oldest version that the plugins accept where that is later
   * @see https://www.cni.dev/docs/spec/
   */
  readonly cniVersion?: string;
  /**
   * The nodes that the network is on: those that have its master. Pods that are attached to the network run on these nodes only.
   *
   * @default - all nodes
   */
  readonly nodes?: NodeSet;
  /**
   * How the configuration gets onto the nodes, with `Ipam.perNode`.
   *
   * @default - a DaemonSet in `kube-system` writes it into `/etc/cni/multus/net.d`; nothing with another IPAM
   */
  readonly nodeConfigWriter?: NodeConfigWriterProps;
  /**
   * Plugins that work on the interface which the network's own plugin makes, in the order in which they run.
   *
   * @default - none
   */
  readonly chained?: IChainedPlugin[];
  /**
   * The addresses of the master on the nodes, in CIDR notation, such as `192.168.0.12/24`. Nothing is rendered from them:
   * they let the pool be checked, so that no pod gets the address of a node.
   *
   * @default - unknown
   */
  readonly masterAddresses?: string[];
  /**
   * The MTU of the master on the nodes, in bytes. Nothing is rendered from it: it lets `mtu` be checked.
   *
   * @default - unknown
   */
  readonly masterMtu?: number;
  /**
   * Keys of the CNI configuration that no property covers, for the network's own plugin. They are written as they are and win
   * over the properties.
   *
   * @default - none
   */
  readonly rawConfig?: { [key: string]: any };
}

/** A network by its CNI configuration. */
export interface CniNetworkProps extends NetworkProps {
  /**
   * The CNI configuration: one plugin with its `type`, or a list of chained `plugins`. `cniVersion` may be left out, and what the
   * factories of `Ipam` and `ChainedPlugin` return may stand in it.
   */
  readonly config: { [key: string]: any };
  /**
   * Whether the configuration was written as the properties of a typed network.
   *
   * @internal
   */
  readonly _typed?: boolean;
}

/** Where to find a network that exists in the cluster already. */
export interface NetworkReferenceOptions {
  /**
   * The namespace of the NetworkAttachmentDefinition.
   *
   * @default - the namespace of the pod
   */
  readonly namespace?: string;
  /**
   * The nodes that the network is on. Pods that are attached to it run on these nodes only.
   *
   * @default - all nodes
   */
  readonly nodes?: NodeSet;
  /**
   * The extended resource whose devices the network uses, such as `intel.com/sriov_net_a`: the pods ask for one for each attachment.
   *
   * @default - none
   */
  readonly resourceName?: string;
}

/** What the runtime writes for each pod. */
const RESERVED_KEYS = ['runtimeConfig', 'prevResult'];

/**
 * A network by its CNI configuration: any plugin, or a list of chained plugins.
 *
 * The capabilities without which a plugin never hears what an attachment asks for are declared where an attachment does.
 *
 * @see https://www.cni.dev/docs/spec/#section-1-network-configuration-format
 */
export class CniNetwork extends Construct implements INetwork {
  /**
   * A network that exists in the cluster already.
   *
   * @param scope where the reference belongs
   * @param id the id of the reference in its scope
   * @param networkName the name of the NetworkAttachmentDefinition
   * @param options its namespace and its nodes
   * @throws where no object can have the name
   */
  public static fromNetworkName(scope: Construct, id: string, networkName: string, options: NetworkReferenceOptions = {}): INetwork {
    return new ReferencedNetwork(scope, id, networkName, options);
  }

  /**
   * Whether the value is a network. Another copy of this library may have made it.
   *
   * @internal
   */
  public static _isNetwork(value: unknown): value is INetwork {
    return Construct.isConstruct(value) && 'networkName' in value && typeof value.networkName === 'string';
  }

  public readonly networkName: string;
  public readonly networkNamespace?: string;
  public readonly resourceName?: string;
  public readonly nodes?: NodeSet;
  /** What brings the configuration onto each node; undefined where it is the same on all. */
  public readonly nodeConfigWriter?: NodeConfigWriter;
  /** The metadata of the NetworkAttachmentDefinition, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  private readonly config: NetworkConfig;
  private readonly resource: ApiObject;

  /** @throws where the plugin would refuse the configuration when a pod starts */
  constructor(scope: Construct, id: string, props: CniNetworkProps) {
    super(scope, id);
    const place = this.node.path;
    refuse(place, checkProps(props));
    this.config = new NetworkConfig(place, {
      own: { ...props.config, ...props.rawConfig },
      chained: (props.chained ?? []).map((plugin) => plugin.toPluginConfig()),
      cniVersion: props.cniVersion,
      master: { addresses: props.masterAddresses, mtu: props.masterMtu },
      isProperty: isPropertyIn(props),
      confDir: props.nodeConfigWriter?.confDir,
    });
    const ownNodes = this.config.nodes;
    refuse(place, ownNodes && props.nodes ? [NODES_OF_NODE_CONFIGS.fault(['nodes'], String(props.nodes), { nodes: ownNodes })] : []);
    refuse(place, !ownNodes && props.nodeConfigWriter !== undefined ? [NODE_CONFIG_WRITER_UNUSED.fault(['nodeConfigWriter'], props.nodeConfigWriter, {})] : []);
    this.nodes = ownNodes ? NodeSet.named(...ownNodes) : props.nodes;

    const resource = this.resource = new NetworkAttachmentDefinition(this, 'Resource', {
      metadata: metadataOf({ ...props, nodes: this.nodes }),
      // without a configuration, Multus takes the one on the node
      spec: ownNodes ? {} : { config: Lazy.any({ produce: () => this.config.text() }) },
    });
    this.networkName = resource.name;
    this.networkNamespace = resource.metadata.namespace;
    this.resourceName = props.annotations?.[RESOURCE_ANNOTATION];
    this.metadata = resource.metadata;
    refuse(place, this.config.checkName(this.networkName));
    if (ownNodes) {
      const { networkName, networkNamespace } = this;
      const texts = () => this.config.nodeTexts(networkName);
      this.nodeConfigWriter = NodeConfigWriter._of(this, 'NodeConfigs', { networkName, networkNamespace, texts }, props.nodeConfigWriter);
    }
    AppFacts.of(this).addNetwork(this);
    checkAtSynth(this);
  }

  /**
   * Declares the capabilities that carry what an attachment asks for.
   *
   * @internal
   */
  public _attached(selection: Selection): void {
    this.config.attached(selection);
  }

  /** @internal */
  public _networkFact(): NetworkFact {
    const patched = this.nodeConfigWriter ? undefined : patchedFact(this.resource, this);
    if (patched) {
      return patched;
    }
    const resourceName = annotationOf(this.metadata, RESOURCE_ANNOTATION);
    const subject: Subject = {
      kind: 'NetworkAttachmentDefinition',
      namespace: this.networkNamespace,
      name: this.networkName,
      construct: this,
      ...acknowledgementsOf(this.metadata),
      inOwnWords: (fault) => this.config.inOwnWords(fault),
    };
    return {
      subject,
      faults: [],
      nodes: this.nodes?._term ?? [],
      ...this.config.fact(subject),
      ...(typeof resourceName === 'string' && { resourceName }),
    };
  }
}

/** What the network says where somebody has patched its object; undefined where nobody has, or it cannot be rendered. */
function patchedFact(resource: ApiObject, construct: Construct): NetworkFact | undefined {
  try {
    return patchesOf(resource).length > 0 ? readNetwork(resource.toJson() as Conf, { construct }, []) : undefined;
  } catch {
    return undefined;
  }
}

/** A network that is only referred to. */
class ReferencedNetwork extends Construct implements INetwork {
  public readonly networkNamespace?: string;
  public readonly resourceName?: string;
  public readonly nodes?: NodeSet;

  constructor(scope: Construct, id: string, public readonly networkName: string, options: NetworkReferenceOptions) {
    super(scope, id);
    refuse(this.node.path, [...checkReference(networkName), ...checkObject(options, 'options'), ...checkLabel(options?.namespace, 'namespace'),
      ...checkNodes(options?.nodes), ...checkResourceName(options?.resourceName)]);
    this.networkNamespace = options.namespace;
    this.nodes = options.nodes;
    this.resourceName = options.resourceName;
  }
}

/** What was written as properties: the configuration of a typed network but for its raw keys, and what most factories of `Ipam` were told. */
function isPropertyIn({ config, rawConfig = {}, _typed = false }: CniNetworkProps): (path: readonly Step[]) => boolean {
  const own = { ...config, ...rawConfig };
  return (path) => {
    const end = path.indexOf('ipam') + 1;
    const ipam = memberAt(own, path.slice(0, end));
    return isIpam(ipam) ? isWrittenAsProperties(ipam, path.slice(end)) : _typed && path[0] !== 'chained' && !Object.hasOwn(rawConfig, path[0] ?? '');
  };
}

/** A name that is there and undefined would take the place of the generated one. */
function metadataOf({ name, namespace, labels, annotations, nodes }: NetworkProps): ApiObjectMetadata {
  const selector = nodes ? String(nodes) : '';
  return { ...(name !== undefined && { name }), namespace, labels, annotations: { ...annotations, ...(selector !== '' && { [NODES_ANNOTATION]: selector }) } };
}

function checkProps(props: CniNetworkProps): Fault[] {
  if (!isConf(props)) {
    return [KEY_TYPE.fault(['props'], props, { expected: 'an object' })];
  }
  return [
    ...checkLabel(props.name, 'name', 'network'),
    ...checkLabel(props.namespace, 'namespace'),
    ...checkGiven(props.cniVersion, ['cniVersion']),
    ...(props.config === undefined ? [PROPERTY_MISSING.fault(['config'], props.config, { expected: 'an object with a \'type\' or \'plugins\'' })] : []),
    ...checkObject(props.config, 'config'),
    ...checkObject(props.rawConfig, 'rawConfig'),
    ...checkObject(props.labels, 'labels', checkLabels),
    ...checkObject(props.annotations, 'annotations', checkAnnotations),
    ...checkNodes(props.nodes),
    ...checkChained(props.chained),
    ...RESERVED_KEYS.filter((key) => isConf(props.rawConfig) && key in props.rawConfig)
      .map((key) => RAW_KEY_RESERVED.fault(['rawConfig', key], props.rawConfig?.[key], {})),
    ...(props.masterAddresses === undefined || Array.isArray(props.masterAddresses)
      ? []
      : [KEY_TYPE.fault(['masterAddresses'], props.masterAddresses, { expected: 'a list of addresses, such as ["192.168.0.12/24"]' })]),
    ...(props.masterMtu === undefined || isMtu(props.masterMtu) ? [] : [MTU_INVALID.fault(['masterMtu'], props.masterMtu, {})]),
  ];
}

function checkNodes(nodes: unknown): Fault[] {
  return nodes === undefined || nodes instanceof NodeSet ? [] : [KEY_TYPE.fault(['nodes'], nodes, { expected: 'what a factory of NodeSet returns, such as NodeSet.named("worker-1")' })];
}

function checkLabel(value: unknown, property: string, what = property): Fault[] {
  return value === undefined || isDnsLabel(value) ? [] : [NETWORK_NAME_INVALID.fault([property], value, { what })];
}

function checkObject(value: unknown, property: string, check: (object: Conf, property: string) => Fault[] = () => []): Fault[] {
  if (value === undefined) {
    return [];
  }
  return isConf(value) ? check(value, property) : [KEY_TYPE.fault([property], value, { expected: 'an object' })];
}

function checkChained(chained: unknown): Fault[] {
  return chained === undefined || isListOf(chained, isChainedPlugin)
    ? []
    : [KEY_TYPE.fault(['chained'], chained, { expected: 'a list of what the factories of ChainedPlugin return, such as [ChainedPlugin.sbr()]' })];
}

/** The name of an existing object may have dots: the JSON form of the annotation carries it. */
function checkReference(networkName: unknown): Fault[] {
  const isSubdomain = typeof networkName === 'string' && networkName.length <= 253 && networkName.split('.').every(isDnsLabel);
  return isSubdomain ? [] : [NETWORK_NAME_INVALID.fault(['networkName'], networkName, { what: 'network', dots: true })];
}
