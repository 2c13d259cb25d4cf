import { ExclusiveCilium } from './facts';
import { memberAt, textOf } from './pod-objects';
import { Conf, isConf } from '../cni/keys';

/** Where an object has Cilium rename the CNI configurations of others on the nodes; undefined where it does not. */
export function readExclusiveCilium(object: Conf): ExclusiveCilium | undefined {
  const config = CONFIGS[textOf(object.kind)]?.(object);
  return config ? readConfig(object, config) : readHook(object);
}

/** Where the agent of 1.14 and newer is configured: for all nodes, and for some. */
const CONFIGS: Readonly<Record<string, (object: Conf) => string[] | undefined>> = {
  ConfigMap: (object) => (memberAt(object, ['metadata', 'name']) === 'cilium-config' ? ['data'] : undefined),
  CiliumNodeConfig: () => ['spec', 'defaults'],
};

/** Without the key it leaves them alone. */
function readConfig(object: Conf, config: readonly string[]): ExclusiveCilium | undefined {
  const path = [...config, 'cni-exclusive'];
  const value = memberAt(object, path);
  // what Go reads as true
  return value === true || ['1', 't', 'true'].includes(textOf(value).toLowerCase()) ? { path, value } : undefined;
}

/** Before 1.14, the hook of the agent's container does it, as a command with arguments or as a script. */
function readHook(object: Conf): ExclusiveCilium | undefined {
  const containers = object.kind === 'DaemonSet' ? memberAt(object, ['spec', 'template', 'spec', 'containers']) : undefined;
  return (Array.isArray(containers) ? containers as unknown[] : []).map((container, i) => {
    const hook = ['lifecycle', 'postStart', 'exec', 'command'];
    const command = isConf(container) ? memberAt(container, hook) : undefined;
    const place = Array.isArray(command) ? command.findIndex((part: unknown) => /--cni-exclusive=true\b/.test(textOf(part))) : -1;
    return place < 0 ? undefined : { path: ['spec', 'template', 'spec', 'containers', i, ...hook, place], value: (command as unknown[])[place] };
  }).find((exclusive) => exclusive !== undefined);
}
