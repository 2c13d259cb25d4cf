import { Finding } from './finding';
import { NetworkFact } from '../facts';
import { NETWORK_NAME_DUPLICATE } from '../diagnostics/networks';

/** What the configuration of each network says by itself. Errors that the constructor could see were thrown there. */
export function checkConfigs(networks: readonly NetworkFact[]): Finding[] {
  return networks.flatMap(({ construct, reading }) => reading.faults.map((fault) => ({ construct, fault })));
}

/** Networks of one namespace with the same name. */
export function checkNames(networks: readonly NetworkFact[]): Finding[] {
  const owners = new Map<string, NetworkFact>();
  return networks.flatMap((network) => {
    const key = `${network.namespace ?? ''}/${network.name}`;
    const owner = owners.get(key);
    if (!owner) {
      owners.set(key, network);
      return [];
    }
    const fault = NETWORK_NAME_DUPLICATE.fault(['name'], network.name, { other: owner.construct.node.path, namespace: network.namespace });
    return [{ construct: network.construct, fault }];
  });
}
