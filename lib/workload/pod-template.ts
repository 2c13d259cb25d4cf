import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, Lazy } from 'cdk8s';
import { IConstruct } from 'constructs';
import { PodSpecEdit, editPodSpec, renderUnedited } from './late-edit';
import { isConf } from '../cni/keys';
import { NETWORKS_ANNOTATION, PodPlacement, Watched, annotationOf, isUntouched } from '../facts';
import { patchesOf } from '../facts/patches';
import { TEMPLATE_PATHS, devicesOf, memberAt, placementOf } from '../facts/pod-objects';

/** The kinds of ApiObject that make pods. */
export const POD_KINDS = ['Pod', ...Object.keys(TEMPLATE_PATHS)];

/** The pods of a workload, whatever made it. */
export interface PodTemplate {
  /** The construct that stands for the workload. */
  readonly workload: IConstruct & { readonly metadata: ApiObjectMetadataDefinition };
  readonly namespace?: string;
  readonly kind: string;
  readonly name: string;
  /** What shows whether somebody may have changed the annotation since it was read or written. */
  readonly watched: Watched;
  /** The annotation that the object has now. */
  annotation(): unknown;
  /** Has the object carry the annotation. Called again whenever the text may have changed. */
  annotate(text: () => string | undefined): void;
  hostNetwork(): boolean;
  /** Has the pods pass through the edit whenever the object is rendered. */
  edit(edit: PodSpecEdit): void;
  /** How many pods there are, and where, by what the workload itself says. */
  placement(): PodPlacement;
  /** The extended resources that the containers ask for; undefined where that is not known. */
  resources(): ReadonlyMap<string, number> | undefined;
}

/** A workload of any cdk8s-plus version, told by its members: the classes of two versions have nothing in common. */
interface PlusWorkload extends IConstruct {
  readonly podMetadata: ApiObjectMetadataDefinition;
  readonly metadata: ApiObjectMetadataDefinition;
  readonly hostNetwork?: boolean;
  readonly replicas?: number;
  readonly strategy?: { _toKube?(): unknown };
  readonly scheduling?: { _toKube?(): { readonly affinity?: unknown; readonly nodeName?: string } };
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
  if (workload.kind === 'Pod') {
    return new PodTemplateOfObject(workload);
  }
  return Object.hasOwn(TEMPLATE_PATHS, workload.kind) && isConf(templateOf(workload)) ? new PatchedTemplate(workload) : undefined;
}

/** What the construct itself says, where that is all: rendering each workload once more would double the work. */
function plusPlacement(workload: PlusWorkload, object: ApiObject | undefined): PodPlacement {
  const kind = object?.kind;
  const isPlain = patchesOf(object).length === 0 && typeof workload.scheduling?._toKube === 'function' && ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet'].includes(String(kind));
  if (!isPlain) {
    return object ? renderedPlacement(object) : placementOf({}, undefined);
  }
  return {
    ...placementOf(
      { kind, spec: { replicas: workload.replicas, strategy: workload.strategy?._toKube?.() } },
      { spec: workload.scheduling?._toKube?.() },
    ),
    // how the pods spread is only said when they are rendered
    mostPerNode: (nodes) => (object ? renderedPlacement(object).mostPerNode(nodes) : undefined),
    areTogether: () => object !== undefined && renderedPlacement(object).areTogether?.() === true,
  };
}

function renderedPlacement(object: ApiObject): PodPlacement {
  const manifest = tryRender(object);
  const path = TEMPLATE_PATHS[object.kind] ?? [];
  return isConf(manifest) ? placementOf(manifest, memberAt(manifest, path), memberAt(manifest, path.slice(0, -1))) : placementOf({}, undefined);
}

function renderedResources(object: ApiObject | undefined): ReadonlyMap<string, number> | undefined {
  return object ? devicesOf(memberAt(tryToJson(object), TEMPLATE_PATHS[object.kind] ?? [])) : new Map();
}

/** The pods of a workload whose metadata can be added to. */
abstract class MetadataTemplate<W extends PodTemplate['workload']> implements PodTemplate {
  public readonly watched: Watched;
  private text?: () => string | undefined;

  constructor(
    public readonly workload: W,
    protected readonly object: ApiObject | undefined,
    private readonly podMetadata: ApiObjectMetadataDefinition,
  ) {
    // the values themselves, which the public interface of the metadata shows only rendered
    const { annotations = {} } = podMetadata as unknown as { annotations?: Record<string, unknown> };
    this.watched = { annotations, patches: patchesOf(object), seenPatches: 0 };
  }

  public abstract hostNetwork(): boolean;

  public abstract placement(): PodPlacement;

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  public get kind(): string {
    return this.object?.kind ?? this.workload.constructor.name;
  }

  public get name(): string {
    return this.workload.metadata.name ?? this.workload.node.id;
  }

  public edit(edit: PodSpecEdit): void {
    if (this.object) {
      editPodSpec(this.object, edit);
    }
  }

  public resources(): ReadonlyMap<string, number> | undefined {
    return renderedResources(this.object);
  }

  /** Rendered where a patch may have changed it: what is rendered counts. */
  public annotation(): unknown {
    const { watched } = this;
    if (this.text && watched.seenPatches === 0 && isUntouched(watched)) {
      return this.text();
    }
    watched.seenPatches = watched.patches.length;
    const template = this.object && watched.seenPatches > 0 ? tryTemplateOf(this.object) : undefined;
    return template ? template.metadata?.annotations?.[NETWORKS_ANNOTATION] : annotationOf(this.podMetadata, NETWORKS_ANNOTATION);
  }

  public annotate(text: () => string | undefined): void {
    if (!this.text) {
      const lazy = Lazy.any({ produce: text });
      this.text = text;
      this.podMetadata.addAnnotation(NETWORKS_ANNOTATION, lazy);
      this.watched.seen = lazy;
    }
  }
}

/** The pods of a workload of cdk8s-plus. */
class PlusTemplate extends MetadataTemplate<PlusWorkload> {
  constructor(workload: PlusWorkload) {
    const child = workload.node.defaultChild;
    super(workload, ApiObject.isApiObject(child) ? child : undefined, workload.podMetadata);
  }

  public hostNetwork(): boolean {
    const { object } = this;
    return object && patchesOf(object).length > 0
      ? memberAt(tryRender(object), [...TEMPLATE_PATHS[object.kind] ?? [], 'spec', 'hostNetwork']) === true
      : this.workload.hostNetwork === true;
  }

  public placement(): PodPlacement {
    return plusPlacement(this.workload, this.object);
  }
}

/** The pod that an object is. */
class PodTemplateOfObject extends MetadataTemplate<ApiObject> {
  constructor(pod: ApiObject) {
    super(pod, pod, pod.metadata);
  }

  public hostNetwork(): boolean {
    return this.workload.toJson().spec?.hostNetwork === true;
  }

  public placement(): PodPlacement {
    return renderedPlacement(this.workload);
  }
}

/** The pods of an object whose own properties are out of reach: it is patched rather than changed. */
class PatchedTemplate implements PodTemplate {
  public readonly watched: Watched;

  constructor(public readonly workload: ApiObject) {
    this.watched = { annotations: {}, patches: patchesOf(workload), seenPatches: 0 };
  }

  public get namespace(): string | undefined {
    return this.workload.metadata.namespace;
  }

  public get kind(): string {
    return this.workload.kind;
  }

  public get name(): string {
    return this.workload.name;
  }

  public edit(edit: PodSpecEdit): void {
    editPodSpec(this.workload, edit);
  }

  public placement(): PodPlacement {
    return renderedPlacement(this.workload);
  }

  public resources(): ReadonlyMap<string, number> | undefined {
    return renderedResources(this.workload);
  }

  public annotation(): unknown {
    this.watched.seenPatches = this.watched.patches.length;
    return templateOf(this.workload)?.metadata?.annotations?.[NETWORKS_ANNOTATION];
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
    this.watched.seenPatches = this.watched.patches.length;
  }

  public hostNetwork(): boolean {
    return templateOf(this.workload)?.spec?.hostNetwork === true;
  }
}

/** Undefined where the object cannot be rendered yet, such as a workload that has no container so far. */
function tryTemplateOf(object: ApiObject): any {
  const manifest: any = tryRender(object);
  return manifest && memberAt(manifest, TEMPLATE_PATHS[object.kind] ?? []);
}

/** With what attachments add. */
function tryToJson(object: ApiObject): unknown {
  return attempt(() => object.toJson());
}

function tryRender(object: ApiObject): unknown {
  return attempt(() => renderUnedited(object));
}

function attempt(render: () => unknown): unknown {
  try {
    return render();
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
