import { Finding, nameOf } from './finding';
import { groupBy } from './group-by';
import { linkOf } from './links';
import { hasPlaceholder } from './placeholders';
import { Attachment, byNetwork } from './resolve';
import { BondMode } from '../cni/bond-mode';
import { Conf, isConf } from '../cni/keys';
import { plainType } from '../cni/known-plugins';
import { Fault } from '../diagnostics';
import { BOND_LINKS_ON_NODE, BOND_LINK_NOT_ATTACHED, BOND_LINK_REFUSED } from '../diagnostics/requests';
import { NetworkFact, WorkloadFact } from '../facts/facts';
import { interfaceOf } from '../facts/selection';

/** Whether the interfaces that a bond is made of are there before it, as Multus makes them in the order of the annotation, and can be its links. */
export function checkBonds(attachments: readonly Attachment[]): Finding[] {
  const bonded = [...byNetwork(attachments)].flatMap(([network, own]) => bondsOf(network).map((bond) => ({ network, own, bond })));
  if (bonded.length === 0) {
    return [];
  }
  const ofWorkload = groupBy(attachments, ({ workload }) => workload);
  return bonded.flatMap(({ network, own, bond }) => own.flatMap((attachment) => {
    const { workload, index } = attachment;
    const before = (ofWorkload.get(workload) ?? []).filter((other) => other.index < index);
    const fault = bond.linksInContainer === true
      ? checkAttached(bond, network, attachment) ?? checkFitting(bond, network, attachment, linkAttachments(bond, before))
      : checkInNode(bond, network, attachment, linkAttachments(bond, before));
    return fault ? [{ subject: workload.subject, fault }] : [];
  }));
}

function checkAttached(bond: Conf, network: NetworkFact, { workload, index, selection }: Attachment): Fault | undefined {
  const before = workload.selections.slice(0, index);
  const earlier = ['eth0', ...before.map(interfaceOf)];
  // default networks of Multus come first, and move the names that it gives
  const mayBeGiven = (link: string) => before.some((other) => other.interface === undefined) && /^net\d+$/.test(link);
  const missing = linksOf(bond).find((link) => !earlier.includes(link) && !mayBeGiven(link) && !hasPlaceholder(link));
  return missing === undefined ? undefined
    : BOND_LINK_NOT_ATTACHED.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), link: missing, earlier });
}

/** The attachments that make the links, in the order of the links. */
function linkAttachments(bond: Conf, before: readonly Attachment[]): Attachment[] {
  return linksOf(bond).flatMap((link) => before.filter(({ selection, index }) => interfaceOf(selection, index) === link).slice(0, 1));
}

/** Finds a bond that looks for interfaces of the pod on the node. */
function checkInNode(bond: Conf, network: NetworkFact, { workload, index, selection }: Attachment, links: readonly Attachment[]): Fault | undefined {
  const names = linksOf(bond);
  return names.length > 0 && links.length === names.length
    ? BOND_LINKS_ON_NODE.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), links: names })
    : undefined;
}

/** Finds a link that the bond, or the kernel, refuses. */
function checkFitting(bond: Conf, network: NetworkFact, { workload, index, selection }: Attachment, links: readonly Attachment[]): Fault | undefined {
  const fault = (link: Attachment, reason: string, fix: string) => BOND_LINK_REFUSED.fault(workload.pathOf(index, 'name'), selection.name, {
    network: nameOf(network.subject), link: interfaceOf(link.selection, link.index), reason, fix,
  });
  const confOf = (link: Attachment) => link.network?.reading?.plugins[0]?.conf ?? {};
  const ipvlan = links.find((link) => plainType(confOf(link).type) === 'ipvlan');
  if (ipvlan) {
    return fault(ipvlan, 'is of ipvlan, whose MAC address nobody can set', 'use macvlan, VLANs or virtual functions as links');
  }
  const isShared = (link: Attachment, i: number) => plainType(confOf(link).type) === 'macvlan' && link.network !== undefined
    && links.slice(0, i).some((other) => other.network && plainType(confOf(other).type) === 'macvlan' && linkOf(other.network) === linkOf(link.network!));
  const shared = bond.mode === BondMode.ACTIVE_BACKUP && bond.failOverMac === 1 ? undefined : links.find(isShared);
  if (shared) {
    return fault(shared, 'is of macvlan on the same master as another link, and cannot have its MAC address', "put each link on a master of its own, or use the mode \"active-backup\" with a 'failOverMac' of 1");
  }
  const mtu = typeof bond.mtu === 'number' && bond.mtu !== 0 ? bond.mtu : DEFAULT_MTU;
  const smaller = links.find((link) => isSmaller(confOf(link).mtu, mtu));
  return smaller && fault(smaller, `has an MTU of ${String(confOf(smaller).mtu)}, and the bond one of ${mtu}`, "set 'mtu' of the bond to at most that of each link");
}

/** The MTU of a bond that is told none. */
const DEFAULT_MTU = 1500;

function isSmaller(mtu: unknown, than: number): boolean {
  return typeof mtu === 'number' && mtu > 0 && mtu < than;
}

/** The networks whose interfaces nobody uses but bonds over them: those need no addresses. */
export function networksOfLinks(attachments: readonly Attachment[]): ReadonlySet<NetworkFact> {
  const bonded = new Map<WorkloadFact, string[]>();
  for (const [network, own] of byNetwork(attachments)) {
    // those over other interfaces of the pod
    const links = bondsOf(network).filter(({ linksInContainer }) => linksInContainer === true).flatMap(linksOf);
    (links.length > 0 ? own : []).forEach(({ workload }) => bonded.set(workload, [...bonded.get(workload) ?? [], ...links]));
  }
  if (bonded.size === 0) {
    return new Set();
  }
  const isLink = ({ workload, selection, index }: Attachment) => bonded.get(workload)?.includes(interfaceOf(selection, index)) ?? false;
  const used = new Set(attachments.filter((attachment) => !isLink(attachment)).map(({ network }) => network));
  return new Set(attachments.flatMap(({ network }) => (network && !used.has(network) ? [network] : [])));
}

function bondsOf({ reading }: NetworkFact): Conf[] {
  return (reading?.plugins ?? []).map(({ conf }) => conf).filter(({ type }) => type === 'bond');
}

function linksOf({ links }: Conf): string[] {
  return (Array.isArray(links) ? Array.from(links as unknown[]) : []).map((link) => (isConf(link) ? link.name : undefined))
    .filter((name) => typeof name === 'string');
}
