import { TEXT } from './keys';
import { PluginType } from './plugin-type';

/**
 * Moves the RDMA device of an earlier plugin's network card into the pod. What its `args` say is the runtime's to write.
 *
 * @see https://github.com/k8snetworkplumbingwg/rdma-cni
 */
export const RDMA: PluginType = {
  type: 'rdma',
  keys: { deviceID: TEXT },
  check: () => [],
};
