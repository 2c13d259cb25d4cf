import { NodeConfigsFact, keyOf } from './facts';
import { parseJson } from './json-config';
import { MULTUS_CONF_DIR, NODE_CONFIGS_ANNOTATION, NODE_CONFIG_DIR_ANNOTATION } from './node-configs';
import { memberAt, textOf } from './pod-objects';
import { ObjectSource, subjectOf } from './subject';
import { ConfigReading, readConfig } from '../cni/config';
import { Conf, isConf } from '../cni/keys';
import { Fault, Step } from '../diagnostics';
import { NODE_CONFIG_NAME, NODE_CONFIG_UNREADABLE } from '../diagnostics/node-configs';

/** The configurations of a network for each node; undefined where the ConfigMap holds something else. */
export function readNodeConfigs(object: Conf, source: ObjectSource, path: readonly Step[]): NodeConfigsFact | undefined {
  const network = memberAt(object, ['metadata', 'annotations', NODE_CONFIGS_ANNOTATION]);
  if (typeof network !== 'string' || network === '') {
    return undefined;
  }
  const [name, namespace] = network.split('/').reverse();
  const data = memberAt(object, ['data']);
  const readings = new Map<string, ConfigReading>();
  const faults: Fault[] = [];
  for (const [node, text] of Object.entries(isConf(data) ? data : {})) {
    const at = ['data', node];
    const parsed = typeof text === 'string' ? parseJson(text) : { reason: 'it is no text' };
    if ('reason' in parsed || !Array.isArray(parsed.config.plugins)) {
      faults.push(NODE_CONFIG_UNREADABLE.fault(at, text, { reason: 'reason' in parsed ? parsed.reason : 'it has no plugins' }));
      continue;
    }
    const reading = readConfig(parsed.config);
    readings.set(node, reading);
    faults.push(...[...parsed.faults, ...reading.faults].map((fault) => ({ ...fault, path: [...at, ...fault.path] })));
    if (reading.name !== name) {
      faults.push(NODE_CONFIG_NAME.fault([...at, 'name'], parsed.config.name, { network: name }));
    }
  }
  return {
    subject: subjectOf(object, source, (at) => (at[0] === 'data' ? [[...path, ...at.slice(0, 2)], at.slice(2)] : [[...path, ...at]])),
    network: keyOf(namespace, name),
    confDir: textOf(memberAt(object, ['metadata', 'annotations', NODE_CONFIG_DIR_ANNOTATION])) || MULTUS_CONF_DIR,
    readings,
    faults,
    pathOf: (node, at) => ['data', node, ...at],
  };
}
