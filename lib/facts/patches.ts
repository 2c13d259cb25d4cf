import { ApiObject } from 'cdk8s';

/** The patches of the object, which its public interface does not show. */
export function patchesOf(object: ApiObject | undefined): readonly unknown[] {
  return (object as unknown as { patches?: readonly unknown[] } | undefined)?.patches ?? [];
}
