import { Finding, nameOf } from './finding';
import { Attachment } from './resolve';
import { Conf, isConf } from '../cni/keys';
import { BOND_LINK_NOT_ATTACHED } from '../diagnostics/requests';
import { interfaceOf } from '../facts/selection';

/** Whether a bond comes behind the interfaces that it is made of: Multus makes them in the order of the annotation. */
export function checkBonds(attachments: readonly Attachment[]): Finding[] {
  return attachments.flatMap(({ workload, index, selection, network }) => (network?.reading?.plugins ?? [])
    .filter(({ conf }) => conf.type === 'bond' && conf.linksInContainer === true)
    .flatMap(({ conf }) => {
      const before = workload.selections.slice(0, index);
      const earlier = ['eth0', ...before.map(interfaceOf)];
      // default networks of Multus come first, and move the names that it gives
      const mayBeGiven = (link: string) => before.some((other) => other.interface === undefined) && /^net\d+$/.test(link);
      const missing = linksOf(conf).find((link) => !earlier.includes(link) && !mayBeGiven(link));
      return missing === undefined || !network ? [] : [{
        subject: workload.subject,
        fault: BOND_LINK_NOT_ATTACHED.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), link: missing, earlier }),
      }];
    }));
}

function linksOf({ links }: Conf): string[] {
  return (Array.isArray(links) ? Array.from(links as unknown[]) : []).map((link) => (isConf(link) ? link.name : undefined))
    .filter((name) => typeof name === 'string');
}
