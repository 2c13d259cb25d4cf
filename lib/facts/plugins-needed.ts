import { IConstruct } from 'constructs';
import { AppFacts } from './app-facts';

/** The CNI plugin binaries that the networks of an app need, sorted; empty where the app has no network. */
export function pluginsNeeded(scope: IConstruct): string[] {
  const binaries = AppFacts.of(scope).networks().flatMap((network) => network.reading?.binaries ?? []);
  return [...new Set(binaries)].sort();
}
