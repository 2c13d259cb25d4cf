import { ApiObjectMetadataDefinition } from 'cdk8s';
import { IConstruct } from 'constructs';
import { ACKNOWLEDGE_ANNOTATION, Acknowledged, readAcknowledgements } from './acknowledgements';
import { ClusterFact, Facts, InstallationFact, NetworkFact, WorkloadFact, keyOf } from './facts';
import { annotationOf } from './metadata';
import { NETWORKS_ANNOTATION } from './selection';
import { NodeTerm } from '../nodes/node-term';

/** A construct that knows a network. */
export interface NetworkSource extends IConstruct {
  /** @internal */
  _networkFact(): NetworkFact;
}

/** Something that knows the attachments of a workload. */
export interface WorkloadSource {
  /** @internal */
  readonly _workload: IConstruct;
  /**
   * What shows whether somebody else has changed the annotation.
   *
   * @internal
   */
  readonly _watched: Watched;
  /** @internal */
  _workloadFact(): WorkloadFact;
}

/** Where somebody may have changed the annotation of a workload. Few objects: they are looked at at every validation, of which there is one for each chart. */
export interface Watched {
  readonly annotations: Readonly<Record<string, unknown>>;
  /** What stood there when it was last read or written. */
  seen?: unknown;
  readonly patches: readonly unknown[];
  /** How many there were then. */
  seenPatches: number;
}

/** Whether nobody else can have changed the annotation since it was last read or written. */
export function isUntouched({ annotations, seen, patches, seenPatches }: Watched): boolean {
  return annotations[NETWORKS_ANNOTATION] === seen && patches.length === seenPatches;
}

/** A construct that knows what it installs. */
export interface InstallationSource extends IConstruct {
  /**
   * The plugin binaries that something else must put on the nodes for it.
   *
   * @internal
   */
  readonly _binaries?: readonly string[];
  /** @internal */
  _installationFact(): InstallationFact;
}

/** What a reference to a network says of it. */
interface NetworkReference {
  readonly networkName: string;
  readonly networkNamespace?: string;
  readonly nodes?: { readonly _term: NodeTerm };
}

const FACTS = new WeakMap<IConstruct, AppFacts>();

/** What the typed constructs of one app say of it. Each app has its own: two apps in one process do not meet. */
export class AppFacts {
  /** The facts of the app that the construct is in. */
  public static of(scope: IConstruct): AppFacts {
    const root = scope.node.root;
    const facts = FACTS.get(root) ?? new AppFacts();
    FACTS.set(root, facts);
    return facts;
  }

  private readonly networkSources: NetworkSource[] = [];
  private readonly workloadSources: WorkloadSource[] = [];
  private readonly watched: Watched[] = [];
  private readonly installationSources: InstallationSource[] = [];
  private readonly elsewhere = new Map<string, NodeTerm>();
  private cluster?: ClusterFact;
  private readonly speaking = new Set<IConstruct>();
  private changes = 0;

  /** A number that differs where the facts may; undefined where somebody else may have changed them. */
  public get revision(): number | undefined {
    return this.watched.every(isUntouched) ? this.changes : undefined;
  }

  public addNetwork(source: NetworkSource): void {
    this.networkSources.push(source);
    this.speaking.add(source);
    this.changed();
  }

  public addWorkload(source: WorkloadSource): void {
    this.workloadSources.push(source);
    this.watched.push(source._watched);
    this.speaking.add(source._workload);
    this.changed();
  }

  public addInstallation(source: InstallationSource): void {
    this.installationSources.push(source);
    this.speaking.add(source);
    this.changed();
  }

  /** A network that is referred to: where no construct of the app makes it, it exists elsewhere. */
  public addReference(network: NetworkReference, podNamespace: string | undefined): void {
    if (!('_networkFact' in network)) {
      this.elsewhere.set(keyOf(network.networkNamespace ?? podNamespace, network.networkName), network.nodes?._term ?? []);
    }
  }

  /** Adds to what is known of the cluster's own addresses. */
  public addCluster({ pods, services, nodes }: ClusterFact): void {
    const { cluster } = this;
    this.cluster = {
      pods: [...cluster?.pods ?? [], ...pods],
      services: [...cluster?.services ?? [], ...services],
      nodes: [...cluster?.nodes ?? [], ...nodes],
    };
    this.changed();
  }

  /** To be called where a source has something new to say. */
  public changed(): void {
    this.changes++;
  }

  public networks(): NetworkFact[] {
    return this.networkSources.map((source) => source._networkFact()).filter(isInTree);
  }

  /** The plugin binaries that what is installed needs, besides those of the networks. */
  public installationBinaries(): string[] {
    return this.installationSources.filter((construct) => isInTree({ subject: { construct } })).flatMap(({ _binaries = [] }) => _binaries);
  }

  /** The constructs whose objects need not be read, because they say it themselves. */
  public constructs(): ReadonlySet<IConstruct> {
    return this.speaking;
  }

  /** All that the typed constructs know. */
  public facts(): Facts {
    return {
      networks: this.networks(),
      workloads: this.workloadSources.map((source) => source._workloadFact()).filter(isInTree),
      installations: this.installationSources.map((source) => source._installationFact()).filter(isInTree),
      nodeConfigs: [],
      scalers: [],
      // objects, which are read once they are rendered
      policies: [],
      policyVersions: [],
      cluster: this.cluster,
      elsewhere: this.elsewhere,
      complete: false,
    };
  }
}

/** What the user has acknowledged on an object, whoever wrote the annotation. */
export function acknowledgementsOf(metadata: ApiObjectMetadataDefinition): Acknowledged {
  return readAcknowledgements(annotationOf(metadata, ACKNOWLEDGE_ANNOTATION));
}

/** Whether the construct still hangs in its tree: `tryRemoveChild` takes one out. */
function isInTree({ subject: { construct } }: { readonly subject: { readonly construct?: IConstruct } }): boolean {
  const scope = construct?.node.scope;
  return construct === undefined || scope === undefined
    || (scope.node.tryFindChild(construct.node.id) === construct && isInTree({ subject: { construct: scope } }));
}
