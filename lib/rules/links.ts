import { isGateway } from '../cni/bridge';
import { Conf } from '../cni/keys';
import { plainType } from '../cni/known-plugins';
import { NetworkFact } from '../facts/facts';

/** What of the node the network's interfaces sit on; undefined where each pod's is apart from the others'. */
export function linkOf({ reading }: NetworkFact): string | undefined {
  const first = reading?.plugins[0]?.conf ?? {};
  const { master, vlan, vlanId, linkInContainer } = first;
  if (linkInContainer === true) {
    return undefined;
  }
  switch (plainType(first.type)) {
    case 'ipvlan':
    case 'macvlan':
      return typeof master === 'string' && master !== '' ? `the master "${master}"` : undefined;
    case 'vlan':
      return typeof master === 'string' && typeof vlanId === 'number' ? `VLAN ${vlanId} of the master "${master}"` : undefined;
    case 'bridge':
      return `${typeof vlan === 'number' && vlan !== 0 ? `VLAN ${vlan} of ` : ''}the bridge "${bridgeOf(first)}"`;
    default:
      return undefined;
  }
}

/** The bridge of a network, which has a name where none is given. */
export function bridgeOf({ bridge }: Conf): string {
  return typeof bridge === 'string' ? bridge : 'cni0';
}

/** Whether the plugin makes a bridge that is the gateway of its pods. */
export function isGatewayBridge(conf: Conf): boolean {
  return plainType(conf.type) === 'bridge' && isGateway(conf);
}
