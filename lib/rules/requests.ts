import { Finding, nameOf } from './finding';
import { linkOf } from './links';
import { NodesOf, nodesOfWorkloads } from './node-sets';
import { staysOnNode } from './pools';
import { Attachment, existAtOnce } from './resolve';
import { Ip, Pool, Subnet } from '../address';
import { limitsByItself } from '../cni/bandwidth';
import { PlacedPlugin } from '../cni/chain';
import { checkUsable } from '../cni/fixed-addresses';
import { knownPools } from '../cni/host-local';
import { Conf, isConf } from '../cni/keys';
import { knownIpam } from '../cni/known-ipams';
import { knownPlugin, mayKnowAddresses, plainType } from '../cni/known-plugins';
import { choosesAddresses } from '../cni/ovn-kubernetes';
import { octetsOf } from '../cni/values';
import { handsOut } from '../cni/whereabouts-range';
import { Fault, Step, pathText } from '../diagnostics';
import { STATIC_ADDRESS_DUPLICATE } from '../diagnostics/ipams';
import { OVN_IPS_REFUSED } from '../diagnostics/ovn';
import * as rules from '../diagnostics/requests';
import { NetworkFact, PodPlacement, folderOf, ownKey } from '../facts/facts';
import { Selection } from '../facts/selection';
import { textOf } from '../facts/pod-objects';
import { isContradictory, isNodeName } from '../nodes/node-term';

/** Whether the networks can give what the attachments ask for. */
export function checkRequests(attachments: readonly Attachment[], nodesOf = nodesOfWorkloads(attachments)): Finding[] {
  const owners = new Map<string, Attachment>();
  const macs = new Map<string, Attachment>();
  return attachments.flatMap((attachment) => {
    const { network, workload, selection } = attachment;
    const { ips, mac, bandwidth, portMappings, 'cni-args': args } = selection;
    if (!network?.reading?.plugins.length || (ips ?? mac ?? bandwidth ?? portMappings ?? args) === undefined) {
      return [];
    }
    const faults = [
      ...checkIps(attachment, network),
      ...askedOf(selection, network).flatMap((asked) => checkAddresses(attachment, network, asked, owners, nodesOf)),
      ...checkMac(attachment, network, macs),
      ...checkBandwidth(attachment, network),
      ...checkPortMappings(attachment, network),
    ];
    return faults.map((fault) => ({ subject: workload.subject, fault }));
  });
}

function checkIps({ workload, index, selection: { ips } }: Attachment, network: NetworkFact): Fault[] {
  const ipam = ipamOf(network);
  const path = workload.pathOf(index, 'ips');
  if (!Array.isArray(ips)) {
    return [];
  }
  if (network.reading?.plugins.some(({ conf }) => choosesAddresses(conf))) {
    return [OVN_IPS_REFUSED.fault(path, ips, { network: nameOf(network.subject) })];
  }
  if (knowsAddressesElsewhere(network)) {
    return [];
  }
  if (!givesIps(ipam)) {
    return [rules.IPS_UNSUPPORTED.fault(path, ips, { network: nameOf(network.subject), ipam: ipam ? String(ipam.type) : 'a network without IPAM' })];
  }
  return ipam?.type === 'host-local' && ips.length > 1 ? [rules.IPS_MANY.fault(path, ips, {})] : [];
}

/** Addresses that a pod asks for. */
export interface Asked {
  readonly ips: readonly unknown[];
  /** The way to them in the selection. */
  readonly at: readonly [string, ...string[]];
}

/** What a pod asks for that the IPAM of the network reads. In `args.cni`, host-local takes several. */
export function askedOf({ ips, 'cni-args': args }: Selection, network: NetworkFact): Asked[] {
  const ipam = ipamOf(network);
  return [
    ...(Array.isArray(ips) && givesIps(ipam) ? [{ ips, at: ['ips'] } as const] : []),
    ...(isConf(args) && Array.isArray(args.ips) && ['host-local', 'static'].includes(String(ipam?.type)) ? [{ ips: args.ips, at: ['cni-args', 'ips'] } as const] : []),
  ];
}

function givesIps(ipam: Conf | undefined): boolean {
  return ipam !== undefined && knownIpam(ipam.type)?.supportsIps !== 'never';
}

function knowsAddressesElsewhere(network: NetworkFact): boolean {
  return ipamOf(network) === undefined && (network.reading?.plugins ?? []).some(({ conf }) => mayKnowAddresses(conf.type));
}

function checkAddresses(attachment: Attachment, network: NetworkFact, { ips, at }: Asked, owners: Map<string, Attachment>,
  nodesOf: NodesOf): Fault[] {
  const { workload, index } = attachment;
  const known = knownIpam(ipamOf(network)?.type);
  const isHostLocal = known?.type === 'host-local';
  const name = nameOf(network.subject);
  const firsts = new Map<string, number>();
  const faults = ips.flatMap((text, i): Fault[] => {
    const path = workload.pathOf(index, ...at, i);
    const subnet = Subnet.parse(text);
    const ip = subnet?.address ?? Ip.parse(text);
    const first = firsts.get(String(ip));
    firsts.set(String(ip), first ?? i);
    const handing = ip && network.reading?.ranges.find((range) => handsOut(range, ip));
    const found = ip && ownerOf(String(ip), attachment, network, linkOfAddresses(network), owners);
    return [
      ...(known?.ipsNeedPrefix && Ip.parse(text) ? [rules.IPS_NEED_PREFIX.fault(path, text, { ipam: known.type })] : []),
      ...(ip && isHostLocal ? poolsFor(network, nodesOf(workload)).flatMap((where) => checkInPool(ip, text, path, name, where)).slice(0, 1) : []),
      ...(handing ? [rules.IPS_NOT_RESERVED.fault(path, text, {
        network: name, ipam: 'whereabouts', range: String(handing.range), exclude: ip.hostCidr,
      })] : []),
      ...(subnet && known && !isHostLocal ? checkUsable(subnet, text, path) : []),
      ...(ip && known && first !== undefined
        ? [STATIC_ADDRESS_DUPLICATE.fault(path, text, { first: pathText(workload.pathOf(index, ...at, first)) })]
        : []),
      ...(found ? [rules.IPS_DUPLICATE.fault(path, text, {
        other: ownerText(found), network: nameOf((found.owner.network ?? network).subject), link: found.link,
      })] : []),
    ];
  });
  const placement = workload.placement();
  const path = workload.pathOf(index, ...at);
  if (ips.length > 0 && (placement.pods === undefined || placement.pods > 1)) {
    faults.push(rules.IPS_SHARED_BY_REPLICAS.fault(path, ips, { pods: podsText(placement) }));
  } else if (faults.length === 0 && ips.length > 0 && placement.pods === 1 && placement.surges && known) {
    faults.push(rules.IPS_HELD_AT_ROLLOUT.fault(path, ips, { kind: workload.subject.kind }));
  }
  return faults;
}

/** The attachment of another pod that asks for the same too, and the link, where it is in another network on that. */
interface Owner {
  readonly owner: Attachment;
  readonly link?: string;
}

/**
 * Who else asks for what one pod alone can have: in the network, or in another one on the same link. Networks of different folders may be of
 * different clusters.
 *
 * @param link undefined where other networks do not matter
 */
function ownerOf(what: string, attachment: Attachment, network: NetworkFact, link: string | undefined,
  owners: Map<string, Attachment>): Owner | undefined {
  const keys = { own: `${inFile(network)} ${what}`, onLink: `${folderOf(network.subject)} ${link} ${what}` };
  const [own, onLink] = [owners.get(keys.own), link === undefined ? undefined : owners.get(keys.onLink)];
  owners.set(keys.own, own ?? attachment);
  owners.set(keys.onLink, onLink ?? attachment);
  if (own && existAtOnce(attachment, own)) {
    return { owner: own };
  }
  const mayMeet = onLink?.network && ownKey(onLink.network) !== ownKey(network) && !isContradictory([...onLink.network.nodes, ...network.nodes])
    && mayShareSite(attachment, onLink);
  return mayMeet && existAtOnce(attachment, onLink) ? { owner: onLink, link } : undefined;
}

/** Whether the pods may be where there is one link: nodes that have names may well share it, those that a label tells apart, as sites, need not. */
function mayShareSite(one: Attachment, other: Attachment): boolean {
  const sitesOf = ({ workload }: Attachment) => workload.placement().nodes.map((term) => term.filter(({ key }) => !isNodeName(key)));
  const [own, others] = [sitesOf(one), sitesOf(other)];
  return own.length === 0 || others.length === 0 || own.some((term) => others.some((beside) => !isContradictory([...term, ...beside])));
}

/** Of host-local, two networks that can give one address have pools that overlap. */
function linkOfAddresses(network: NetworkFact): string | undefined {
  return staysOnNode(network) || ipamOf(network)?.type === 'host-local' ? undefined : linkOf(network);
}

/** The network: one of its name in another file is another, and may be of another cluster. */
function inFile(network: NetworkFact): string {
  return `${network.subject.file ?? ''} ${ownKey(network)}`;
}

interface NodePools {
  readonly pools: readonly Pool[];
  /** Undefined where they are the same on all nodes. */
  readonly node?: string;
}

/** The pools that a pod's address may come from, on each of its nodes where they differ. */
function poolsFor({ reading, nodeConfigs }: NetworkFact, nodes: readonly string[] | undefined): NodePools[] {
  return nodeConfigs
    ? [...nodeConfigs.readings].filter(([node]) => nodes?.includes(node) ?? true).map(([node, { sets }]) => ({ node, pools: knownPools(sets) }))
    : [{ pools: knownPools(reading?.sets ?? []) }];
}

function checkInPool(ip: Ip, text: unknown, path: readonly Step[], network: string, { pools, node }: NodePools): Fault[] {
  const pool = pools.find((candidate) => candidate.range.contains(ip));
  const isGateway = pool?.gateway.equals(ip) ?? false;
  return pools.length > 0 && (!pool || isGateway)
    ? [rules.IPS_OUTSIDE_POOL.fault(path, text, { network, ranges: pools.map(({ range }) => String(range)), gateway: isGateway, node })]
    : [];
}

/**
 * Multus passes a MAC address in CNI_ARGS always, and as a capability where a plugin declares it. An ipvlan interface has that of
 * its master: ipvlan itself ignores the request, and a plugin behind it that honours it fails, because the kernel refuses.
 */
function checkMac(attachment: Attachment, network: NetworkFact, owners: Map<string, Attachment>): Fault[] {
  const { workload, index, selection } = attachment;
  const plugins = network.reading?.plugins ?? [];
  const honours = ({ conf }: PlacedPlugin) => {
    const known = knownPlugin(conf.type);
    return known === undefined || known.honoursMac === 'always' || (known.honoursMac === 'capability' && declares(conf, 'mac'));
  };
  const isIpvlan = plugins[0].conf.type === 'ipvlan';
  if (selection.mac === undefined) {
    return [];
  }
  // that of a virtual machine is set by the machine, whatever the plugin does
  return workload.bridged || (!isIpvlan && plugins.some(honours))
    ? checkMacShared(attachment, network, owners)
    : [rules.MAC_UNSUPPORTED.fault(workload.pathOf(index, 'mac'), selection.mac, {
      network: nameOf(network.subject), plugin: String(plugins[0].conf.type), fails: isIpvlan && plugins.some(({ conf }) => conf.type === 'tuning'),
    })];
}

/** Machines with one MAC address on a link take each other's frames. Pods of different nodes have different links where the network is a node's. */
function checkMacShared(attachment: Attachment, network: NetworkFact, owners: Map<string, Attachment>): Fault[] {
  const { workload, index, selection } = attachment;
  const path = workload.pathOf(index, 'mac');
  const octets = octetsOf(textOf(selection.mac));
  if (!octets) {
    return [];
  }
  const found = ownerOf(octets.join(), attachment, network, staysOnNode(network) ? undefined : linkOf(network), owners);
  const placement = workload.placement();
  const sharer = found ? `also that of ${ownerText(found)}`
    : placement.pods === undefined || placement.pods > 1 ? `that of ${podsText(placement)}` : undefined;
  if (sharer !== undefined) {
    const where = nameOf((found?.owner.network ?? network).subject);
    return staysOnNode(network) ? [] : [rules.MAC_SHARED.fault(path, selection.mac, { network: where, sharer, link: found?.link })];
  }
  return placement.pods === 1 && placement.surges && isMacvlan(network)
    ? [rules.MAC_HELD_AT_ROLLOUT.fault(path, selection.mac, { kind: workload.subject.kind })]
    : [];
}

function ownerText({ owner: { workload: { subject } } }: Owner): string {
  return `${subject.kind} "${nameOf(subject)}"`;
}

/** Whether the kernel refuses a second interface with the MAC address of a first one. */
export function isMacvlan({ reading }: NetworkFact): boolean {
  return plainType(reading?.plugins[0]?.conf.type) === 'macvlan';
}

/** The plugin takes the limits of its configuration, or else those of the pod. */
function checkBandwidth({ workload, index, selection }: Attachment, network: NetworkFact): Fault[] {
  const plugins = network.reading?.plugins ?? [];
  if (selection.bandwidth === undefined || plugins.some(({ conf }) => declares(conf, 'bandwidth') && !limitsByItself(conf))) {
    return [];
  }
  const isLimited = plugins.some(({ conf }) => conf.type === 'bandwidth' && limitsByItself(conf));
  return [rules.BANDWIDTH_UNSUPPORTED.fault(workload.pathOf(index, 'bandwidth'), selection.bandwidth, { network: nameOf(network.subject), isLimited })];
}

function checkPortMappings({ workload, index, selection }: Attachment, network: NetworkFact): Fault[] {
  const plugins = network.reading?.plugins ?? [];
  return selection.portMappings === undefined || plugins.some(({ conf }) => declares(conf, 'portMappings'))
    ? []
    : [rules.PORT_MAPPINGS_UNSUPPORTED.fault(workload.pathOf(index, 'portMappings'), selection.portMappings, { network: nameOf(network.subject) })];
}

function declares(conf: Conf, capability: string): boolean {
  return isConf(conf.capabilities) && conf.capabilities[capability] === true;
}

/** The IPAM of the network; undefined where no plugin of it has one. */
export function ipamOf({ reading }: NetworkFact): Conf | undefined {
  const ipam = reading?.plugins.map(({ conf }) => conf.ipam).find((value) => isConf(value) && typeof value.type === 'string' && value.type !== '');
  return isConf(ipam) ? ipam : undefined;
}

/** How many pods, in words. */
export function podsText({ pods }: Pick<PodPlacement, 'pods'>): string {
  return pods === undefined ? 'a pod on each node' : `${pods} pod${pods === 1 ? '' : 's'}`;
}
