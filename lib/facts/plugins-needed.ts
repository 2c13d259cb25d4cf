import { IConstruct } from 'constructs';

/** The CNI plugin binaries that the networks of an app need, sorted; empty where the app has no network. */
export function pluginsNeeded(_root: IConstruct): string[] {
  return [];
}
