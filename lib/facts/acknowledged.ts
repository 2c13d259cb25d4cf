import type { IConstruct } from 'constructs';

const ACKNOWLEDGED = new WeakMap<IConstruct, Map<string, string>>();

/** What has been acknowledged on a construct: rule ids, each with its reason. */
export function acknowledgedOn(construct: IConstruct): Map<string, string> {
  const acknowledged = ACKNOWLEDGED.get(construct) ?? new Map<string, string>();
  ACKNOWLEDGED.set(construct, acknowledged);
  return acknowledged;
}
