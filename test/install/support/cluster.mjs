// A small cluster for the scripts that call kubectl: what the API server does with the requests they make.
// Its state is one JSON file: objects, the RBAC objects that hold, and which requests fail.
import { readFileSync, writeFileSync } from 'fs';

const GROUPS = { configmaps: '', daemonsets: 'apps' };

export class ApiError extends Error {
  constructor(code, reason, message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** The state in a file. */
export function readCluster(file) {
  return { file, state: JSON.parse(readFileSync(file, 'utf8')) };
}

/** One API request: get, list, watch or patch. Returns the object, or undefined where a list is empty. */
export function request({ file, state }, verb, resource, namespace, name, patch) {
  const what = `${verb} ${resource}/${name}`;
  authorize(state, verb, resource, namespace, name);
  if (state.failing.includes(what)) {
    throw new ApiError(500, 'InternalError', `Internal error occurred: ${what} fails`);
  }
  const key = `${resource}/${namespace}/${name}`;
  const object = state.objects[key];
  if (!object) {
    if (verb === 'list' || verb === 'watch') {
      return undefined;
    }
    throw new ApiError(404, 'NotFound', `${resource}${GROUPS[resource] && `.${GROUPS[resource]}`} "${name}" not found`);
  }
  if (verb !== 'patch') {
    return object;
  }
  const patched = patch.type === 'json' ? jsonPatch(object, patch.body) : mergePatch(object, patch.body);
  if (canonical(patched.spec) !== canonical(object.spec)) {
    patched.metadata.generation += 1; // what a DaemonSet does: another generation of pods
  }
  if (canonical(patched) !== canonical(object)) {
    state.objects[key] = patched;
    writeFileSync(file, JSON.stringify(state));
  }
  return patched;
}

function authorize({ user, rbac }, verb, resource, namespace, name) {
  const allowed = rbac.some((binding) => binding.kind === 'RoleBinding' && binding.metadata.namespace === namespace
    && binding.subjects.some((subject) => `system:serviceaccount:${subject.namespace}:${subject.name}` === user)
    && rbac.some((role) => role.kind === 'Role' && role.metadata.namespace === namespace && role.metadata.name === binding.roleRef.name
      && role.rules.some((rule) => rule.apiGroups.includes(GROUPS[resource]) && rule.resources.includes(resource)
        && rule.verbs.includes(verb) && (!rule.resourceNames || rule.resourceNames.includes(name)))));
  if (!allowed) {
    throw new ApiError(403, 'Forbidden', `${resource} "${name}" is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${GROUPS[resource]}" in the namespace "${namespace}"`);
  }
}

/** RFC 7386. */
function mergePatch(target, patch) {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

/** RFC 6902, the operations `test` and `replace`. */
function jsonPatch(target, operations) {
  const result = structuredClone(target);
  for (const { op, path, value } of operations) {
    const steps = path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop();
    const parent = steps.reduce((at, step) => at?.[step], result);
    if (parent?.[last] === undefined) {
      throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request');
    }
    if (op === 'replace') {
      parent[last] = value;
    } else if (op !== 'test' || canonical(parent[last]) !== canonical(value)) {
      throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request');
    }
  }
  return result;
}

function canonical(value) {
  return JSON.stringify(value, (_key, part) =>
    (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part)) ?? '';
}
