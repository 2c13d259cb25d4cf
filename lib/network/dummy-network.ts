import { Construct } from 'constructs';
import { CniNetwork, NetworkProps } from './cni-network';
import { typedNetwork } from './typed-network';
import { IIpam } from '../cni/ipam';

/** A network of dummy interfaces. */
export interface DummyNetworkProps extends NetworkProps {
  /** Where the addresses come from. */
  readonly ipam: IIpam;
}

/**
 * A network whose interface sends nothing: addresses of the pod's own, such as one that a load balancer announces.
 *
 * @see https://www.cni.dev/plugins/current/main/dummy/
 */
export class DummyNetwork extends CniNetwork {
  /** @throws where the plugin would refuse the configuration when a pod starts, or the addresses could not work */
  constructor(scope: Construct, id: string, props: DummyNetworkProps) {
    super(scope, id, typedNetwork(scope, id, 'dummy', props));
  }
}
