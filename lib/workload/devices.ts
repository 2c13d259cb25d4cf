import { Conf, isConf } from '../cni/keys';
import { resourcesOf } from '../facts/pod-objects';

/**
 * The pod's specification with requests for devices, as far as its containers do not ask for them already. They go into the first
 * container, as the network resources injector does it: a device plugin counts devices of the pod, whatever container asks.
 *
 * @param devices how many of each extended resource the pod needs
 */
export function requestDevices(spec: Conf, devices: ReadonlyMap<string, number>): Conf {
  const requested = resourcesOf({ spec });
  const missing = [...devices].map(([resource, count]) => ({ resource, count: count - (requested.get(resource) ?? 0) }))
    .filter(({ count }) => count > 0);
  const [first, ...others] = Array.isArray(spec.containers) ? spec.containers as unknown[] : [];
  if (missing.length === 0 || !isConf(first)) {
    return spec;
  }
  const resources = isConf(first.resources) ? first.resources : {};
  const own = resources.limits ?? resources.requests;
  const more = Object.fromEntries(missing.map(({ resource, count }) => [resource, String(count + amountIn(own, resource))]));
  const added = (part: unknown) => ({ ...(isConf(part) && part), ...more });
  // of an extended resource, what is requested is the limit
  const container = { ...first, resources: { ...resources, limits: added(resources.limits), requests: added(resources.requests) } };
  return { ...spec, containers: [container, ...others] };
}

function amountIn(part: unknown, resource: string): number {
  return isConf(part) ? Number(part[resource]) || 0 : 0;
}
