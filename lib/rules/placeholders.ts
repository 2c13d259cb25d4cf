import { Finding } from './finding';
import { isConf } from '../cni/keys';
import { ANNOTATION_MISPLACED, ANNOTATION_MISSPELT, ANNOTATION_ON_WORKLOAD } from '../diagnostics/attachment';
import { KEY_RESERVED } from '../diagnostics/chain';
import { KEY_REPEATED, KEY_TYPE, KEY_UNKNOWN, ROUTE_KEY_IGNORED } from '../diagnostics/config';
import { KEY_TOO_NEW, MULTUS_FLAG_UNKNOWN } from '../diagnostics/installations';
import { NODE_SLICE_KEY_IGNORED } from '../diagnostics/ipams';
import { CONFIG_MISPLACED, PLACEHOLDER_UNRENDERED } from '../diagnostics/networks';
import { OVN_KEY_IGNORED, OVN_KEY_REFUSED } from '../diagnostics/ovn';
import { OPTIONS_EXCLUSIVE } from '../diagnostics/plugins';
import { RANGE_KEY_IGNORED, SECOND_POOL } from '../diagnostics/pool';
import { IPS_MANY, IPS_SHARED_BY_REPLICAS, IPS_UNSUPPORTED, MAC_UNSUPPORTED } from '../diagnostics/requests';
import { Subject } from '../facts/facts';
import { rendererOf } from '../facts/renderer';

/** Whatever comes in the place of a placeholder: these are about a key, a request, or where the value stands; and in quotes it stays a text. */
const OF_ANY_VALUE: ReadonlySet<string> = new Set([
  ANNOTATION_MISPLACED, ANNOTATION_MISSPELT, ANNOTATION_ON_WORKLOAD, CONFIG_MISPLACED, IPS_MANY, IPS_SHARED_BY_REPLICAS, IPS_UNSUPPORTED,
  KEY_REPEATED, KEY_RESERVED, KEY_TOO_NEW, KEY_TYPE, KEY_UNKNOWN, MAC_UNSUPPORTED, MULTUS_FLAG_UNKNOWN, NODE_SLICE_KEY_IGNORED, OPTIONS_EXCLUSIVE,
  OVN_KEY_IGNORED, OVN_KEY_REFUSED, RANGE_KEY_IGNORED, ROUTE_KEY_IGNORED, SECOND_POOL,
].map(({ id }) => id));

/** What Flux, envsubst, Kustomize, a template of Go or Jinja, or sed replaces: `${MASTER}`, `$(MASTER)`, `{{ .Values.master }}`, `@MASTER@`, and `$MASTER` alone. */
const PLACEHOLDER = /\$\{[A-Za-z_]|\$\([A-Za-z_][\w.-]*\)|\{\{-?\s*[.$(A-Za-z]|@[A-Z][A-Z\d_]*@|(?<![^\s"':,[])\$[A-Z_][A-Z\d_]*(?![^\s"',\]}])/;

/** Leaves out what is wrong with values that are other ones when the object is applied, and says of each object once that it has such a value. */
export function withoutPlaceholders(findings: readonly Finding[]): Finding[] {
  const said = new Set<Subject>();
  return findings.flatMap((finding) => {
    const { subject, fault } = finding;
    if (OF_ANY_VALUE.has(fault.rule) || !hasPlaceholder(fault.got)) {
      return [finding];
    }
    const isSaid = said.has(subject);
    said.add(subject);
    const { path, got } = fault;
    return isSaid ? [] : [{ subject, fault: PLACEHOLDER_UNRENDERED.fault(path, got, { renderer: rendererOf(JSON.stringify(got)) }) }];
  });
}

/** No value that a rule looks at has its texts further down. */
const DEEPEST = 10;

/** Whether a text has a placeholder in it, or one of the texts in a list or an object has. */
export function hasPlaceholder(value: unknown, depth = DEEPEST): boolean {
  if (typeof value === 'string') {
    return PLACEHOLDER.test(value);
  }
  return depth > 0 && (Array.isArray(value) || isConf(value)) && Object.values(value).some((part) => hasPlaceholder(part, depth - 1));
}
