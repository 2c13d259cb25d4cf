import { Conf } from '../cni/keys';
import { Fault } from '../diagnostics';
import { ANNOTATION_INVALID } from '../diagnostics/config';
import { INSTALL_LABEL_INVALID } from '../diagnostics/install';

const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/** Whether Kubernetes takes it as the key of a label. */
export function isLabelKey(key: unknown): key is string {
  return typeof key === 'string' && LABEL_KEY.test(key);
}

/** Whether Kubernetes takes it as the value of a label. */
export function isLabelValue(value: unknown): value is string {
  return typeof value === 'string' && LABEL_VALUE.test(value);
}

/** Finds what Kubernetes does not take among the labels of an object. */
export function checkLabels(labels: Conf, property: string): Fault[] {
  return entriesOf(labels).filter(([key, value]) => !isLabelKey(key) || !isLabelValue(value))
    .map(([key, value]) => INSTALL_LABEL_INVALID.fault([property], { [key]: value }, {}));
}

/** Finds what Kubernetes does not take among the annotations of an object. In their keys, unlike in those of labels, case does not count. */
export function checkAnnotations(annotations: Conf, property: string): Fault[] {
  return entriesOf(annotations).filter(([key, value]) => !isLabelKey(key.toLowerCase()) || typeof value !== 'string')
    .map(([key, value]) => ANNOTATION_INVALID.fault([property], { [key]: value }, {}));
}

/** What is there and undefined is not written. */
function entriesOf(object: Conf): Array<[string, unknown]> {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
