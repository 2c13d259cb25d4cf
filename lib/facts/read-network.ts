import { NetworkFact } from './facts';
import { ParsedConfig, parseJson } from './json-config';
import { memberAt } from './pod-objects';
import { NODES_ANNOTATION, RESOURCE_ANNOTATION } from './selection';
import { PlaceInText, placeInText } from './place-in-text';
import { ObjectSource, repeatedFaults, subjectOf } from './subject';
import { isList } from '../cni/chained-list';
import { ConfigReading, readConfig } from '../cni/config';
import { Conf, isConf } from '../cni/keys';
import { isAbsent } from '../cni/values';
import { Fault, Step } from '../diagnostics';
import { KEY_TYPE } from '../diagnostics/config';
import { CONFIG_MISPLACED, CONFIG_NOT_JSON, NETWORK_NAME_MISSING, NETWORK_VERSION_UNSERVED } from '../diagnostics/networks';
import { NODES_ANNOTATION_MALFORMED } from '../diagnostics/nodes';
import { NodeTerm, parseTerm } from '../nodes/node-term';

/** Reads a NetworkAttachmentDefinition. */
export function readNetwork(object: Conf, source: ObjectSource, path: readonly Step[]): NetworkFact {
  const configPath = ['spec', 'config'];
  const config = memberAt(object, configPath);
  const { nodes, faults } = readNodes(object);
  faults.push(...checkVersion(object), ...checkName(object), ...repeatedFaults(object, source, path));
  const resourceName = memberAt(object, ['metadata', 'annotations', RESOURCE_ANNOTATION]);
  const common = { nodes, ...(typeof resourceName === 'string' && { resourceName }) };
  if (config === undefined || config === null || config === '') {
    const misplaced = misplacedConfig(object);
    return { ...common, subject: subjectOf(object, source, (at) => [[...path, ...at]]), faults: [...faults, ...misplaced] };
  }
  const read = readConfigText(config, configPath);
  return {
    ...common,
    ...(read.reading && { reading: read.reading }),
    faults: [...faults, ...read.faults],
    // these are ways in the object, all others in its configuration
    subject: subjectOf(object, source, (at) => (at[0] === 'spec' ? [[...path, ...at], read.place]
      : at[0] === 'metadata' || at[0] === 'apiVersion' ? [[...path, ...at]] : [[...path, ...configPath], at])),
  };
}

/** What the text of a configuration says. */
export interface ConfigText {
  readonly reading?: ConfigReading;
  readonly faults: readonly Fault[];
  /** Where the text is not JSON. */
  readonly place?: PlaceInText;
}

/**
 * Reads the JSON text of a configuration.
 *
 * @param path the way to the text
 */
export function readConfigText(config: unknown, path: readonly Step[]): ConfigText {
  if (typeof config !== 'string') {
    return { faults: [KEY_TYPE.fault(path, config, { expected: 'JSON text, in quotes or as a block' })] };
  }
  const parsed = parseJson(config);
  if ('config' in parsed) {
    return { faults: [...parsed.faults, ...checkNulls(parsed)], reading: readConfig(parsed.config) };
  }
  return { faults: [CONFIG_NOT_JSON.fault(path, config, parsed)], ...(parsed.at !== undefined && { place: placeInText(config, parsed.at) }) };
}

/** Multus puts no name in the place of null, and libcni reads some keys of a list by itself. */
function checkNulls({ config, nulls }: ParsedConfig): Fault[] {
  const refused = ['name', ...isList(config) ? ['cniVersion', 'cniVersions', 'disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'] : []];
  return nulls.filter((key) => refused.includes(key)).map((key) => KEY_TYPE.fault([key], null, { expected: 'a value, or no such key' }));
}

/** There has never been another version. */
function checkVersion({ apiVersion }: Conf): Fault[] {
  return apiVersion === SERVED_VERSION ? [] : [NETWORK_VERSION_UNSERVED.fault(['apiVersion'], apiVersion, { served: SERVED_VERSION })];
}

const SERVED_VERSION = 'k8s.cni.cncf.io/v1';

function checkName(object: Conf): Fault[] {
  const [name, prefix] = ['name', 'generateName'].map((key) => memberAt(object, ['metadata', key]));
  return isAbsent(name) && isAbsent(prefix) ? [NETWORK_NAME_MISSING.fault(['metadata', 'name'], name, {})] : [];
}

/** What looks like a configuration beside the place where it is read. */
function misplacedConfig(object: Conf): Fault[] {
  const inSpec = isConf(object.spec) ? Object.keys(object.spec).find((key) => key !== 'config') : undefined;
  const at = !isAbsent(object.config) ? ['config'] : inSpec === undefined ? undefined : ['spec', inSpec];
  return at ? [CONFIG_MISPLACED.fault(at, memberAt(object, at), {})] : [];
}

/** The nodes that the network is on, as this library writes them. */
function readNodes(object: Conf): { readonly nodes: NodeTerm; readonly faults: Fault[] } {
  const path = ['metadata', 'annotations', NODES_ANNOTATION];
  const text = memberAt(object, path);
  const nodes = typeof text === 'string' ? parseTerm(text) : undefined;
  return { nodes: nodes ?? [], faults: isAbsent(text) || nodes ? [] : [NODES_ANNOTATION_MALFORMED.fault(path, text, {})] };
}
