import {
  INSTALL_ENV_INVALID,
  INSTALL_FILE_INVALID,
  INSTALL_IMAGE_INVALID,
  INSTALL_LABEL_RESERVED,
  INSTALL_NAME_INVALID,
  INSTALL_PATH_INVALID,
  INSTALL_SECONDS_RANGE,
  INSTALL_TYPE,
} from '../diagnostics/install';
import { Fault, Step } from '../diagnostics/rule';
import { Conf, carried, isConf } from '../cni/keys';
import { checkLabels } from '../nodes/labels';
import { isDnsLabel } from '../facts/selection';
import { k8s } from 'cdk8s-plus-27';

// Each check takes a property's name and its value. A value left out is right.

/** The faults of a whole `props` or `options` object. */
export function objectFaults(name: string, value: unknown, example: string): Fault[] {
  return value === undefined || isConf(value) ? [] : [INSTALL_TYPE.fault([name], value, { expected: `an object such as ${example}` })];
}

/** The faults of an object that is to be written as JSON. */
export function jsonFaults(name: string, value: unknown, example: string): Fault[] {
  try {
    JSON.stringify(value, (_, part: unknown) => carried(part));
    return objectFaults(name, value, example);
  } catch {
    return [INSTALL_TYPE.fault([name], value, { expected: 'values that JSON can carry, without a cycle, a function or a bigint' })];
  }
}

/** The fault of a value that is not valid. */
export function typeFaults(name: string, value: unknown, valid: boolean, expected: string): Fault[] {
  return value === undefined || valid ? [] : [INSTALL_TYPE.fault([name], value, { expected })];
}

/** The faults of a switch. */
export function booleanFaults(name: string, value: unknown): Fault[] {
  return typeFaults(name, value, typeof value === 'boolean', 'true or false');
}

/** The faults of a list of objects. */
function listFaults(name: string, value: unknown, example: string): Fault[] {
  if (value === undefined) {
    return [];
  }
  const expected = `a list such as ${example}`;
  if (!Array.isArray(value)) {
    return [INSTALL_TYPE.fault([name], value, { expected })];
  }
  return value.flatMap((item, i) => (isConf(item) ? [] : [INSTALL_TYPE.fault([name, i], item, { expected: `an object, in ${expected}` })]));
}

/** The faults of a value that must be one of an enum's. */
export function choiceFaults(name: string, value: unknown, choices: readonly string[]): Fault[] {
  const expected = `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  return value === undefined || choices.includes(value as string) ? [] : [INSTALL_TYPE.fault([name], value, { expected })];
}

/** The faults of an object's name: parts of at most 63 characters, joined by dots. */
export function nameFaults(name: string, value: unknown): Fault[] {
  const valid = typeof value === 'string' && value.length <= 253 && value.split('.').every(isDnsLabel);
  return value === undefined || valid ? [] : [INSTALL_NAME_INVALID.fault([name], value, {})];
}

/** The faults of a namespace's or a container's name, which has no dots. */
export function labelNameFaults(name: string, value: unknown): Fault[] {
  return value === undefined || isDnsLabel(value) ? [] : [INSTALL_NAME_INVALID.fault([name], value, {})];
}

/** The faults of an image's name. */
export function imageFaults(name: string, value: unknown, example: string): Fault[] {
  const valid = typeof value === 'string' && /^[a-z0-9][\w.\-/:@]*$/i.test(value);
  return value === undefined || valid ? [] : [INSTALL_IMAGE_INVALID.fault([name], value, { example })];
}

const MOST_SECONDS = 2 ** 31 - 1;

/** The faults of a number of seconds. */
export function secondsFaults(name: string, value: unknown, least: number, most = MOST_SECONDS): Fault[] {
  const valid = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  return value === undefined || valid ? [] : [INSTALL_SECONDS_RANGE.fault([name], value, { least, most })];
}

/** The faults of an absolute path. */
export function pathFaults(name: string, value: unknown): Fault[] {
  const valid = typeof value === 'string' && /^\/[^\0\n:]+$/.test(value) && !value.split('/').includes('..');
  return value === undefined || valid ? [] : [INSTALL_PATH_INVALID.fault([name], value, {})];
}

/** The faults of labels, which must leave those of the construct alone. */
export function labelFaults(name: string, value: unknown, own: Record<string, string> = {}): Fault[] {
  if (!isConf(value)) {
    return objectFaults(name, value, '{"team":"network"}');
  }
  const reserved = Object.entries(value).filter(([key, text]) => Object.hasOwn(own, key) && own[key] !== text);
  return [
    ...checkLabels(value, name),
    ...reserved.map(([key, text]) => INSTALL_LABEL_RESERVED.fault([name], { [key]: text }, { own: own[key] })),
  ];
}

/** The faults of the labels of nodes, all of which run Linux. */
export function nodeSelectorFaults(name: string, value: unknown): Fault[] {
  return labelFaults(name, value, { 'kubernetes.io/os': 'linux' });
}

/** The faults of the secrets with which images are pulled. */
export function pullSecretFaults(name: string, value: unknown): Fault[] {
  return apiListFaults(name, value, '{"name":"registry"}', k8s.toJson_LocalObjectReference, (item) => (item.name === undefined
    ? [INSTALL_TYPE.fault(['name'], item.name, { expected: 'the name of a Secret, such as "registry"' })]
    : nameFaults('name', item.name)));
}

/** The faults of the taints under which pods run. */
export function tolerationFaults(name: string, value: unknown): Fault[] {
  return apiListFaults(name, value, '{"operator":"Exists"}', k8s.toJson_Toleration, (item) => [
    ...choiceFaults('operator', item.operator, ['Exists', 'Equal', 'Lt', 'Gt']),
    ...choiceFaults('effect', item.effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    ...['key', 'value'].flatMap((key) => typeFaults(key, item[key], typeof item[key] === 'string', 'a text')),
    ...typeFaults('tolerationSeconds', item.tolerationSeconds, Number.isInteger(item.tolerationSeconds), 'a whole number'),
  ]);
}

/** The faults of where pods run. */
export function affinityFaults(name: string, value: unknown): Fault[] {
  const example = '{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{…}]}}}';
  return isConf(value) ? lostFaults([name], value, example, k8s.toJson_Affinity) : objectFaults(name, value, example);
}

/** The faults of requests and limits: a plain text or number instead of a `k8s.Quantity` would be left out of the manifest silently. */
export function quantityFaults(name: string, value: unknown): Fault[] {
  const example = '{"limits":{"memory":k8s.Quantity.fromString("128Mi")}}';
  if (!isConf(value)) {
    return objectFaults(name, value, example);
  }
  const expected = 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)';
  const wrong = ['requests', 'limits'].flatMap((part) => Object.entries(isConf(value[part]) ? value[part] : {}).flatMap(([resource, quantity]) =>
    (quantity instanceof k8s.Quantity ? [] : [INSTALL_TYPE.fault([name, part, resource], quantity, { expected })])));
  return wrong.length > 0 ? wrong : lostFaults([name], value, example, k8s.toJson_ResourceRequirements);
}

/** The faults of a list of objects of the Kubernetes API, each of which is first to be what `toJson` renders. */
function apiListFaults(name: string, value: unknown, example: string, toJson: ToJson, faultsOf: (item: Conf) => Fault[]): Fault[] {
  const wrong = listFaults(name, value, `[${example}]`);
  return wrong.length > 0 ? wrong : ((value ?? []) as Conf[]).flatMap((item, i) => [
    ...lostFaults([name, i], item, example, toJson),
    ...faultsOf(item).map((fault) => ({ ...fault, path: [name, i, ...fault.path] })),
  ]);
}

/** How `k8s` renders an object of the Kubernetes API: keys that it does not know are left out, and all others passed on as they are. */
type ToJson = (value: any) => unknown;

/** The faults of what would not reach the manifest. */
function lostFaults(place: readonly Step[], value: Conf, example: string, toJson: ToJson): Fault[] {
  const expected = `what the Kubernetes API has at this place, such as ${example}`;
  try {
    return lostIn(place, value, toJson(value)).map(({ path, got }) => INSTALL_TYPE.fault(path, got, { expected }));
  } catch {
    // something else in the place of a list or an object
    return [INSTALL_TYPE.fault(place, value, { expected })];
  }
}

/** What is given and not rendered as a text, a number or a switch in the end. */
function lostIn(path: readonly Step[], given: unknown, rendered: unknown): { path: readonly Step[]; got: unknown }[] {
  if (given === undefined || ['string', 'number', 'boolean'].includes(typeof rendered)) {
    return [];
  }
  // where one and the same came out, nobody looked into it
  const isRead = given !== rendered && Array.isArray(given) === Array.isArray(rendered) && typeof given === 'object' && typeof rendered === 'object';
  return isRead && given && rendered
    ? Object.entries(given).flatMap(([key, member]) => lostIn([...path, Array.isArray(given) ? Number(key) : key], member, (rendered as Conf)[key]))
    : [{ path, got: given }];
}

/** The faults of how many nodes may be without a pod at a time. */
export function nodeCountFaults(name: string, value: unknown): Fault[] {
  const count = value instanceof k8s.IntOrString ? value.value : undefined;
  const valid = typeof count === 'number' ? Number.isInteger(count) && count >= 1 : /^([1-9]\d?|100)%$/.test(count ?? '');
  const expected = 'k8s.IntOrString.fromNumber(…) of at least 1, or k8s.IntOrString.fromString("…%") of "1%" to "100%"';
  return value === undefined || valid ? [] : [INSTALL_TYPE.fault([name], count ?? value, { expected })];
}

/** The faults of environment variables, which must leave those of the construct alone. */
export function envFaults(name: string, value: unknown, own: readonly string[]): Fault[] {
  if (!isConf(value)) {
    return objectFaults(name, value, '{"HTTPS_PROXY":"http://10.0.0.1:3128"}');
  }
  return Object.entries(value).flatMap(([key, text]) => {
    const valid = /^[A-Za-z_]\w*$/.test(key) && !own.includes(key) && typeof text === 'string';
    return valid ? [] : [INSTALL_ENV_INVALID.fault([name], { [key]: text }, { own })];
  });
}

/** The faults of the path of a file, which is in a folder: that folder may be mounted, and the root cannot be. */
export function fileFaults(name: string, value: unknown, example: string): Fault[] {
  const valid = typeof value === 'string' && /^(\/[^/\0\n:]+){2,}$/.test(value) && !value.split('/').includes('..');
  return value === undefined || valid ? [] : [INSTALL_FILE_INVALID.fault([name], value, { example })];
}
