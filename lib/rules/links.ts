import { isGateway } from '../cni/bridge';
import { Conf } from '../cni/keys';
import { plainType } from '../cni/known-plugins';
import { isAbsent } from '../cni/values';
import { NetworkFact } from '../facts/facts';

/** What of the node the network's interfaces sit on; undefined where each pod's is apart from the others'. */
export function linkOf({ reading }: NetworkFact): string | undefined {
  const first = reading?.plugins[0]?.conf ?? {};
  const { vlan, vlanId, linkInContainer } = first;
  if (linkInContainer === true) {
    return undefined;
  }
  const master = masterOf(first);
  switch (plainType(first.type)) {
    case 'ipvlan':
    case 'macvlan':
      return master;
    case 'vlan':
      return master !== undefined && typeof vlanId === 'number' ? `VLAN ${vlanId} of ${master}` : undefined;
    case 'bridge':
      return `${typeof vlan === 'number' && vlan !== 0 ? `VLAN ${vlan} of ` : ''}the bridge "${bridgeOf(first)}"`;
    default:
      return undefined;
  }
}

/** The master that ipvlan or macvlan takes where the configuration names none. */
const DEFAULT_MASTER = 'the interface of the node\'s default route';

/** The master of a plugin in a message; undefined where it is no name. */
export function masterOf({ type, master }: Conf): string | undefined {
  if (isAbsent(master)) {
    return ['ipvlan', 'macvlan'].includes(String(plainType(type))) ? DEFAULT_MASTER : undefined;
  }
  return typeof master === 'string' ? `the master "${master}"` : undefined;
}

/** The bridge of a network, which has a name where none is given. */
export function bridgeOf({ bridge }: Conf): string {
  return typeof bridge === 'string' ? bridge : 'cni0';
}

/** Whether the plugin makes a bridge that is the gateway of its pods. */
export function isGatewayBridge(conf: Conf): boolean {
  return plainType(conf.type) === 'bridge' && isGateway(conf);
}
