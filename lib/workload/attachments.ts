import { IConstruct } from 'constructs';
import { AttachmentOptions } from './attachment-options';
import { POD_KINDS, PodTemplate, podTemplateOf } from './pod-template';
import { optionPath, readOptions } from './read-options';
import { requestDevices } from './devices';
import { jsonCopy } from '../cni/keys';
import { Fault, refuse } from '../diagnostics';
import { ANNOTATION_SET_BY_HAND, NETWORK_ATTACHED_TWICE, WORKLOAD_WITHOUT_POD_TEMPLATE } from '../diagnostics/attachment';
import { KEY_TYPE } from '../diagnostics/config';
import {
  AppFacts, NETWORKS_ANNOTATION, PodPlacement, Selection, Watched, WorkloadFact, acknowledgementsOf, annotationText, isUntouched,
} from '../facts';
import { isMarker } from '../facts/selection';
import { CniNetwork, INetwork } from '../network';
import { NodeTerm } from '../nodes/node-term';
import { requireNodes } from '../nodes/pod-nodes';
import { checkAtSynth } from '../rules/check-at-synth';

const ATTACHMENTS = new WeakMap<IConstruct, Attachments>();

interface Requirements {
  /** The conditions on the nodes, by their text. */
  readonly nodes: Map<string, NodeTerm>;
  /** How many devices of each resource. */
  readonly devices: Map<string, number>;
}

/**
 * The networks that the pods of a workload are attached to, besides the cluster network.
 *
 * They become the annotation `k8s.v1.cni.cncf.io/networks` of the pods.
 *
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md
 */
export class Attachments {
  /**
   * The attachments of a workload, the same object each time.
   *
   * @param workload a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob of any cdk8s-plus version, or an ApiObject of
   * one of these kinds
   * @throws where the workload makes no pod, or its pods carry the annotation already
   */
  public static of(workload: IConstruct): Attachments {
    const template = podTemplateOf(workload);
    if (!template) {
      const place = (workload as IConstruct | undefined)?.node?.path ?? 'Attachments.of';
      const kind = (workload as { kind?: unknown } | undefined)?.kind ?? (workload as object | undefined)?.constructor?.name;
      refuse(place, [WORKLOAD_WITHOUT_POD_TEMPLATE.fault(['workload'], kind, { kinds: POD_KINDS })]);
      throw new Error('unreachable');
    }
    const attachments = ATTACHMENTS.get(template.workload) ?? new Attachments(template);
    ATTACHMENTS.set(template.workload, attachments);
    return attachments;
  }

  private selections: readonly Selection[] = [];
  /** What the networks require of the pods, once one does. */
  private required?: Requirements;
  private text?: string;
  private readonly place: string;
  private readonly facts: AppFacts;

  private constructor(private readonly template: PodTemplate) {
    this.place = template.workload.node.path;
    this.facts = AppFacts.of(template.workload);
    refuse(this.place, this.annotationFaults());
    this.facts.addWorkload(this);
    checkAtSynth(template.workload);
  }

  /**
   * Attaches the pods to one more network, and keeps them on its nodes. Where the network uses devices, the pods ask for one.
   *
   * @returns this, so that calls can follow each other
   * @throws where Multus would refuse the attachment when the pod starts
   */
  public attach(network: INetwork, options: AttachmentOptions = {}): Attachments {
    if (!CniNetwork._isNetwork(network)) {
      refuse(this.place, [KEY_TYPE.fault(['network'], network, { expected: 'a network, such as an IpvlanNetwork or CniNetwork.fromNetworkName(…)' })]);
    }
    const namespace = network.networkNamespace === this.template.namespace ? undefined : network.networkNamespace;
    this.facts.addReference(network, this.template.namespace);
    const { selection, faults } = readOptions(network.networkName, namespace, options);
    refuse(this.place, faults);
    const twin = this.selections.find((other) => other.name === selection.name && other.namespace === selection.namespace);
    if (twin && (twin.interface === undefined || selection.interface === undefined)) {
      const earlierHasNone = selection.interface !== undefined;
      refuse(this.place, [NETWORK_ATTACHED_TWICE.fault(['interfaceName'], selection.interface, { network: network.networkName, earlierHasNone })]);
    }
    if (!isUntouched(this.template.watched)) {
      refuse(this.place, this.annotationFaults());
    }
    this.selections = [...this.selections, jsonCopy(this.place, 'options', selection) as Selection];
    this.text = undefined;
    (network as Partial<CniNetwork>)._attached?.(selection);
    this.template.annotate(() => this.expectedAnnotation());
    this.require(network, selection);
    this.facts.changed();
    return this;
  }

  /** @internal */
  public get _workload(): IConstruct {
    return this.template.workload;
  }

  /** @internal */
  public _workloadFact(): WorkloadFact {
    const { workload, namespace, kind, name } = this.template;
    // several rules ask for it, in one check of what does not change meanwhile
    let placement: PodPlacement | undefined;
    return {
      subject: { kind, namespace, name, construct: workload, ...acknowledgementsOf(workload.metadata) },
      faults: this.annotationFaults(),
      selections: this.selections,
      pathOf: optionPath,
      hostNetwork: this.template.hostNetwork(),
      placement: () => (placement ??= this.template.placement()),
      followsNetworks: true,
      resources: () => this.template.resources(),
    };
  }

  /** @internal */
  public get _watched(): Watched {
    return this.template.watched;
  }

  /** Keeps the pods on the nodes of the network, and has them ask for its devices. */
  private require({ nodes, resourceName }: INetwork, selection: Selection): void {
    // another copy of this library may have made the network
    const term = nodes?._term ?? [];
    const device = resourceName !== undefined && !isMarker(resourceName) && selection.deviceID === undefined ? resourceName : undefined;
    if (term.length === 0 && device === undefined) {
      return;
    }
    const required: Requirements = this.required ?? { nodes: new Map(), devices: new Map() };
    if (term.length > 0) {
      required.nodes.set(String(nodes), term);
    }
    if (device !== undefined) {
      required.devices.set(device, (required.devices.get(device) ?? 0) + 1);
    }
    if (!this.required) {
      this.required = required;
      this.template.edit((spec) => requestDevices(requireNodes(spec, [...required.nodes.values()].flat()), required.devices));
    }
  }

  /** What somebody else wrote is not overwritten in silence. */
  private annotationFaults(): Fault[] {
    const annotation = this.template.annotation();
    const expected = this.expectedAnnotation();
    return annotation === expected
      ? []
      : [ANNOTATION_SET_BY_HAND.fault([NETWORKS_ANNOTATION], annotation, { expected, removed: annotation === undefined })];
  }

  private expectedAnnotation(): string | undefined {
    return this.selections.length === 0 ? undefined : (this.text ??= annotationText(this.selections));
  }
}
