import { IConstruct } from 'constructs';
import { AppFacts } from './app-facts';

/** The CNI plugin binaries that the networks of an app and its daemons need, sorted; empty where the networks need none: they may be elsewhere. */
export function pluginsNeeded(scope: IConstruct): string[] {
  const facts = AppFacts.of(scope);
  const binaries = facts.networks().flatMap((network) => network.reading?.binaries ?? []);
  return binaries.length === 0 ? [] : [...new Set([...binaries, ...facts.installationBinaries()])].sort();
}
