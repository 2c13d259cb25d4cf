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
import { Fault } from '../diagnostics/rule';
import { isConf } from '../cni/keys';
import { checkLabels } from '../nodes/labels';
import { isDnsLabel } from '../facts/selection';
import { k8s } from 'cdk8s-plus-27';

// Each check takes a property's name and its value. A value left out is right.

/** The faults of a whole `props` or `options` object. */
export function objectFaults(name: string, value: unknown, example: string): Fault[] {
  return value === undefined || isConf(value) ? [] : [INSTALL_TYPE.fault([name], value, { expected: `an object such as ${example}` })];
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
export function listFaults(name: string, value: unknown, example: string): Fault[] {
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

/** The faults of requests and limits: a plain text or number instead of a `k8s.Quantity` would be left out of the manifest silently. */
export function quantityFaults(name: string, value: unknown): Fault[] {
  if (!isConf(value)) {
    return objectFaults(name, value, '{"limits":{"memory":k8s.Quantity.fromString("128Mi")}}');
  }
  const expected = 'k8s.Quantity.fromString("128Mi") or k8s.Quantity.fromNumber(1)';
  return ['requests', 'limits'].flatMap((part) => Object.entries(value[part] ?? {}).flatMap(([resource, quantity]) =>
    (quantity instanceof k8s.Quantity ? [] : [INSTALL_TYPE.fault([name, part, resource], quantity, { expected })])));
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
