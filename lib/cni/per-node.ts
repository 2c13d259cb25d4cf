import { Conf, isConf } from './keys';

/** The key under which a configuration, before it is rendered, holds an IPAM for each node. No plugin has one of this name. */
const PER_NODE = 'perNode';

/** The `ipam` of a configuration that is another one on each node. */
export function perNodeIpam(ipams: Readonly<Record<string, Conf>>): Conf {
  return { [PER_NODE]: ipams };
}

/** Whether an `ipam` is another one on each node. */
export function isPerNode(ipam: Conf): boolean {
  return isConf(ipam[PER_NODE]);
}

/** The names of the nodes that the configuration tells apart; undefined where it is the same on all. */
export function nodesIn(config: Conf): readonly string[] | undefined {
  const [ipams] = pluginsIn(config).map(ipamsOf).filter((found) => found !== undefined);
  return ipams && Object.keys(ipams).sort();
}

/** The configuration of one node. A node that a plugin does not know has no `ipam` there. */
export function configOnNode(config: Conf, node: string): Conf {
  return Array.isArray(config.plugins)
    ? { ...config, plugins: config.plugins.map((conf: unknown) => (isConf(conf) ? onNode(conf, node) : conf)) }
    : onNode(config, node);
}

function onNode(conf: Conf, node: string): Conf {
  const ipams = ipamsOf(conf);
  return ipams ? { ...conf, ipam: ipams[node] } : conf;
}

function pluginsIn(config: Conf): readonly Conf[] {
  return Array.isArray(config.plugins) ? config.plugins.filter(isConf) : [config];
}

function ipamsOf({ ipam }: Conf): Conf | undefined {
  return isConf(ipam) && isPerNode(ipam) ? ipam[PER_NODE] as Conf : undefined;
}
