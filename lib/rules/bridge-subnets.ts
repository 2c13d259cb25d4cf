import { Finding, nameOf } from './finding';
import { PlacedPool, poolsOf } from './given-addresses';
import { isGatewayBridge, linkOf } from './links';
import { SeenOnNodes } from './seen-on-nodes';
import { IpRange, Subnet } from '../address';
import { BRIDGE_SUBNET_SHARED } from '../diagnostics/networks';
import { NetworkFact, ownKey } from '../facts/facts';

/** Addresses behind a bridge that is their gateway, to whose subnet the node has a route through the bridge. */
interface PoolBehind extends PlacedPool {
  readonly network: NetworkFact;
  readonly bridge: string;
}

/** Whether bridges of one node are gateways of the same addresses, so that the node sends what is for the pods of one into the other. */
export function checkBridgeSubnets(networks: readonly NetworkFact[]): Finding[] {
  const pools = networks.filter(({ reading }) => isGatewayBridge(reading?.plugins[0]?.conf ?? {})).flatMap((network) =>
    poolsOf(network).map((pool): PoolBehind => ({ ...pool, network, bridge: linkOf(network) ?? '' })));
  // subnets are in each other or apart, and the wider ones come first
  const sorted = pools.sort((a, b) => a.subnet.compare(b.subnet));
  let around: Array<{ readonly subnet: Subnet; readonly seen: SeenOnNodes<PoolBehind> }> = [];
  const said = new Set<NetworkFact>();
  return sorted.flatMap((pool) => {
    const { network, bridge, subnet, nodes, path } = pool;
    around = around.filter((wider) => wider.subnet.contains(subnet.network));
    const other = around.flatMap(({ seen }) => [...seen.on(nodes)]).find((wider) => takesFrom(pool, wider));
    if (around.at(-1)?.subnet.prefix !== subnet.prefix) {
      around.push({ subnet, seen: new SeenOnNodes() });
    }
    around.at(-1)?.seen.add(nodes, pool);
    if (!other || said.has(network)) {
      return [];
    }
    said.add(network);
    const words = { bridge, other: nameOf(other.network.subject), otherBridge: other.bridge, range: String(other.range) };
    return [{ subject: network.nodeConfigs?.subject ?? network.subject, fault: BRIDGE_SUBNET_SHARED.fault(path, String(subnet), words) }];
  });
}

/** Whether the route to the pool's subnet leads to addresses that pods get behind another bridge. */
function takesFrom({ network, bridge, subnet }: PoolBehind, wider: PoolBehind): boolean {
  return bridge !== wider.bridge && ownKey(network) !== ownKey(wider.network)
    && wider.range.overlaps(new IpRange(subnet.network, subnet.last));
}
