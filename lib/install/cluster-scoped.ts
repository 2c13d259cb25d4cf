import { ApiObject, JsonPatch } from 'cdk8s';

/** Takes away the chart's namespace, which an object of the whole cluster cannot have. */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
  return object;
}
