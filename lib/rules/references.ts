import { Finding, findingsOf } from './finding';
import { groupBy } from './group-by';
import { isMisspelt } from './misspelt';
import { hasPlaceholder } from './placeholders';
import { Attachment, finderOf } from './resolve';
import { nearestAmong } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { NETWORK_NAMESPACE, NETWORK_NAMESPACE_UNKNOWN, NETWORK_NOT_FOUND, NETWORK_NOT_SEEN } from '../diagnostics/attachment';
import { Facts, NetworkFact, keyOf } from '../facts/facts';
import { DEFAULT_NETWORK_ANNOTATION, isDnsLabel } from '../facts/selection';

/** Where Multus looks for a default network, unless its configuration has another `multusNamespace`. */
const MULTUS_NAMESPACE = 'kube-system';

/** Comparing takes a second for as many pairs of names. A person who misspells names misspells fewer: more are networks of somewhere else. */
const MOST_COMPARED = 1_000_000;

/** Where kubectl puts what has no namespace, unless its context has another. */
const DEFAULT_NAMESPACE = 'default';

/** Whether the networks that the attachments name exist, and whether the pods may use them. */
export function checkReferences(facts: Facts, attachments: readonly Attachment[]): Finding[] {
  const open = facts.installations.flatMap(({ isolation }) => (isolation ? [isolation.openNamespaces] : []))[0];
  const names = namesIn(facts.networks, wantedNetworks(facts, attachments));
  const ofAttachments = attachments.filter(isPossible).flatMap((attachment) => findingsOf(attachment.workload.subject, [
    ...attachment.network
      ? checkNamespaceKnown(attachment, attachment.network)
      : checkExistence(facts, attachment, attachment.workload.pathOf(attachment.index, 'name'), names),
    ...open ? checkIsolation(attachment, open) : [],
  ]));
  return [...ofAttachments, ...checkDefaultNetworks(facts, names)];
}

/** The networks that take the place of the cluster network for some pods, and are attached to none. */
export function onlyDefaults({ networks, workloads }: Facts, attachments: readonly Attachment[]): ReadonlySet<NetworkFact> {
  const selections = workloads.map(({ defaultNetwork }) => defaultNetwork).filter((selection) => selection !== undefined);
  const find = finderOf(networks);
  const attached = new Set(attachments.map(({ network }) => network));
  return new Set(selections.map(({ namespace, name }) => find(namespace ?? MULTUS_NAMESPACE, name))
    .filter((network) => network !== undefined && !attached.has(network)) as NetworkFact[]);
}

/** Whether the networks exist that take the place of the cluster network. Without a namespace, they are in that of Multus. */
function checkDefaultNetworks(facts: Facts, names: Names): Finding[] {
  const find = finderOf(facts.networks);
  return facts.workloads.flatMap(({ subject, defaultNetwork: selection }) => {
    const namespace = selection?.namespace ?? MULTUS_NAMESPACE;
    return !selection || find(namespace, selection.name)
      ? []
      : findingsOf(subject, checkExistence(facts, { namespace, selection }, [DEFAULT_NETWORK_ANNOTATION], names));
  });
}

/** A network that is named somewhere. */
type Wanted = Pick<Attachment, 'namespace' | 'selection'>;

/** The networks that are not where they are looked for. */
function wantedNetworks(facts: Facts, attachments: readonly Attachment[]): Wanted[] {
  return [
    ...attachments.filter((attachment) => !attachment.network && !isElsewhere(facts, attachment)),
    ...facts.workloads.flatMap(({ defaultNetwork: selection }) =>
      (selection ? [{ namespace: selection.namespace ?? MULTUS_NAMESPACE, selection }] : [])),
  ];
}

/** Where the names of networks are looked up. */
export interface Names {
  /** A namespace in which there is a network of the name. */
  readonly namespaceOf: ReadonlyMap<string, string>;
  /** The network of the namespace whose name may have been meant. */
  near(namespace: string | undefined, name: string): string | undefined;
}

/**
 * Looks up networks whose name is not quite the one that was written.
 *
 * @param wanted what will be looked up, so that not too much is compared
 */
export function namesIn(networks: readonly NetworkFact[], wanted: readonly Wanted[] = []): Names {
  const namespaceOf = new Map<string, string>();
  for (const { subject: { namespace, name } } of networks) {
    if (namespace !== undefined && !namespaceOf.has(name)) {
      namespaceOf.set(name, namespace);
    }
  }
  const [known, unknown] = [groupBy(networks, ({ subject }) => subject.namespace ?? ''), groupBy(wanted, ({ namespace }) => namespace ?? '')];
  const nearestIn = new Map<string, (name: string) => string | undefined>();
  const nearestOf = (namespace: string) => {
    let nearest = nearestIn.get(namespace);
    if (!nearest) {
      const names = (known.get(namespace) ?? []).map(({ subject }) => subject.name);
      const different = new Set(unknown.get(namespace)?.map(({ selection }) => selection.name));
      nearest = different.size * names.length > MOST_COMPARED ? () => undefined : nearestAmong(names);
      nearestIn.set(namespace, nearest);
    }
    return nearest;
  };
  // comparing with all names costs, and many attachments may be to the same network
  const found = new Map<string, string | undefined>();
  return {
    namespaceOf,
    near: (namespace, name) => {
      const key = keyOf(namespace, name);
      if (!found.has(key)) {
        found.set(key, apartFromNumbers(name, nearestOf(namespace ?? '')(name)));
      }
      return found.get(key);
    },
  };
}

/** A namespace that cannot be one is a finding already. */
function isPossible({ selection: { namespace } }: Attachment): boolean {
  return namespace === undefined || isDnsLabel(namespace);
}

function isElsewhere({ elsewhere }: Facts, { namespace, selection }: Pick<Attachment, 'namespace' | 'selection'>): boolean {
  return elsewhere.has(keyOf(namespace, selection.name));
}

function checkExistence(facts: Facts, { selection, namespace }: Pick<Attachment, 'namespace' | 'selection'>, path: readonly Step[], names: Names): Fault[] {
  if (isElsewhere(facts, { namespace, selection })) {
    return [];
  }
  const elsewhere = names.namespaceOf.get(selection.name);
  const isAssumed = path[0] === DEFAULT_NETWORK_ANNOTATION && selection.namespace === undefined;
  const near = elsewhere === undefined ? names.near(namespace, selection.name) : undefined;
  if (hasPlaceholder([namespace, elsewhere, near])) {
    return [];
  }
  return facts.complete || elsewhere !== undefined || (near !== undefined && isMisspelt(selection.name, near))
    ? [NETWORK_NOT_FOUND.fault(path, selection.name, { namespace, near, elsewhere, isAssumed })]
    : expectsNetworks(facts) ? [NETWORK_NOT_SEEN.fault(path, selection.name, { namespace, near, isAssumed })] : [];
}

/** Whether a network that was not read is worth a word. Where none was read, they are in other files: all pods would be warned of. */
export function expectsNetworks({ networks }: Pick<Facts, 'networks'>): boolean {
  return networks.length > 0;
}

/** The near name, unless they differ in a number: such names are those of different networks. */
function apartFromNumbers(name: string, near: string | undefined): string | undefined {
  return near?.replace(/\d+/g, '#') === name.replace(/\d+/g, '#') ? undefined : near;
}

function checkIsolation({ workload, index, selection }: Attachment, open: readonly string[]): Fault[] {
  const pod = workload.subject.namespace;
  const target = selection.namespace;
  return pod === undefined || hasPlaceholder(pod) || typeof target !== 'string' || target === pod || open.includes(target)
    ? []
    : [NETWORK_NAMESPACE.fault(workload.pathOf(index, 'namespace'), target, { pod, open })];
}

/** A network without a namespace lands where kubectl puts it, which is "default" where nobody says otherwise, and need not be where the pod is. */
function checkNamespaceKnown({ workload, index, selection, namespace }: Attachment, { subject }: NetworkFact): Fault[] {
  return subject.namespace === undefined && namespace !== undefined && namespace !== DEFAULT_NAMESPACE
    ? [NETWORK_NAMESPACE_UNKNOWN.fault(workload.pathOf(index, 'namespace'), undefined, { network: selection.name, namespace })]
    : [];
}
