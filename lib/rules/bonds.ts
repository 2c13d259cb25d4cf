import { Finding, nameOf } from './finding';
import { hasPlaceholder } from './placeholders';
import { Attachment, byNetwork } from './resolve';
import { Conf, isConf } from '../cni/keys';
import { BOND_LINK_NOT_ATTACHED } from '../diagnostics/requests';
import { NetworkFact, WorkloadFact } from '../facts/facts';
import { interfaceOf } from '../facts/selection';

/** Whether a bond comes behind the interfaces that it is made of: Multus makes them in the order of the annotation. */
export function checkBonds(attachments: readonly Attachment[]): Finding[] {
  return [...byNetwork(attachments)].flatMap(([network, own]) => bondsOf(network).flatMap((bond) => own.flatMap(({ workload, index, selection }) => {
    const before = workload.selections.slice(0, index);
    const earlier = ['eth0', ...before.map(interfaceOf)];
    // default networks of Multus come first, and move the names that it gives
    const mayBeGiven = (link: string) => before.some((other) => other.interface === undefined) && /^net\d+$/.test(link);
    const missing = linksOf(bond).find((link) => !earlier.includes(link) && !mayBeGiven(link) && !hasPlaceholder(link));
    return missing === undefined ? [] : [{
      subject: workload.subject,
      fault: BOND_LINK_NOT_ATTACHED.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), link: missing, earlier }),
    }];
  })));
}

/** The networks whose interfaces nobody uses but bonds over them: those need no addresses. */
export function networksOfLinks(attachments: readonly Attachment[]): ReadonlySet<NetworkFact> {
  const bonded = new Map<WorkloadFact, string[]>();
  for (const [network, own] of byNetwork(attachments)) {
    const links = bondsOf(network).flatMap(linksOf);
    (links.length > 0 ? own : []).forEach(({ workload }) => bonded.set(workload, [...bonded.get(workload) ?? [], ...links]));
  }
  if (bonded.size === 0) {
    return new Set();
  }
  const isLink = ({ workload, selection, index }: Attachment) => bonded.get(workload)?.includes(interfaceOf(selection, index)) ?? false;
  const used = new Set(attachments.filter((attachment) => !isLink(attachment)).map(({ network }) => network));
  return new Set(attachments.flatMap(({ network }) => (network && !used.has(network) ? [network] : [])));
}

/** The bonds over other interfaces of the pod. */
function bondsOf({ reading }: NetworkFact): Conf[] {
  return (reading?.plugins ?? []).map(({ conf }) => conf).filter(({ type, linksInContainer }) => type === 'bond' && linksInContainer === true);
}

function linksOf({ links }: Conf): string[] {
  return (Array.isArray(links) ? Array.from(links as unknown[]) : []).map((link) => (isConf(link) ? link.name : undefined))
    .filter((name) => typeof name === 'string');
}
