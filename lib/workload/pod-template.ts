import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, Lazy } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isConf } from '../cni/keys';
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
  /** False where somebody may have changed the annotation since it was read or written: cheap, for it is asked at every validation. */
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
    return plusTemplate(workload);
  }
  if (!ApiObject.isApiObject(workload)) {
    return undefined;
  }
  const owner = workload.node.scope;
  if (isPlusWorkload(owner) && owner.node.defaultChild === workload) {
    return plusTemplate(owner);
  }
  if (workload.kind === 'Pod') {
    return new MetadataTemplate(workload, workload, workload.metadata, () => workload.toJson().spec?.hostNetwork === true);
  }
  return Object.hasOwn(TEMPLATE_PATHS, workload.kind) && isConf(templateOf(workload)) ? new PatchedTemplate(workload) : undefined;
}

function plusTemplate(workload: PlusWorkload): PodTemplate {
  const child = workload.node.defaultChild;
  const object = ApiObject.isApiObject(child) ? child : undefined;
  return new MetadataTemplate(workload, object, workload.podMetadata, () => workload.hostNetwork === true);
}

/** The pods of a workload whose metadata can be added to. */
class MetadataTemplate implements PodTemplate {
  private lazy?: unknown;
  private seenPatches = 0;

  constructor(
    public readonly workload: IConstruct & { readonly metadata: ApiObjectMetadataDefinition },
    private readonly object: ApiObject | undefined,
    private readonly podMetadata: ApiObjectMetadataDefinition,
    public readonly hostNetwork: () => boolean,
  ) {}

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  /** Rendered where a patch may have changed it: what is rendered counts. */
  public annotation(): unknown {
    this.seenPatches = patchCount(this.object);
    const template = this.object && this.seenPatches > 0 ? tryTemplateOf(this.object) : undefined;
    const metadata = template ? template.metadata : this.podMetadata.toJson();
    return metadata?.annotations?.[NETWORKS_ANNOTATION];
  }

  /** Looks at the value itself, which the public interface of the metadata shows only rendered. */
  public isUntouched(): boolean {
    const { annotations } = this.podMetadata as unknown as { annotations?: Record<string, unknown> };
    return annotations?.[NETWORKS_ANNOTATION] === this.lazy && patchCount(this.object) === this.seenPatches;
  }

  public annotate(text: () => string | undefined): void {
    if (!this.lazy) {
      const lazy = Lazy.any({ produce: text });
      this.podMetadata.addAnnotation(NETWORKS_ANNOTATION, lazy);
      this.lazy = lazy;
    }
  }
}

/** The pods of an object whose own properties are out of reach: it is patched rather than changed. */
class PatchedTemplate implements PodTemplate {
  private seenPatches = 0;

  constructor(public readonly workload: ApiObject) {}

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  public annotation(): unknown {
    this.seenPatches = patchCount(this.workload);
    return templateOf(this.workload)?.metadata?.annotations?.[NETWORKS_ANNOTATION];
  }

  public isUntouched(): boolean {
    return patchCount(this.workload) === this.seenPatches;
  }

  public annotate(text: () => string | undefined): void {
    let at = '';
    let part = this.workload.toJson();
    for (const key of [...TEMPLATE_PATHS[this.workload.kind], 'metadata', 'annotations']) {
      at += `/${key}`;
      part = part?.[key];
      if (part === undefined) {
        this.workload.addJsonPatch(JsonPatch.add(at, {}));
      }
    }
    this.workload.addJsonPatch(JsonPatch.add(`${at}/${NETWORKS_ANNOTATION.replaceAll('/', '~1')}`, text()));
    this.seenPatches = patchCount(this.workload);
  }

  public hostNetwork(): boolean {
    return templateOf(this.workload)?.spec?.hostNetwork === true;
  }
}

/** How many patches the object has, which its public interface does not show. */
function patchCount(object: ApiObject | undefined): number {
  return (object as unknown as { patches?: JsonPatch[] } | undefined)?.patches?.length ?? 0;
}

/** Undefined where the object cannot be rendered yet, such as a workload that has no container so far. */
function tryTemplateOf(object: ApiObject): any {
  try {
    return templateOf(object);
  } catch {
    return undefined;
  }
}

function isPlusWorkload(value: unknown): value is PlusWorkload {
  const candidate = value as Partial<PlusWorkload> | null | undefined;
  return typeof candidate?.podMetadata?.addAnnotation === 'function' && candidate.metadata !== undefined;
}

function templateOf(object: ApiObject): any {
  return (TEMPLATE_PATHS[object.kind] ?? []).reduce((part, key) => part?.[key], object.toJson());
}
