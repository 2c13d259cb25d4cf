import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, Lazy } from 'cdk8s';
import { IConstruct } from 'constructs';
import { NETWORKS_ANNOTATION } from '../facts';

/** Where the pod template is in the objects that have one. */
const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The kinds of ApiObject that make pods. */
export const POD_KINDS = ['Pod', ...Object.keys(TEMPLATE_PATHS)];

/** The pods of a workload, whatever made it. */
export interface PodTemplate {
  /** The construct that stands for the workload. */
  readonly workload: IConstruct;
  readonly namespace?: string;
  /** The annotation that the object has now. */
  annotation(): unknown;
  /** False where somebody may have changed the annotation since `annotate`: cheap, for it is asked at every validation. */
  isUntouched(): boolean;
  /** Has the object carry the annotation. Called again whenever the text may have changed. */
  annotate(text: () => string | undefined): void;
  hostNetwork(): boolean;
}

/** A workload of any cdk8s-plus version, told by its members: the classes of two versions have nothing in common. */
interface PlusWorkload extends IConstruct {
  readonly podMetadata: ApiObjectMetadataDefinition;
  readonly metadata: ApiObjectMetadataDefinition;
  readonly hostNetwork?: boolean;
}

/** The pod template of a workload; undefined where it makes no pod. */
export function podTemplateOf(workload: unknown): PodTemplate | undefined {
  if (isPlusWorkload(workload)) {
    return new PlusTemplate(workload);
  }
  if (!ApiObject.isApiObject(workload)) {
    return undefined;
  }
  const owner = workload.node.scope;
  if (isPlusWorkload(owner) && owner.node.defaultChild === workload) {
    return new PlusTemplate(owner);
  }
  return POD_KINDS.includes(workload.kind) && (workload.kind === 'Pod' || templateOf(workload) !== undefined) ? new ObjectTemplate(workload) : undefined;
}

class PlusTemplate implements PodTemplate {
  private lazy?: unknown;

  constructor(public readonly workload: PlusWorkload) {}

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  public annotation(): unknown {
    return this.workload.podMetadata.toJson()?.annotations?.[NETWORKS_ANNOTATION];
  }

  /** Looks at the value itself, which the public interface of the metadata shows only rendered. */
  public isUntouched(): boolean {
    const { annotations } = this.workload.podMetadata as unknown as { annotations?: Record<string, unknown> };
    return annotations?.[NETWORKS_ANNOTATION] === this.lazy;
  }

  public annotate(text: () => string | undefined): void {
    if (!this.lazy) {
      const lazy = Lazy.any({ produce: text });
      this.workload.podMetadata.addAnnotation(NETWORKS_ANNOTATION, lazy);
      this.lazy = lazy;
    }
  }

  public hostNetwork(): boolean {
    return this.workload.hostNetwork === true;
  }
}

/** Patched rather than changed: the object's own properties are out of reach. */
class ObjectTemplate implements PodTemplate {
  private lastPatch?: JsonPatch;

  constructor(public readonly workload: ApiObject) {}

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  public annotation(): unknown {
    return templateOf(this.workload)?.metadata?.annotations?.[NETWORKS_ANNOTATION];
  }

  public isUntouched(): boolean {
    const { patches } = this.workload as unknown as { patches?: JsonPatch[] };
    return patches?.at(-1) === this.lastPatch;
  }

  public annotate(text: () => string | undefined): void {
    let at = '';
    let part = this.workload.toJson();
    for (const key of [...TEMPLATE_PATHS[this.workload.kind] ?? [], 'metadata', 'annotations']) {
      at += `/${key}`;
      part = part?.[key];
      if (part === undefined) {
        this.workload.addJsonPatch(JsonPatch.add(at, {}));
      }
    }
    this.lastPatch = JsonPatch.add(`${at}/${NETWORKS_ANNOTATION.replaceAll('/', '~1')}`, text());
    this.workload.addJsonPatch(this.lastPatch);
  }

  public hostNetwork(): boolean {
    return templateOf(this.workload)?.spec?.hostNetwork === true;
  }
}

function isPlusWorkload(value: unknown): value is PlusWorkload {
  const candidate = value as Partial<PlusWorkload> | null | undefined;
  return typeof candidate?.podMetadata?.addAnnotation === 'function' && candidate.metadata !== undefined;
}

function templateOf(object: ApiObject): any {
  return (TEMPLATE_PATHS[object.kind] ?? []).reduce((part, key) => part?.[key], object.toJson());
}
