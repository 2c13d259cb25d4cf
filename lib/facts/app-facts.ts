import { IConstruct } from 'constructs';
import { Selection } from './selection';
import { ConfigReading } from '../cni/config';
import { Fault } from '../diagnostics';

/** A network of the app. */
export interface NetworkFact {
  /** The construct that the user must change. */
  readonly construct: IConstruct;
  readonly name: string;
  /** Undefined: the namespace that kubectl uses when the manifest is applied. */
  readonly namespace?: string;
  readonly reading: ConfigReading;
}

/** A workload of the app whose pods are attached to networks. */
export interface WorkloadFact {
  readonly construct: IConstruct;
  readonly namespace?: string;
  /** The constructs of the networks, in the order of the annotation. */
  readonly networks: readonly IConstruct[];
  /** What the annotation says of each. */
  readonly selections: readonly Selection[];
  /** The annotation that the attachments call for; undefined where there are none. */
  readonly expectedAnnotation?: string;
  /** The annotation that the object has. */
  readonly annotation?: unknown;
  readonly hostNetwork: boolean;
}

/** A construct that knows a network. */
export interface NetworkSource extends IConstruct {
  /** @internal */
  _networkFact(): NetworkFact;
}

/** Something that knows the attachments of a workload. */
export interface WorkloadSource {
  /** @internal */
  _workloadFact(): WorkloadFact;
  /**
   * Whether nobody else can have changed the annotation since the last attachment.
   *
   * @internal
   */
  _isUntouched(): boolean;
}

/** A construct that knows what is legal in it, and usually not meant. */
export interface WarningSource extends IConstruct {
  /** @internal */
  _warnings(): readonly Fault[];
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
  private readonly warningSources: WarningSource[] = [];
  private changes = 0;

  /** A number that differs where the facts may; undefined where somebody else may have changed them. */
  public get revision(): number | undefined {
    return this.workloadSources.every((source) => source._isUntouched()) ? this.changes : undefined;
  }

  public addNetwork(source: NetworkSource): void {
    this.networkSources.push(source);
    this.changed();
  }

  public addWorkload(source: WorkloadSource): void {
    this.workloadSources.push(source);
    this.changed();
  }

  public addWarnings(source: WarningSource): void {
    this.warningSources.push(source);
    this.changed();
  }

  /** To be called where a source has something new to say. */
  public changed(): void {
    this.changes++;
  }

  public networks(): NetworkFact[] {
    return this.networkSources.map((source) => source._networkFact()).filter((fact) => isInTree(fact.construct));
  }

  /** The constructs with something to say of themselves. */
  public warnings(): WarningSource[] {
    return this.warningSources.filter((source) => isInTree(source));
  }

  public workloads(): WorkloadFact[] {
    return this.workloadSources.map((source) => source._workloadFact()).filter((fact) => isInTree(fact.construct));
  }
}

/** Whether the construct still hangs in its tree: `tryRemoveChild` takes one out. */
function isInTree(construct: IConstruct): boolean {
  const scope = construct.node.scope;
  return scope === undefined || (scope.node.tryFindChild(construct.node.id) === construct && isInTree(scope));
}
