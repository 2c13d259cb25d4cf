import { Facts, NetworkFact, NodeConfigsFact, ownKey } from './facts';

/** The annotation of a ConfigMap that holds a network's configuration for each node: the network, as `namespace/name`. */
export const NODE_CONFIGS_ANNOTATION = 'cdk8s-multus/node-configs-of';

/** The annotation of such a ConfigMap: the directory on the nodes into which the configurations go, where it is another than Multus's own. */
export const NODE_CONFIG_DIR_ANNOTATION = 'cdk8s-multus/node-config-dir';

/** Where Multus looks for the configuration of a network that has none in the API, unless told otherwise. */
export const MULTUS_CONF_DIR = '/etc/cni/multus/net.d';

/** The networks, with the configurations for each node that stand in other objects. */
export function withNodeConfigs({ networks, nodeConfigs }: Pick<Facts, 'networks' | 'nodeConfigs'>): readonly NetworkFact[] {
  if (nodeConfigs.length === 0) {
    return networks;
  }
  const byNetwork = new Map(nodeConfigs.map((configs) => [configs.network, configs]));
  return networks.map((network) => {
    const configs = network.reading ? undefined : byNetwork.get(ownKey(network));
    return configs ? { ...network, ...ofNodes(configs) } : network;
  });
}

/** What the configurations of the nodes say of their network: what they have in common, and each with its pools. */
export function ofNodes(configs: NodeConfigsFact): Pick<NetworkFact, 'reading' | 'nodeConfigs'> {
  const readings = [...configs.readings.values()];
  const [first] = readings;
  return {
    nodeConfigs: configs,
    ...(first && { reading: { ...first, faults: [], sets: [], binaries: [...new Set(readings.flatMap(({ binaries }) => binaries))] } }),
  };
}
