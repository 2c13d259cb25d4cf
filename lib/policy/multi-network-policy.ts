import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { policyPeers } from './policy-peers';
import {
  MultiNetworkPolicySpec, MultiNetworkPolicySpecEgress, MultiNetworkPolicySpecIngress, MultiNetworkPolicy as PolicyObject,
} from '../../imports/multi-network-policy-k8s.cni.cncf.io';
import { isConf, isListOf } from '../cni/keys';
import { Fault, refuse } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { POLICY_FOR_MISSING, POLICY_FOR_SET_BY_HAND, POLICY_NAMESPACE } from '../diagnostics/policies';
import { AppFacts } from '../facts';
import { DIRECTIONS, Direction, POLICY_FOR_ANNOTATION, checkRule } from '../facts/policy';
import { CniNetwork, INetwork } from '../network';
import { checkAtSynth } from '../rules/check-at-synth';

/** What a policy is about. */
export interface MultiNetworkPolicyProps extends kplus.ResourceProps {
  /** The networks whose traffic the policy is about, at least one. All others stay as they are. */
  readonly networks: INetwork[];
  /**
   * The pods that the policy applies to, all in the namespace of the policy.
   *
   * @default - all pods in the namespace of the policy
   */
  readonly selector?: kplus.IPodSelector;
  /**
   * What the pods may receive. A default or a rule makes the policy one for this direction.
   *
   * @default - the policy is not about what the pods receive
   */
  readonly ingress?: kplus.NetworkPolicyTraffic;
  /**
   * What the pods may send. A default or a rule makes the policy one for this direction.
   *
   * @default - the policy is not about what the pods send
   */
  readonly egress?: kplus.NetworkPolicyTraffic;
}

type Rule = MultiNetworkPolicySpecIngress & MultiNetworkPolicySpecEgress;

const [INGRESS, EGRESS] = DIRECTIONS;

/**
 * What pods may send and receive on networks beside the cluster network, as a NetworkPolicy says it of the cluster network. Each
 * network has a name of its own in the annotation `k8s.v1.cni.cncf.io/policy-for`.
 *
 * By itself it does nothing: the cluster needs its definition (`MultiNetworkPolicyCrd`) and something that enforces it, such as
 * multi-networkpolicy-iptables, which looks at macvlan networks alone unless its `--network-plugins` names others, for instance
 * `macvlan,ipvlan`. It reads labels of selectors, but none of the expressions NotIn, Exists and DoesNotExist.
 *
 * @see https://github.com/k8snetworkplumbingwg/multi-networkpolicy
 * @see https://github.com/k8snetworkplumbingwg/multi-networkpolicy-iptables
 */
export class MultiNetworkPolicy extends kplus.Resource {
  public readonly resourceType = 'multi-networkpolicies';
  protected readonly apiObject: ApiObject;

  private readonly rules = new Map<Direction, Rule[]>();
  private readonly podSelector: kplus.PodSelectorConfig;

  /** @throws where the policy would apply to nothing, or a rule says what nobody can enforce */
  constructor(scope: Construct, id: string, props: MultiNetworkPolicyProps) {
    super(scope, id);
    refuse(this.node.path, checkProps(props));
    this.podSelector = (props.selector ?? kplus.Pods.all(this, 'AllPods')).toPodSelectorConfig();
    this.apiObject = new PolicyObject(this, 'Resource', {
      metadata: this.metadataOf(props),
      spec: Lazy.any({ produce: () => this._toKube() }),
    });
    const { namespace } = this.metadata;
    props.networks.forEach((network) => AppFacts.of(this).addReference(network, namespace));
    this.metadata.addAnnotation(POLICY_FOR_ANNOTATION, props.networks.map((network) => nameFrom(network, namespace)).join(', '));
    this.configure(INGRESS, props.ingress);
    this.configure(EGRESS, props.egress);
    checkAtSynth(this);
  }

  /**
   * Lets the pods receive from the peer.
   *
   * @param peer who may send: pods, a workload, namespaces or a block of addresses of cdk8s-plus
   * @param ports the ports of the pods, all without them
   * @throws where the peer or a port is one that nobody can enforce
   */
  public addIngressRule(peer: kplus.INetworkPolicyPeer, ports?: kplus.NetworkPolicyPort[]): void {
    this.addRule(INGRESS, peer, ports);
  }

  /**
   * Lets the pods send to the peer.
   *
   * @param peer who may receive: pods, a workload, namespaces or a block of addresses of cdk8s-plus
   * @param ports the ports of the peer, all without them
   * @throws where the peer or a port is one that nobody can enforce
   */
  public addEgressRule(peer: kplus.INetworkPolicyPeer, ports?: kplus.NetworkPolicyPort[]): void {
    this.addRule(EGRESS, peer, ports);
  }

  /** @internal */
  public _toKube(): MultiNetworkPolicySpec {
    const types = DIRECTIONS.filter((direction) => this.rules.has(direction)).map(({ type }) => type);
    return {
      podSelector: this.podSelector.labelSelector._toKube(),
      policyTypes: types.length > 0 ? types : undefined,
      ingress: this.rules.get(INGRESS),
      egress: this.rules.get(EGRESS),
    };
  }

  private configure(direction: Direction, traffic: kplus.NetworkPolicyTraffic | undefined): void {
    if (traffic?.default !== undefined) {
      // a rule without peers and ports lets everything through
      this.rules.set(direction, traffic.default === kplus.NetworkPolicyTrafficDefault.ALLOW ? [{}] : []);
    }
    traffic?.rules?.forEach(({ peer, ports }) => this.addRule(direction, peer, ports));
  }

  private addRule(direction: Direction, peer: kplus.INetworkPolicyPeer, ports: kplus.NetworkPolicyPort[] = []): void {
    const place = this.node.path;
    const rules = this.rules.get(direction) ?? [];
    const path = [direction.key, rules.length];
    if (typeof peer?.toNetworkPolicyPeerConfig !== 'function') {
      refuse(place, [KEY_TYPE.fault([...path, 'peer'], peer, { expected: 'a peer of cdk8s-plus, such as Pods.select(…) or NetworkPolicyIpBlock.ipv4(…)' })]);
    }
    if (!Array.isArray(ports) || !ports.every((port) => typeof port?._toKube === 'function')) {
      refuse(place, [KEY_TYPE.fault([...path, 'ports'], ports, { expected: 'a list of ports of cdk8s-plus, such as [NetworkPolicyPort.tcp(80)]' })]);
    }
    const peers = policyPeers(peer.toNetworkPolicyPeerConfig());
    const given = ports.map((port) => port._toKube());
    const plain = { [direction.peers]: peers, ports: given.map((port) => ({ ...port, port: port.port?.value })) };
    refuse(place, checkRule(plain, direction, path));
    rules.push({ [direction.peers]: peers, ...(given.length > 0 && { ports: given }) });
    this.rules.set(direction, rules);
    AppFacts.of(this).changed();
  }

  /** The metadata, in the namespace of the selected pods unless another is given. */
  private metadataOf({ metadata }: MultiNetworkPolicyProps): ApiObjectMetadata {
    const selected = this.podSelector.namespaces;
    const names = selected?.names ?? [];
    const namespace = metadata?.namespace ?? names[0];
    const hasLabels = selected?.labelSelector !== undefined && !selected.labelSelector.isEmpty();
    if (hasLabels || names.length > 1) {
      refuse(this.node.path, [POLICY_NAMESPACE.fault(['selector'], hasLabels ? undefined : names, {})]);
    }
    if (names.length === 1 && names[0] !== namespace) {
      refuse(this.node.path, [POLICY_NAMESPACE.fault(['selector'], names[0], { policy: namespace })]);
    }
    // one that is there and undefined would take the place of the chart's
    return { ...metadata, ...(namespace !== undefined && { namespace }) };
  }
}

/** The name of a network as the annotation of a policy in this namespace says it. */
function nameFrom({ networkName, networkNamespace }: INetwork, namespace: string | undefined): string {
  return networkNamespace === undefined || networkNamespace === namespace ? networkName : `${networkNamespace}/${networkName}`;
}

/** What JavaScript lets through. */
function checkProps(props: MultiNetworkPolicyProps): Fault[] {
  if (!isConf(props)) {
    return [KEY_TYPE.fault(['props'], props, { expected: 'an object' })];
  }
  const { networks, selector } = props;
  if (networks === undefined || (Array.isArray(networks) && networks.length === 0)) {
    return [POLICY_FOR_MISSING.fault(['networks'], networks, {})];
  }
  if (!Array.isArray(networks) || !networks.every((network) => CniNetwork._isNetwork(network))) {
    return [KEY_TYPE.fault(['networks'], networks, { expected: 'a list of networks' })];
  }
  const annotation = props.metadata?.annotations?.[POLICY_FOR_ANNOTATION];
  if (annotation !== undefined) {
    return [POLICY_FOR_SET_BY_HAND.fault(['metadata', 'annotations', POLICY_FOR_ANNOTATION], annotation, {})];
  }
  return [
    ...(selector !== undefined && typeof selector?.toPodSelectorConfig !== 'function'
      ? [KEY_TYPE.fault(['selector'], selector, { expected: 'what selects pods in cdk8s-plus, such as Pods.select(…) or a workload' })]
      : []),
    ...DIRECTIONS.flatMap(({ key }) => checkTraffic(props[key], key)),
  ];
}

function checkTraffic(traffic: unknown, key: Direction['key']): Fault[] {
  if (traffic === undefined) {
    return [];
  }
  if (!isConf(traffic)) {
    return [KEY_TYPE.fault([key], traffic, { expected: 'an object with a \'default\' or \'rules\'' })];
  }
  const { default: fallback, rules } = traffic;
  const isDefault = Object.values(kplus.NetworkPolicyTrafficDefault).some((value) => value === fallback);
  return [
    ...(fallback === undefined || isDefault
      ? []
      : [KEY_TYPE.fault([key, 'default'], fallback, { expected: 'NetworkPolicyTrafficDefault.ALLOW or NetworkPolicyTrafficDefault.DENY' })]),
    ...(rules === undefined || isListOf(rules, isConf) ? [] : [KEY_TYPE.fault([key, 'rules'], rules, { expected: 'a list of objects with a \'peer\'' })]),
  ];
}
