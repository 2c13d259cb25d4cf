import { ApiObjectMetadataDefinition } from 'cdk8s';
import { isConf } from '../cni/keys';

/**
 * An annotation, as it would be written.
 *
 * The metadata is rendered only where it has the annotation, which its public interface does not tell: rendering costs more than
 * all that the rules do for a pod.
 */
export function annotationOf(metadata: ApiObjectMetadataDefinition, name: string): unknown {
  const { annotations } = metadata as unknown as { readonly annotations?: unknown };
  return isConf(annotations) && !Object.hasOwn(annotations, name) ? undefined : metadata.toJson()?.annotations?.[name];
}

/** The names of the annotations, as far as they can be told without rendering them. */
export function annotationNamesOf(metadata: ApiObjectMetadataDefinition): string[] {
  const { annotations } = metadata as unknown as { readonly annotations?: unknown };
  return Object.keys(isConf(annotations) ? annotations : metadata.toJson()?.annotations ?? {});
}
