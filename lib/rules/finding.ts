import { Fault } from '../diagnostics';
import { Subject } from '../facts/facts';

/** A violation of a rule, at the object that the user must change. */
export interface Finding {
  readonly subject: Subject;
  readonly fault: Fault;
  /** Another object on which the finding may be acknowledged too: the network of a workload. */
  readonly alsoAt?: Subject;
}

/** Says that the object has the faults. */
export function findingsOf(subject: Subject, faults: readonly Fault[]): Finding[] {
  return faults.map((fault) => ({ subject, fault }));
}

/** An object as a message names it: its construct's path, or its namespace and name. */
export function nameOf(subject: Subject): string {
  return subject.construct?.node.path ?? (subject.namespace === undefined ? subject.name : `${subject.namespace}/${subject.name}`);
}
