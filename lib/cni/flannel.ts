import { OBJECT, TEXT, isConf } from './keys';
import { PluginType } from './plugin-type';
import { DEFAULT_ROUTE_IN_NETWORK } from '../diagnostics/config';

/**
 * The cluster network of flannel, which asks another plugin, bridge where none is named, for the interface.
 *
 * @see https://github.com/flannel-io/cni-plugin
 */
export const FLANNEL: PluginType = {
  type: 'flannel',
  keys: { subnetFile: TEXT, dataDir: TEXT, delegate: OBJECT },
  check: ({ delegate }, path) => (isConf(delegate) && delegate.isDefaultGateway === true
    ? [DEFAULT_ROUTE_IN_NETWORK.fault([...path, 'delegate', 'isDefaultGateway'], true, { isFlag: true })]
    : []),
};
