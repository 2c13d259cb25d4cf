import { Facts, NetworkFact, NodeConfigsFact, keyOf } from './facts';

/** The annotation of a ConfigMap that holds a network's configuration for each node: the network, as `namespace/name`. */
export const NODE_CONFIGS_ANNOTATION = 'cdk8s-multus/node-configs-of';

/** The networks, with the configurations for each node that stand in other objects. */
export function withNodeConfigs({ networks, nodeConfigs }: Pick<Facts, 'networks' | 'nodeConfigs'>): readonly NetworkFact[] {
  if (nodeConfigs.length === 0) {
    return networks;
  }
  const byNetwork = new Map(nodeConfigs.map((configs) => [configs.network, configs]));
  return networks.map((network) => {
    const configs = network.reading ? undefined : byNetwork.get(keyOf(network.subject.namespace, network.subject.name));
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
