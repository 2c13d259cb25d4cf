import { Finding } from './finding';
import { checkInstallations } from './installations';
import { checkNetworks } from './networks';
import { checkPlacement } from './placement';
import { checkReferences } from './references';
import { checkRequests } from './requests';
import { resolve } from './resolve';
import { checkWorkloads } from './workloads';
import { ACKNOWLEDGEMENT_UNUSED } from '../diagnostics/acknowledgements';
import { ACKNOWLEDGE_ANNOTATION } from '../facts/acknowledgements';
import { Facts, Subject } from '../facts/facts';

/** Runs all rules. What the user has acknowledged on an object is left out there; an acknowledgement that nothing needs is a finding. */
export function check(facts: Facts): Finding[] {
  const attachments = resolve(facts);
  const found = [
    ...checkInstallations(facts),
    ...checkNetworks(facts.networks),
    ...checkWorkloads(facts.workloads),
    ...checkReferences(facts, attachments),
    ...checkRequests(attachments),
    ...checkPlacement(attachments, false),
  ];
  const used = new Map<Subject, Set<string>>();
  const open = found.filter(({ subject, alsoAt, fault }) => {
    const at = [subject, alsoAt].find((place) => place?.acknowledgements.has(fault.rule));
    if (at) {
      used.set(at, (used.get(at) ?? new Set()).add(fault.rule));
    }
    return !at;
  });
  return [...open, ...unusedAcknowledgements(facts, used)];
}

function unusedAcknowledgements({ networks, workloads, installations }: Facts, used: ReadonlyMap<Subject, ReadonlySet<string>>): Finding[] {
  return [...networks, ...workloads, ...installations].flatMap(({ subject }) => [...subject.acknowledgements.keys()]
    .filter((rule) => !used.get(subject)?.has(rule))
    .map((rule) => ({ subject, fault: ACKNOWLEDGEMENT_UNUSED.fault(['metadata', 'annotations', ACKNOWLEDGE_ANNOTATION], rule, {}) })));
}
