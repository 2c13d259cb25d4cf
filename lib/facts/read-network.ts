import { NetworkFact } from './facts';
import { parseJson } from './json-config';
import { memberAt } from './pod-objects';
import { NODES_ANNOTATION, RESOURCE_ANNOTATION } from './selection';
import { ObjectSource, subjectOf } from './subject';
import { readConfig } from '../cni/config';
import { Conf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { CONFIG_NOT_JSON } from '../diagnostics/networks';
import { NODES_ANNOTATION_MALFORMED } from '../diagnostics/nodes';
import { NodeTerm, parseTerm } from '../nodes/node-term';

/** Reads a NetworkAttachmentDefinition. */
export function readNetwork(object: Conf, source: ObjectSource, path: readonly Step[]): NetworkFact {
  const config = memberAt(object, ['spec', 'config']);
  // `spec…` and `metadata…` are ways in the object, all others in its configuration
  const subject = subjectOf(object, source, (at) => (at[0] === 'spec' || at[0] === 'metadata' ? [[...path, ...at]] : [[...path, 'spec', 'config'], at]));
  const resourceName = memberAt(object, ['metadata', 'annotations', RESOURCE_ANNOTATION]);
  const { nodes, faults } = readNodes(object);
  const common = { subject, nodes, ...(typeof resourceName === 'string' && { resourceName }) };
  if (config === undefined || config === null || config === '') {
    return { ...common, faults };
  }
  if (typeof config !== 'string') {
    return { ...common, faults: [...faults, KEY_TYPE.fault(['spec', 'config'], config, { expected: 'JSON text, in quotes or as a block' })] };
  }
  const parsed = parseJson(config);
  return 'reason' in parsed
    ? { ...common, faults: [...faults, CONFIG_NOT_JSON.fault(['spec', 'config'], config, { reason: parsed.reason })] }
    : { ...common, faults, reading: readConfig(parsed.config) };
}

/** The nodes that the network is on, as this library writes them. */
function readNodes(object: Conf): { readonly nodes: NodeTerm; readonly faults: readonly Fault[] } {
  const path = ['metadata', 'annotations', NODES_ANNOTATION];
  const text = memberAt(object, path);
  const nodes = typeof text === 'string' ? parseTerm(text) : undefined;
  return { nodes: nodes ?? [], faults: isAbsent(text) || nodes ? [] : [NODES_ANNOTATION_MALFORMED.fault(path, text, {})] };
}
