import { ApiObject } from 'cdk8s';
import { Conf, isConf } from '../cni/keys';
import { TEMPLATE_PATHS } from '../facts/pod-objects';

/** A change of the specification of pods. It must not touch what it is given: a patch may have put somebody else's object there. */
export type PodSpecEdit = (spec: Conf) => Conf;

const UNEDITED = new WeakMap<ApiObject, () => unknown>();

/**
 * Has the object's pods pass through the edit whenever it is rendered: after its own properties and patches, whatever made it, so
 * that nothing the user says is lost and whatever is said later counts.
 */
export function editPodSpec(object: ApiObject, edit: PodSpecEdit): void {
  const render = object.toJson.bind(object);
  UNEDITED.set(object, UNEDITED.get(object) ?? render);
  object.toJson = () => edited(render(), [...TEMPLATE_PATHS[object.kind] ?? [], 'spec'], edit);
}

/**
 * The object as it would be without edits.
 *
 * @throws where it cannot be rendered
 */
export function renderUnedited(object: ApiObject): unknown {
  return (UNEDITED.get(object) ?? (() => object.toJson()))();
}

function edited(value: unknown, path: readonly string[], edit: PodSpecEdit): unknown {
  if (!isConf(value)) {
    return value;
  }
  const [key, ...rest] = path;
  return key === undefined ? edit(value) : { ...value, ...(key in value && { [key]: edited(value[key], rest, edit) }) };
}
