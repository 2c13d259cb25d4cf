import { WorkloadFact } from './facts';
import { memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';

/** What has made the object, as the API server says. */
export function ownerOf(object: Conf): Pick<WorkloadFact, 'owner'> {
  const references = memberAt(object, ['metadata', 'ownerReferences']);
  const owner = (Array.isArray(references) ? references as unknown[] : []).find((reference) => isConf(reference) && reference.controller === true);
  return isConf(owner) ? { owner: { kind: textOf(owner.kind), name: textOf(owner.name) } } : {};
}
