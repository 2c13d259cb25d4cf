import { Finding, nameOf } from './finding';
import { Attachment } from './resolve';
import { Conf, isConf } from '../cni/keys';
import { BOND_LINK_NOT_ATTACHED } from '../diagnostics/requests';
import { NetworkFact, WorkloadFact } from '../facts/facts';
import { interfaceOf } from '../facts/selection';

/** Whether a bond comes behind the interfaces that it is made of: Multus makes them in the order of the annotation. */
export function checkBonds(attachments: readonly Attachment[]): Finding[] {
  return attachments.flatMap(({ workload, index, selection, network }) => bondsOf(network).flatMap((bond) => {
    const before = workload.selections.slice(0, index);
    const earlier = ['eth0', ...before.map(interfaceOf)];
    // default networks of Multus come first, and move the names that it gives
    const mayBeGiven = (link: string) => before.some((other) => other.interface === undefined) && /^net\d+$/.test(link);
    const missing = linksOf(bond).find((link) => !earlier.includes(link) && !mayBeGiven(link));
    return missing === undefined || !network ? [] : [{
      subject: workload.subject,
      fault: BOND_LINK_NOT_ATTACHED.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), link: missing, earlier }),
    }];
  }));
}

/** The networks whose interfaces nobody uses but bonds over them: those need no addresses. */
export function networksOfLinks(attachments: readonly Attachment[]): ReadonlySet<NetworkFact> {
  const bonded = new Map<WorkloadFact, string[]>();
  for (const { workload, network } of attachments) {
    const links = bondsOf(network).flatMap(linksOf);
    if (links.length > 0) {
      bonded.set(workload, [...bonded.get(workload) ?? [], ...links]);
    }
  }
  const isLink = ({ workload, selection, index }: Attachment) => bonded.get(workload)?.includes(interfaceOf(selection, index)) ?? false;
  const used = new Set(attachments.filter((attachment) => !isLink(attachment)).map(({ network }) => network));
  return new Set(attachments.filter(isLink).flatMap(({ network }) => (network && !used.has(network) ? [network] : [])));
}

/** The bonds over other interfaces of the pod. */
function bondsOf(network: NetworkFact | undefined): Conf[] {
  return (network?.reading?.plugins ?? []).map(({ conf }) => conf).filter(({ type, linksInContainer }) => type === 'bond' && linksInContainer === true);
}

function linksOf({ links }: Conf): string[] {
  return (Array.isArray(links) ? Array.from(links as unknown[]) : []).map((link) => (isConf(link) ? link.name : undefined))
    .filter((name) => typeof name === 'string');
}
