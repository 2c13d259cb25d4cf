import { podsIn } from './pods';
import { IpvlanMode } from '../../../lib';
import { ConfDir } from '../../vm';
import { ipv4, ipvlan } from './networks';

/**
 * A network whose pool is split by hand: the definition has no configuration, and each node has one of its name in Multus's
 * `confDir`.
 *
 * Here `Ipam.perNode` comes in: the definition is then what it makes, and a node's file is what its ConfigMap has under
 * `data["<node>"]`, put there by its script.
 */
export function perNode<Name extends string>(ranges: Record<Name, readonly [string, string]>): { manifests: any[]; confDirs: Record<Name, ConfDir> } {
  const manifests = podsIn(ipvlan(IpvlanMode.L2, ipv4));
  const config = JSON.parse(manifests.find(({ kind }) => kind === 'NetworkAttachmentDefinition').spec.config);
  const files = (Object.entries(ranges) as [Name, readonly [string, string]][]).map(([node, [rangeStart, rangeEnd]]) =>
    [node, [JSON.stringify({ ...config, name: 'network', ipam: { ...config.ipam, rangeStart, rangeEnd } })]]);
  return {
    manifests: manifests.map(({ spec, ...object }) => (object.kind === 'NetworkAttachmentDefinition' ? object : { ...object, spec })),
    confDirs: Object.fromEntries(files),
  };
}
