import { Finding, findingsOf, nameOf } from './finding';
import { ipamsOf, placed, poolsOf } from './given-addresses';
import { askedOf } from './requests';
import { Attachment, byNetwork } from './resolve';
import { Ip, Subnet } from '../address';
import { isConf } from '../cni/keys';
import { knownIpam } from '../cni/known-ipams';
import { knownPlugin } from '../cni/known-plugins';
import { checkRoutes } from '../cni/route';
import { isAbsent, isGiven } from '../cni/values';
import { Fault, Severity } from '../diagnostics';
import { ROUTE_GATEWAY_UNREACHABLE } from '../diagnostics/config';
import { DEFAULT_ROUTE_UNREACHABLE, STATIC_ADDRESS_MISSING } from '../diagnostics/requests';
import { NetworkFact } from '../facts/facts';
import { Selection } from '../facts/selection';

/** Whether a pod gets an address at all, and whether the gateways that it asks for are beside one of its addresses. */
export function checkGateways(attachments: readonly Attachment[]): Finding[] {
  return [...byNetwork(attachments)].filter(([network]) => isUnderstood(network)).flatMap(([network, own]) => {
    const givesNone = givesNothing(network);
    return [...checkRoutesOf(network, own), ...own.filter(({ selection }) => givesNone || selection['default-route'] !== undefined).flatMap((attachment) => findingsOf(attachment.workload.subject, [
      ...givesNone ? checkAddress(attachment, network) : [],
      ...checkDefaultRoute(attachment, network),
    ]))];
  });
}

/**
 * Whether the gateways in the network are beside the addresses that its pods ask for. With the capability `ips` of its plugin, static gives them
 * instead of those of the network, without it beside them. One pod is enough.
 */
function checkRoutesOf(network: NetworkFact, attachments: readonly Attachment[]): Finding[] {
  const [{ conf, ipam, path }] = ipamsOf(network);
  const replaces = givesNothing(network) || (isConf(conf.capabilities) && conf.capabilities.ips === true);
  if (ipam.type !== 'static' || isAbsent(ipam.routes) || !replaces) {
    return [];
  }
  const seen = new Set<string>();
  for (const { selection } of attachments) {
    const subnets = askedOf(selection, network).flatMap(({ ips }) => ips.map((text) => Subnet.parse(text)).filter((subnet) => subnet !== undefined));
    const text = subnets.map(String).sort().join();
    const isNew = subnets.length > 0 && !seen.has(text);
    seen.add(text);
    const faults = !isNew ? []
      : checkRoutes(ipam, { subnets, gateways: [] }, path).filter(({ rule }) => rule === ROUTE_GATEWAY_UNREACHABLE.id);
    if (faults.length > 0) {
      return findingsOf(network.subject, faults);
    }
  }
  return [];
}

/** Whether this library knows what the plugins make of the configuration, and they do not refuse it. */
function isUnderstood(network: NetworkFact): boolean {
  const { plugins = [], faults = [] } = network.reading ?? {};
  const ipams = ipamsOf(network);
  return ipams.length > 0 && plugins.every(({ conf }) => knownPlugin(conf.type)) && ipams.every(({ ipam }) => knownIpam(ipam.type))
    && faults.every(({ severity }) => severity !== Severity.ERROR);
}

/** static gives nothing but what stands in the network, or what the pod asks for. */
function givesNothing(network: NetworkFact): boolean {
  const [{ ipam }] = ipamsOf(network);
  return ipam.type === 'static' && (isAbsent(ipam.addresses) || (Array.isArray(ipam.addresses) && ipam.addresses.length === 0));
}

function checkAddress({ workload, index, selection }: Attachment, network: NetworkFact): Fault[] {
  return asksForAddress(selection, network)
    ? []
    : [STATIC_ADDRESS_MISSING.fault(workload.pathOf(index, 'ips'), selection.ips, { network: nameOf(network.subject) })];
}

/** Whether an attachment asks for an address of its own. */
export function asksForAddress(selection: Selection, network: NetworkFact): boolean {
  const args = [selection['cni-args'], ...network.reading?.plugins.map(({ conf }) => (isConf(conf.args) ? conf.args.cni : undefined)) ?? []];
  return [selection.ips, selection['ipam-claim-reference'], ...args.map((given) => (isConf(given) ? given.ips : undefined))].some(isGiven);
}

/** The kernel takes a gateway only where a route without one leads to it. */
function checkDefaultRoute({ workload, index, selection }: Attachment, network: NetworkFact): Fault[] {
  const gateways = selection['default-route'];
  if (!Array.isArray(gateways)) {
    return [];
  }
  const asked = Array.isArray(selection.ips) ? selection.ips.map((text: unknown) => Subnet.parse(text)).filter((subnet) => subnet !== undefined) : [];
  const subnets = [...poolsOf(network).map(({ subnet }) => subnet), ...asked];
  // those of host-local always have a gateway
  const routes = ipamsOf(network).filter(({ ipam }) => ipam.type !== 'host-local')
    .flatMap(({ ipam, path }) => placed(ipam.routes, 'dst', path)).map(({ subnet }) => subnet);
  return gateways.flatMap((text: unknown, i): Fault[] => {
    const gateway = Ip.parse(text);
    // where there is no address of the family, a router may announce one
    const own = subnets.filter(({ family }) => family === gateway?.family);
    return !gateway || gateway.isLinkLocal || own.length === 0 || [...own, ...routes].some((subnet) => subnet.contains(gateway))
      ? []
      : [DEFAULT_ROUTE_UNREACHABLE.fault(workload.pathOf(index, 'default-route', i), text, { network: nameOf(network.subject), subnets: own.map(String) })];
  });
}
