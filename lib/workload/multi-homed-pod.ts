import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AttachmentOptions } from './attachment-options';
import { Attachments } from './attachments';
import { INetwork } from '../network';
import { refuse } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';

/** A pod of cdk8s-plus, and the networks that it is attached to. */
export interface MultiHomedPodProps extends kplus.PodProps {
  /**
   * The networks that the pod is attached to, besides the cluster network, in the order of its interfaces `net1`, `net2`, …
   * Use `attach` where an attachment needs options.
   *
   * @default - none
   */
  readonly networks?: INetwork[];
}

/** A pod with more than one network interface. */
export class MultiHomedPod extends kplus.Pod {
  /** @throws where Multus would refuse an attachment when the pod starts */
  constructor(scope: Construct, id: string, props: MultiHomedPodProps = {}) {
    super(scope, id, props ?? {});
    const { networks } = props ?? {};
    if (networks !== undefined && !Array.isArray(networks)) {
      refuse(this.node.path, [KEY_TYPE.fault(['networks'], networks, { expected: 'a list of networks' })]);
    }
    const attachments = Attachments.of(this);
    networks?.forEach((network) => attachments.attach(network));
  }

  /**
   * Attaches the pod to one more network.
   *
   * @throws where Multus would refuse the attachment when the pod starts
   */
  public attach(network: INetwork, options?: AttachmentOptions): void {
    Attachments.of(this).attach(network, options);
  }
}
