import { IConstruct } from 'constructs';
import { NodeSet } from '../nodes';

/** A network that pods can be attached to: one made here, or one that exists in the cluster already. */
export interface INetwork extends IConstruct {
  /** The name of the NetworkAttachmentDefinition. */
  readonly networkName: string;
  /** The namespace of the NetworkAttachmentDefinition; undefined where it is the one that kubectl uses, or the pod's own. */
  readonly networkNamespace?: string;
  /** The extended resource of whose devices a pod gets one for each attachment; undefined where the network has none. */
  readonly resourceName?: string;
  /** The nodes that the network is on; undefined where it is on all of them. */
  readonly nodes?: NodeSet;
}
