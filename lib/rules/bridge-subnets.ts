import { Finding, nameOf } from './finding';
import { PlacedPool, poolsOf } from './given-addresses';
import { isGatewayBridge, linkOf } from './links';
import { SeenOnNodes } from './seen-on-nodes';
import { IpRange } from '../address';
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
  // subnets are in each other or apart: the wider ones come first, and the widest of those before is the one to compare with
  const sorted = pools.sort((a, b) => a.subnet.compare(b.subnet));
  const widest = new SeenOnNodes<PoolBehind>((pool, before) => pool.subnet.last.compare(before.subnet.last) > 0);
  const said = new Set<NetworkFact>();
  return sorted.flatMap((pool) => {
    const { network, bridge, subnet, nodes, path } = pool;
    const other = [...widest.on(nodes)].find((wider) => takesFrom(pool, wider));
    widest.add(nodes, pool);
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
