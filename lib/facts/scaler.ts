import { ScalerFact } from './facts';
import { memberAt, textOf } from './pod-objects';
import { Conf } from '../cni/keys';

/** What a HorizontalPodAutoscaler says; undefined where the object is none, or says nothing that can be. */
export function readScaler(object: Conf, file: string | undefined): ScalerFact | undefined {
  if (object.kind !== 'HorizontalPodAutoscaler' || !textOf(object.apiVersion).startsWith('autoscaling/')) {
    return undefined;
  }
  const [namespace, kind, name] = [['metadata', 'namespace'], ['spec', 'scaleTargetRef', 'kind'], ['spec', 'scaleTargetRef', 'name']]
    .map((path) => textOf(memberAt(object, path)));
  const most = memberAt(object, ['spec', 'maxReplicas']);
  return typeof most === 'number' && most >= 1 && name !== ''
    ? { kind, name, most, ...(namespace !== '' && { namespace }), ...(file !== undefined && { file }) }
    : undefined;
}
