import { Fault } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { isDnsLabel } from '../facts';

/** What a `resourceName` is. */
export const RESOURCE = 'the name of an extended resource, such as "intel.com/sriov_net_a"';

/** Checks a `resourceName`. */
export function checkResourceName(name: unknown): Fault[] {
  return name === undefined || isResourceName(name)
    ? []
    : [KEY_TYPE.fault(['resourceName'], name, { expected: RESOURCE, problem: 'is not the name of a resource' })];
}

/** Whether Kubernetes has extended resources of this name: a domain, and a name in it. */
function isResourceName(name: unknown): boolean {
  const [domain, rest, ...more] = typeof name === 'string' ? name.split('/') : [];
  return rest !== undefined && more.length === 0 && domain.length <= 253 && domain.split('.').every(isDnsLabel)
    && rest.length <= 63 && /^[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/.test(rest);
}
