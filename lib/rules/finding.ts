import { IConstruct } from 'constructs';
import { Fault } from '../diagnostics';

/** A violation of a rule, at the construct that the user must change. */
export interface Finding {
  readonly construct: IConstruct;
  readonly fault: Fault;
}
